"""Whether a case belongs on a desk's list, said of one case, and in which order: what the ledger's pages must equal."""

from collections.abc import Sequence
import re

from cmsdk.contract.ports_desk import DeskQuery
from cmsdk.geo.metres import distance
from cmsdk.model.case import Case
from cmsdk.model.crs import to_wgs84
from cmsdk.model.finding import folded


def found_in(word: str, text: str) -> bool:
    """The plain substring test, on folded texts; a Latin word or number is not cut."""
    before = "(?<![a-z0-9])" if re.match("[a-z0-9]", word) else ""
    behind = "(?![a-z0-9])" if re.search("[a-z0-9]$", word) else ""
    return re.search(before + re.escape(word) + behind, text) is not None


def listed(case: Case, query: DeskQuery) -> bool:
    """Every field of ``query`` that is given holds for ``case``."""
    if case.city != query.city or case.state in query.ended:
        return False
    if any(getattr(query, name) not in {None, getattr(case, name)} for name in ("unit", "grid")):
        return False
    if query.officer not in {None, case.course.officer}:
        return False
    if query.due_until:
        if case.due is None or case.handled or case.closed or case.due.at >= query.due_until:
            return False
        if query.due_from and case.due.at < query.due_from:
            return False
    text = folded(f"{case.title}\n{case.text}\n{case.place}")
    if not all(found_in(word, text) for word in query.words):
        return False
    if query.near:
        return case.point is not None and distance(to_wgs84(query.near), to_wgs84(case.point)) <= query.metres
    return True


def wanted(cases: Sequence[Case], query: DeskQuery) -> list[str]:
    """Ids of the cases that are listed, in order; ``cases`` in that in which they were recorded."""
    found = [(number, case) for number, case in enumerate(cases) if listed(case, query)]
    if query.by_deadline:
        found.sort(key=lambda pair: (pair[1].due.at if pair[1].due else None, pair[0]))
    else:
        found.reverse()
    return [case.id for _, case in found]
