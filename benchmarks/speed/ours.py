"""Our side of the main job, through the public door: ``City.receive``, trails on, durable in SQLite."""

import cProfile
import gc
import json
from pathlib import Path
import pstats
import resource
import sys
import time

from cmsdk import City, discover, from_folder

CITY = "bench.city"


def main() -> None:
    """Arguments: input folder, plugin folder, database, and ``profile`` to print where the time goes."""
    folder, plugin, database = map(Path, sys.argv[1:4])
    payload = (folder / "hotline.csv").read_bytes()
    rows = (*discover(only=()), from_folder(plugin))
    started = time.perf_counter()
    city = City.open(CITY, ledger=f"sqlite:///{database}", plugins=rows)
    opened = time.perf_counter() - started
    gc.collect()
    gc.freeze()
    profiler = cProfile.Profile() if "profile" in sys.argv else None
    wall, cpu = time.perf_counter(), time.process_time()
    if profiler:
        profiler.enable()
    outcome = city.receive("hotline", payload, name="hotline.csv")
    if profiler:
        profiler.disable()
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    count = len(outcome.case_ids)
    if profiler:
        pstats.Stats(profiler, stream=sys.stderr).sort_stats("tottime").print_stats(25)
    result = {
        "pipeline": "cmsdk",
        "n": count,
        "cases_per_s": round(count / wall, 1),
        "cases_per_cpu_s": round(count / cpu, 1),
        "wall_s": round(wall, 2),
        "setup_s": round(opened, 2),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
        "received": outcome.received,
        "duplicates": outcome.linked,
        "repeats": outcome.duplicates,
        "quarantined": len(outcome.quarantined),
        "problems": [p.code for p in outcome.problems],
    }
    print(json.dumps(result))
    city.close()


if __name__ == "__main__":
    main()
