"""Our side of the main job, through the public door: ``City.receive``, trails on, durable in SQLite.

The file is one delivery, or one every ``--lines`` reports. The checksum is that of the peers, of the cases as they
stand in the ledger afterwards.
"""

import argparse
from collections.abc import Iterator
import cProfile
import gc
from hashlib import sha256
from itertools import islice
import json
from pathlib import Path
import pstats
import resource
import sys
import time

from cmsdk import Case, City, Point, discover, from_folder
from cmsdk.model.decisions import Stage
from cmsdk.model.place import Crs

CITY = "bench.city"
URGENT, SOON = 2, 8
"""Hours of the peers' tiers 7 and 2."""


def routed(case: Case, city: City) -> str:
    """The unit that the responsibility table gave.

    A likely duplicate goes to whoever has the first of it, which of 50,000 is once another one; the peers link reports
    and leave each where it was, so the decision before linking is what they can be compared in.
    """
    whole = city.case(case.id) if case.linked else None
    return next(step.answer for step in whole.trail if step.stage is Stage.ROUTE) if whole else case.unit


def checksum(city: City) -> str:
    """As the peers have it: number, category, grid, unit, tier, deadline and first report of each case, in order."""
    digest, numbers = sha256(), dict[str, str]()
    for case in city.cases():
        numbers[case.id] = case.report
        hours = case.due.limit.amount if case.due else 0
        tier = 7 if hours <= URGENT else 2 if hours <= SOON else 1
        category = case.category.rpartition("/")[2] or "C00"
        due = case.due.at.astimezone(city.plan.zone).isoformat() if case.due else None
        first = numbers[case.linked] if case.linked else None
        line = f"{case.report}|{category}|{case.grid or None}|{routed(case, city)}|{tier}|{due}|{first}\n"
        digest.update(line.encode())
    return digest.hexdigest()[:16]


def deliveries(file: Path, lines: int | None) -> Iterator[bytes]:
    """The whole file, or parts of it of so many lines under its header."""
    with file.open("rb") as source:
        header = source.readline()
        while part := b"".join(islice(source, lines)):
            yield header + part


def main() -> None:
    """See the module's text."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("input", type=Path, help="folder with hotline.csv")
    arguments.add_argument("plugin", type=Path, help="folder of the city's tables")
    arguments.add_argument("database", type=Path)
    arguments.add_argument("--lines", type=int, help="reports of a delivery (all, if left out)")
    arguments.add_argument("--profile", action="store_true", help="print where the time goes")
    given = arguments.parse_args()
    rows = (*discover(only=()), from_folder(given.plugin))
    started = time.perf_counter()
    city = City.open(CITY, ledger=f"sqlite:///{given.database}", plugins=rows)
    # the first question about a place builds the index of the grids, as the peers do before their clock starts
    city.grid_at(Point(0.0, 0.0, Crs.WGS84))
    opened = time.perf_counter() - started
    gc.collect()
    gc.freeze()
    profiler = cProfile.Profile() if given.profile else None
    wall = cpu = 0.0
    count = linked = 0
    for payload in deliveries(given.input / "hotline.csv", given.lines):
        begun, worked = time.perf_counter(), time.process_time()
        if profiler:
            profiler.enable()
        outcome = city.receive("hotline", payload, name="hotline.csv")
        if profiler:
            profiler.disable()
        wall, cpu = wall + time.perf_counter() - begun, cpu + time.process_time() - worked
        count, linked = count + len(outcome.case_ids), linked + outcome.linked
        if outcome.problems or outcome.quarantined or outcome.duplicates:
            raise SystemExit(f"not every report became a case: {outcome.problems} {outcome.quarantined[:3]}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    if profiler:
        pstats.Stats(profiler, stream=sys.stderr).sort_stats("tottime").print_stats(25)
    result = {
        "pipeline": "cmsdk",
        "n": count,
        "cases_per_s": round(count / wall, 1),
        "cases_per_cpu_s": round(count / cpu, 1),
        "wall_s": round(wall, 2),
        "setup_s": round(opened, 2),
        "peak_mb": round(peak, 1),
        "duplicates": linked,
        "checksum": checksum(city),
    }
    print(json.dumps(result))
    city.close()


if __name__ == "__main__":
    main()
