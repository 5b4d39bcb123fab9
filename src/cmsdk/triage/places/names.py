"""Names of places in the words of a report (地名): which count where they stand, and what they mean."""

from collections.abc import Iterator, Sequence
from functools import cached_property

import attrs

from cmsdk.contract.base import Contribution
from cmsdk.contract.plan import CityPlan
from cmsdk.model.place import Level
from cmsdk.rules.memo import Memo
from cmsdk.rules.successors import successors
from cmsdk.rules.validity import Days, Periods, holds
from cmsdk.triage.words import WordFinder

from .forms import LEAST, Form, begins, counts, cut, fold, forms, stands_alone
from .narrow import Hit, Narrowing, Target, Verdict
from .slips import SHORTEST, Slips, told_apart


@attrs.frozen
class _Meaning:
    """One place that a name may mean; ``dated`` are those of its rows that do not hold on every day."""

    target: Target
    form: Form
    dated: tuple[Contribution, ...]


@attrs.frozen
class _Meant:
    """What a name means on a day: places with the form of the name, and the division of old that it comes from."""

    form: Form
    target: Target
    former: str = ""


class Names:
    """Names of divisions, grids and the gazetteer; a name that means two places is no answer.

    Where a hit counts:

    - a name in letters, only as a whole word (no *Ross* in *across*);
    - a full name anywhere; one without an official ending not at the beginning of a road's name (示范里 + 路), one of a
      single character and its ending (湖村, the end of other villages' names) only where a name can begin;
    - a name without the body that sits there (X社区 for X社区居委会) only where a name can begin, see ``begins``;
    - an official name that was cut (示范 for 示范区) only there, and neither at the beginning of a road's name
      (示范 + 南路) nor of another place's or body's (示范 + 小学);
    - a community's name of which two characters are left (管理 for 管理社区), an everyday word as often as not, only
      right after the name of another place, or by itself (between signs in words about a place, all of other words);
    - a name of one character never;
    - a name inside a longer one that counts never (longest match).

    It is better not to place a report than to place it wrongly: what is not placed is seen by people (ADR 0023).
    """

    def __init__(self, plan: CityPlan) -> None:
        """Indexes are made once a plan; that of slips at the first one."""
        self._divisions = plan.divisions
        self._meanings: dict[str, list[_Meaning]] = {}
        for word, meaning in self._named(plan):
            self._meanings.setdefault(fold(word), []).append(meaning)
        self._finder = WordFinder(word for word in self._meanings if len(word) >= LEAST)
        cities = {plan.profile.name, *(d.name for d in plan.divisions.values() if d.level is Level.CITY)}
        self._cities = tuple(fold(name) for city in sorted(cities) for name in (city, cut(city)) if name)
        self._narrowing = Narrowing(plan)
        self._periods = Periods(row for meanings in self._meanings.values() for m in meanings for row in m.dated)
        self._kept: Memo[tuple[str, tuple[int, ...]], tuple[_Meant, ...]] = Memo()
        self._said: Memo[tuple[str, tuple[int, ...]], Verdict | None] = Memo()
        self._common = frozenset(
            word
            for word, meanings in self._meanings.items()
            if len(word) == LEAST and all(m.form is Form.CUT and self._is_community(m.target) for m in meanings)
        )

    def _is_community(self, target: Target) -> bool:
        division = self._divisions.get(target[1])
        return not target[0] and division is not None and division.level is Level.COMMUNITY

    @staticmethod
    def _named(plan: CityPlan) -> Iterator[tuple[str, _Meaning]]:
        def meaning(target: Target, *rows: Contribution | None, form: Form = Form.FULL) -> _Meaning:
            return _Meaning(target, form, tuple(row for row in rows if row and not row.valid.always))

        for code, division in plan.divisions.items():
            if division.level is not Level.CITY:
                for word, form in forms(division.name):
                    yield word, meaning(("", code), division, form=form)
        for code, grid in plan.grids.items():
            yield grid.name, meaning((code, grid.division), grid, plan.divisions.get(grid.division))
        for name in plan.gazetteer.values():
            place = plan.grids.get(name.grid)
            target = (name.grid, name.division or (place.division if place else ""))
            for word in name.words:
                yield word, meaning(target, name, place, plan.divisions.get(target[1]))

    @cached_property
    def _slips(self) -> Slips:
        return Slips(w for w, meanings in self._meanings.items() if any(m.form is not Form.CUT for m in meanings))

    def find(self, text: str, days: Days, *, given: str = "", besides: str = "", prose: bool = False) -> Verdict | None:
        """What the names in ``text`` mean on these days, all together; nothing where no name counts.

        ``given`` is the code of a division that the place lies in. Names in ``besides`` are asked only where those of
        ``text`` stand for several places. ``prose`` says that ``text`` is about anything, not about a place alone.
        """
        hits = self._hits(fold(text), days, given, prose)
        found = self._narrowing.settle(hits) if hits else None
        if found is None or len(found.targets) == 1 or not besides:
            return found
        return self._narrowing.settle(hits, self._hits(fold(besides), days, given, True))

    def _hits(self, text: str, days: Days, given: str, prose: bool) -> list[Hit]:
        spans = self._spans(text, days, prose)
        hits = [self._hit(start, text[start:end], meant) for start, end, meant in spans]
        hits = self._corrected(text, days, hits)
        return [inner for hit in hits if (inner := self._inside(hit, given)).targets] if given else hits

    def _inside(self, hit: Hit, given: str) -> Hit:
        inside = self._narrowing.inside
        targets, cuts = (frozenset(t for t in of if inside(t, given)) for of in (hit.targets, hit.cuts))
        return attrs.evolve(hit, targets=targets or cuts, cuts=cuts if targets else frozenset[Target]())

    @staticmethod
    def _hit(start: int, word: str, meant: Sequence[_Meant], written: str = "") -> Hit:
        former = tuple((m.target, m.former) for m in meant if m.former)
        given = frozenset(m.target for m in meant if m.form is not Form.CUT)
        cuts = frozenset(m.target for m in meant if m.form is Form.CUT)
        # a name that somebody gave comes before one that was only cut short
        form, targets, others = (Form.FULL, given, cuts - given) if given else (Form.CUT, cuts, frozenset[Target]())
        return Hit(start, start + len(written or word), word, form, targets, others, written, former)

    def _spans(self, text: str, days: Days, prose: bool) -> list[tuple[int, int, tuple[_Meant, ...]]]:
        """Names that count, where they stand first, without those inside others."""
        words = self._finder.hits(text)
        if not words:
            return []
        places = sorted((start, -len(word), word) for word in words for start in _places(word, text))
        ends: set[int] = set()
        counted: list[tuple[int, int, tuple[_Meant, ...]]] = []
        for start, size, word in places:
            end = start - size
            alone = word in self._common and not stands_alone(text, start, end, self._cities, ends, prose=prose)
            meant = () if alone else self._meant(word, days)
            standing = tuple(m for m in meant if counts(text, start, end, m.form, self._cities, ends))
            if standing:
                counted.append((start, end, standing))
                ends.add(end)
        return _longest(text, counted)

    def _meant(self, word: str, days: Days) -> tuple[_Meant, ...]:
        """What ``word`` means, kept from the last time."""
        return self._kept.get_or((word, self._periods.of(days)), lambda: tuple(self._look_up(word, days)))

    def _look_up(self, word: str, days: Days) -> list[_Meant]:
        """What ``word`` means of all that holds; a name of old only where nothing bears it today."""
        meanings = self._meanings[word]
        held = [_Meant(m.form, m.target) for m in meanings if all(holds(row, days) for row in m.dated)]
        if held:
            return held
        former: list[_Meant] = []
        for m in meanings:
            if m.dated and all(holds(row, days) or row is self._divisions.get(m.target[1]) for row in m.dated):
                after = successors(self._divisions, m.target[1], days)
                former += [_Meant(m.form, (m.target[0], code), m.target[1]) for code in after]
        return former

    def _corrected(self, text: str, days: Days, hits: list[Hit]) -> list[Hit]:
        """``hits`` with names that have a slip: where exactly one official name is near and agrees with the others.

        A name cut short inside what is near an official name is no hit, whether there is one such name or several.
        """
        firm = [hit for hit in hits if hit.form is not Form.CUT]
        ends = {hit.end for hit in hits}
        near: dict[int, list[tuple[int, str]]] = {}
        taken = [(hit.start, hit.end) for hit in firm]
        for start, end, names in self._slips.near(text, taken, lambda at: begins(text, at, self._cities, ends)):
            near.setdefault(end, []).extend((start, name) for name in sorted(names))
        found: list[Hit] = []
        for end, rows in near.items():
            begin = min(start for start, _ in rows)
            # longest match: a name that is the end of a longer one with a slip is a piece of it
            pieces = [hit for hit in firm if begin < hit.start and hit.end == end]
            hits = [
                h for h in hits
                if h.end <= begin or end <= h.start or (h.form is not Form.CUT and h not in pieces)
            ]  # fmt: skip
            found += self._slip(text, end, rows, days, hits)
        return sorted([*hits, *found], key=lambda hit: hit.start) if near else hits

    def _slip(
        self, text: str, end: int, rows: Sequence[tuple[int, str]], days: Days, others: Sequence[Hit]
    ) -> Iterator[Hit]:
        meant = [(start, name, m) for start, name in rows if (m := self._agreeing(name, days, others))]
        if len(meant) != 1:
            return
        ((start, name, places),) = meant
        if told_apart(text[start:end], name):
            return
        whole = start == 0 and end == len(text)
        if others or whole or (len(name) > SHORTEST and not all(self._is_community(m.target) for m in places)):
            yield self._hit(start, name, places, text[start:end])

    def _agreeing(self, name: str, days: Days, hits: Sequence[Hit]) -> list[_Meant]:
        meant = [m for m in self._meant(name, days) if m.form is not Form.CUT and not m.former]
        agree = self._narrowing.agree
        return [m for m in meant if all(any(agree(m.target, t) for t in {*h.targets, *h.cuts}) for h in hits)]

    def division(self, name: str, days: Days) -> Verdict | None:
        """The divisions that ``name``, a code or a name alone, stands for on these days; nothing where none does."""
        return self._said.get_or((name, self._periods.of(days)), lambda: self._division(name, days))

    def _division(self, name: str, days: Days) -> Verdict | None:
        word = fold(name)
        if name in self._divisions:
            after = successors(self._divisions, name, days)
            meant = [_Meant(Form.FULL, ("", code), "" if code == name else name) for code in after]
        else:
            meant = [m for m in (self._look_up(word, days) if word in self._meanings else ()) if not m.target[0]]
            meant = [m for m in meant if m.form is not Form.CUT] or meant
        return self._narrowing.settle([self._hit(0, name, meant)]) if meant else None


def _places(word: str, text: str) -> Iterator[int]:
    start = text.find(word)
    while start >= 0:
        yield start
        start = text.find(word, start + 1)


def _longest(
    text: str, spans: Sequence[tuple[int, int, tuple[_Meant, ...]]]
) -> list[tuple[int, int, tuple[_Meant, ...]]]:
    """Each word once, where it counts first; no word that is part of another, nor one that overlaps a longer one."""
    kept: list[tuple[int, int, tuple[_Meant, ...]]] = []
    words: list[str] = []
    for start, end, meant in sorted(spans, key=lambda s: (s[0] - s[1], s[0])):
        word = text[start:end]
        if not any(word in longer for longer in words) and not any(start < e and s < end for s, e, _ in kept):
            kept.append((start, end, meant))
            words.append(word)
    return sorted(kept, key=lambda span: span[0])
