"""Whether a case matches a query, said of one case: what the ledger's WHERE clause must equal."""

from cmsdk.contract.ports import CaseQuery
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
