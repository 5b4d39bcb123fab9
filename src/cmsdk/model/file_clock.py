"""The clock of a statutory term on an enforcement file (办案期限计时)."""

from datetime import date, datetime

import attrs

from .clock import Light, aware


@attrs.frozen
class FileClock:
    """A term that runs or ran: when it began, its last day (of the city), when it was kept; ``basis`` is the article.

    ``done`` is empty while it runs. ``light`` is that of ``done`` or, running, of the moment it was asked for: green
    below 80 % of the days that the term counts, then yellow to the end of the last day, then red. ``provisional``
    says that the calendar does not know all the days to it.
    """

    term: str
    subject: str
    """What it runs for, where there may be several: the thing sealed or preserved."""
    began: datetime = attrs.field(validator=aware)
    last: date
    done: datetime | None
    light: Light
    basis: str
    provisional: bool = False
