"""Both generations of the national catalogue as data: what stands in each, and what one says of the other."""

from collections import Counter
from collections.abc import Callable
import csv
from pathlib import Path
import unicodedata

import pytest

from cmsdk.plugin import (
    Category,
    CategoryCode,
    CategoryKind,
    CategoryMapping,
    Contribution,
    Relation,
    Scheme,
    SchemesDifferError,
)

Ask = Callable[[str], list[Contribution]]
NEW, OLD = "gbt30428.2/2013", "cjt214/2007"
LISTS = {NEW: "gbt30428_2", OLD: "cjt214"}
SHARED = Path(__file__).parents[4] / "shared" / "domain"


@pytest.fixture(scope="module")
def categories(ask: Ask) -> dict[str, Category]:
    return {c.key: c for c in ask("cmsdk_catalogue") if isinstance(c, Category)}


@pytest.fixture(scope="module")
def mappings(ask: Ask) -> list[CategoryMapping]:
    return [m for m in ask("cmsdk_catalogue") if isinstance(m, CategoryMapping)]


def test_both_generations_are_schemes_with_version_source_and_rule_of_extension(ask: Ask) -> None:
    schemes = {s.key: s for s in ask("cmsdk_catalogue") if isinstance(s, Scheme)}
    assert set(schemes) == {NEW, OLD}
    assert (schemes[NEW].extends_from, schemes[NEW].extends_to, schemes[NEW].extends_under) == (99, 78, ())
    assert (schemes[OLD].extends_from, schemes[OLD].extends_under) == (None, ("C21", "E21"))
    for scheme in schemes.values():
        assert "推断" in scheme.basis
        assert "不是标准原文" in scheme.basis
        assert scheme.valid.always, "the dates are unknown, and none is invented"


def test_each_generation_has_the_majors_and_minors_of_its_list(categories: dict[str, Category]) -> None:
    counts = Counter((c.tree, c.kind, bool(c.parent)) for c in categories.values())
    assert counts == {
        (NEW, CategoryKind.COMPONENT, False): 5, (NEW, CategoryKind.COMPONENT, True): 92,
        (NEW, CategoryKind.EVENT, False): 6, (NEW, CategoryKind.EVENT, True): 98,
        (OLD, CategoryKind.COMPONENT, False): 7, (OLD, CategoryKind.COMPONENT, True): 109,
        (OLD, CategoryKind.EVENT, False): 5, (OLD, CategoryKind.EVENT, True): 54,
    }  # fmt: skip


@pytest.mark.parametrize("tree", LISTS)
def test_the_tables_hold_the_lists_code_by_code(tree: str, categories: dict[str, Category]) -> None:
    wanted = {}
    for part, letter in (("components", "C"), ("events", "E")):
        file = SHARED / f"{LISTS[tree]}_{part}.csv"
        if not file.is_file():
            pytest.skip("the lists (../shared/domain beside the project) are not here")
        with file.open(encoding="utf-8-sig", newline="") as lines:
            for row in csv.DictReader(lines):
                wanted[f"{tree}/{letter}{row['major_code']}{row['minor_code']}"] = row["minor_name_zh"]
    assert {key: c.name for key, c in categories.items() if c.tree == tree and c.parent} == wanted


def test_every_minor_stands_below_its_major_of_the_same_scheme(categories: dict[str, Category]) -> None:
    for key, category in categories.items():
        if category.parent:
            code, parent = CategoryCode.parse(key), CategoryCode.parse(category.parent)
            assert code.same_tree(parent)
            assert code.code[:3] == parent.code


def test_holes_stay_holes(categories: dict[str, Category]) -> None:
    for number in ("09", "15", "16", "23", "24", "27", "34"):
        assert f"{NEW}/E01{number}" not in categories
    for code in ("C0605", "C2107", "C2119", "E0419"):
        assert f"{OLD}/{code}" not in categories


def test_the_older_lists_use_99_for_other_and_21_for_extensions(categories: dict[str, Category]) -> None:
    assert {categories[f"{OLD}/E{major}99"].name for major in ("01", "03", "04", "05")} == {"其他"}
    assert categories[f"{OLD}/C21"].name == "扩展部件"
    assert sum(c.parent == f"{OLD}/C21" for c in categories.values()) == 27


def test_the_same_digits_are_different_things_in_the_two_generations(categories: dict[str, Category]) -> None:
    """Event majors 04 and 05 are swapped, so that a hawker of one is a cave-in of the other."""
    names = {key: categories[key].name for key in categories}
    assert (names[f"{OLD}/E04"], names[f"{OLD}/E05"]) == ("突发事件", "街面秩序")
    assert (names[f"{NEW}/E04"], names[f"{NEW}/E05"]) == ("街面秩序", "突发事件")
    assert (names[f"{OLD}/E0401"], names[f"{NEW}/E0401"]) == ("路面塌陷", "无照经营游商")
    old, new = CategoryCode.parse(f"{OLD}/E0401"), CategoryCode.parse(f"{NEW}/E0401")
    assert old.code == new.code
    with pytest.raises(SchemesDifferError, match="two schemes"):
        assert old == new


def test_every_row_says_that_it_is_inferred(categories: dict[str, Category], mappings: list[CategoryMapping]) -> None:
    assert all("推断" in c.basis for c in categories.values())
    assert all("推定" in m.basis for m in mappings)


def test_a_mapping_row_joins_two_minors_of_one_name_and_kind(
    categories: dict[str, Category], mappings: list[CategoryMapping]
) -> None:
    assert len(mappings) == 63
    for row in mappings:
        old, new = categories[row.from_category], categories[row.to_category]
        assert (old.tree, new.tree, row.relation) == (OLD, NEW, Relation.SAME)
        assert unicodedata.normalize("NFKC", old.name) == unicodedata.normalize("NFKC", new.name)
        assert old.kind is new.kind
        assert old.parent
        assert new.parent
    assert len({m.from_category for m in mappings}) == len({m.to_category for m in mappings}) == 63
    by_old = {m.from_category: m.to_category for m in mappings}
    assert by_old[f"{OLD}/E0501"] == f"{NEW}/E0401"
    assert f"{OLD}/E0199" not in by_old
