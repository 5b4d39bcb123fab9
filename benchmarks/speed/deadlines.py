"""Deadlines in one run: ours one by one and in a batch, pandas' business hours, and bare bisections.

    python benchmarks/speed/deadlines.py [--n 10000] [--rounds 15] [--no-profile]

Four ways to say when N working hours after a moment are up: ``WorkClock.due`` (a whole ``Due``: limit, calendar, days
skipped, provisional or not), ``pandas.offsets.CustomBusinessHour``, a bare bisection over prefix sums written here,
and in a batch ``BatchClock.due_many`` beside the same in bare NumPy. Aware datetimes go in and come out one by one,
UTC columns in a batch. Equal answers are asserted on what all of them can express (whole working hours, starts
inside working time, deadlines that do not end with a shift: pandas puts those at the next opening).

pandas stands in the dependency group ``bench``, which is installed into an environment of its own.
"""

import argparse
from bisect import bisect_left, bisect_right
from collections.abc import Callable
import cProfile
from datetime import UTC, date, datetime, time, timedelta
import gc
import json
from pathlib import Path
import pstats
import random
import statistics
import subprocess
import sys
from time import process_time
from typing import Any
from zoneinfo import ZoneInfo

ROOT = Path(__file__).resolve().parents[2]
ZONE = ZoneInfo("Asia/Shanghai")
SHIFTS = ((time(8), time(12)), (time(14), time(18)))
LUNCH = (12, 14)
FEW = 200
"""Cases for pandas, which takes some forty times as long for each."""


def _environment() -> str:
    """Python of an environment with pandas and cmsdk, as ``main_job.py`` makes it."""
    environment = ROOT / ".venv" / "bench"
    python, uv = environment / "bin" / "python", str(Path(sys.executable).parent / "uv")
    if not python.exists():
        subprocess.run([uv, "venv", "--quiet", "--python", sys.executable, str(environment)], check=True)
    install = [uv, "pip", "install", "--quiet", "--python", str(python), "pandas>=2.3", "-e", ".", "-e"]
    subprocess.run([*install, "plugins/cmsdk-cn"], check=True, cwd=ROOT)
    return str(python)


def _calendar() -> Any:  # noqa: ANN401  a WorkCalendar, known only in the environment of its own
    from cmsdk.contract.context import AssemblyContext
    from cmsdk_cn import China

    folder = ROOT / "plugins" / "cmsdk-cn" / "src" / "cmsdk_cn"

    def resource(path: str) -> bytes | None:
        file = folder / path
        return file.read_bytes() if file.is_file() else None

    (calendar,) = China().cmsdk_calendars(AssemblyContext("610100", "cn", resource, lambda _folder: ()))
    return calendar


class Bare:
    """What a careful programmer writes: prefix sums, two bisections, aware datetimes in and out, nothing else."""

    def __init__(self, calendar: Any) -> None:  # noqa: ANN401  as above
        first = calendar.known_from
        self.base = datetime(first.year, first.month, first.day, tzinfo=ZONE)
        self.starts, self.sums = [], [0]
        for number in range((calendar.known_until - first).days + 1):
            if calendar.works_on(first + timedelta(days=number)):
                for opens, closes in SHIFTS:
                    self.starts.append((number * 24 + opens.hour) * 3600)
                    self.sums.append(self.sums[-1] + (closes.hour - opens.hour) * 3600)

    def due(self, start: datetime, seconds: int) -> datetime:
        """``seconds`` of working time after ``start``."""
        starts, sums = self.starts, self.sums
        span = start - self.base
        moment = span.days * 86_400 + span.seconds
        i = bisect_right(starts, moment) - 1
        target = sums[i] + min(moment - starts[i], sums[i + 1] - sums[i]) + seconds
        j = bisect_left(sums, target) - 1
        return self.base + timedelta(seconds=starts[j] + target - sums[j])


def _bare_numpy(bare: Bare) -> Callable[[Any, int], Any]:
    import numpy as np

    starts, sums = np.array(bare.starts, np.int64), np.array(bare.sums, np.int64)
    lengths, zero = np.diff(sums), int(bare.base.timestamp())

    def due(utc: Any, seconds: int) -> Any:  # noqa: ANN401  columns of datetime64[s]
        local = utc.astype(np.int64) - zero
        i = np.searchsorted(starts, local, "right") - 1
        target = sums[i] + np.minimum(local - starts[i], lengths[i]) + seconds
        j = np.searchsorted(sums, target, "left") - 1
        return (starts[j] + target - sums[j] + zero).astype("datetime64[s]")

    return due


def _cases(count: int, calendar: Any) -> list[datetime]:  # noqa: ANN401  as above
    """Moments inside working time of 2014 to 2025, at minutes that no deadline of whole hours ends a shift with."""
    chance, found = random.Random(3), []  # noqa: S311  cases, no secret
    while len(found) < count:
        day = date(2014, 1, 1) + timedelta(days=chance.randrange(12 * 365))
        hour = chance.choice([8, 9, 10, 11, 14, 15, 16, 17])
        if calendar.works_on(day):
            found.append(datetime.combine(day, time(hour, chance.randrange(1, 60)), ZONE))
    return found


Work = tuple[Callable[[], object], int]


def _seconds(works: dict[str, Work], rounds: int) -> dict[str, float]:
    """Seconds of processor time a case: all of them in turn in each round, the median of rounds."""
    taken: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(rounds):
        for name, (work, cases) in works.items():
            gc.collect()
            begun = process_time()
            work()
            taken[name].append((process_time() - begun) / cases)
    return {name: statistics.median(values) for name, values in taken.items()}


def measure(count: int, rounds: int, profile: bool) -> dict[str, float]:
    import numpy as np
    import pandas as pd

    from cmsdk.clock.batch import BatchClock
    from cmsdk.clock.working import WorkClock
    from cmsdk.model.spans import Limit, LimitUnit

    calendar = _calendar()
    clock, bare, limit, seconds = WorkClock(calendar, ZONE), Bare(calendar), Limit(4, LimitUnit.WORK_HOUR), 4 * 3600
    starts = _cases(count, calendar)
    days = [calendar.known_from + timedelta(days=n) for n in range((calendar.known_until - calendar.known_from).days)]
    mask = [d for d in days if not calendar.works_on(d)]
    hours = pd.offsets.CustomBusinessHour(
        n=4, start=["08:00", "14:00"], end=["12:00", "18:00"], weekmask="1111111", holidays=mask
    )
    stamps = [pd.Timestamp(start) for start in starts[:FEW]]
    ours = [clock.due(start, limit).at for start in starts]
    assert ours == [bare.due(start, seconds) for start in starts]  # noqa: S101  the point of a benchmark
    assert ours[:FEW] == [(stamp + hours).to_pydatetime() for stamp in stamps]  # noqa: S101  as above
    column = np.array([start.astimezone(UTC).replace(tzinfo=None) for start in starts], "datetime64[s]")
    column = np.tile(column, max(1, 200_000 // count))
    batch, numpy_due = BatchClock(clock), _bare_numpy(bare)
    many = batch.due_many(column, limit)[0]
    assert (many == numpy_due(column, seconds)).all()  # noqa: S101  as above
    assert many[0] == np.datetime64(int(ours[0].timestamp()), "s")  # noqa: S101  as above
    if profile:
        profiler = cProfile.Profile()
        profiler.runcall(lambda: [clock.due(start, limit) for start in starts])
        pstats.Stats(profiler, stream=sys.stderr).sort_stats("tottime").print_stats(12)
    works: dict[str, Work] = {
        "ours": (lambda: [clock.due(start, limit) for start in starts], len(starts)),
        "bare bisection": (lambda: [bare.due(start, seconds) for start in starts], len(starts)),
        "pandas": (lambda: [stamp + hours for stamp in stamps], len(stamps)),
        "ours, batch": (lambda: batch.due_many(column, limit), len(column)),
        "bare numpy": (lambda: numpy_due(column, seconds), len(column)),
    }
    return _seconds(works, rounds)


def main() -> None:
    """See the module's text."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--n", type=int, default=10_000)
    arguments.add_argument("--rounds", type=int, default=15)
    arguments.add_argument("--no-profile", action="store_true")
    arguments.add_argument("--here", action="store_true", help="measure in this environment, which has pandas")
    given = arguments.parse_args()
    if not given.here:
        subprocess.run([_environment(), __file__, "--here", *sys.argv[1:]], check=True)
        return
    taken = measure(given.n, given.rounds, not given.no_profile)
    for name, value in taken.items():
        print(f"{name:16} {value * 1e6:9.3f} µs a deadline")
    ratios = {
        "pandas / ours": taken["pandas"] / taken["ours"],
        "ours / bare bisection": taken["ours"] / taken["bare bisection"],
        "ours / bare numpy, batch": taken["ours, batch"] / taken["bare numpy"],
    }
    print(json.dumps({name: round(value, 2) for name, value in ratios.items()}))


if __name__ == "__main__":
    main()
