"""The two trees of the site have the same pages, and each picture is one of a run."""

from datetime import UTC, datetime
from pathlib import Path
import re
import tempfile
import tomllib

import pytest

from .built import page_of
from .pages import ROOT


def test_each_page_that_teaches_has_its_twin_in_chinese():
    pages = {
        str(path.relative_to(ROOT / "docs")).removesuffix(".md")
        for folder in ("tutorials", "howto", "explanation")
        for path in ROOT.glob(f"docs/{folder}/*.md")
    }
    english = {page for page in pages if not page.endswith(".zh")}
    assert {page for page in english if f"{page}.zh" not in pages} == set()
    assert {page for page in pages - english if page.removesuffix(".zh") not in english} == set()


def test_each_page_that_teaches_is_in_the_navigation():
    told = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    pages = [
        f"{folder}/{path.name}"
        for folder in ("tutorials", "howto", "explanation")
        for path in ROOT.glob(f"docs/{folder}/*.md")
    ]
    assert [page for page in pages if f" {page}\n" not in told] == []


def test_twins_lead_to_each_other_and_speak_their_language(site: Path):
    paths = [path for path in site.rglob("*.zh.html") if path.parent.name != "pictures"]
    assert len(paths) > 50
    for path in paths:
        twin = path.with_name(path.name.replace(".zh.html", ".html"))
        assert twin.is_file()
        for page, other, lang in ((path, twin, "zh"), (twin, path, "en")):
            assert f'<html lang="{lang}"' in page.read_text(encoding="utf-8")[:200]
            assert other.name in page_of(site, str(page.relative_to(site)).removesuffix(".html")).links


PICTURES = tomllib.loads((ROOT / "docs/hooks/pictures.toml").read_text(encoding="utf-8"))["picture"]
NAMED = [row["name"] + (".zh" if row["lang"] == "zh" else "") for row in PICTURES if "name" in row]


@pytest.mark.parametrize("name", NAMED)
def test_each_picture_shows_its_command_in_its_language_and_knows_nothing_of_today(site: Path, name: str):
    text = (site / "pictures" / f"{name}.svg").read_text(encoding="utf-8")
    assert ">cmsdk</text>" in text
    assert not name.endswith(".zh") or re.search("[\u4e00-\u9fff]", text)
    assert f"{datetime.now(UTC).date()}" not in text
    assert tempfile.gettempdir() not in text


def test_each_picture_that_a_page_shows_is_there(site: Path):
    shown = {
        found
        for path in ROOT.glob("docs/**/*.md")
        for found in re.findall(r"\.\./pictures/([^\s\")]+)", path.read_text(encoding="utf-8"))
    }
    assert shown
    assert {name for name in shown if not (site / "pictures" / name).is_file()} == set()
