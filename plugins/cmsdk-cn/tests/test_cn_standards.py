"""All 519 conditions of Yuncheng, row by row against the list that they come from, and what their thresholds say."""

from collections import Counter
from collections.abc import Callable
import csv
from importlib.resources import files
from pathlib import Path
import re
import unicodedata

import pytest

from cmsdk.plugin import Contribution, FilingStandard, LimitUnit

Ask = Callable[[str], list[Contribution]]
LIST = Path(__file__).parents[4] / "shared" / "domain" / "time_limits.csv"
_AMOUNT = re.compile(r"\d+(?:\.\d+)?(?:/\d+|mm|cm|m|%)?2?")


@pytest.fixture(scope="module")
def standards(ask: Ask) -> dict[str, FilingStandard]:
    return {s.id: s for s in ask("cmsdk_standards") if isinstance(s, FilingStandard)}


@pytest.fixture(scope="module")
def published() -> dict[str, dict[str, str]]:
    if not LIST.is_file():
        pytest.skip("the list of limits (../shared/domain beside the project) is not here")
    with LIST.open(encoding="utf-8-sig", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row["rule_id"].startswith("YC-")]
    return {f"cn-{row['rule_id'].lower()}": row for row in rows}


def _amounts(text: str) -> list[str]:
    return sorted(_AMOUNT.findall(unicodedata.normalize("NFKC", text)))


def test_all_rows_load_each_with_the_limit_that_was_published(
    standards: dict[str, FilingStandard], published: dict[str, dict[str, str]]
) -> None:
    assert len(published) == 519
    assert set(standards) == set(published)
    for key, row in published.items():
        limit = standards[key].limit
        assert limit is not None
        assert (str(limit.amount), str(limit.unit)) == (row["limit_value"], row["unit_code"]), key
        letter = "C" if row["kind"] == "component" else "E"
        assert standards[key].category == f"gbt30428.2/2013/{letter}{row['major_code']}{row['minor_code']}"


def test_every_threshold_has_the_amounts_that_were_published(
    standards: dict[str, FilingStandard], published: dict[str, dict[str, str]]
) -> None:
    for key, row in published.items():
        assert _amounts(standards[key].threshold) == _amounts(row["threshold_text"]), key


def test_the_units_are_distributed_as_published(standards: dict[str, FilingStandard]) -> None:
    found = Counter(s.limit.unit for s in standards.values() if s.limit)
    assert found == {
        LimitUnit.WORK_DAY: 412, LimitUnit.WORK_HOUR: 61, LimitUnit.URGENT_HOUR: 42, LimitUnit.URGENT_DAY: 4,
    }  # fmt: skip


def test_dates_and_bodies_are_unknown_and_stay_empty(standards: dict[str, FilingStandard]) -> None:
    for standard in standards.values():
        assert standard.valid.always
        assert "运城市公布" in standard.basis
        assert "施行日期不详" in standard.basis
        assert (standard.owner, standard.supervisor) == ("", "")


def test_a_category_has_one_to_eight_conditions(standards: dict[str, FilingStandard]) -> None:
    counts = Counter(s.category for s in standards.values())
    assert len(counts) == 190
    assert (min(counts.values()), max(counts.values())) == (1, 8)


def test_39_of_45_thresholds_can_be_compared_and_6_are_only_words(standards: dict[str, FilingStandard]) -> None:
    given = [s for s in standards.values() if s.threshold]
    words = {s.id: s.threshold for s in given if s.measured is None}
    assert len(given) == 45
    assert words == {
        "cn-yc-c0197-03": "5m", "cn-yc-c0199-03": "5m", "cn-yc-c0301-04": "5m", "cn-yc-c0304-03": "5m",
        "cn-yc-e0299-02": "200m", "cn-yc-e0306-01": "100%",
    }  # fmt: skip


def test_a_sign_or_a_join_that_was_not_published_is_noted_as_read_from_the_condition(
    published: dict[str, dict[str, str]],
) -> None:
    text = files("cmsdk_cn").joinpath("tables/standards.csv").read_text(encoding="utf-8")
    rows = {row["id"]: row for row in csv.DictReader(text.splitlines())}
    signs = {"≥": ("≥", "+"), ">": (">",), "<": ("<",), "≤": ("≤",), "或": ("或",), "且": ("且",)}
    for key, row in rows.items():
        said = published[key]["threshold_text"]
        added = [sign for sign, written in signs.items() if sign in row["threshold"] and not _any(written, said)]
        assert bool(added) == ("按文意取" in row["note"]), key
    assert sum("按文意取" in row["note"] for row in rows.values()) == 9


def _any(written: tuple[str, ...], text: str) -> bool:
    return any(sign in text for sign in written)
