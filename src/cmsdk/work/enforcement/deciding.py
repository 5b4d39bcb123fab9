"""Guards on notice, hearing, review and decision (articles 28, 36, 44, 45, 51, 57 to 60, 63 to 65)."""

from collections.abc import Mapping
from typing import Final

from cmsdk.model.enforcement import NONE, Penalty
from cmsdk.model.enforcement_kinds import ON_THE_SPOT_KINDS

from .asked import Asked, Facts, Guard
from .statute import penalty


def intended(asked: Asked) -> Penalty:
    """The penalty that the command names."""
    return penalty(asked.given("kinds", ()), asked.given("fine", NONE))


def _discovery_term(asked: Asked) -> Facts | None:
    ended, grave = (asked.given(name, getattr(asked.file, name)) for name in ("act_ended", "grave"))
    found = asked.file.opened or asked.now
    term = "discovery_grave" if grave else "discovery"
    if ended is None or asked.statute.within(term, ended, found):
        return None
    return {"ended": ended, "last": asked.statute.last_day(term, ended)}


def _days_in_order(asked: Asked) -> Facts | None:
    """A term that is set does not lie in the past, and what is said to have happened not in the future."""
    today, until = asked.today, asked.given("until")
    if until is not None and until < today:
        return {"field": "until", "reason": f"{until} < {today}"}
    past = {"open": "act_ended", "confirm_correction": "on"}.get(asked.command.name, "")
    day = asked.given(past) if past else None
    return None if day is None or day <= today else {"field": past, "reason": f"{day} > {today}"}


def _rights_told(asked: Asked) -> Facts | None:
    return None if asked.given("rights_told") else {}


def _notified(asked: Asked) -> Facts | None:
    return None if asked.file.notice else {}


def _statement_heard(asked: Asked) -> Facts | None:
    notice = asked.file.notice
    if asked.file.heard or asked.given("statement_heard"):
        return None
    if notice is not None and asked.today > notice.until:
        return None
    return {"until": notice.until if notice else "—"}


def _not_raised(asked: Asked) -> Facts | None:
    """A decision is never above its notice; once the party has defended itself, a further notice is not either."""
    notice, now = asked.file.notice, intended(asked)
    if notice is None or (asked.command.name == "notify" and not asked.file.defended):
        return None
    added = [kind for kind in now.kinds if kind not in notice.penalty.kinds]
    if not added and now.fine <= notice.penalty.fine:
        return None
    told = {"fine": now.fine, "told": notice.penalty.fine, "added": ", ".join(added) or "—"}
    return told | {"defended": "yes" if asked.file.defended else "no"}


def _correction_ordered(asked: Asked) -> Facts | None:
    return None if asked.given("demand") or asked.file.correction.ordered else {}


def _hearing_told(asked: Asked) -> Facts | None:
    due = asked.statute.hearing_due(intended(asked), asked.file.party_kind)
    return {"fine": intended(asked).fine} if due and not asked.given("hearing_told") else None


def _hearing_concluded(asked: Asked) -> Facts | None:
    notice, hearing = asked.file.notice, asked.file.hearing
    if notice is None or not asked.statute.hearing_due(notice.penalty, asked.file.party_kind):
        return None
    if hearing.held or hearing.waived:
        return None
    if hearing.requested is None and asked.statute.over("hearing_request", notice.at, asked.now):
        return None
    last = asked.statute.last_day("hearing_request", notice.at)
    return {"requested": "yes" if hearing.requested else "no", "last": last}


def _hearing_request_term(asked: Asked) -> Facts | None:
    notice = asked.file.notice
    if notice is None:
        return {"last": "—"}
    last = asked.statute.last_day("hearing_request", notice.at)
    return None if asked.statute.within("hearing_request", notice.at, asked.now) else {"last": last}


def _hearing_notice_term(asked: Asked) -> Facts | None:
    """The hearing is on the seventh working day after the notice of it, or later, and held no earlier than told."""
    if asked.command.name == "notify_hearing":
        on, first = asked.given("on"), asked.statute.last_day("hearing_notice", asked.now)
    else:
        on, first = asked.today, asked.file.hearing.on
        if first is None:
            return {"on": on, "first": "—"}
    return {"on": on, "first": first} if first is not None and (on is None or on < first) else None


def _legal_review(asked: Asked) -> Facts | None:
    grounds = [*asked.file.grounds, *(("after_hearing",) if asked.file.hearing.held else ())]
    return {"grounds": ", ".join(grounds)} if grounds and asked.file.reviewed is None else None


def _decision_term(asked: Asked) -> Facts | None:
    statute, filed = asked.statute, asked.file.filed
    last = None if filed is None else statute.last_day("decision", filed)
    if last is not None and asked.file.extended:
        last = statute.last_day("decision_extension", last) or last
    return {"last": last} if last is not None and asked.today > last else None


def _decision_extension(asked: Asked) -> Facts | None:
    allowed = "decision_extension" in asked.statute.rules.terms and not asked.file.extended
    return None if allowed else {"last": "—"}


def _on_the_spot_limits(asked: Asked) -> Facts | None:
    wanted, party = intended(asked), asked.file.party_kind
    most = asked.statute.sum(f"on_the_spot_{party}")
    strange = [kind for kind in wanted.kinds if kind not in ON_THE_SPOT_KINDS]
    if not strange and most is not None and wanted.fine <= most:
        return None
    return {"fine": wanted.fine, "most": "—" if most is None else most, "strange": ", ".join(strange) or "—"}


DECIDING: Final[Mapping[str, Guard]] = {
    "discovery_term": Guard(_discovery_term, "CMS776"),
    "days_in_order": Guard(_days_in_order, "CMS707"),
    "rights_told": Guard(_rights_told, "CMS777"),
    "notified": Guard(_notified, "CMS777"),
    "statement_heard": Guard(_statement_heard, "CMS778"),
    "not_raised": Guard(_not_raised, "CMS779"),
    "correction_ordered": Guard(_correction_ordered, "CMS780"),
    "hearing_told": Guard(_hearing_told, "CMS767"),
    "hearing_concluded": Guard(_hearing_concluded, "CMS781"),
    "hearing_request_term": Guard(_hearing_request_term, "CMS782"),
    "hearing_notice_term": Guard(_hearing_notice_term, "CMS783"),
    "legal_review": Guard(_legal_review, "CMS784"),
    "decision_term": Guard(_decision_term, "CMS785"),
    "decision_extension": Guard(_decision_extension, "CMS785"),
    "on_the_spot_limits": Guard(_on_the_spot_limits, "CMS787"),
}
"""Guard → its code and check."""
