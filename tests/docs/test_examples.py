"""The tutorials about embedding show the files of the examples, whole and in order, so neither can drift away."""

from pathlib import Path

import pytest

from .pages import ROOT, blocks_of

EXAMPLES = {"embed-in-fastapi": "fastapi-app", "embed-in-django": "django-app"}
PAGES = [f"{name}{suffix}" for name in EXAMPLES for suffix in (".md", ".zh.md")]
ROUTINE = {"__init__.py", "settings.py", "wsgi.py"}
"""What a page need not show; FastAPI's shows its settings all the same."""


def _lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.strip()]


def _shown(name: str) -> tuple[Path, dict[str, list[str]]]:
    """The folder of the example, and file → its lines as the page shows them."""
    page = ROOT / "docs" / "tutorials" / name
    shown: dict[str, list[str]] = {}
    for block in blocks_of(page):
        if block.file:
            shown.setdefault(block.file, []).extend(_lines(block.body))
    return ROOT / "examples" / EXAMPLES[name.partition(".")[0]], shown


@pytest.mark.parametrize("name", PAGES)
def test_the_blocks_of_a_tutorial_are_the_whole_files_of_its_example(name: str):
    folder, shown = _shown(name)
    for file, lines in shown.items():
        assert lines == _lines((folder / file).read_text(encoding="utf-8")), file
    own = {path for path in folder.glob("*/**/*.py") if path.relative_to(folder).parts[0] != "tests"}
    left_out = {path.name for path in own if path.relative_to(folder).as_posix() not in shown}
    assert left_out <= ROUTINE


def test_examples_import_nothing_of_cmsdk_but_its_door_for_apps():
    found = [
        f"{path.relative_to(ROOT)}: {line}"
        for path in ROOT.glob("examples/**/*.py")
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.lstrip().startswith(("from cmsdk", "import cmsdk")) and not line.startswith("from cmsdk import ")
    ]
    assert found == []
