"""Responsibility agreements at work (责任书办理): signed, renewed, breached, put right, ended.

Signing, and a breach that names a case, is a measure on that case: by the ladder of means, in its own order and with
its own exceptions. Where a breach of the same agreement was a measure on an earlier case, that is the earlier case of
the exception for repeats; no other weight is given to it.
"""

from datetime import date, datetime, time, timedelta
from typing import Any, Final

import attrs

from cmsdk.contract.community.agreement import AgreementKind
from cmsdk.contract.plan import CityPlan
from cmsdk.model.command import Refusal
from cmsdk.model.commands import TakeMeasure
from cmsdk.model.works.agreement import (
    Agreement,
    Breach,
    BreachAgreement,
    CureBreach,
    EndAgreement,
    RenewAgreement,
    SignAgreement,
)
from cmsdk.work.ladder import last_day

from .forms import Effects
from .shape import BEGINS, STAYS, Asked, Found, Happened, Step, Wants, WorkKind, refuse, row, unknown, unknown_case

IN_FORCE: Final = "in_force"
IN_BREACH: Final = "in_breach"
ENDED: Final = "ended"
RUNNING: Final = (IN_FORCE, IN_BREACH)
Measures = tuple[tuple[str, TakeMeasure], ...]


def _wants(_work: Agreement, command: SignAgreement | BreachAgreement, _plan: CityPlan) -> Wants:
    return Wants(cases=(command.case,) if command.case else ())


def _term(until: date, kind: AgreementKind | None, plan: CityPlan) -> Effects:
    """The last day, and when the next thing is due: the renewal, so many days before; else the end of that day."""
    notice = kind.notice_days if kind is not None else 0
    due = until - timedelta(days=notice) if notice else until + timedelta(days=1)
    return {"until": until.isoformat(), "due": datetime.combine(due, time(), plan.zone).isoformat()}


def _place(asked: Asked[Agreement, SignAgreement]) -> Effects | Refusal:
    """The division that is named, or that of the grid."""
    command, plan = asked.command, asked.plan
    if command.grid and command.grid not in plan.grids:
        return unknown(command, "grid", command.grid, plan.grids, "grids")
    if command.division and command.division not in plan.divisions:
        return unknown(command, "division", command.division, plan.divisions, "divisions")
    return {"division": command.division or (plan.grids[command.grid].division if command.grid else "")}


def _measure(asked: Asked[Agreement, Any], kind: AgreementKind | None) -> Measures | Refusal:
    """What the command is on the case that it names, if its row is a measure at all."""
    command = asked.command
    if command.case and command.case not in asked.cases:
        return unknown_case(command, command.case)
    if not command.case or kind is None or not kind.measure:
        return ()
    before = [case for case in asked.work.measured if case != command.case] if command.excuse else []
    earlier = before[-1] if before else ""
    said = {"excuse": command.excuse, "reason": command.reason, "earlier": earlier}
    return ((command.case, TakeMeasure(measure=kind.measure, **said)),)


def _sign(asked: Asked[Agreement, SignAgreement]) -> Found | Refusal:
    kind = row(asked, AgreementKind, "agreement")
    if isinstance(kind, Refusal):
        return kind
    place = _place(asked)
    if isinstance(place, Refusal):
        return place
    measures = _measure(asked, kind)
    if isinstance(measures, Refusal):
        return measures
    until = asked.command.until or last_day(asked.today, kind.months)
    if until < asked.today:
        return _no_longer(asked, until)
    effects = {**_term(until, kind, asked.plan), "items": [*kind.items], **place, **_said(measures)}
    return Found(effects, measures=measures)


def _said(measures: Measures) -> Effects:
    """That it is a measure on its case, for the record: what the table says later does not change it."""
    return {"measured": True} if measures else {}


def _no_longer(asked: Asked[Agreement, Any], until: date) -> Refusal:
    """The refusal of a term that ends before it could begin, or before the one that holds."""
    holds = max(asked.today, asked.work.until or date.min)
    return refuse("CMS633", "term", command=asked.command.name, until=until, holds=holds)


def _kind(asked: Asked[Agreement, Any]) -> AgreementKind | None:
    """The row as it is now; nothing where the city has taken it out of its table."""
    return asked.plan.rows(AgreementKind).get(asked.work.agreement)


def _renew(asked: Asked[Agreement, RenewAgreement]) -> Found | Refusal:
    kind, today = _kind(asked), asked.today
    holds = max(today, asked.work.until or today)
    if asked.command.until is None and kind is None:
        return unknown(asked.command, "agreement", asked.work.agreement, asked.plan.rows(AgreementKind), "agreements")
    until = asked.command.until or last_day(holds, kind.months if kind else 0)
    if until <= holds:
        return _no_longer(asked, until)
    return Found(_term(until, kind, asked.plan))


def _breach(asked: Asked[Agreement, BreachAgreement]) -> Found | Refusal:
    work, item = asked.work, asked.command.item
    if item not in work.items:
        return unknown(asked.command, "item", item, work.items, AgreementKind.table)
    if work.until is not None and work.until < asked.today:
        return refuse("CMS495", "term", work=work.id, until=work.until)
    measures = _measure(asked, _kind(asked))
    return measures if isinstance(measures, Refusal) else Found(_said(measures), measures=measures)


def _cure(asked: Asked[Agreement, CureBreach]) -> Found | Refusal:
    standing, item = {breach.item for breach in asked.work.standing}, asked.command.item
    if item and item not in standing:
        return refuse("CMS496", "breach", work=asked.work.id, item=item, standing=", ".join(sorted(standing)) or "—")
    return Found(to=IN_BREACH if item and standing != {item} else IN_FORCE)


def _until(happened: Happened) -> dict[str, Any]:
    effects = happened.effects
    return {"until": date.fromisoformat(effects["until"]), "due": datetime.fromisoformat(effects["due"])}


def _measured(work: Agreement, happened: Happened, case: str) -> dict[str, Any]:
    return {"measured": (*work.measured, case)} if happened.effects.get("measured") else {}


def _signed(work: Agreement, command: SignAgreement, happened: Happened) -> dict[str, Any]:
    return {
        "agreement": command.agreement, "party": command.party or work.name, "shop": command.shop,
        "address": command.address, "grid": command.grid, "division": happened.effects["division"],
        "case": command.case, "items": tuple(happened.effects["items"]), **_until(happened),
        **_measured(work, happened, command.case),
    }  # fmt: skip


def _renewed(work: Agreement, _command: RenewAgreement, happened: Happened) -> dict[str, Any]:
    return {"renewals": (*work.renewals, happened.at), **_until(happened)}


def _breached(work: Agreement, command: BreachAgreement, happened: Happened) -> dict[str, Any]:
    found = Breach(command.item, happened.at, command.case)
    return {"breaches": (*work.breaches, found), **_measured(work, happened, command.case)}


def _cured(work: Agreement, command: CureBreach, happened: Happened) -> dict[str, Any]:
    def after(breach: Breach) -> Breach:
        meant = breach.cured is None and command.item in {"", breach.item}
        return attrs.evolve(breach, cured=happened.at) if meant else breach

    return {"breaches": tuple(map(after, work.breaches))}


def _ended(_work: Agreement, _command: EndAgreement, happened: Happened) -> dict[str, Any]:
    return {"ended": happened.at, "due": None}


AGREEMENTS: Final = WorkKind(
    Agreement,
    (
        Step(SignAgreement, BEGINS, IN_FORCE, _signed, _sign, _wants, needs=("agreement",)),
        Step(RenewAgreement, RUNNING, STAYS, _renewed, _renew),
        Step(BreachAgreement, RUNNING, IN_BREACH, _breached, _breach, _wants, needs=("item",)),
        Step(CureBreach, (IN_BREACH,), IN_FORCE, _cured, _cure),
        Step(EndAgreement, RUNNING, ENDED, _ended, needs=("reason",)),
    ),
)
