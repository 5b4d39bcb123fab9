"""Opinions at work (意见办理): registered, answered in time."""

from typing import Any, Final

from cmsdk.contract.community.opinion import OpinionDuty
from cmsdk.contract.plan import CityPlan
from cmsdk.model.command import Refusal
from cmsdk.model.works.base import work_id
from cmsdk.model.works.campaign import Campaign
from cmsdk.model.works.meeting import Meeting
from cmsdk.model.works.opinion import AnswerOpinion, Opinion, RegisterOpinion

from .shape import BEGINS, Asked, Found, Happened, Step, Wants, WorkKind, unknown, unknown_case, unknown_work

OPEN: Final = "open"
ANSWERED: Final = "answered"


def _duty(topic: str, plan: CityPlan) -> OpinionDuty | None:
    """The row of a topic, else the general one."""
    rows = plan.rows(OpinionDuty).values()
    of_topic = (row for row in rows if row.topic == topic)
    return next(of_topic, None) or next((row for row in rows if not row.topic), None)


def _wants(_work: Opinion, command: RegisterOpinion, _plan: CityPlan) -> Wants:
    said_at = tuple((kind, name) for kind, name in _said_at(command) if name)
    return Wants(cases=(command.case,) if command.case else (), works=said_at)


def _said_at(command: RegisterOpinion) -> tuple[tuple[str, str], ...]:
    """Kind and name of the campaign and of the meeting at which it was said; a field is called as its kind is."""
    return ((Campaign.kind, command.campaign), (Meeting.kind, command.meeting))


def _term(asked: Asked[Opinion, RegisterOpinion]) -> Found | Refusal:
    command, plan = asked.command, asked.plan
    topics = [row.topic for row in plan.rows(OpinionDuty).values() if row.topic]
    if command.topic and topics and command.topic not in topics:
        return unknown(command, "topic", command.topic, topics, OpinionDuty.table)
    if command.case and command.case not in asked.cases:
        return unknown_case(command, command.case)
    for kind, name in _said_at(command):
        if name and work_id(kind, asked.work.city, name) not in asked.works:
            return unknown_work(command, kind, name)
    duty = _duty(command.topic, plan)
    if duty is None:
        return Found()
    return Found({"due": asked.due(duty.limit, duty.calendar).at.isoformat(), "row": duty.id, "unit": duty.unit})


def _registered(_work: Opinion, command: RegisterOpinion, happened: Happened) -> dict[str, Any]:
    return {
        "topic": command.topic, "text": command.text, "source": command.source, "campaign": command.campaign,
        "meeting": command.meeting,
        "case": command.case, "due": happened.due,
        "unit": happened.effects.get("unit", ""),
    }  # fmt: skip


def _answered(_work: Opinion, command: AnswerOpinion, happened: Happened) -> dict[str, Any]:
    return {"answer": command.answer, "adopted": command.adopted, "answered": happened.at}


OPINIONS: Final = WorkKind(
    Opinion,
    (
        Step(RegisterOpinion, BEGINS, OPEN, _registered, _term, _wants, needs=("text",)),
        Step(AnswerOpinion, (OPEN,), ANSWERED, _answered, needs=("answer",)),
    ),
)
