"""Holds that end by themselves (到期自行恢复): a case whose day has come stands where it stood before. Pure."""

from datetime import datetime

import attrs

from cmsdk.contract.workflow import BACK
from cmsdk.model.case import Case
from cmsdk.model.commands import Resume
from cmsdk.model.copies import draft_of, made_of
from cmsdk.model.course import Hold

from .holding import asleep
from .phases import times
from .procedure import Effects, Procedure


@attrs.frozen
class Waking:
    """That a case resumed by itself: the moment, the state that it resumed in, and what else its entry says."""

    at: datetime
    to: str
    effects: Effects


def wake(case: Case, procedure: Procedure, now: datetime) -> Waking | None:
    """How ``case`` resumed by itself, where the day of its hold has come by ``now`` (aware); else nothing.

    The day begins at its first moment in the city's zone. Where it resumes the table says, by its row for ``resume``;
    without one, in the state before the hold. Its deadline has been counted to that day and does not move again.
    """
    hold = asleep(case)
    if hold is None or now < hold.until:
        return None
    rows = procedure.rows(Resume.name, case.state)
    to = rows[0].to if rows and rows[0].to != BACK else case.course.back
    if not to or to == case.state:
        return None
    phase = procedure.phase_after(rows[0]) if rows else None
    return Waking(_moment(case, hold), to, {"phase": phase} if phase else {})


def _moment(case: Case, hold: Hold) -> datetime:
    """No stream goes back in time, not even where something was entered after the day had come."""
    return hold.until if case.last is None else max(hold.until, case.last)


def awake(case: Case, procedure: Procedure, now: datetime) -> Case:
    """``case`` as everybody has to see it at ``now``; ``version`` still counts what has been entered."""
    waking = wake(case, procedure, now)
    if waking is None:
        return case
    draft = draft_of(case)
    draft["state"], draft["last"] = waking.to, waking.at
    if "phase" in waking.effects:
        times(draft, waking.effects["phase"], waking.at)
    return made_of(draft, Case)
