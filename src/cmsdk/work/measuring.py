"""Measures on a case (采取措施): what a workflow table may ask of one, and what taking it changes. Pure."""

from cmsdk.contract.measures import Measure
from cmsdk.model.approach import Approach
from cmsdk.model.commands import Refusal, TakeMeasure
from cmsdk.model.measure_taken import MeasureTaken

from .ladder import Claim, climb, find, missing, strongest
from .procedure import Asked, Effects, refuse


def _wanted(command: TakeMeasure, asked: Asked) -> Measure | Refusal:
    plan = asked.procedure.plan
    days = asked.case.at.astimezone(plan.zone).date(), asked.now.astimezone(plan.zone).date()
    return find(command.measure, plan.measures, days)


def _climbed(command: TakeMeasure, wanted: Measure, asked: Asked) -> MeasureTaken | Refusal:
    plan, case = asked.procedure.plan, asked.case
    claim = Claim(excuse=command.excuse, reason=command.reason, earlier=command.earlier, article=command.article)
    related = {id_: other.course.measures for id_, other in asked.related.items() if id_ != case.id}
    at = asked.now.astimezone(plan.zone)
    return climb(case.course.measures, wanted, claim, related, plan.approach_policy, at, asked.by.id)


def on_the_ladder(asked: Asked) -> Refusal | None:
    """The guard: what comes before the measure has been done on this case, or a lawful exception is named."""
    command = asked.command
    if not isinstance(command, TakeMeasure):
        return None
    wanted = _wanted(command, asked)
    climbed = wanted if isinstance(wanted, Refusal) else _climbed(command, wanted, asked)
    return climbed if isinstance(climbed, Refusal) else None


def only_through_a_file(asked: Asked) -> Refusal | None:
    """The guard: a measure of enforcement is a step of an enforcement file, under the guards of its own.

    A measure that the city does not have is none of enforcement; taking it says so.
    """
    command, plan = asked.command, asked.procedure.plan
    if asked.file or not isinstance(command, TakeMeasure):
        return None
    wanted = plan.measures.get(command.measure)
    if wanted is None or wanted.approach is not Approach.ENFORCEMENT:
        return None
    steps = plan.enforcement.steps_of(wanted.id) if plan.enforcement else ()
    facts = {"case": asked.case.id, "measure": wanted.id, "steps": ", ".join(steps) or "—"}
    return refuse("CMS758", "only_through_a_file", wanted.basis or asked.row.basis, **facts)


def take_measure(command: TakeMeasure, asked: Asked) -> Effects | Refusal:
    """The measure stands on the case, whose approach is now its strongest one.

    Where the city's table does not ask for the ladder, a step that was skipped is recorded without an exception.
    """
    wanted = _wanted(command, asked)
    if isinstance(wanted, Refusal):
        return wanted
    taken = _climbed(command, wanted, asked)
    if isinstance(taken, Refusal):
        before, policy = asked.case.course.measures, asked.procedure.plan.approach_policy
        at, skipped = asked.now.astimezone(asked.procedure.plan.zone), missing(before, wanted, policy)
        taken = MeasureTaken(
            wanted.id, wanted.approach, at, asked.by.id, reason=command.reason, article=command.article, skipped=skipped
        )
    measures = (*asked.case.course.measures, taken)
    return {"approach": strongest(asked.case.approach, measures), "course": {"measures": measures}}
