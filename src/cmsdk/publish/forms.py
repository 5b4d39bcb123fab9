"""What machines get of a case and of what arrived (contracts §8): English keys, ids, times ISO 8601 with offset."""

from datetime import datetime
from typing import Any, Final

from cmsdk.contract.plan import CityPlan
from cmsdk.contract.ports import Quarantined
from cmsdk.contract.workflow import Transition
from cmsdk.model.case import Case
from cmsdk.model.clock import Due, Light, StageClock
from cmsdk.serial import Form, make_converter

from .columns import FIELDS
from .view import View

_CONVERTER: Final = make_converter()
_INNER: Final = ("keys", "back")
"""Fields of a course that are the engine's own."""


def time_form(moment: datetime | None, plan: CityPlan) -> str | None:
    """ISO 8601 with the offset of the city's zone."""
    return moment.astimezone(plan.zone).isoformat() if moment else None


def due_form(due: Due, plan: CityPlan) -> Form:
    """A deadline, and how it was counted."""
    return {
        "at": time_form(due.at, plan),
        "amount": due.limit.amount,
        "unit": due.limit.unit,
        "calendar": due.calendar,
        "calendar_version": due.calendar_version,
        "skipped": [day.isoformat() for day in due.skipped],
        "provisional": due.provisional,
    }


def clock_form(clock: StageClock, plan: CityPlan) -> Form:
    """The clock of a stage."""
    return {
        "stage": clock.stage, "began": time_form(clock.began, plan), "due": due_form(clock.due, plan),
        "done": time_form(clock.done, plan), "light": clock.light, "rule": clock.rule, "spent": clock.spent,
        "left": clock.left, "paused_until": time_form(clock.paused_until, plan),
    }  # fmt: skip


def course_form(case: Case) -> dict[str, Any]:
    """What has happened to a case at work; what has not is left out."""
    form: dict[str, Any] = _CONVERTER.unstructure(case.course)
    if case.course.request is not None:
        form["request"].pop("form", None)
    return {name: value for name, value in form.items() if name not in _INNER}


def case_item(case: Case, plan: CityPlan) -> Form:
    """A case in the answer of ``receive``."""
    return {
        "kind": "case", "id": case.id, "report": case.report, "category": case.category, "approach": case.approach,
        "grid": case.grid, "unit": case.unit, "mode": case.mode,
        "due": time_form(case.due.at if case.due else None, plan),
        "provisional": case.due.provisional if case.due else None,
        "linked": case.linked or None, "recurs": case.recurs,
    }  # fmt: skip


def quarantine_item(row: Quarantined, lang: str) -> Form:
    """A quarantined item in the answer of ``receive``."""
    return {
        "kind": "quarantined", "position": row.position, "key": row.key,
        "problems": [found.as_json(lang) for found in row.problems],
    }  # fmt: skip


def case_form(case: Case, view: View, light: Light | None) -> Form:
    """A case in full, without its trail and without who reported it; ``light`` is how near its deadline is."""
    plan, now = view.plan, view.now
    point = {"lon": case.point.lon, "lat": case.point.lat, "crs": case.point.crs} if case.point else None
    return {
        "id": case.id, "city": case.city, "channel": case.channel, "report": case.report,
        "at": time_form(case.at, plan), "opened": time_form(case.opened, plan),
        "kind": case.kind, "title": case.title, "text": case.text, "place": case.place, "point": point,
        "division": case.division, "grid": case.grid, "station": case.station,
        "category": case.category, "category_name": FIELDS["category_name"](case, view), "approach": case.approach,
        "unit": case.unit, "unit_name": FIELDS["unit_name"](case, view), "mode": case.mode,
        "standard": case.standard, "due": due_form(case.due, plan) if case.due else None, "late": case.late(now),
        "light": light,
        "state": case.state, "state_label": FIELDS["state_label"](case, view), "version": case.version,
        "last": time_form(case.last, plan), "handled": time_form(case.handled, plan),
        "closed": time_form(case.closed, plan), "result": case.result, "solved": case.solved,
        "satisfied": case.satisfied, "plan": case.plan,
        "linked": case.linked or None, "recurs": case.recurs, "course": course_form(case),
    }  # fmt: skip


def step_form(row: Transition) -> Form:
    """A step that is possible."""
    return {"command": row.command, "label": row.label, "to": row.to, "roles": row.roles, "needs": row.needs}
