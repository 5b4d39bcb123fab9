"""What a board says is compared person by person, in whatever order its officers stand."""

import attrs
from hypothesis import given
from hypothesis import strategies as st
import pytest

from cmsdk.model.works.board import Printed
from cmsdk.rules.stationing import differing

OFFICERS = st.lists(st.tuples(st.sampled_from("甲乙丙丁"), st.text("0123", max_size=3)), min_size=1, max_size=4)


def _board(officers: list[tuple[str, str]]) -> Printed:
    names, phones = zip(*officers, strict=True)
    return Printed(officers=names, phones=phones, scope="市容", duties="", supervision="1")


@given(st.data(), OFFICERS)
def test_the_order_of_officers_is_no_difference_and_another_number_is(
    data: st.DataObject, officers: list[tuple[str, str]]
) -> None:
    today = _board(officers)
    assert differing(_board(data.draw(st.permutations(officers))), today) == ()
    (name, phone), *others = officers
    assert differing(_board([(name, f"{phone}9"), *others]), today) == ("phone",)


def test_numbers_that_changed_places_are_wrong_for_both() -> None:
    assert differing(_board([("甲", "2"), ("乙", "1")]), _board([("甲", "1"), ("乙", "2")])) == ("phone",)


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("name", {"officers": ("丙",)}), ("phone", {"phones": ("9",)}), ("scope", {"scope": "绿化"}),
        ("duties", {"duties": "巡查"}), ("supervision", {"supervision": "2"}), ("badge", {"badges": ("7",)}),
    ],
)  # fmt: skip
def test_each_thing_that_a_board_says_is_compared_if_it_is_known(what: str, said: dict[str, object]) -> None:
    today = attrs.evolve(_board([("甲", "1")]), badges=("",))
    assert differing(attrs.evolve(today, **said), today) == (what,)
    assert differing(attrs.evolve(Printed(), **said), today) == (what,)
    assert differing(Printed(), today) == ()
