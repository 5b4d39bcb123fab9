"""A category code carries its scheme: codes of one scheme compare, codes of two schemes refuse to."""

from collections.abc import Callable
import operator

from hypothesis import given
from hypothesis import strategies as st
import pytest

from cmsdk.model.category import CategoryCode, SchemesDifferError

NEW = CategoryCode("gbt30428.2", "2013", "E0401")
OLD = CategoryCode("cjt214", "2007", "E0401")
CODES = st.builds(
    CategoryCode, st.sampled_from(["a", "b"]), st.sampled_from(["1", "2"]), st.text("E01/-", min_size=1, max_size=6)
)


@given(CODES)
def test_what_is_written_reads_back(code: CategoryCode):
    assert CategoryCode.parse(str(code)) == code
    assert hash(CategoryCode.parse(str(code))) == hash(code)
    assert str(code).startswith(code.tree)


@pytest.mark.parametrize("text", ["E0401", "cjt214/E0401", "", "/2007/E04", "a//E04", "a/1/"])
def test_a_bare_or_broken_code_is_not_guessed(text: str):
    with pytest.raises(ValueError, match="write"):
        CategoryCode.parse(text)


@pytest.mark.parametrize("compare", [operator.eq, operator.ne, operator.lt, operator.le, operator.gt, operator.ge])
@pytest.mark.parametrize("other", [OLD, CategoryCode("gbt30428.2", "2020", "E0401")], ids=["scheme", "version"])
def test_codes_of_two_schemes_or_versions_do_not_compare(
    compare: Callable[[object, object], bool], other: CategoryCode
):
    with pytest.raises(SchemesDifferError, match="category-map"):
        compare(NEW, other)
    with pytest.raises(ValueError, match="two schemes"):
        compare(other, NEW)


def test_sorting_or_looking_for_mixed_codes_is_refused():
    with pytest.raises(SchemesDifferError):
        sorted([NEW, OLD])
    with pytest.raises(SchemesDifferError):
        [NEW].index(OLD)


@given(st.lists(CODES.filter(lambda code: code.tree == "a/1")))
def test_codes_of_one_scheme_are_ordered_by_their_text(codes: list[CategoryCode]):
    assert [code.code for code in sorted(codes)] == sorted(code.code for code in codes)


def test_a_code_is_no_text():
    assert str(NEW) != NEW
    assert len({NEW, OLD, CategoryCode.parse(str(NEW))}) == 2


def _parent(codes: dict[str, str]) -> Callable[[CategoryCode], CategoryCode | None]:
    def above(code: CategoryCode) -> CategoryCode | None:
        found = codes.get(code.code)
        return CategoryCode(code.scheme, code.version, found) if found else None

    return above


def test_what_stands_below_what_is_data_of_any_depth_and_not_digits():
    tree = _parent({"E": "D", "D": "C", "C": "B", "B": "A", "AA": "X"})
    code = {letter: CategoryCode("s", "1", letter) for letter in ("A", "B", "E", "AA")}
    assert code["E"].is_below(code["A"], tree)
    assert not code["A"].is_below(code["E"], tree)
    assert not code["A"].is_below(code["A"], tree)
    assert not code["AA"].is_below(code["A"], tree)
    with pytest.raises(SchemesDifferError):
        code["E"].is_below(NEW, tree)


def test_a_ring_of_parents_ends():
    ring = _parent({"A": "B", "B": "A"})
    assert not CategoryCode("s", "1", "A").is_below(CategoryCode("s", "1", "C"), ring)
