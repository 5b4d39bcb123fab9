"""Clearances at work (清理登记): each a line of its own, which may be the measure that settles a case."""

from datetime import date
from typing import Any, Final

from cmsdk.contract.community.campaign import ClearanceClass
from cmsdk.contract.plan import CityPlan
from cmsdk.model.command import Refusal
from cmsdk.model.commands import TakeMeasure
from cmsdk.model.works.campaign import Campaign
from cmsdk.model.works.clearance import Clearance, RecordClearance, VoidClearance
from cmsdk.model.works.drive import Drive

from .campaign import outside
from .led import Tables, called_off, day_of, other, strays
from .shape import BEGINS, Asked, Found, Happened, Step, Wants, WorkKind, unknown_case

CLEARED: Final = "cleared"
VOIDED: Final = "voided"
_TABLES: Final[Tables] = {"matter": ClearanceClass, "division": "divisions", "unit": "units", "partners": "units"}


def _wants(_work: Clearance, command: RecordClearance, _plan: CityPlan) -> Wants:
    said = ((Campaign.kind, command.campaign), (Drive.kind, command.drive))
    return Wants(
        cases=(command.case,) if command.case else (), works=tuple((kind, name) for kind, name in said if name)
    )


def _record(asked: Asked[Clearance, RecordClearance]) -> Found | Refusal:
    command, day = asked.command, day_of(asked)
    campaign = other(asked, Campaign, "campaign", command.campaign)
    drive = other(asked, Drive, "drive", command.drive)
    if isinstance(campaign, Refusal):
        return campaign
    if isinstance(drive, Refusal):
        return drive
    over = (outside(command, within, day, day) for within in (campaign, drive) if within is not None)
    refusal = next(strays(asked, _TABLES), None) or next(filter(None, over), None)
    if refusal is not None:
        return refusal
    if command.case and command.case not in asked.cases:
        return unknown_case(command, command.case)
    named = {"campaign": campaign.name if campaign else "", "drive": drive.name if drive else ""}
    return Found(named | {"day": day.isoformat()}, measures=tuple(_measures(asked)))


def _measures(asked: Asked[Clearance, RecordClearance]) -> list[tuple[str, TakeMeasure]]:
    """The measure of the class on the case that is named; not again, where it has been taken."""
    command = asked.command
    measure = asked.plan.rows(ClearanceClass)[command.matter].measure
    if not command.case or not measure:
        return []
    taken = {one.measure for one in asked.cases[command.case].course.measures}
    return [] if measure in taken else [(command.case, TakeMeasure(measure=measure))]


def _recorded(_work: Clearance, command: RecordClearance, happened: Happened) -> dict[str, Any]:
    found = happened.effects
    return {
        "matter": command.matter, "count": command.count or 1, "day": date.fromisoformat(found["day"]),
        "place": command.place, "division": command.division, "unit": command.unit, "partners": command.partners,
        "campaign": found["campaign"], "drive": found["drive"], "case": command.case,
    }  # fmt: skip


CLEARANCES: Final = WorkKind(
    Clearance,
    (
        Step(RecordClearance, BEGINS, CLEARED, _recorded, _record, _wants, needs=("matter",)),
        Step(VoidClearance, (CLEARED,), VOIDED, called_off, needs=("reason",)),
    ),
)
