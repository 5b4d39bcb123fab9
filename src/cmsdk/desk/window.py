"""The earlier cases that a run needs, read from the ledger once and kept from batch to batch."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

import attrs

from cmsdk.contract.matching import Found, Likely
from cmsdk.contract.ports import Ledger, Seen
from cmsdk.model.triaged import Triaged
from cmsdk.triage.guard import Guard
from cmsdk.triage.matching.alike import placed
from cmsdk.triage.matching.match import MatchStage
from cmsdk.triage.matching.recent import Recent

MOST: Final = 20_000
"""Cases that are kept; where there are more, those before the first day that a batch needs are let go."""
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_DAY: Final = timedelta(days=1)

Days = tuple[str, int, int]
"""A class, and the first and last day (UTC, since 1970) of which its cases are needed."""


@attrs.define
class Window:
    """For one run of one city. Each day of a class is read once; who else writes meanwhile is noticed by the mark."""

    city: str
    ledger: Ledger
    stage: MatchStage
    recent: Recent = attrs.field(init=False)
    _mark: int = -1
    _loaded: dict[str, set[int]] = attrs.field(factory=dict)
    _have: set[Days] = attrs.field(factory=set)
    _categories: frozenset[str] = frozenset()

    @recent.default
    def _nothing_yet(self) -> Recent:
        return Recent(self.stage.classes)

    def begin(self, decided: Sequence[Triaged]) -> None:
        """Have at hand what ``decided`` have to be compared with, as it is in the ledger now."""
        mark = self.ledger.mark()
        if mark != self._mark:
            self.forget()
        self._mark = mark
        needed: set[Days] = set()
        for triaged in decided:
            at = triaged.report.at - _EPOCH
            for need in self.stage.needs(triaged):
                needed.add((need.name, (at - need.before) // _DAY, (at + need.after) // _DAY))
        if len(self.recent) > MOST:
            self._let_go(min((first for _, first, _ in needed), default=0))
        members = self.stage.classes.members
        self._categories = frozenset(category for name, _, _ in needed for category in members(name))
        self._load(needed - self._have)
        self._have |= needed

    def _let_go(self, first: int) -> None:
        """Keep what is of the day ``first`` or later; nothing where that is most of it, and is read as it is needed."""
        before = self.recent
        loaded = {name: {day for day in days if day >= first} for name, days in self._loaded.items()}
        self.forget()
        kept = [one for one in before if (one.case.at - _EPOCH) // _DAY >= first]
        if len(kept) <= MOST // 2:
            self._loaded = loaded
            for one in kept:
                self.recent.add(one)

    def _load(self, needed: set[Days]) -> None:
        """Read the days that are missing: those next to each other and of the same classes at once."""
        missing: dict[int, set[str]] = {}
        for name, first, last in needed:
            loaded = self._loaded.setdefault(name, set())
            for day in range(first, last + 1):
                if day not in loaded:
                    missing.setdefault(day, set()).add(name)
                    loaded.add(day)
        days = sorted(missing)
        while days:
            end = next((n for n in range(1, len(days)) if _parts(missing, days, n)), len(days))
            categories = {c for name in missing[days[0]] for c in self.stage.classes.members(name)}
            since, until = _EPOCH + days[0] * _DAY, _EPOCH + (days[end - 1] + 1) * _DAY
            for case in self.ledger.earlier(self.city, sorted(categories), since, until):
                self.recent.add(placed(case))
            days = days[end:]

    def match(self, ids: Sequence[str], decided: Sequence[Triaged], guard: Guard) -> list[Found]:
        """See :meth:`cmsdk.triage.matching.match.MatchStage.match`."""
        return self.stage.match(ids, decided, self.recent, guard)

    def ask(self, decided: Sequence[Triaged], guard: Guard) -> list[list[Likely]]:
        """See :meth:`cmsdk.triage.matching.match.MatchStage.ask`."""
        return self.stage.ask(decided, self.recent, guard)

    def seen(self) -> Seen:
        """What the matches of this batch rely on."""
        return Seen(mark=self._mark, city=self.city, categories=self._categories)

    def recorded(self, entries: int) -> None:
        """So many entries were recorded, none of them by others, as far as the mark tells at the next batch."""
        self._mark += entries

    def forget(self) -> None:
        """Begin anew: what was matched was not recorded, or others have written."""
        self.recent = self._nothing_yet()
        self._loaded, self._have = {}, set()


def _parts(missing: dict[int, set[str]], days: list[int], n: int) -> bool:
    return days[n] != days[n - 1] + 1 or missing[days[n]] != missing[days[0]]
