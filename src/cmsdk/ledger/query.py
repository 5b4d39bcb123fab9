"""Whether a case matches a query: what the SQL ledger's WHERE clause must equal."""

from cmsdk.contract.matching import Earlier
from cmsdk.contract.ports import CaseQuery, Matter, MatterQuery, Seen
from cmsdk.model.case import Case

EQUAL = ("city", "state", "unit", "grid", "category", "linked")
"""Fields of a query that a case must equal."""


def matches(case: Case, query: CaseQuery) -> bool:
    """Every field of ``query`` that is given holds for ``case``."""
    if any(getattr(query, field) not in {None, getattr(case, field)} for field in EQUAL):
        return False
    if case.id <= query.after or case.state in query.without_states:
        return False
    if query.due_before and not (case.due and case.due.at < query.due_before):
        return False
    if query.opened_from and case.opened < query.opened_from:
        return False
    if query.opened_until and case.opened >= query.opened_until:
        return False
    if query.closed_from and not (case.closed and case.closed >= query.closed_from):
        return False
    return not (query.closed_until and not (case.closed and case.closed < query.closed_until))


def is_wanted(matter: Matter, query: MatterQuery) -> bool:
    """Every field of ``query`` that is given holds for ``matter``."""
    if (matter.city, matter.kind) != (query.city, query.kind) or matter.id <= query.after:
        return False
    return query.case in {None, matter.case} and query.state in {None, matter.state}


def touches(case: Case, seen: Seen) -> bool:
    """Whether something new in ``case`` makes what a writer has seen out of date."""
    of_class = case.city == seen.city and case.category in seen.categories
    return of_class or case.id in seen.streams or case.linked in seen.streams


def earlier_of(case: Case) -> Earlier:
    """``case`` as matchers see it."""
    return Earlier(
        case.id, case.category, case.at, case.text, case.point, case.grid, case.division, case.state, case.unit,
        case.mode, case.handled is None and case.closed is None,
    )  # fmt: skip
