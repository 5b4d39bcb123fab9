"""Volunteers at work (志愿服务): members come and go, and give hours."""

from datetime import date
from typing import Any, Final

from cmsdk.contract.community.campaign import VolunteerTeam
from cmsdk.contract.plan import CityPlan
from cmsdk.model.command import Refusal
from cmsdk.model.works.campaign import Campaign
from cmsdk.model.works.volunteers import (
    JoinVolunteers,
    LeaveVolunteers,
    ServeAsVolunteers,
    Volunteers,
    VolunteerService,
)

from .led import day_of, other, strays
from .shape import BEGINS, STAYS, Asked, Found, Happened, Step, Wants, WorkKind, refuse

ACTIVE: Final = "active"
LEFT: Final = "left"


def _join(asked: Asked[Volunteers, JoinVolunteers]) -> Found | Refusal:
    refusal = next(strays(asked, {"team": VolunteerTeam}), None)
    return refusal or Found({"day": asked.today.isoformat(), "members": asked.command.members or 1})


def _joined(_work: Volunteers, command: JoinVolunteers, happened: Happened) -> dict[str, Any]:
    day, members = date.fromisoformat(happened.effects["day"]), happened.effects["members"]
    return {"team": command.team, "joined": day, "members": members, "moves": ((day, members),)}


def _leave(asked: Asked[Volunteers, LeaveVolunteers]) -> Found | Refusal:
    members, there = asked.command.members or asked.work.members, asked.work.members
    to = LEFT if members == there else ACTIVE
    return _too_many(asked, members) or Found({"day": asked.today.isoformat(), "members": members}, to)


def _left(work: Volunteers, _command: LeaveVolunteers, happened: Happened) -> dict[str, Any]:
    day, members = date.fromisoformat(happened.effects["day"]), happened.effects["members"]
    return {"members": work.members - members, "moves": (*work.moves, (day, -members))}


def _wants_campaign(_work: Volunteers, command: ServeAsVolunteers, _plan: CityPlan) -> Wants:
    return Wants(works=((Campaign.kind, command.campaign),) if command.campaign else ())


def _serve(asked: Asked[Volunteers, ServeAsVolunteers]) -> Found | Refusal:
    members = asked.command.members or asked.work.members
    campaign = other(asked, Campaign, "campaign", asked.command.campaign)
    if isinstance(campaign, Refusal):
        return campaign
    if not asked.command.minutes:
        return refuse("CMS471", "needs", command=asked.command.name, field="minutes")
    said = {"day": day_of(asked).isoformat(), "members": members, "campaign": campaign.name if campaign else ""}
    return _too_many(asked, members) or Found(said)


def _served(work: Volunteers, command: ServeAsVolunteers, happened: Happened) -> dict[str, Any]:
    found = happened.effects
    day = date.fromisoformat(found["day"])
    return {
        "served": (
            *work.served,
            VolunteerService(day, found["members"], command.minutes, found["campaign"], command.text),
        )
    }


def _too_many(asked: Asked[Volunteers, Any], members: int) -> Refusal | None:
    if members <= asked.work.members:
        return None
    return refuse("CMS632", "members", command=asked.command.name, work=asked.work.id, members=members,
                  there=asked.work.members)  # fmt: skip


VOLUNTEERS: Final = WorkKind(
    Volunteers,
    (
        Step(JoinVolunteers, BEGINS, ACTIVE, _joined, _join, needs=("team",)),
        Step(LeaveVolunteers, (ACTIVE,), ACTIVE, _left, _leave),
        Step(ServeAsVolunteers, (ACTIVE,), STAYS, _served, _serve, _wants_campaign),
    ),
)
