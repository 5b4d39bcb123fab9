"""The main job in one run, three ways in turn: the tuned hand-built pipeline, the hand-tuned limit, ours.

    python benchmarks/speed/main_job.py [--n 50000] [--rounds 3] [--peers FOLDER] [--no-profile] [--memory]

``--peers`` is the folder of ``peer_pipeline.py`` and ``limit_pipeline.py`` (default: ``../shared/bench`` beside
the project); they need the dependency group ``bench``, which is installed into an environment of its own.
Prints each side's cases a second, the ratios of the medians, and a profile of ours. ``duplicates`` are the reports
that are likely the same as an earlier one, by the same rule on each side (cell, category, 24 hours, 85 % of the text).
The checksum is over number, category, cell, unit, tier, deadline and first report of every case; it must be the same on
all sides, else the run fails.

``--memory`` instead receives 50,000 and 500,000 reports (``--n`` and ten times as many), each in a process of its own,
in deliveries of ``--n`` and then as one, and prints the peaks.
"""

import argparse
import importlib.util
import json
from pathlib import Path
import statistics
import subprocess
import sys
import tempfile
from types import ModuleType

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
TEN = 10
ENVIRONMENT = ROOT / ".venv" / "bench"


def _environment() -> str:
    """Python of an environment with the peers' packages and cmsdk."""
    python = ENVIRONMENT / "bin" / "python"
    uv = str(Path(sys.executable).parent / "uv")
    if not python.exists():
        subprocess.run([uv, "venv", "--quiet", "--python", sys.executable, str(ENVIRONMENT)], check=True)
    install = [uv, "pip", "install", "--quiet", "--python", str(python), "--group", "bench", "-e", "."]
    subprocess.run(install, check=True, cwd=ROOT)
    return str(python)


def _module(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None:
        raise SystemExit(f"{path} is no Python file")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _last_line(command: list[str]) -> dict[str, object]:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)}\n{done.stderr[-3000:]}")
    result: dict[str, object] = json.loads(done.stdout.strip().splitlines()[-1])
    return result


def _input(python: str, peer: Path, n: int, folder: Path, plugin: Path) -> None:
    """Write the peers' input and the city that has their rules."""
    subprocess.run([python, str(peer), "--make-input", str(folder), "--n", str(n)], check=True)
    known = _module(peer)
    words = json.dumps([known.CATEGORIES, known.DISTRICTS])
    write = [python, str(HERE / "city_of_tables.py"), str(folder), str(plugin)]
    subprocess.run(write, input=words, text=True, check=True)


def _compare(python: str, peers: Path, rounds: int, scratch: Path, *, profiled: bool) -> None:
    """The three in turn, ``rounds`` times; ends with a message where they do not decide the same."""
    peer, limit, ours = peers / "peer_pipeline.py", peers / "limit_pipeline.py", HERE / "ours.py"
    folder, plugin = str(scratch / "input"), str(scratch / "plugin")
    speeds: dict[str, list[float]] = {}
    sums: dict[str, str] = {}
    for number in range(rounds):
        for result in (
            _last_line([python, str(peer), "--orm", "sqlalchemy-core", "--input", folder]),
            _last_line([python, str(limit), "row", "--input", folder, "--repeat", "1"]),
            _last_line([python, str(ours), folder, plugin, str(scratch / f"{number}.db")]),
        ):
            print(json.dumps(result), flush=True)
            speeds.setdefault(str(result["pipeline"]), []).append(float(str(result["cases_per_s"])))
            sums[str(result["pipeline"])] = str(result["checksum"])
    medians = {name: statistics.median(values) for name, values in speeds.items()}
    for name, value in medians.items():
        print(f"{name:24} {value:10,.0f} cases/s   cmsdk / it = {medians['cmsdk'] / value:.2f}")
    if len(set(sums.values())) > 1:
        raise SystemExit(f"not the same decisions: checksums {sums}")
    if profiled:
        profile = [python, str(ours), folder, plugin, str(scratch / "profile.db"), "--profile"]
        print(subprocess.run(profile, capture_output=True, text=True, check=True).stderr)


def _memory(python: str, peer: Path, n: int, scratch: Path) -> None:
    """Peak memory of ``n`` and ten times as many reports, in deliveries of ``n`` and as one."""
    peaks: list[list[float]] = []
    for times in (1, TEN):
        folder, plugin = scratch / f"input-{times}", scratch / f"plugin-{times}"
        _input(python, peer, n * times, folder, plugin)
        row: list[float] = []
        for lines in (["--lines", str(n)], []):
            database = scratch / "memory.db"
            result = _last_line([python, str(HERE / "ours.py"), str(folder), str(plugin), str(database), *lines])
            print(json.dumps(result), flush=True)
            row.append(float(str(result["peak_mb"])))
            for file in scratch.glob("memory.db*"):
                file.unlink()
        peaks.append(row)
    for name, few, many in zip((f"in deliveries of {n:,}", "as one delivery"), *peaks, strict=True):
        print(f"{n:,} reports {few:.0f} MB, {n * TEN:,} {name} {many:.0f} MB, ratio {many / few:.2f}")


def main() -> None:
    """See the module's text."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--n", type=int, default=50_000)
    arguments.add_argument("--rounds", type=int, default=3)
    arguments.add_argument("--peers", type=Path, default=ROOT.parent / "shared" / "bench")
    arguments.add_argument("--no-profile", action="store_true")
    arguments.add_argument("--memory", action="store_true")
    given = arguments.parse_args()
    peer = given.peers / "peer_pipeline.py"
    if not peer.exists():
        raise SystemExit(f"no peer_pipeline.py in {given.peers}: name its folder with --peers")
    python = _environment()
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        if given.memory:
            _memory(python, peer, given.n, scratch)
            return
        _input(python, peer, given.n, scratch / "input", scratch / "plugin")
        _compare(python, given.peers, given.rounds, scratch, profiled=not given.no_profile)


if __name__ == "__main__":
    main()
