"""Rectification drives at work (集中整治): cases bundled by name or by rule, each in one open drive only."""

from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from cmsdk.contract.community.campaign import ClearanceClass
from cmsdk.contract.plan import CityPlan
from cmsdk.contract.ports import CaseQuery
from cmsdk.model.case import Case
from cmsdk.model.command import Refusal
from cmsdk.model.works.campaign import Campaign
from cmsdk.model.works.drive import BundleCases, CloseDrive, Drive, DropCase, PlanDrive

from .campaign import CLOSED, outside
from .led import end_of, other, strays, summed_up
from .shape import BEGINS, STAYS, Asked, Found, Happened, Step, Wants, WorkKind, refuse, unknown, unknown_case

OPEN: Final = "open"
_NO_MATTER: Final = ("declined", "voided", "withdrawn")
"""States of cases that a rule passes over: nothing has to be put right in them."""


def _wants_campaign(_work: Drive, command: PlanDrive, _plan: CityPlan) -> Wants:
    return Wants(works=((Campaign.kind, command.campaign),) if command.campaign else ())


def _plan(asked: Asked[Drive, PlanDrive]) -> Found | Refusal:
    command = asked.command
    campaign = other(asked, Campaign, "campaign", command.campaign)
    if isinstance(campaign, Refusal):
        return campaign
    assert command.first_day is not None  # noqa: S101  the step needs it
    last = command.last_day or command.first_day
    refusal = next(strays(asked, {"targets": ClearanceClass, "unit": "units"}), None)
    refusal = refusal or (outside(command, campaign, command.first_day, last) if campaign else None)
    return refusal or Found(
        {"campaign": campaign.name if campaign else "", "last": last.isoformat(), "due": end_of(last, asked)}
    )


def _planned(_work: Drive, command: PlanDrive, happened: Happened) -> dict[str, Any]:
    return {
        "due": happened.due, "title": command.title, "targets": command.targets,
        "first_day": command.first_day, "unit": command.unit,
        "last_day": date.fromisoformat(happened.effects["last"]), "campaign": happened.effects["campaign"],
    }  # fmt: skip


def _category(code: str, plan: CityPlan) -> str:
    """The full code of a category; nothing where it is unknown, or meant in several schemes."""
    found = [key for key, category in plan.categories.items() if code in {key, category.code}]
    return found[0] if len(found) == 1 else ""


def _ruled(command: BundleCases) -> bool:
    return bool(command.category or command.division or command.first_day or command.last_day)


def _queries(command: BundleCases, plan: CityPlan) -> Iterator[CaseQuery]:
    """The cases of the category and those below it, one query each; all of the city, where it names none."""
    if not _ruled(command):
        return
    above = _category(command.category, plan)
    for category in (key for key in plan.categories if above in plan.lineage(key)) if command.category else (None,):
        yield CaseQuery(city=plan.city, category=category, without_states=_NO_MATTER)


def _wants_cases(_work: Drive, command: BundleCases, plan: CityPlan) -> Wants:
    return Wants(cases=command.cases, kinds=(Drive.kind,), queries=tuple(_queries(command, plan)))


def _met(command: BundleCases, case: Case, plan: CityPlan) -> bool:
    """Whether the rule meets a case that a query found; one that only repeats another counts with that one."""
    day = case.at.astimezone(plan.zone).date()
    return (
        not case.linked
        and (not command.division or command.division in plan.area_lineage(case.grid, case.division))
        and (command.first_day is None or command.first_day <= day)
        and (command.last_day is None or day <= command.last_day)
    )


def _bundle(asked: Asked[Drive, BundleCases]) -> Found | Refusal:
    command, plan, there = asked.command, asked.plan, asked.work.cases
    refusal = next(strays(asked, {"division": "divisions"}), None)
    if refusal is not None:
        return refusal
    if command.category and not _category(command.category, plan):
        return unknown(command, "category", command.category, plan.categories, "categories")
    gone = next((case for case in command.cases if case not in asked.cases), None)
    if gone is not None:
        return unknown_case(command, gone)
    elsewhere = {c: d.id for d in asked.others(Drive) if d.state == OPEN and d.id != asked.work.id for c in d.cases}
    taken = next((case for case in command.cases if case in elsewhere), None)
    if taken is not None:
        return refuse("CMS494", "bundled", command=command.name, case=taken, drive=elsewhere[taken])
    ruled = [id_ for id_, case in sorted(asked.cases.items()) if _ruled(command) and _met(command, case, plan)]
    found = dict.fromkeys([*command.cases, *(id_ for id_ in ruled if id_ not in elsewhere)])
    new = [case for case in found if case not in there]
    return Found({"cases": new}) if new else refuse("CMS631", "found", command=command.name, drive=asked.work.id)


def _bundled(work: Drive, _command: BundleCases, happened: Happened) -> dict[str, Any]:
    return {"cases": (*work.cases, *happened.effects["cases"])}


def _is_in_it(asked: Asked[Drive, DropCase]) -> Found | Refusal:
    return Found() if asked.command.case in asked.work.cases else unknown_case(asked.command, asked.command.case)


def _dropped(work: Drive, command: DropCase, _happened: Happened) -> dict[str, Any]:
    return {"cases": tuple(case for case in work.cases if case != command.case)}


DRIVES: Final = WorkKind(
    Drive,
    (
        Step(PlanDrive, BEGINS, OPEN, _planned, _plan, _wants_campaign, needs=("title", "first_day")),
        Step(BundleCases, (OPEN,), STAYS, _bundled, _bundle, _wants_cases),
        Step(DropCase, (OPEN,), STAYS, _dropped, _is_in_it, needs=("case", "reason")),
        Step(CloseDrive, (OPEN,), CLOSED, summed_up, needs=("summary",)),
    ),
)
