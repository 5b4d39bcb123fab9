"""Guards on service, payment, execution and compulsory measures (行政处罚法 56, 61 to 72; 行政强制法)."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from cmsdk.model.enforcement import NONE, Held
from cmsdk.model.enforcement_kinds import FileOutcome, OnSite, PaidBy, PartyKind, PenaltyKind, Service

from .asked import Asked, Facts, Guard


def _consented(asked: Asked) -> Facts | None:
    return {} if asked.given("how") is Service.ELECTRONIC and not asked.given("consent") else None


def _reason_when_late(asked: Asked) -> Facts | None:
    decision = asked.file.decision
    if decision is None or asked.given("reason", "").strip():
        return None
    last = asked.statute.last_day("service", decision.at)
    return None if asked.statute.within("service", decision.at, asked.now) else {"last": last}


def _separate_collection(asked: Asked) -> Facts | None:
    decision, ground = asked.file.decision, asked.given("ground")
    if asked.given("by") is not PaidBy.ON_SITE or decision is None:
        return None
    most = asked.statute.sum("on_site")
    small = decision.on_the_spot and most is not None and decision.penalty.fine <= most
    lawful = {OnSite.SMALL: small, OnSite.HARD_LATER: decision.on_the_spot, OnSite.REMOTE: True}
    if lawful.get(ground, False):
        return None
    return {"fine": decision.penalty.fine, "most": "—" if most is None else most, "ground": ground or "—"}


def unpaid(asked: Asked) -> Decimal:
    """What is still to be paid of the fine and of the surcharge as last reckoned."""
    decision, settling = asked.file.decision, asked.settling
    return (decision.penalty.fine if decision else NONE) + settling.surcharge - settling.paid


def _payment_overdue(asked: Asked) -> Facts | None:
    last, left = asked.payment_day, unpaid(asked)
    return None if last is not None and asked.today > last and left > 0 else {"last": last or "—", "unpaid": left}


def _overdue(asked: Asked) -> Facts | None:
    """Not paid by the last day of payment, or not corrected by that of the order to correct."""
    refused, correction = _payment_overdue(asked), asked.file.correction
    undone = correction.done is None and asked.settling.performed is None
    corrects = correction.until is not None and asked.today > correction.until and undone
    return None if refused is None or corrects else refused


def surcharge(asked: Asked) -> Decimal:
    """The surcharge up to today: so many per cent of the fine for each day that it is late, at most the fine."""
    last, rate, decision = asked.payment_day, asked.statute.sum("surcharge_percent"), asked.file.decision
    if last is None or rate is None or decision is None or asked.today <= last:
        return NONE
    fine = decision.penalty.fine
    return min(fine, round(fine * rate * (asked.today - last).days / 100, 2))


def _reminded_before_court(asked: Asked) -> Facts | None:
    reminded = asked.settling.reminded
    if reminded is not None and asked.statute.over("court_reminder", reminded, asked.now):
        return None
    return {"reminded": _day(asked, reminded), "first": _last(asked, "court_reminder", reminded)}


def _reminded_before_substitution(asked: Asked) -> Facts | None:
    reminded = asked.settling.reminded
    last = None if reminded is None else asked.statute.last_day("substitute_reminder", reminded)
    if reminded is not None and (last is None or asked.today >= last):
        return None
    return {"reminded": _day(asked, reminded), "first": last or "—"}


def _day(asked: Asked, moment: object) -> object:
    return "—" if moment is None else asked.statute.day(moment)  # type: ignore[arg-type]


def _last(asked: Asked, term: str, start: object) -> object:
    return "—" if start is None else asked.statute.last_day(term, start)  # type: ignore[arg-type]


def _suit_term_over(asked: Asked) -> Facts | None:
    served = asked.settling.served
    if served is not None and asked.statute.over("suit", served, asked.now):
        return None
    return {"last": _last(asked, "suit", served)}


def _court_application_term(asked: Asked) -> Facts | None:
    served = asked.settling.served
    suit = None if served is None else asked.statute.last_day("suit", served)
    if suit is None or asked.statute.within("court_application", suit, asked.now):
        return None
    return {"last": asked.statute.last_day("court_application", suit)}


def _allowed_hours(asked: Asked) -> Facts | None:
    if asked.given("emergency") or not (asked.statute.night(asked.now) or asked.statute.holiday(asked.today)):
        return None
    return {"at": asked.statute.local(asked.now).isoformat(timespec="minutes")}


def _supply_kept(asked: Asked) -> Facts | None:
    return {"at": "—"} if asked.given("cuts_supply") and asked.file.party_kind is PartyKind.CITIZEN else None


def _performed(asked: Asked) -> Facts | None:
    decision, settling = asked.file.decision, asked.settling
    if decision is None or decision.outcome is not FileOutcome.PENALISE or settling.executed:
        return None
    other = {PenaltyKind.CONFISCATION, PenaltyKind.LICENCE, PenaltyKind.RESTRICTION}.intersection(
        decision.penalty.kinds
    )
    if unpaid(asked) <= 0 and (settling.performed or not other):
        return None
    return {"unpaid": max(unpaid(asked), NONE), "kinds": ", ".join(sorted(other)) or "—"}


def _published(asked: Asked) -> Facts | None:
    decision = asked.file.decision
    return {} if decision is not None and decision.public and asked.settling.published is None else None


def _preservation_term(asked: Asked) -> Facts | None:
    held = _held(asked.file.preserved, asked.given("item", ""))
    if held is None or not asked.given("keep") or asked.statute.within("preservation", held.since, asked.now):
        return None
    return {"item": held.item, "last": asked.statute.last_day("preservation", held.since)}


def _held(kept: tuple[Held, ...], item: str) -> Held | None:
    return next((one for one in kept if one.item == item and one.ended is None), None)


def _seal_term(asked: Asked) -> Facts | None:
    term = asked.statute.rules.terms.get("seal_extension" if asked.command.name == "extend_seal" else "seal")
    days = asked.given("days", 0)
    return (
        None if days and (term is None or days <= term.amount) else {"days": days, "most": term.amount if term else "—"}
    )


def _seal_extension(asked: Asked) -> Facts | None:
    """Once, and before the seal ends."""
    held = _held(asked.file.sealed, asked.given("item", ""))
    if held is None:
        return None
    passed = (asked.today - asked.statute.day(held.since)).days
    return {"days": passed, "most": held.days} if held.extended or passed > held.days else None


PERFORMING: Final[Mapping[str, Guard]] = {
    "consented": Guard(_consented, "CMS798"),
    "reason_when_late": Guard(_reason_when_late, "CMS786"),
    "separate_collection": Guard(_separate_collection, "CMS788"),
    "overdue": Guard(_overdue, "CMS792"),
    "payment_overdue": Guard(_payment_overdue, "CMS792"),
    "reminded_before_court": Guard(_reminded_before_court, "CMS793"),
    "reminded_before_substitution": Guard(_reminded_before_substitution, "CMS793"),
    "suit_term_over": Guard(_suit_term_over, "CMS794"),
    "court_application_term": Guard(_court_application_term, "CMS766"),
    "allowed_hours": Guard(_allowed_hours, "CMS795"),
    "supply_kept": Guard(_supply_kept, "CMS765"),
    "performed": Guard(_performed, "CMS796"),
    "published": Guard(_published, "CMS797"),
    "preservation_term": Guard(_preservation_term, "CMS790"),
    "seal_term": Guard(_seal_term, "CMS791"),
    "seal_extension": Guard(_seal_extension, "CMS791"),
}
"""Guard → its code and check."""
