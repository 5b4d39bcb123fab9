"""A new plugin as a stranger has it: built, installed beside the built core in an empty environment, its tests run."""

from collections.abc import Mapping
import os
from pathlib import Path
import re
import subprocess
import sys

import pytest

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent


def _run(*command: object, cwd: Path, env: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(list(map(str, command)), cwd=cwd, env=env, capture_output=True, text=True, check=False)  # noqa: S603  our own tools


def _done(*command: object, cwd: Path, env: Mapping[str, str]) -> str:
    ran = _run(*command, cwd=cwd, env=env)
    assert ran.returncode == 0, f"{command}\n{ran.stdout}\n{ran.stderr}"
    return ran.stdout


@pytest.mark.slow
def test_a_new_plugin_is_green_in_an_empty_environment_and_a_changed_row_turns_it_red(tmp_path: Path) -> None:
    uv, venv, dist = BIN / "uv", tmp_path / "venv", tmp_path / "dist"
    if not uv.exists():
        pytest.skip("uv is not installed in this environment")
    env = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "PYTEST", "CMSDK"))}
    env |= {"VIRTUAL_ENV": str(venv), "LC_ALL": "C.UTF-8", "COLUMNS": "160"}
    _done(uv, "venv", "--quiet", "--python", sys.executable, venv, cwd=tmp_path, env=env)
    for package in (ROOT, ROOT / "plugins" / "cmsdk-cn"):
        build = (uv, "build", "--quiet", "--wheel", "--no-build-isolation", "--python", sys.executable)
        _done(*build, "--out-dir", dist, package, cwd=tmp_path, env=env)
    install = (
        uv,
        "pip",
        "install",
        "--quiet",
        "--find-links",
        dist,
        "--refresh-package",
        "cmsdk",
        "--refresh-package",
        "cmsdk-cn",
    )
    _done(*install, "cmsdk[cli,testing]", "cmsdk-cn", "hatchling", "editables", cwd=tmp_path, env=env)
    cmsdk, python = venv / "bin" / "cmsdk", venv / "bin" / "python"

    _done(cmsdk, "new-plugin", "binhai", "--scope", "990100", cwd=tmp_path, env=env)
    city = tmp_path / "cmsdk-binhai"
    _done(*install, "--no-build-isolation", "-e", ".[test]", cwd=city, env=env)
    env["PATH"] = f"{venv / 'bin'}{os.pathsep}{env['PATH']}"
    green = _done("sh", "ci.sh", cwd=city, env=env)
    assert re.search(r"\b\d\d passed", green), green
    assert "failed" not in green

    limits = city / "src" / "cmsdk_binhai" / "tables" / "limits.csv"
    text = limits.read_bytes().decode("utf-8-sig")
    limits.write_text(text.replace("binhai-l-lamp,handle,C0137,,3,", "binhai-l-lamp,handle,C0137,,2,"), "utf-8-sig")
    assert limits.read_bytes().decode("utf-8-sig") != text
    red = _run(python, "-m", "pytest", "-q", "tests/binhai.scenario.toml", cwd=city, env=env)
    assert red.returncode == 1
    assert "1 failed, 2 passed" in red.stdout
    assert "CMS620" in red.stdout
    assert "binhai-l-lamp (binhai/tables/limits.csv:3)" in red.stdout
