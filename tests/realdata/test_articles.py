"""Articles that tables cite exist, as far as the laws' lists of articles are at hand."""

from collections.abc import Mapping
import csv
from pathlib import Path
import re

import pytest

ROOT = Path(__file__).parents[2]
COUNTS = {"行政处罚法": 86, "行政强制法": 71}
"""Articles of 行政处罚法 (2021) and 行政强制法 (2011), which are not in the index."""
CITED = re.compile(r"第(\d+)条")


def _missing(text: str, known: Mapping[str, set[int]]) -> list[str]:
    """The articles that ``text`` cites of a known law and that it does not have."""
    laws = "|".join(sorted(map(re.escape, known), key=len, reverse=True))
    found = re.finditer(rf"(?<![\u4e00-\u9fff])({laws})((?:第\d+条[、至和]?)+)", text)
    return [f"{m[1]}{n}" for m in found for n in CITED.findall(m[2]) if int(n) not in known[m[1]]]


def _texts() -> list[str]:
    tables = [p for p in ROOT.glob("plugins/*/src/**/tables/*") if p.suffix in {".csv", ".toml"}]
    assert len(tables) > 10
    return [path.read_text(encoding="utf-8") for path in tables]


@pytest.fixture
def index(shared_data: Path) -> dict[str, set[int]]:
    file = shared_data / "law" / "article_index_dev.csv"
    if not file.is_file():
        pytest.skip("the index of articles is not here")
    found: dict[str, set[int]] = {}
    with file.open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            found.setdefault(row["law"], set()).add(int(row["article"]))
    return found


def test_an_article_that_no_law_has_is_found(index: dict[str, set[int]]):
    assert _missing("城市绿化条例第5条", index) == []
    assert _missing("城市绿化条例第5条、第99条", index) == ["城市绿化条例99"]


def test_articles_of_the_laws_at_hand_exist(index: dict[str, set[int]]):
    assert [one for text in _texts() for one in _missing(text, index)] == []


def test_articles_of_the_two_laws_of_enforcement_exist():
    known = {law: set(range(1, most + 1)) for law, most in COUNTS.items()}
    text = "\n".join(_texts())
    assert len(re.findall(r"行政处罚法第\d+条", text)) > 50
    assert _missing(text, known) == []
    assert _missing("行政处罚法第87条", known) == ["行政处罚法87"]
