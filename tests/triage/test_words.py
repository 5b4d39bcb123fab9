"""Finding words: all that occur, overlapping ones too; the longest first where one holds another."""

from hypothesis import given
from hypothesis import strategies as st

from cmsdk.triage.words import WordFinder, longest

letters = st.text(alphabet="ab灯路 +", max_size=6)


@given(st.lists(letters, max_size=12), st.text(alphabet="ab灯路 +", max_size=30))
def test_the_finder_finds_what_a_plain_search_finds(words: list[str], text: str):
    assert WordFinder(words).hits(text) == sorted({word for word in words if word and word in text})


@given(st.sets(letters.filter(bool), max_size=8))
def test_no_word_that_is_kept_lies_in_another_and_every_dropped_one_does(words: set[str]):
    hits = sorted(words)
    kept = longest(hits)
    assert not any(a != b and a in b for a in kept for b in kept)
    assert all(word in kept or any(word in other for other in kept) for word in hits)
