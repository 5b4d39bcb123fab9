"""A replay of past cases under a changed table, beside receiving the same reports in the same run.

    python benchmarks/speed/replay.py [--n 100000] [--no-profile]

Reports are made of the keywords and place names of the national pack and the city's plugin; the change swaps two
departments in the city's responsibility table. Prints cases a second of processor time of both, their ratio, the peak
of memory after each, how many cases differ, and the profile of the replay. Batches of 1,000 and of 37 must give the
same result.
"""

import argparse
from collections.abc import Iterator
import cProfile
from datetime import datetime, timedelta, timezone
import gc
from itertools import cycle
import json
from pathlib import Path
import pstats
import resource
import tempfile
import time

from cmsdk import City, discover
from cmsdk.contract.deciding import KeywordRow
from cmsdk.registry.trial import trial

CITY = "610100"
BEGUN = datetime(2026, 11, 16, 10, tzinfo=timezone(timedelta(hours=8)))
DELIVERY = 10_000
SWAPPED = ("xian-huanwei", "xian-shizheng")


def reports(city: City, count: int) -> Iterator[bytes]:
    """Deliveries of JSON Lines, a report every minute."""
    words = [row.item.words[0].replace("+", "") for row in city.plan.classifiers if isinstance(row.item, KeywordRow)]
    places, kinds = cycle(place.name for place in city.plan.divisions.values()), cycle(words)
    for first in range(0, count, DELIVERY):
        yield "\n".join(
            json.dumps({
                "external_id": f"r{n}", "at": (BEGUN - timedelta(minutes=n)).isoformat(), "name": "张三",
                "text": f"{next(places)}{n % 977}号附近{next(kinds)}，请尽快处理", "phone": f"138{n:08}",
            }, ensure_ascii=False)
            for n in range(first, min(first + DELIVERY, count))
        ).encode()  # fmt: skip


def swapped(folder: Path) -> Path:
    """The city's table with two departments for each other."""
    (row,) = (row for row in discover() if row.name == "xian")
    text = (row.root / "tables" / "responsibility.csv").read_text(encoding="utf-8-sig")
    one, other = SWAPPED
    text = text.replace(one, "\0").replace(other, one).replace("\0", other)
    (folder / "responsibility.csv").write_text(text, encoding="utf-8")
    return folder


def megabytes() -> float:
    """The peak so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Measure once."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--n", type=int, default=100_000)
    parser.add_argument("--no-profile", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "next"
        folder.mkdir()
        with City.open(CITY, f"sqlite:///{scratch}/x.db", clock=lambda: BEGUN) as city:
            payloads = list(reports(city, options.n))
            began = time.process_time()
            for payload in payloads:
                city.receive("jsonl", payload)
            received = time.process_time() - began
            print(f"receive {options.n / received:,.0f} cases/s, peak {megabytes():,.0f} MB", flush=True)
            payloads.clear()
            gc.collect()
            with trial(discover(), CITY, str(swapped(folder))) as tried:
                began = time.process_time()
                found = city.replay(tried.rows)
                took = time.process_time() - began
                print(f"replay  {found.cases / took:,.0f} cases/s, peak {megabytes():,.0f} MB, {found.differ:,} differ")
                print(f"ratio replay / receive {received / took:.2f}", flush=True)
                if not options.no_profile:
                    profile = cProfile.Profile()
                    again = profile.runcall(city.replay, tried.rows, batch=37)
                    same = again == found
                    print("the same in batches of 37" if same else "NOT the same in batches of 37")
                    pstats.Stats(profile).sort_stats("tottime").print_stats(18)


if __name__ == "__main__":
    main()
