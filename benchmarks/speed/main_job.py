"""The main job in one run, three ways in turn: the tuned hand-built pipeline, the hand-tuned limit, ours.

    python benchmarks/speed/main_job.py [--n 50000] [--rounds 3] [--peers FOLDER] [--no-profile]

``--peers`` is the folder of ``peer_pipeline.py`` and ``limit_pipeline.py`` (default: ``../shared/bench`` beside
the project); they need the dependency group ``bench``, which is installed into an environment of its own.
Prints each side's cases a second, the ratios of the medians, and a profile of ours. ``duplicates`` are the reports
that are likely the same as an earlier one, by the same rule on each side (cell, category, 24 hours, 85 % of the text).
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


def main() -> None:
    """See the module's text."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--n", type=int, default=50_000)
    arguments.add_argument("--rounds", type=int, default=3)
    arguments.add_argument("--peers", type=Path, default=ROOT.parent / "shared" / "bench")
    arguments.add_argument("--no-profile", action="store_true")
    given = arguments.parse_args()
    if not (given.peers / "peer_pipeline.py").exists():
        raise SystemExit(f"no peer_pipeline.py in {given.peers}: name its folder with --peers")
    python = _environment()
    peer, limit, ours = given.peers / "peer_pipeline.py", given.peers / "limit_pipeline.py", HERE / "ours.py"
    with tempfile.TemporaryDirectory() as scratch:
        folder, plugin = Path(scratch) / "input", Path(scratch) / "plugin"
        subprocess.run([python, str(peer), "--make-input", str(folder), "--n", str(given.n)], check=True)
        known = _module(peer)
        words = json.dumps([known.CATEGORIES, known.DISTRICTS])
        write = [python, str(HERE / "city_of_tables.py"), str(folder), str(plugin)]
        subprocess.run(write, input=words, text=True, check=True)
        speeds: dict[str, list[float]] = {}
        for number in range(given.rounds):
            for result in (
                _last_line([python, str(peer), "--orm", "sqlalchemy-core", "--input", str(folder)]),
                _last_line([python, str(limit), "row", "--input", str(folder), "--repeat", "1"]),
                _last_line([python, str(ours), str(folder), str(plugin), str(Path(scratch) / f"{number}.db")]),
            ):
                print(json.dumps(result), flush=True)
                speeds.setdefault(str(result["pipeline"]), []).append(float(str(result["cases_per_s"])))
        medians = {name: statistics.median(values) for name, values in speeds.items()}
        for name, value in medians.items():
            print(f"{name:24} {value:10,.0f} cases/s   cmsdk / it = {medians['cmsdk'] / value:.2f}")
        if not given.no_profile:
            profile = [python, str(ours), str(folder), str(plugin), str(Path(scratch) / "profile.db"), "profile"]
            print(subprocess.run(profile, capture_output=True, text=True, check=True).stderr)


if __name__ == "__main__":
    main()
