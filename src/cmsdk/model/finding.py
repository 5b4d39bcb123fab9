"""Words looked for in texts (检索): how a text is read, which words a query holds, and by what an index knows a text.

Chinese has no spaces between words and most words have two characters, so a text is known by its overlapping pairs of
characters; runs of Latin letters and digits are known whole.
"""

from collections.abc import Iterable, Sequence
import re
from typing import Final
import unicodedata

_RUN: Final = re.compile(r"[a-z0-9]+|[^\W_a-z0-9]+")
"""In a folded text: a Latin word or number, or a run of other letters."""
_LATIN_END: Final = "{"
"""The character behind ``z``: what begins with a lesser one is a Latin word or number."""
LONGEST: Final = 60
"""Characters of a Latin word or number by which an index knows it; stores limit their keys."""


def folded(text: str) -> str:
    """``text`` as it is compared: full width is plain (NFKC), capital is small."""
    return unicodedata.normalize("NFKC", text).casefold()


def words_of(query: str) -> tuple[str, ...]:
    """The words of ``query``, which stand between spaces, each once, as they are compared."""
    return tuple(dict.fromkeys(folded(query).split()))


def text_of(title: str, text: str, place: str) -> str:
    """What of a case is looked through; no word reaches from one part into the next."""
    return folded(f"{title}\n{text}\n{place}")


def pairs_of(text: str) -> set[str]:
    """By what an index knows a folded text: its pairs, the last character of each run, and its Latin words."""
    found: list[str] = []
    for run in _RUN.findall(text):
        if run[0] < _LATIN_END:
            found.append(run[:LONGEST])
        else:
            found += map(str.__add__, run, run[1:])
            found.append(run[-1])
    return set(found)


def sought(word: str) -> tuple[set[str], set[str]]:
    """What a text that holds ``word`` is known by, and how else something that it is known by begins.

    A single character begins each pair that it is in, or stands last in its run. Both are empty for a word that no
    index knows, such as a mark.
    """
    whole, begun = set[str](), set[str]()
    for run in _RUN.findall(word):
        if run[0] < _LATIN_END:
            whole.add(run[:LONGEST])
        elif len(run) == 1:
            begun.add(run)
        else:
            whole.update(map(str.__add__, run, run[1:]))
    return whole, begun


def known(words: Iterable[str]) -> bool:
    """Whether an index can look for any of ``words``: marks alone stand in every text."""
    return any(any(sought(word)) for word in words)


def holds(text: str, words: Sequence[str]) -> bool:
    """Whether a folded text holds each of ``words``, none of them cutting a Latin word or number."""
    return all(word in text and _whole(text, word) for word in words)


def _whole(text: str, word: str) -> bool:
    before, behind = _latin(word[0]), _latin(word[-1])
    if not (before or behind):
        return True
    start = text.find(word)
    while start >= 0:
        end = start + len(word)
        cut = (before and start and _latin(text[start - 1])) or (behind and end < len(text) and _latin(text[end]))
        if not cut:
            return True
        start = text.find(word, start + 1)
    return False


def _latin(sign: str) -> bool:
    return "0" <= sign <= "9" or "a" <= sign <= "z"
