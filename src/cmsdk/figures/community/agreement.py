"""Figures of responsibility agreements (责任书统计): which hold, what happened to them, what was not kept."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, Final

from cmsdk.contract.community.agreement import AgreementKind
from cmsdk.figures.views import Seen, View
from cmsdk.model.viewed import ViewRow
from cmsdk.model.works.agreement import Agreement, Breach

_WHOSE: Final = ("agreement", "form", "party", "division", "grid")
"""Columns that say which agreement a row is about."""


def _whose(work: Agreement) -> dict[str, Any]:
    return {
        "agreement": work.name, "form": work.agreement, "party": work.party, "division": work.division,
        "grid": work.grid,
    }  # fmt: skip


def _notice(work: Agreement, seen: Seen) -> int:
    kind = seen.plan.rows(AgreementKind).get(work.agreement)
    return kind.notice_days if kind else 0


def _agreements(seen: Seen) -> Iterator[ViewRow]:
    """All that were ever signed, as they stand now; ``expiring`` and ``expired`` are those that are not ended."""
    today = seen.today
    for work in seen.of(Agreement):
        until, running = work.until or date.max, work.ended is None
        expired = running and until < today
        expiring = running and not expired and until - timedelta(days=_notice(work, seen)) <= today
        cells = {
            **_whose(work), "shop": work.shop, "state": work.state, "signed": work.begun, "until": work.until,
            "in_force": int(running and not expired), "expiring": int(expiring), "expired": int(expired),
            "renewals": len(work.renewals), "breaches": len(work.breaches), "standing": len(work.standing),
        }  # fmt: skip
        yield ViewRow(cells, (work.id,))


def _events(seen: Seen) -> Iterator[ViewRow]:
    """What happened in the period: one row each time that one was signed, renewed, breached, put right or ended."""
    for work in seen.of(Agreement):
        happened: list[tuple[str, Any, Breach | None]] = [("signed", work.begun, None), ("ended", work.ended, None)]
        happened += [("renewed", at, None) for at in work.renewals]
        happened += [("breached", breach.at, breach) for breach in work.breaches]
        happened += [("cured", breach.cured, breach) for breach in work.breaches]
        for what, at, breach in happened:
            if seen.within(at):
                item, case = (breach.item, breach.case) if breach else ("", "")
                cells = {**_whose(work), "event": what, "at": at, "item": item, "case": case}
                yield ViewRow(cells, (work.id, case) if case else (work.id,))


def _breaches(seen: Seen) -> Iterator[ViewRow]:
    """How often each party did not keep each item in the period, and how often that still stands."""
    found = defaultdict[tuple[str, str], list[tuple[Agreement, Breach]]](list)
    for work in seen.of(Agreement):
        for breach in work.breaches:
            if seen.within(breach.at):
                found[work.party, breach.item].append((work, breach))
    for (party, item), rows in sorted(found.items()):
        cases = dict.fromkeys(breach.case for _, breach in rows if breach.case)
        standing = sum(breach.cured is None for _, breach in rows)
        cells: dict[str, Any] = {
            "party": party, "item": item, "breaches": len(rows), "standing": standing, "cases": len(cases),
            "last": max(breach.at for _, breach in rows),
        }  # fmt: skip
        yield ViewRow(cells, (*dict.fromkeys(work.id for work, _ in rows), *cases))


VIEWS: Final = (
    View(
        id="agreements",
        columns=(
            *_WHOSE, "shop", "state", "signed", "until", "in_force", "expiring", "expired", "renewals", "breaches",
            "standing",
        ),
        rows=_agreements,
        works=(Agreement,),
    ),
    View(id="agreement-events", columns=(*_WHOSE, "event", "at", "item", "case"), rows=_events, works=(Agreement,)),
    View(
        id="agreement-breaches",
        columns=("party", "item", "breaches", "standing", "cases", "last"),
        rows=_breaches,
        works=(Agreement,),
    ),
)  # fmt: skip
