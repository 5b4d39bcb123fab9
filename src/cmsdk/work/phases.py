"""How far handling has come (办理阶段): what the times of a case, and so its lateness, hang on."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Final

from cmsdk.contract.workflow import Workflow
from cmsdk.model.commands import FeedBack
from cmsdk.model.copies import Draft


class Phase(StrEnum):
    """Before handling is done, after it, and after the case is closed or ended otherwise."""

    OPEN = "open"
    HANDLED = "handled"
    CLOSED = "closed"


_OPEN, _HANDLED, _CLOSED = Phase
_STATES: Final[Mapping[str, Phase]] = {
    **dict.fromkeys(
        ("reported", "accepted", "verifying", "filed", "reviewed", "dispatched", "handling", "returned"), Phase.OPEN
    ),
    **dict.fromkeys(("handled", "checking"), Phase.HANDLED),
    **dict.fromkeys(("closed", "visiting", "archived", "struck_off"), Phase.CLOSED),
}
"""Phases of the states of contracts §5."""
_COMMANDS: Final[Mapping[str, Phase]] = {
    **dict.fromkeys(("return", "rework", "reopen"), Phase.OPEN),
    **dict.fromkeys(("handle", "feed_back"), Phase.HANDLED),
    "close": Phase.CLOSED,
}
"""Phases to which a command leads where the state is the city's own."""


def phase_after(command: str, to: str, flow: Workflow) -> Phase | None:
    """The phase of a case that ``command`` took to the state ``to``; nothing where it is as it was before.

    Where the table has the unit confirm what was done (``feed_back`` leads on from ``handled``), that is what stops the
    clock of handling, not the word of whoever did it (so the published flow of a city platform has it).
    """
    if to in flow.ends:
        return Phase.CLOSED
    if to == "handled" and any(row.command == FeedBack.name and row.leads_from(to) for row in flow.transitions):
        return Phase.OPEN
    return _STATES.get(to) or _COMMANDS.get(command)


def times(draft: Draft, phase: str, at: datetime) -> None:
    """What the case says of handling and closing once it is in ``phase`` at ``at``."""
    if phase == _OPEN:
        draft["handled"] = draft["closed"] = None
    elif phase == _HANDLED:
        draft["handled"], draft["closed"] = draft["handled"] or at, None
    elif phase == _CLOSED:
        draft["closed"] = draft["closed"] or at
    else:
        raise ValueError(f"{phase!r} is no phase; one of {', '.join(Phase)}")
