"""The nearest right word for a misspelt one: by slips of the pen, so that one slip is always answered rightly."""

from collections.abc import Iterable
from typing import Final

MOST: Final = 3
"""Words that are shown where several are equally near."""


def slips(written: str, meant: str) -> int:
    """How many slips lie between two words: a letter left out, added, exchanged, or two neighbours swapped.

    This is the optimal string alignment distance (Damerau 1964): four of five misspellings are one such slip.
    """
    before: list[int] = []
    row = list(range(len(meant) + 1))
    for i, letter in enumerate(written, start=1):
        two_before, before, row = before, row, [i]
        for j, right in enumerate(meant, start=1):
            best = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != right))
            if i > 1 and j > 1 and letter == meant[j - 2] and written[i - 2] == right:
                best = min(best, two_before[j - 2] + 1)
            row.append(best)
    return row[-1]


def _plain(word: str) -> str:
    return word.casefold().replace("-", "_").replace(" ", "_")


def nearest(written: str, known: Iterable[str]) -> str:
    """The known words that are fewest slips away, with commas where several are; nothing where none is known."""
    counted = [(slips(_plain(written), _plain(word)), word) for word in dict.fromkeys(known)]
    least = min((count for count, _ in counted), default=0)
    return ", ".join([word for count, word in counted if count == least][:MOST])
