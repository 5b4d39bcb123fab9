"""Conditions of extensions, holds and supervision (延期、挂账、缓办、督办), as a workflow table may name them. Pure."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from cmsdk.model.clock import before
from cmsdk.model.commands import Postpone, Refusal, Supervise, Suspend

from .holding import last_day
from .procedure import Asked, refuse

Check = Callable[[Asked], Refusal | None]


def basis_of(asked: Asked) -> str:
    """The basis of the row; where it states none, that of the city's case rules."""
    return asked.row.basis or asked.procedure.rules.basis


def before_deadline(asked: Asked) -> Refusal | None:
    """An extension is asked for before the deadline; whoever agrees to it may do so afterwards."""
    due = asked.case.due
    if due is None:
        return refuse("CMS730", "before_deadline", basis_of(asked), case=asked.case.id)
    if before(asked.since, due.at):
        return None
    zone = asked.procedure.plan.zone
    moments = {"asked": asked.since, "due": due.at}
    told = {name: f"{at.astimezone(zone):%Y-%m-%d %H:%M}" for name, at in moments.items()}
    return refuse("CMS336", "before_deadline", basis_of(asked), **told)


def extensions_left(asked: Asked) -> Refusal | None:
    """As many extensions as the city's rules allow."""
    granted, most = len(asked.case.course.extensions), asked.procedure.rules.extensions
    if granted < most:
        return None
    return refuse("CMS337", "extensions_left", basis_of(asked), count=granted, most=most)


def holds_left(asked: Asked) -> Refusal | None:
    """As many holds of a kind as the city's rules allow."""
    state = asked.row.to
    rule = asked.procedure.rules.holds.get(state)
    if rule is None:
        return refuse("CMS734", "holds_left", basis_of(asked), state=state, hold=state)
    had = sum(hold.state == state for hold in asked.case.course.holds)
    if had < rule.grants:
        return None
    return refuse(
        "CMS731", "holds_left", asked.row.basis or rule.basis, state=state, hold=state, count=had, most=rule.grants
    )


def hold_ends(asked: Asked) -> Refusal | None:
    """A hold has an end of its own, after today and not too far off. Only a postponement may leave it to the rule."""
    command, state = asked.command, asked.row.to
    if not isinstance(command, Suspend | Postpone):
        return None
    rule = asked.procedure.rules.holds.get(state)
    if rule is None:
        return refuse("CMS734", "hold_ends", basis_of(asked), state=state, hold=state)
    today = asked.now.astimezone(asked.procedure.plan.zone)
    basis, last = asked.row.basis or rule.basis, last_day(rule, today)
    if command.until is None:
        return None if isinstance(command, Postpone) else refuse("CMS732", "hold_ends", basis, state=state, last=last)
    if today.date() < command.until <= last:
        return None
    facts = {"until": command.until, "today": today.date(), "last": last, "longest": rule.longest}
    return refuse("CMS733", "hold_ends", basis, state=state, **facts)


def next_level(levels: Sequence[str], present: str) -> str:
    """The level after ``present``; the first where there is none yet, nothing after the last."""
    place = levels.index(present) + 1 if present in levels else 0
    return levels[place] if place < len(levels) else ""


def level_rises(asked: Asked) -> Refusal | None:
    """Supervision only ever goes up, to a level that the city knows."""
    command, levels, present = asked.command, asked.procedure.rules.supervision, asked.case.course.supervised
    wanted = command.level if isinstance(command, Supervise) else ""
    wanted = wanted or next_level(levels, present)
    if wanted and wanted not in levels:
        return refuse("CMS735", "level_rises", basis_of(asked), level=wanted, known=", ".join(levels) or "—")
    if wanted and (present not in levels or levels.index(wanted) > levels.index(present)):
        return None
    higher = next_level(levels, present) or "—"
    facts = {"level": wanted or "—", "present": present or "—", "next": higher, "last": levels[-1] if levels else "—"}
    return refuse("CMS736", "level_rises", basis_of(asked), **facts)


CLOCK_CHECKS: Final[Mapping[str, Check]] = {
    "before_deadline": before_deadline,
    "extensions_left": extensions_left,
    "holds_left": holds_left,
    "level_rises": level_rises,
    "hold_ends": hold_ends,
}
"""Id → check. All but ``hold_ends`` hang on the case alone where the command says nothing of its own."""
