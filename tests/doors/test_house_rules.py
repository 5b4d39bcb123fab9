"""Rules of the house: small files, plain names, one way through the rooms, no city in the core."""

import ast
from collections.abc import Iterator
from pathlib import Path
import re
from statistics import median
import subprocess
import sys

import pytest

ROOT = Path(__file__).parents[2]
CORE = ROOT / "src" / "cmsdk"
SOURCES = sorted([*CORE.rglob("*.py"), *ROOT.glob("plugins/*/src/**/*.py")])
TEXTS = sorted(p for p in CORE.rglob("*") if p.suffix in {".py", ".toml", ".csv", ".json", ".md", ".html", ".txt"})
CITIES = re.compile(
    r"西安|长安区|灞桥|雁塔|空港新城|国际港务|幸福里|青岛|平度|滕州|枣庄|连云港|运城|福州"
    r"|xi'?an\b|\bcmsdk[-_](?:cn|xian|boston)|qingdao|pingdu|tengzhou|lianyungang|yuncheng|fuzhou",
    re.IGNORECASE,
)


def _lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def _nodes(*kinds: type[ast.AST]) -> Iterator[tuple[Path, ast.AST]]:
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, kinds):
                yield path, node


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.relative_to(CORE).as_posix())
def test_the_core_names_no_city(path: Path) -> None:
    found = [line for line in path.read_text(encoding="utf-8").splitlines() if CITIES.search(line)]
    assert not found


def test_no_file_has_more_than_300_lines_and_half_of_them_less_than_120() -> None:
    assert len(SOURCES) > 80
    assert {path.name: _lines(path) for path in SOURCES if _lines(path) > 300} == {}
    assert median(map(_lines, SOURCES)) < 120


@pytest.mark.parametrize("plugin", sorted(ROOT.glob("plugins/*/src/*")), ids=lambda path: path.name)
def test_a_citys_python_is_short_since_its_rules_are_tables(plugin: Path) -> None:
    assert sum(map(_lines, plugin.rglob("*.py"))) < 300
    assert list(plugin.glob("tables/*.csv"))


def test_no_function_has_more_than_45_lines() -> None:
    long = [
        f"{path.name}:{node.name}"
        for path, node in _nodes(ast.FunctionDef, ast.AsyncFunctionDef)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno >= 45
        and not node.name.startswith("cmsdk_")
    ]
    assert long == []


def test_no_module_is_a_drawer_for_everything() -> None:
    drawers = {"utils", "util", "helpers", "misc", "common", "tools"}
    assert [path for path in SOURCES if drawers.intersection((path.stem, path.parent.name))] == []


def test_no_class_is_called_manager() -> None:
    named = [n.name for _, n in _nodes(ast.ClassDef) if isinstance(n, ast.ClassDef)]
    assert len(named) > 80
    assert [name for name in named if name.endswith(("Manager", "Helper", "Util", "Utils"))] == []


def test_every_module_says_what_it_is_for() -> None:
    silent = [path for path in SOURCES if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))]
    assert silent == []


def test_only_two_files_catch_whatever_plugins_raise_and_one_takes_its_text() -> None:
    broad = set()
    for path, node in _nodes(ast.ExceptHandler):
        if not isinstance(node, ast.ExceptHandler):
            continue
        caught = {n.id for n in ast.walk(node.type) if isinstance(n, ast.Name)} if node.type else {"BaseException"}
        raised_again = any(isinstance(n, ast.Raise) and n.exc is None for n in ast.walk(node))
        if caught & {"Exception", "BaseException"} and not raised_again:
            broad.add(path.relative_to(CORE).as_posix())
    assert broad == {"registry/collect.py", "triage/guard.py", "model/errors.py"}


def test_data_flows_one_way_through_the_rooms() -> None:
    program = Path(sys.executable).parent / "lint-imports"
    if not program.exists():
        pytest.skip("import-linter is not installed in this environment")
    ran = subprocess.run([program], cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603  our own tool
    assert ran.returncode == 0, ran.stdout
    assert "0 broken" in ran.stdout
