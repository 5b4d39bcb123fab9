"""Campaigns at work (活动组织): planned as a tree, held, closed from the leaves to the root."""

from datetime import date
from typing import Any, Final

from cmsdk.contract.community.campaign import ActivityForm
from cmsdk.contract.plan import CityPlan
from cmsdk.model.command import Refusal
from cmsdk.model.works.activity import Activity
from cmsdk.model.works.base import WorkCommand
from cmsdk.model.works.campaign import Campaign, CancelCampaign, CloseCampaign, HoldCampaign, PlanCampaign
from cmsdk.model.works.drive import Drive

from .led import Tables, called_off, end_of, other, strays, summed_up
from .shape import BEGINS, Asked, Found, Happened, Step, Wants, WorkKind, refuse

PLANNED: Final = "planned"
HELD: Final = "held"
CLOSED: Final = "closed"
CANCELLED: Final = "cancelled"
_TABLES: Final[Tables] = {"form": ActivityForm, "division": "divisions", "station": "stations", "unit": "units"}


def outside(command: WorkCommand, within: Campaign | Drive, first: date, last: date) -> Refusal | None:
    """The refusal of days that are not those of a campaign or drive, or of one that is over."""
    if within.state not in {CLOSED, CANCELLED} and _spans(within, first, last):
        return None
    days = f"{first}" if first == last else f"{first} – {last}"
    return refuse("CMS491", "within", command=command.name, days=days, work=within.id, first=within.first_day,
                  last=within.last_day, state=within.state)  # fmt: skip


def _spans(within: Campaign | Drive, first: date, last: date) -> bool:
    after = within.first_day is None or within.first_day <= first
    return after and (within.last_day is None or last <= within.last_day)


def no_section(command: WorkCommand, section: str, within: Campaign | None) -> Refusal | None:
    """The refusal of a section that the campaign does not have."""
    sections = within.sections if within is not None else ()
    if not section or section in sections:
        return None
    return refuse("CMS492", "section", command=command.name, section=section,
                  campaign=within.id if within else "—", sections="、".join(sections) or "—")  # fmt: skip


def _wants_parent(_work: Campaign, command: PlanCampaign, _plan: CityPlan) -> Wants:
    return Wants(works=((Campaign.kind, command.parent),) if command.parent else ())


def _plan(asked: Asked[Campaign, PlanCampaign]) -> Found | Refusal:
    command = asked.command
    parent = other(asked, Campaign, "parent", command.parent)
    if isinstance(parent, Refusal):
        return parent
    assert command.first_day is not None  # noqa: S101  the step needs it
    last = command.last_day or command.first_day
    refusal = (
        next(strays(asked, _TABLES), None)
        or (outside(command, parent, command.first_day, last) if parent else None)
        or no_section(command, command.section, parent)
    )
    if refusal is not None:
        return refusal
    sections = command.sections or (parent.sections if parent else ())
    form = command.form or (parent.form if parent else "")
    return Found({
        "root": parent.root if parent else asked.work.name, "parent": parent.name if parent else "", "form": form,
        "sections": list(sections), "last": last.isoformat(), "due": end_of(last, asked),
    })  # fmt: skip


def _planned(_work: Campaign, command: PlanCampaign, happened: Happened) -> dict[str, Any]:
    found = happened.effects
    return {
        "due": happened.due, "title": command.title, "theme": command.theme,
        "sections": tuple(found["sections"]), "own_sections": bool(command.sections), "first_day": command.first_day,
        "last_day": date.fromisoformat(found["last"]), "parent": found["parent"], "root": found["root"],
        "section": command.section, "form": found["form"], "main": command.main, "division": command.division,
        "station": command.station, "place": command.place, "unit": command.unit,
    }  # fmt: skip


def _wants_parts(_work: Campaign, _command: WorkCommand, _plan: CityPlan) -> Wants:
    return Wants(kinds=(Campaign.kind, Activity.kind))


def _no_part_open(asked: Asked[Campaign, WorkCommand]) -> Found | Refusal:
    name, open_ = asked.work.name, {PLANNED, HELD}
    parts = [part.id for part in asked.others(Campaign) if part.parent == name and part.state in open_]
    parts += [part.id for part in asked.others(Activity) if part.campaign == name and part.state == PLANNED]
    if parts:
        return refuse("CMS493", "parts", command=asked.command.name, work=asked.work.id, parts=", ".join(parts))
    return Found()


CAMPAIGNS: Final = WorkKind(
    Campaign,
    (
        Step(PlanCampaign, BEGINS, PLANNED, _planned, _plan, _wants_parent, needs=("title", "first_day")),
        Step(HoldCampaign, (PLANNED,), HELD, lambda _work, _command, _happened: {}),
        Step(CloseCampaign, (HELD,), CLOSED, summed_up, _no_part_open, _wants_parts, needs=("summary",)),
        Step(CancelCampaign, (PLANNED,), CANCELLED, called_off, _no_part_open, _wants_parts, needs=("reason",)),
    ),
)
