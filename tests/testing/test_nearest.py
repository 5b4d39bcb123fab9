"""Whatever single slip is made in a word that scenarios know, the right word is among those that are proposed."""

from hypothesis import assume, given
from hypothesis import strategies as st
import pytest

from cmsdk.model.commands import COMMANDS
from cmsdk.testing.file import FILE_KEYS, GIVEN_KEYS, SCENARIO_KEYS, STEP_KEYS
from cmsdk.testing.nearest import nearest, slips
from cmsdk.testing.seen import names

VOCABULARIES = (FILE_KEYS, SCENARIO_KEYS, GIVEN_KEYS, STEP_KEYS, names(), tuple(COMMANDS))
LETTERS = "abcdefghijklmnopqrstuvwxyz_"


@st.composite
def slip(draw: st.DrawFn) -> tuple[str, str, tuple[str, ...]]:
    """A known word, the same with one slip, and the vocabulary."""
    known = draw(st.sampled_from(VOCABULARIES))
    right = draw(st.sampled_from(known))
    at, letter = draw(st.integers(0, len(right) - 1)), draw(st.sampled_from(LETTERS))
    wrong = draw(
        st.sampled_from(
            [
                right[:at] + right[at + 1 :],
                right[:at] + letter + right[at:],
                right[:at] + letter + right[at + 1 :],
                right[:at] + right[at : at + 2][::-1] + right[at + 2 :],
            ]
        )
    )
    assume(wrong not in known)
    return right, wrong, known


@given(slip())
def test_one_slip_is_answered_with_the_right_word(made: tuple[str, str, tuple[str, ...]]):
    right, wrong, known = made
    assert slips(wrong, right) == 1
    near = [word for word in known if slips(wrong, word) == 1]
    assert right in near
    if len(near) <= 3:
        assert right in nearest(wrong, known).split(", ")


def test_the_words_are_few_enough_apart_that_nearly_every_slip_has_one_answer():
    clear = total = 0
    for known in VOCABULARIES:
        for right in known:
            for at in range(len(right)):
                wrong = right[:at] + right[at + 1 :]
                if wrong not in known and len(right) > 2:
                    total += 1
                    clear += nearest(wrong, known) == right
    assert clear / total > 0.97


@pytest.mark.parametrize(
    ("one", "other", "count"),
    [("", "", 0), ("a", "", 1), ("ab", "ba", 1), ("accept", "acept", 1), ("kitten", "sitting", 3), ("受理", "理受", 1)],
)
def test_slips_are_counted(one: str, other: str, count: int):
    assert slips(one, other) == slips(other, one) == count


def test_nothing_is_near_where_nothing_is_known():
    assert nearest("x", ()) == ""


def test_signs_between_words_and_capitals_are_no_slips():
    assert nearest("Strike-Off", COMMANDS) == "strike_off"
