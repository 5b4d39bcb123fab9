"""Guards of passing a case on: filing, units, returns, joint handling, appeals, visits and reopening. Pure."""

from collections.abc import Callable, Mapping
from typing import Final

from cmsdk.model.case import Case
from cmsdk.model.commands import Checked, Found, Refusal
from cmsdk.model.course import VisitMade

from .procedure import Asked, refuse

_SOME: Final = 5
"""Standards that a refusal names."""


def _no(code: str, guard: str, asked: Asked, /, **facts: object) -> Refusal:
    """A refusal on the basis of the row, else of the city's rules."""
    basis = asked.row.basis or asked.procedure.rules.basis
    return refuse(code, guard, basis, command=asked.command.name, **facts)


def _standard_chosen(asked: Asked) -> Refusal | None:
    if asked.case.standard or getattr(asked.command, "standard", ""):
        return None
    known = asked.procedure.standards(asked.case, asked.case.category)
    if not known:
        return None
    some = ", ".join(standard.id for standard in known[:_SOME])
    return _no("CMS722", "standard_chosen", asked, case=asked.case.id, category=asked.case.category, known=some)


def _verified_or_direct(asked: Asked) -> Refusal | None:
    case, direct = asked.case, asked.procedure.rules.direct
    if case.course.found == Found.EXISTS or not case.person or case.channel in direct:
        return None
    found = case.course.found or "—"
    return _no("CMS723", "verified_or_direct", asked, case=asked.case.id, channel=case.channel, found=found)


def _of_the_unit(asked: Asked) -> Refusal | None:
    """The actor acts for the unit of the case, or for one below it."""
    own = asked.procedure.unit_of(asked.by)
    if asked.case.unit and asked.case.unit in asked.procedure.units_above(own):
        return None
    return _no(
        "CMS724",
        "of_the_unit",
        asked,
        case=asked.case.id,
        actor=asked.by.id,
        own=own or "—",
        unit=asked.case.unit or "—",
    )


def returns_are_spent(asked: Asked) -> bool:
    """Whether units have sent the case back as often as the city lets them."""
    return asked.case.course.returns >= asked.procedure.rules.returns


def _returns_left(asked: Asked) -> Refusal | None:
    if not returns_are_spent(asked):
        return None
    times, most = asked.case.course.returns, asked.procedure.rules.returns
    return _no("CMS725", "returns_left", asked, case=asked.case.id, times=times, most=most)


def _not_designated(asked: Asked) -> Refusal | None:
    if not asked.case.course.designated:
        return None
    return _no("CMS726", "not_designated", asked, case=asked.case.id, unit=asked.case.unit)


def _returns_spent(asked: Asked) -> Refusal | None:
    if returns_are_spent(asked):
        return None
    times, most = asked.case.course.returns, asked.procedure.rules.returns
    return _no("CMS727", "returns_spent", asked, case=asked.case.id, times=times, most=most)


def _rerouted_or_corrected(asked: Asked) -> Refusal | None:
    course = asked.case.course
    sent_back_by = course.sent_back_by or asked.case.unit
    unit = getattr(asked.command, "unit", "") or asked.case.unit
    if course.corrected or unit != sent_back_by:
        return None
    return _no("CMS728", "rerouted_or_corrected", asked, case=asked.case.id, unit=unit)


def assisting_unit(asked: Asked) -> str:
    """The assisting unit that the command speaks for: the one that it names, else the actor's own or one above it."""
    helping = [one.unit for one in asked.case.course.assisting]
    named = getattr(asked.command, "unit", "")
    speaks = (named,) if named else asked.procedure.units_above(asked.procedure.unit_of(asked.by))
    return next((unit for unit in speaks if unit in helping), "")


def unit_assists(asked: Asked) -> Refusal | None:
    """The unit that the command speaks for is one of those that assist."""
    if assisting_unit(asked):
        return None
    unit = getattr(asked.command, "unit", "") or asked.procedure.unit_of(asked.by) or "—"
    helping = ", ".join(one.unit for one in asked.case.course.assisting) or "—"
    return _no("CMS729", "unit_assists", asked, case=asked.case.id, unit=unit, assisting=helping)


def _assistants_done(asked: Asked) -> Refusal | None:
    waiting = [one.unit for one in asked.case.course.assisting if one.at is None]
    return _no("CMS740", "assistants_done", asked, case=asked.case.id, waiting=", ".join(waiting)) if waiting else None


def _is_late(asked: Asked) -> Refusal | None:
    if asked.case.late(asked.now):
        return None
    due = asked.case.due.at.isoformat() if asked.case.due else "—"
    return _no("CMS741", "is_late", asked, case=asked.case.id, due=due)


def _not_appealed(asked: Asked) -> Refusal | None:
    return _no("CMS742", "not_appealed", asked, case=asked.case.id) if asked.case.course.appealed else None


def _check_passed(asked: Asked) -> Refusal | None:
    checked = asked.case.course.checked
    return (
        None
        if checked == Checked.PASSED
        else _no("CMS743", "check_passed", asked, case=asked.case.id, checked=checked or "—")
    )


def _valid(case: Case) -> VisitMade | None:
    """The last visit since the case was handled that counts."""
    return next((visit for visit in reversed(case.round_visits) if visit.valid), None)


def _wants_more(asked: Asked, visit: VisitMade) -> bool:
    return not visit.said.isdisjoint(asked.procedure.rules.reopen_on)


def _unsatisfied(asked: Asked) -> Refusal | None:
    visit = _valid(asked.case)
    if visit is not None and _wants_more(asked, visit):
        return None
    said = ", ".join(sorted(visit.said)) if visit else ""
    wanted = ", ".join(asked.procedure.rules.reopen_on)
    return _no("CMS744", "unsatisfied", asked, case=asked.case.id, said=said or "—", wanted=wanted)


def _spent(asked: Asked) -> bool:
    most = asked.procedure.rules.reopenings
    return 0 < most <= asked.case.course.reopened


def _reopenings_left(asked: Asked) -> Refusal | None:
    if not _spent(asked):
        return None
    return _no("CMS745", "reopenings_left", asked, case=asked.case.id, times=asked.case.course.reopened)


def _content(asked: Asked) -> Refusal | None:
    """Not one of those that reopen the case; where it cannot be reopened any more, it has to end all the same."""
    visit = _valid(asked.case)
    if visit is not None and (not _wants_more(asked, visit) or _spent(asked)):
        return None
    said = ", ".join(sorted(visit.said)) if visit else "—"
    return _no("CMS746", "content", asked, case=asked.case.id, said=said)


def _nobody_to_visit(asked: Asked) -> Refusal | None:
    case = asked.case
    if not case.person or (case.round_visits and _valid(case) is None):
        return None
    return _no("CMS747", "nobody_to_visit", asked, case=asked.case.id, attempts=len(case.round_visits))


PASSING_CHECKS: Final[Mapping[str, Callable[[Asked], Refusal | None]]] = {
    "standard_chosen": _standard_chosen,
    "verified_or_direct": _verified_or_direct,
    "of_the_unit": _of_the_unit,
    "returns_left": _returns_left,
    "not_designated": _not_designated,
    "returns_spent": _returns_spent,
    "rerouted_or_corrected": _rerouted_or_corrected,
    "unit_assists": unit_assists,
    "assistants_done": _assistants_done,
    "is_late": _is_late,
    "not_appealed": _not_appealed,
    "check_passed": _check_passed,
    "unsatisfied": _unsatisfied,
    "reopenings_left": _reopenings_left,
    "content": _content,
    "nobody_to_visit": _nobody_to_visit,
}
"""Id → check, in the order of ``contract.workflow.GUARDS``."""
OF_THE_COMMAND: Final = frozenset({"standard_chosen", "of_the_unit", "rerouted_or_corrected", "unit_assists"})
"""Those that hang on the command or on who gives it; all others on the case alone."""
