"""Activities at work (活动场次): arranged, held with their figures, corrected with a reason."""

from datetime import date
from typing import Any, Final

from cmsdk.contract.community.campaign import ActivityForm, InvitedGroup, PublicityTopic
from cmsdk.contract.plan import CityPlan
from cmsdk.model.command import Refusal
from cmsdk.model.works.activity import Activity, CancelActivity, CorrectActivity, PlanActivity, RecordActivity
from cmsdk.model.works.campaign import Campaign

from .campaign import CANCELLED, HELD, PLANNED, no_section, outside
from .led import Tables, called_off, day_of, end_of, other, strays
from .shape import BEGINS, STAYS, Asked, Found, Happened, Step, Wants, WorkKind, refuse

_Arranging = PlanActivity | RecordActivity
_TABLES: Final[Tables] = {
    "form": ActivityForm, "unit": "units", "division": "divisions", "station": "stations", "partners": "units",
    "invited": InvitedGroup, "topics": PublicityTopic,
}  # fmt: skip


def _wants(work: Activity, command: _Arranging, _plan: CityPlan) -> Wants:
    name = command.campaign or work.campaign
    return Wants(works=((Campaign.kind, name),) if name else ())


def _arrange(asked: Asked[Activity, _Arranging]) -> Found | Refusal:
    work, command = asked.work, asked.command
    campaign = other(asked, Campaign, "campaign", command.campaign or work.campaign)
    if isinstance(campaign, Refusal):
        return campaign
    day = command.day or work.day or day_of(asked)
    form = command.form or work.form or (campaign.form if campaign else "")
    section = command.section or work.section
    refusal = (
        next(strays(asked, _TABLES), None)
        or (outside(command, campaign, day, day) if campaign else None)
        or no_section(command, section, campaign)
        or (None if form else refuse("CMS471", "needs", command=command.name, field="form"))
    )
    return refusal or Found({
        "campaign": campaign.name if campaign else "", "root": campaign.root if campaign else "", "form": form,
        "section": section, "day": day.isoformat(), "due": end_of(day, asked),
    })  # fmt: skip


def _arranged(work: Activity, command: _Arranging, happened: Happened) -> dict[str, Any]:
    found = happened.effects
    return {
        "due": happened.due, "campaign": found["campaign"], "root": found["root"],
        "form": found["form"], "section": found["section"], "day": date.fromisoformat(found["day"]),
        **{name: getattr(command, name) or getattr(work, name) for name in ("unit", "division", "station", "place")},
    }  # fmt: skip


def _counted(_work: Activity, command: RecordActivity | CorrectActivity, _happened: Happened) -> dict[str, Any]:
    return {
        "times": command.times or 1, "invited": command.invited, "visitors": command.visitors,
        "leaflets": command.leaflets, "topics": command.topics,
    }  # fmt: skip


def _recorded(work: Activity, command: RecordActivity, happened: Happened) -> dict[str, Any]:
    arranged, counted = _arranged(work, command, happened), _counted(work, command, happened)
    return arranged | counted | {"partners": command.partners, "due": None}


def _corrected(work: Activity, command: CorrectActivity, happened: Happened) -> dict[str, Any]:
    return _counted(work, command, happened) | {"reason": command.reason}


def _rows_there(asked: Asked[Activity, CorrectActivity]) -> Found | Refusal:
    return next(strays(asked, _TABLES), None) or Found()


ACTIVITIES: Final = WorkKind(
    Activity,
    (
        Step(PlanActivity, BEGINS, PLANNED, _arranged, _arrange, _wants),
        Step(RecordActivity, (*BEGINS, PLANNED), HELD, _recorded, _arrange, _wants),
        Step(CorrectActivity, (HELD,), STAYS, _corrected, _rows_there, needs=("reason",)),
        Step(CancelActivity, (PLANNED,), CANCELLED, called_off, needs=("reason",)),
    ),
)
