"""Where a plugin holds (contracts §1), as properties."""

from hypothesis import given
from hypothesis import strategies as st
import pytest

from cmsdk.model.ids import Scope, is_city_id

PAIR = st.integers(1, 99).map("{:02}".format)
PARTS = st.lists(PAIR, min_size=1, max_size=3)
CODE = PARTS.map(lambda parts: "".join(parts).ljust(6, "0"))
WORD = st.from_regex(r"[a-z][a-z0-9-]{0,8}", fullmatch=True).filter(lambda word: word != "cn")
WORDS = st.lists(WORD, min_size=2, max_size=5)
CITY = st.one_of(CODE, WORDS.map(".".join))
SCOPE = st.one_of(CODE, WORDS.map(".".join), WORD, st.just("cn"), st.just("*"))


@given(CITY)
def test_a_city_is_covered_by_itself_and_by_everything(city: str) -> None:
    assert is_city_id(city)
    assert Scope(city).covers(city)
    assert Scope("*").covers(city)


@given(CITY)
def test_cn_covers_codes_and_nothing_else(city: str) -> None:
    assert Scope("cn").covers(city) == city.isdigit()


@given(PARTS, st.integers(1, 3))
def test_trailing_zero_pairs_are_wildcards(parts: list[str], length: int) -> None:
    city, scope = "".join(parts).ljust(6, "0"), "".join(parts[:length]).ljust(6, "0")
    assert Scope(scope).covers(city)
    assert Scope(scope).specificity == min(length, len(parts))


@given(PARTS, PARTS)
def test_a_code_covers_what_begins_with_its_fixed_pairs(scope: list[str], city: list[str]) -> None:
    covers = Scope("".join(scope).ljust(6, "0")).covers("".join(city).ljust(6, "0"))
    assert covers == (city[: len(scope)] == scope)


@given(WORDS, WORDS)
def test_a_dotted_id_covers_what_lies_below_it(scope: list[str], city: list[str]) -> None:
    assert Scope(".".join(scope)).covers(".".join(city)) == (city[: len(scope)] == scope)
    assert Scope(".".join(scope)).covers(".".join(scope + city))


@given(CODE, WORDS.map(".".join))
def test_a_code_and_a_dotted_id_never_cover_each_other(code: str, dotted: str) -> None:
    assert not Scope(code).covers(dotted)
    assert not Scope(dotted).covers(code)


@given(SCOPE, SCOPE, CITY)
def test_of_two_scopes_that_cover_a_city_the_more_specific_lies_inside_the_other(a: str, b: str, city: str) -> None:
    first, second = sorted((Scope(a), Scope(b)), key=lambda s: s.specificity)
    if not (first.covers(city) and second.covers(city)):
        return
    assert first.specificity <= second.specificity
    if is_city_id(second.text):
        assert first.covers(second.text)
    if first.specificity == second.specificity:
        assert first == second


@given(SCOPE, st.lists(CITY, max_size=5))
def test_what_a_scope_covers_is_covered_by_every_wider_one(scope: str, cities: list[str]) -> None:
    wider = [Scope("*"), *([Scope("cn")] if scope.isdigit() else [])]
    for city in cities:
        if Scope(scope).covers(city):
            assert all(w.covers(city) and w.specificity < Scope(scope).specificity for w in wider if w.text != scope)


@pytest.mark.parametrize(
    ("text", "specificity"),
    [("*", -1), ("cn", 0), ("370000", 1), ("370200", 2), ("370283", 3), ("us", 1), ("us.ma.boston", 3)],
)
def test_specificity_is_the_number_of_fixed_parts(text: str, specificity: int) -> None:
    assert Scope(text).specificity == specificity


@pytest.mark.parametrize(
    ("scope", "city", "covers"),
    [
        ("370200", "370283", True),
        ("370000", "370283", True),
        ("370283", "370200", False),
        ("370200", "370300", False),
        ("us.ma", "us.ma.boston", True),
        ("us.ma", "us.maine.augusta", False),
        ("us", "us.ma.boston", True),
    ],
)
def test_the_examples_of_the_contract(scope: str, city: str, covers: bool) -> None:
    assert Scope(scope).covers(city) is covers


@pytest.mark.parametrize("text", ["", "37020", "3702000", "US.MA", "us..ma", "us.ma.", "城市", "３７０２００", "a b"])
def test_what_is_no_scope_is_refused_with_the_forms_that_are(text: str) -> None:
    with pytest.raises(ValueError, match="six-digit code, dotted id"):
        Scope(text)
