"""Joint meetings at work (联席会议): called, held, what they decide is followed up; closed when all of it is done."""

from datetime import datetime, time
from typing import Any, Final

import attrs

from cmsdk.contract.community.systems import SystemDuty
from cmsdk.contract.plan import CityPlan
from cmsdk.model.command import Refusal
from cmsdk.model.works.base import WorkCommand, work_id
from cmsdk.model.works.meeting import (
    CallMeeting,
    CloseMeeting,
    DecideItem,
    FollowItem,
    HoldMeeting,
    Meeting,
    MeetingItem,
)
from cmsdk.model.works.opinion import Opinion

from .shape import BEGINS, STAYS, Asked, Found, Happened, Step, Wants, WorkKind, refuse, row, unknown, unknown_work

CALLED: Final = "called"
HELD: Final = "held"
CLOSED: Final = "closed"


def _units(command: WorkCommand, field: str, plan: CityPlan) -> Refusal | None:
    """The refusal of a unit that the city does not have."""
    missing = next((name for name in getattr(command, field) if name not in plan.units), None)
    return None if missing is None else unknown(command, field, missing, plan.units, "units")


def _callable(asked: Asked[Meeting, CallMeeting]) -> Found | Refusal:
    command, plan = asked.command, asked.plan
    if command.system and isinstance(refusal := row(asked, SystemDuty, "system"), Refusal):
        return refusal
    if command.station and command.station not in plan.stations:
        return unknown(command, "station", command.station, plan.stations, "stations")
    return _units(command, "invited", plan) or Found()


def _called(_work: Meeting, command: CallMeeting, _happened: Happened) -> dict[str, Any]:
    return {
        "title": command.title, "system": command.system, "planned": command.planned, "station": command.station,
        "invited": command.invited, "due": command.planned,
    }  # fmt: skip


def _holdable(asked: Asked[Meeting, HoldMeeting]) -> Found | Refusal:
    return _units(asked.command, "attended", asked.plan) or Found()


def _held(_work: Meeting, command: HoldMeeting, happened: Happened) -> dict[str, Any]:
    return {"attended": command.attended, "minutes": command.minutes, "held": happened.at, "due": None}


def _takes_up(_work: Meeting, command: DecideItem, _plan: CityPlan) -> Wants:
    return Wants(works=tuple((Opinion.kind, name) for name in command.opinions))


def _decidable(asked: Asked[Meeting, DecideItem]) -> Found | Refusal:
    command, plan = asked.command, asked.plan
    if any(item.item == command.item for item in asked.work.items):
        return refuse("CMS526", "item", work=asked.work.id, item=command.item)
    owners = {**plan.units, **plan.officers}
    if command.owner not in owners:
        return unknown(command, "owner", command.owner, owners, "units, people")
    for name in command.opinions:
        if work_id(Opinion.kind, asked.work.city, name) not in asked.works:
            return unknown_work(command, "opinions", name)
    return _next_due(asked, [*asked.work.open_items, _item(command)])


def _item(command: DecideItem) -> MeetingItem:
    return MeetingItem(
        item=command.item, decision=command.decision, owner=command.owner, until=command.until,
        opinions=command.opinions,
    )  # fmt: skip


def _next_due(asked: Asked[Meeting, Any], items: list[MeetingItem]) -> Found:
    """The end of the earliest day by which something that was decided has to be done."""
    days = [item.until for item in items if item.until is not None]
    return Found({"due": datetime.combine(min(days), time.max, asked.plan.zone).isoformat()} if days else {})


def _decided(work: Meeting, command: DecideItem, happened: Happened) -> dict[str, Any]:
    return {"items": (*work.items, _item(command)), "due": happened.due}


def _followable(asked: Asked[Meeting, FollowItem]) -> Found | Refusal:
    command, open_items = asked.command, asked.work.open_items
    if command.item not in {item.item for item in open_items}:
        known = ", ".join(item.item for item in open_items) or "—"
        return refuse("CMS527", "item", work=asked.work.id, item=command.item, open=known)
    return _next_due(asked, [item for item in open_items if not (command.done and item.item == command.item)])


def _followed(work: Meeting, command: FollowItem, happened: Happened) -> dict[str, Any]:
    done = happened.at if command.done else None
    items = (
        attrs.evolve(item, progress=command.progress or item.progress, done=done)
        if item.item == command.item else item for item in work.items
    )  # fmt: skip
    return {"items": tuple(items), "due": happened.due}


def _closable(asked: Asked[Meeting, CloseMeeting]) -> Found | Refusal:
    open_items = asked.work.open_items
    if open_items:
        return refuse("CMS525", "items", work=asked.work.id, open=", ".join(item.item for item in open_items))
    return Found()


def _closed(_work: Meeting, _command: CloseMeeting, _happened: Happened) -> dict[str, Any]:
    return {"due": None}


MEETINGS: Final = WorkKind(
    Meeting,
    (
        Step(CallMeeting, BEGINS, CALLED, _called, _callable, needs=("title",)),
        Step(HoldMeeting, (CALLED,), HELD, _held, _holdable, needs=("attended",)),
        Step(DecideItem, (HELD,), STAYS, _decided, _decidable, _takes_up, needs=("item", "decision", "owner")),
        Step(FollowItem, (HELD,), STAYS, _followed, _followable, needs=("item",)),
        Step(CloseMeeting, (HELD,), CLOSED, _closed, _closable),
    ),
)
