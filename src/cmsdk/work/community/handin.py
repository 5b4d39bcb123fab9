"""Hand-ins at work (一窗受理办理): checked at the counter, supplemented, accepted, passed on, answered in time.

What is missing stops nobody at the counter: it is named, and the papers wait there until the rest is brought.
"""

from collections.abc import Iterable
from typing import Any, Final

from cmsdk.contract.community.handin import HandInKind
from cmsdk.model.command import Refusal
from cmsdk.model.works.handin import (
    AcceptHandIn,
    AnswerHandIn,
    HandIn,
    HandInRecord,
    PassOnHandIn,
    SupplementHandIn,
    WithdrawHandIn,
)

from .shape import BEGINS, Asked, Found, Happened, Step, WorkKind, refuse, row, unknown

INCOMPLETE: Final = "incomplete"
HANDED_IN: Final = "handed_in"
ACCEPTED: Final = "accepted"
PASSED_ON: Final = "passed_on"
ANSWERED: Final = "answered"
WITHDRAWN: Final = "withdrawn"
OPEN: Final = (INCOMPLETE, HANDED_IN, ACCEPTED, PASSED_ON)


def _checked(asked: Asked[HandInRecord, Any], kind: HandInKind, there: Iterable[str]) -> Found | Refusal:
    """What the checklist still asks for; a paper that it does not know is refused, so that none is mistaken."""
    known, given = (*kind.documents, *kind.optional), set(there)
    strange = next((name for name in asked.command.documents if name not in known), None)
    if strange is not None:
        return unknown(asked.command, "documents", strange, known, kind.table)
    missing = [name for name in kind.documents if name not in given]
    return Found({"missing": missing}, to=INCOMPLETE if missing else HANDED_IN)


def _hand_in(asked: Asked[HandInRecord, HandIn]) -> Found | Refusal:
    command, stations = asked.command, asked.plan.stations
    kind = row(asked, HandInKind, "item")
    if isinstance(kind, Refusal):
        return kind
    station = stations.get(command.station)
    if station is None:
        return unknown(command, "station", command.station, stations, "stations")
    lacking = [service for service in kind.services if not station.offers(service)]
    if lacking:
        able = [one.id for one in stations.values() if all(map(one.offers, kind.services))]
        facts = {"services": ", ".join(lacking), "able": ", ".join(able) or "—"}
        return refuse("CMS497", "services", kind.basis, item=kind.id, station=station.id, **facts)
    return _checked(asked, kind, command.documents)


def _kind(asked: Asked[HandInRecord, Any]) -> HandInKind | Refusal:
    """The row as it is now."""
    rows, item = asked.plan.rows(HandInKind), asked.work.item
    return rows[item] if item in rows else unknown(asked.command, "item", item, rows, HandInKind.table)


def _supplement(asked: Asked[HandInRecord, SupplementHandIn]) -> Found | Refusal:
    kind = _kind(asked)
    there = (*asked.work.documents, *asked.command.documents)
    return kind if isinstance(kind, Refusal) else _checked(asked, kind, there)


def _accept(asked: Asked[HandInRecord, AcceptHandIn]) -> Found | Refusal:
    kind = _kind(asked)
    if isinstance(kind, Refusal):
        return kind
    return Found({"due": asked.due(kind.limit, kind.calendar).at.isoformat()} if kind.limit else {})


def _pass_on(asked: Asked[HandInRecord, PassOnHandIn]) -> Found | Refusal:
    command, kind = asked.command, _kind(asked)
    unit = command.unit or ("" if isinstance(kind, Refusal) else kind.unit)
    if not unit:
        return refuse("CMS471", "needs", command=command.name, field="unit")
    if unit not in asked.plan.units:
        return unknown(command, "unit", unit, asked.plan.units, "units")
    return Found({"unit": unit})


def _answer(asked: Asked[HandInRecord, AnswerHandIn]) -> Found | Refusal:
    if asked.command.approved is False and not asked.command.reason.strip():
        return refuse("CMS498", "reason", work=asked.work.id)
    return Found()


def _handed_in(_work: HandInRecord, command: HandIn, happened: Happened) -> dict[str, Any]:
    missing = tuple(happened.effects["missing"])
    return {
        "item": command.item, "station": command.station, "subject": command.subject,
        "documents": command.documents, "missing": missing, "once": not missing,
    }  # fmt: skip


def _supplemented(work: HandInRecord, command: SupplementHandIn, happened: Happened) -> dict[str, Any]:
    there = tuple(dict.fromkeys((*work.documents, *command.documents)))
    return {
        "documents": there, "missing": tuple(happened.effects["missing"]), "supplements": work.supplements + 1,
    }  # fmt: skip


def _accepted(_work: HandInRecord, _command: AcceptHandIn, happened: Happened) -> dict[str, Any]:
    return {"accepted": happened.at, "due": happened.due}


def _passed_on(_work: HandInRecord, _command: PassOnHandIn, happened: Happened) -> dict[str, Any]:
    return {"unit": happened.effects["unit"]}


def _answered(_work: HandInRecord, command: AnswerHandIn, happened: Happened) -> dict[str, Any]:
    return {"answered": happened.at, "approved": command.approved, "reason": command.reason}


def _withdrawn(_work: HandInRecord, command: WithdrawHandIn, _happened: Happened) -> dict[str, Any]:
    return {"reason": command.reason, "due": None}


HAND_INS: Final = WorkKind(
    HandInRecord,
    (
        Step(HandIn, BEGINS, HANDED_IN, _handed_in, _hand_in, needs=("item", "station")),
        Step(SupplementHandIn, (INCOMPLETE,), HANDED_IN, _supplemented, _supplement, needs=("documents",)),
        Step(AcceptHandIn, (HANDED_IN,), ACCEPTED, _accepted, _accept),
        Step(PassOnHandIn, (ACCEPTED,), PASSED_ON, _passed_on, _pass_on),
        Step(AnswerHandIn, (ACCEPTED, PASSED_ON), ANSWERED, _answered, _answer, needs=("approved",)),
        Step(WithdrawHandIn, OPEN, WITHDRAWN, _withdrawn),
    ),
)
