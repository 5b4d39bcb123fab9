"""Names of places in the words of a report (地名): which count where they stand, and what they mean."""

from collections.abc import Iterator
import re
from typing import Final
import unicodedata

import attrs

from cmsdk.contract.base import Contribution
from cmsdk.contract.plan import CityPlan
from cmsdk.model.place import Level
from cmsdk.rules.validity import Days, holds

from .words import WordFinder, longest

Target = tuple[str, str]
"""Grid and division that a name means; the grid may be empty."""

_SUFFIXES: Final = ("街道办事处", "街道", "社区", "新区", "区", "县", "市", "镇", "乡")
_LEAST: Final = 2
"""Fewest characters of a name that counts in text."""
_FIRST_OF_CJK, _LAST_OF_SPACED = "\u2e80", "\u0590"
_ROAD_AFTER_SHORT: Final = re.compile(
    r"[东西南北中一二三四五六七八九十](?:大街|大道|路|街|巷|道|桥)|大街|大道|路(?!灯)|街|巷|道(?!路)|桥"
)
"""What makes a shortened name the beginning of a road's; 路灯 (street lamp) and 道路 (road) are words of their own."""
_ROAD_AFTER_FULL: Final = re.compile(r"路(?![灯面边口段上旁沿牙障牌])|街(?![道边面头上区巷])|巷(?![子口道])|大道")
"""The same after a name without official suffix, which everyday words such as 路面 and 街边 follow as well."""
_BEFORE_SHORT: Final = frozenset("在到从往于位至由去来和与及的省市区县州")


def fold(text: str) -> str:
    """Text as words are matched: NFKC, case folded."""
    if not unicodedata.is_normalized("NFKC", text):
        text = unicodedata.normalize("NFKC", text)
    return text.casefold()


def _shortened(name: str) -> str:
    """``name`` without its official suffix (示范 for 示范区), or nothing where it has none or little is left."""
    suffix = next((s for s in _SUFFIXES if name.endswith(s)), "")
    short = name.removesuffix(suffix)
    return short if suffix and len(short) >= _LEAST else ""


def _spaced(character: str) -> bool:
    """Whether it belongs to a script that sets spaces between words: Latin, Greek, Cyrillic, and digits."""
    return character < _LAST_OF_SPACED and character.isalnum()


def _is_whole(text: str, start: int, end: int) -> bool:
    """Whether the hit begins and ends with a word, where its script sets spaces between words."""
    inside = start and _spaced(text[start - 1]) and _spaced(text[start])
    runs_on = end < len(text) and _spaced(text[end - 1]) and _spaced(text[end])
    return not (inside or runs_on)


@attrs.frozen
class _Meaning:
    """One place that a name may mean; ``dated`` are those of its rows that do not hold on every day."""

    target: Target
    shortened: bool
    dated: tuple[Contribution, ...]


class Names:
    """Names of divisions, grids and the gazetteer; a name that means two places is no answer.

    Where a hit counts:

    - a name in letters, only as a whole word (no *Ross* in *across*);
    - a full name anywhere; one without an official suffix not at the beginning of a road's name (示范里 + 路);
    - an official name that was shortened (示范 for 示范区) neither at the beginning of a road's name (示范 + 南路),
      nor at the end of a longer word: before it stands the beginning of the text, a sign that is no Chinese
      character, one of 在到从往于位至由去来和与及的省市区县州, or the city's name;
    - a name of one character never.

    It is better not to place a report than to place it wrongly: what is not placed is seen by people.
    """

    def __init__(self, plan: CityPlan) -> None:
        """Official names also count without their suffix (示范 for 示范区)."""
        self._meanings: dict[str, list[_Meaning]] = {}
        for word, meaning in self._named(plan):
            self._meanings.setdefault(fold(word), []).append(meaning)
        self._finder = WordFinder(word for word in self._meanings if len(word) >= _LEAST)
        cities = {plan.profile.name, *(d.name for d in plan.divisions.values() if d.level is Level.CITY)}
        self._cities = tuple(fold(name) for city in sorted(cities) for name in (city, _shortened(city)) if name)

    @staticmethod
    def _named(plan: CityPlan) -> Iterator[tuple[str, _Meaning]]:
        def meaning(target: Target, *rows: Contribution | None, shortened: bool = False) -> _Meaning:
            return _Meaning(target, shortened, tuple(row for row in rows if row and not row.valid.always))

        for code, division in plan.divisions.items():
            if division.level is Level.CITY:
                continue
            yield division.name, meaning(("", code), division)
            short = _shortened(division.name)
            if short:
                yield short, meaning(("", code), division, shortened=True)
        for code, grid in plan.grids.items():
            yield grid.name, meaning((code, grid.division), grid, plan.divisions.get(grid.division))
        for name in plan.gazetteer.values():
            place = plan.grids.get(name.grid)
            target = (name.grid, name.division or (place.division if place else ""))
            for word in name.words:
                yield word, meaning(target, name, place, plan.divisions.get(target[1]))

    def find(self, text: str, days: Days) -> tuple[str, Target] | None:
        """The longest name in ``text`` that means one place on these days, with its (grid, division)."""
        folded = fold(text)
        meant = {word: found for word in self._finder.hits(folded) if (found := self._meant(word, folded, days))}
        clear = {word: next(iter(meant[word])) for word in longest(list(meant)) if len(meant[word]) == 1}
        if not clear:
            return None
        best = max(clear, key=lambda word: (bool(clear[word][0]), len(word), word))
        return best, clear[best]

    def _meant(self, word: str, text: str, days: Days) -> set[Target]:
        """What ``word`` means, of all that holds, at those places of ``text`` where it counts."""
        held = [m for m in self._meanings[word] if all(holds(row, days) for row in m.dated)]
        stands = {shortened: self._stands(word, text, shortened) for shortened in {m.shortened for m in held}}
        # a name that somebody gave comes before one that was only cut short
        given = {m.target for m in held if not m.shortened and stands[False]}
        return given or {m.target for m in held if stands[m.shortened]}

    def _stands(self, word: str, text: str, shortened: bool) -> bool:
        """Whether ``word`` counts at one of the places where it occurs in ``text``."""
        start = text.find(word)
        while start >= 0:
            if self._counts(text, start, start + len(word), shortened):
                return True
            start = text.find(word, start + 1)
        return False

    def _counts(self, text: str, start: int, end: int, shortened: bool) -> bool:
        if not _is_whole(text, start, end):
            return False
        if not shortened:
            return text.endswith(_SUFFIXES, start, end) or not _ROAD_AFTER_FULL.match(text, end)
        free = start == 0 or text[start - 1] < _FIRST_OF_CJK or not text[start - 1].isalpha()
        begins = free or text[start - 1] in _BEFORE_SHORT or text.endswith(self._cities, 0, start)
        return begins and not _ROAD_AFTER_SHORT.match(text, end)

    def division(self, name: str, days: Days) -> str:
        """Code of the one division called ``name`` on these days, or nothing."""
        meanings = [
            m
            for m in self._meanings.get(fold(name), ())
            if not m.target[0] and all(holds(row, days) for row in m.dated)
        ]
        codes = {m.target[1] for m in meanings if not m.shortened} or {m.target[1] for m in meanings}
        return codes.pop() if len(codes) == 1 else ""
