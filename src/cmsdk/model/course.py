"""The course of a case (办理过程): what has happened to it at work, beside where it stands."""

from datetime import datetime

import attrs

from .clock import aware
from .measure_taken import MeasureTaken


@attrs.frozen
class Hold:
    """A stretch in which work stood (挂账、缓办): the side state, from when, to its own end, or to its early end."""

    state: str
    begins: datetime = attrs.field(validator=aware)
    until: datetime = attrs.field(validator=aware)
    pauses: bool
    """Whether the clock stood with it; else its end has become the deadline."""
    resumed: datetime | None = attrs.field(default=None, validator=aware)

    @property
    def ends(self) -> datetime:
        """When it ended, or will."""
        return self.until if self.resumed is None else min(self.until, self.resumed)


@attrs.frozen
class Round:
    """A round of handling that was done again (返工): who had handled it, and what they had said."""

    unit: str
    officer: str
    result: str
    handled: datetime | None = attrs.field(default=None, validator=aware)


@attrs.frozen
class Assisting:
    """A unit that helps the one that leads (协办): what it has done, and when it said so; empty until then."""

    unit: str
    result: str = ""
    at: datetime | None = attrs.field(default=None, validator=aware)


@attrs.frozen
class Request:
    """A command that waits for others to agree (审批): what was asked, by whom, when, and who has agreed so far."""

    command: str
    by: str
    at: datetime = attrs.field(validator=aware)
    approvals: tuple[str, ...]
    """Roles that have to agree still, one after the other."""
    form: str
    """The command as JSON."""
    agreed: tuple[str, ...] = ()
    """Who has agreed."""
    roles: tuple[str, ...] = ()
    """Roles of whoever asked."""
    unit: str = ""
    """Unit that they asked for."""


@attrs.frozen
class VisitMade:
    """A return visit (回访): whether it counts, and what the reporter said."""

    at: datetime = attrs.field(validator=aware)
    valid: bool
    contacted: bool | None = None
    solved: bool | None = None
    satisfied: str = ""

    @property
    def said(self) -> frozenset[str]:
        """What was said, in the words that rules use: ``unsolved``, ``uncontacted``, or one of satisfaction."""
        words = {self.satisfied} if self.satisfied else set()
        if self.solved is False:
            words.add("unsolved")
        if self.contacted is False:
            words.add("uncontacted")
        return frozenset(words)


@attrs.frozen(slots=False)  # as Case
class Course:
    """What has happened to a case at work. Everything begins empty; entries add to it."""

    extensions: tuple[datetime, ...] = ()
    """When each extension that was granted had been asked for."""
    holds: tuple[Hold, ...] = ()
    back: str = ""
    """The state before the side state that the case is in."""
    returns: int = 0
    """Times that a unit has sent it back since it was first dispatched."""
    sent_back_by: str = ""
    """The unit that it was sent back from, until it is dispatched anew."""
    corrected: bool = False
    """What was wrong has been corrected since it was sent back."""
    designated: bool = False
    """A final adjudicator has named the unit, which can no longer send it back."""
    supervised: str = ""
    """Level of supervision."""
    rounds: tuple[Round, ...] = ()
    assisting: tuple[Assisting, ...] = ()
    officer: str = ""
    """Who handles it, where the unit has named somebody."""
    found: str = ""
    """What the check before filing came to."""
    checked: str = ""
    """What the check after handling came to."""
    request: Request | None = None
    appealed: bool = False
    exempt: bool = False
    """Not counted late, by an appeal that was granted; that it was late stays a fact."""
    reopened: int = 0
    on_the_spot: bool = False
    outside: str = ""
    """The body that has the power, where the city has not."""
    visits: tuple[VisitMade, ...] = ()
    measures: tuple[MeasureTaken, ...] = ()
    keys: tuple[str, ...] = ()
    """Idempotency keys of the commands that were carried out."""


NOTHING_YET = Course()
"""The course of a case that nobody has worked on."""
