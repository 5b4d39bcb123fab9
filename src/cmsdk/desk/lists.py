"""The lists of a desk (工作台): what is open, due, overdue, what was said where; a page at a time, and counted."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Final

import attrs

from cmsdk.contract.plan import CityPlan
from cmsdk.contract.ports import Ledger
from cmsdk.contract.ports_desk import CasePage, DeskQuery
from cmsdk.desk.waking import Waking
from cmsdk.figures.tallied import counts
from cmsdk.model.errors import RejectedInput, StoreUnavailable
from cmsdk.model.finding import known, words_of
from cmsdk.model.place import Point
from cmsdk.model.problem import Problem, problem
from cmsdk.model.tallies import Counts
from cmsdk.publish.period import read_period

FARTHEST: Final = 500
"""Metres around a point that are still one place; what is wider is a grid, or a division."""
MOST: Final = 1000
"""Cases on a page, at most."""
WAITING: Final = 200
"""Cases that may wait for the index of words: to read so many takes some milliseconds."""
STRIDE: Final = 5000
"""Cases whose texts are entered into the index in one transaction."""


@attrs.frozen(eq=False)
class Desk:
    """The lists of a city. ``City.desk`` gives one; moments are aware, and default to the city's clock."""

    plan: CityPlan
    ledger: Ledger
    waking: Waking
    moment: Callable[[datetime | None], datetime]
    """The moment that was asked for, or now, in the city's time. Raises RejectedInput for one without a zone."""

    def page(
        self, *, open_only: bool = False, unit: str | None = None, officer: str | None = None, grid: str | None = None,
        due_within: timedelta | None = None, overdue: bool = False, text: str = "", near: Point | None = None,
        metres: float = 50, after: str = "", limit: int = 50, now: datetime | None = None,
    ) -> CasePage:  # fmt: skip
        """A page of the cases that match all that is given, as they stand at ``now``, without their trails.

        ``due_within`` and ``overdue`` list cases whose clock runs, soonest due first: due from now on within a span,
        or due before now; both together, late ones and those that soon will be. Every other list is newest first, in
        the order in which cases were recorded. ``officer`` is whom the unit has assigned. ``text`` holds words that
        stand in title, text or place, all of them; Latin words and numbers are found whole. ``near`` lists the cases
        with a point at most ``metres`` (500 at most) away. ``open_only`` leaves out ended ones. ``after`` is ``next``
        of the page before, of the same list; ``limit`` is at most 1000.

        Raises:
            RejectedInput: ``after`` is no key of this list, ``text`` holds marks only, ``metres`` or ``limit`` is out
                of range, or ``now`` has no time zone.
            StoreUnavailable: the ledger cannot be read.
        """
        moment = self.moment(now)
        query = DeskQuery(
            city=self.plan.city, ended=self.plan.workflow.ends if open_only else (), unit=unit, officer=officer,
            grid=grid, due_from=None if overdue or due_within is None else moment,
            due_until=None if due_within is None and not overdue else moment + (due_within or timedelta()),
            words=words_of(text), near=near, metres=metres, after=after, limit=limit,
        )  # fmt: skip
        wrong = tuple(_wrong(query, text))
        if wrong:
            raise RejectedInput(wrong)
        if query.words:
            with suppress(StoreUnavailable):  # nobody can write now: what is not in the index is read
                self.index(least=WAITING)
        page = self.ledger.page(query)
        return attrs.evolve(page, cases=tuple(self.waking.awake(case, moment) for case in page.cases))

    def overdue_by_unit(self, *, now: datetime | None = None) -> dict[str, int]:
        """Unit → how many of its cases are overdue at ``now``, most first: their clock runs, and is past its end."""
        found = self.ledger.overdue(self.plan.city, self.moment(now))
        return dict(sorted(found.items(), key=lambda pair: (-pair[1], pair[0])))

    def counts(self, period: str = "", *, now: datetime | None = None) -> Counts:
        """How many cases opened in ``period`` (``2026-10``; empty is all) there are, by state, unit, category, means.

        Counted from tallies: no case is read but those of single days, and those on hold. Raises RejectedInput for
        what is no period.
        """
        span, moment = read_period(period, self.plan.zone), self.moment(now)
        tallies = self.ledger.tallies(self.plan.city, span.first, span.end)
        woken = [
            (before, after)
            for before, after in self.waking.overslept(moment)
            if (span.first is None or before.opened >= span.first) and (span.end is None or before.opened < span.end)
        ]
        return counts(tallies, woken, self.plan)

    def index(self, progress: Callable[[int], None] | None = None, *, least: int = 1) -> int:
        """Enter the texts of new cases into the index of words, where ``least`` or more wait; how many there were.

        Nobody need do this: who searches does it first, and finds what is not in it too. After many cases came in at
        once, the first search takes longer unless it was done before. ``progress`` is told the number done so far.

        Raises:
            StoreUnavailable: the ledger cannot be written.
        """
        done = 0
        while some := self.ledger.index(STRIDE, least):
            done += some
            if progress is not None:
                progress(done)
        return done


def _wrong(query: DeskQuery, text: str) -> Iterable[Problem]:
    if query.after and query.key is None:
        yield problem("CMS873", "after", after=query.after)
    if text.strip() and not known(query.words):
        yield problem("CMS874", "text", text=text)
    if query.near is not None and not 0 < query.metres <= FARTHEST:
        yield problem("CMS875", "metres", metres=query.metres, most=FARTHEST)
    if not 0 < query.limit <= MOST:
        yield problem("CMS876", "limit", limit=query.limit, most=MOST)
