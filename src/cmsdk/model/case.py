"""The case (案件): the fold of its entries."""

from datetime import datetime

import attrs

from .approach import Approach, Mode
from .clock import Due, overdue
from .course import NOTHING_YET, Course, VisitMade
from .decisions import Step
from .place import Point


@attrs.frozen(slots=False)  # so an entry changes a copy of one dict: see copies.py
class Case:
    """One case as its entries make it. Texts are redacted; the person stands apart, under ``person``.

    ``state`` is an id of contracts §5; ``version`` counts its entries; ``plan`` is the fingerprint
    of the plan that decided last.
    """

    id: str
    city: str
    channel: str
    report: str
    """Key of the report in its channel."""
    at: datetime
    """Time of the report, from which rules are judged."""
    opened: datetime
    """Time at which the SDK received it."""
    title: str
    text: str
    kind: str = ""
    place: str = ""
    point: Point | None = None
    person: str = ""
    category: str = ""
    """``scheme/version/code``, empty while unclassified."""
    approach: Approach = Approach.SERVICE
    division: str = ""
    grid: str = ""
    station: str = ""
    unit: str = ""
    mode: Mode = Mode.TRANSFER
    standard: str = ""
    """Id of the filing standard whose limit holds."""
    due: Due | None = None
    state: str = "reported"
    version: int = 0
    last: datetime | None = None
    """Time of the last entry."""
    handled: datetime | None = None
    """Since when it is handled; empty again while it is reworked or reopened."""
    closed: datetime | None = None
    """Since when it is closed, or ended otherwise."""
    result: str = ""
    solved: bool | None = None
    satisfied: str = ""
    trail: tuple[Step, ...] = ()
    plan: str = ""
    linked: str = ""
    """Id of the first case of the same matter, which this one follows; empty for a first one. Links never chain."""
    recurs: tuple[str, ...] = ()
    """Ids of the earlier cases at the same place that this one repeats, oldest first; none where it does not recur."""
    course: Course = NOTHING_YET

    @property
    def route(self) -> str:
        """Id of the unit that owns the case."""
        return self.unit

    @property
    def visits(self) -> tuple[VisitMade, ...]:
        """Its return visits, in order; what an entry from before visits were kept says counts as one that is valid."""
        visits = self.course.visits
        if visits or (self.solved is None and not self.satisfied) or self.last is None:
            return visits
        return (VisitMade(self.last, True, None, self.solved, self.satisfied),)

    @property
    def round_visits(self) -> tuple[VisitMade, ...]:
        """Those since it was handled last: what was said of an earlier round is past."""
        visits, since = self.visits, self.handled or self.closed
        return visits if since is None else tuple([visit for visit in visits if visit.at >= since])

    def late(self, now: datetime) -> bool:
        """Whether the deadline was past when it was handled or, unhandled, closed; else whether it is at ``now``."""
        return overdue(self.due, self.handled or self.closed, now)
