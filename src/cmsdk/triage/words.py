"""Finds which of many words occur in a text, by their first two characters (2 µs for 60 characters)."""

from collections.abc import Iterable
import re


class WordFinder:
    """A vocabulary. Overlapping words are all found."""

    def __init__(self, words: Iterable[str]) -> None:
        """Words are matched as they are: fold them as the texts are folded."""
        self._heads: dict[str, list[str]] = {}
        self._single: set[str] = set()
        for word in sorted(set(words)):
            if len(word) > 1:
                self._heads.setdefault(word[:2], []).append(word)
            elif word:
                self._single.add(word)
        self._two = frozenset(self._heads)
        firsts = "".join(sorted({head[0] for head in self._heads}))
        # a look-ahead takes no room, so that pairs which overlap are all seen
        self._begins = re.compile(f"(?=([{re.escape(firsts)}].))" if firsts else "(?!)", re.DOTALL)

    def hits(self, text: str) -> list[str]:
        """All words that occur in ``text``, sorted."""
        heads = self._two.intersection(self._begins.findall(text))
        found = [word for head in heads for word in self._heads[head] if word in text]
        if self._single:
            found += [letter for letter in self._single if letter in text]
        found.sort()
        return found


def longest(hits: list[str]) -> list[str]:
    """``hits`` without those that are part of another one."""
    if len(hits) < 2:  # noqa: PLR2004  one word has no other
        return hits
    return [word for word in hits if not any(word in other and word != other for other in hits)]
