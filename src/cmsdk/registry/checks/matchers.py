"""Checks of the rows that find duplicates: what they need is installed, and no two of them are of one class."""

from collections.abc import Iterator
from importlib.util import find_spec

from cmsdk.contract.matching import MatchRow
from cmsdk.contract.plan import CityPlan, Ranked
from cmsdk.model.problem import Problem, problem
from cmsdk.model.spans import DateSpan

LIBRARY = "rapidfuzz"
"""Compares texts. There is one way to do it and no other in its place, so that a city answers alike everywhere."""


def _meet(one: DateSpan, other: DateSpan) -> bool:
    return (one.first is None or other.last is None or one.first <= other.last) and (
        other.first is None or one.last is None or other.first <= one.last
    )


def _without_library(rows: list[Ranked[MatchRow]]) -> Iterator[Problem]:
    worded = [r.item for r in rows if r.item.similarity is not None]
    if worded and find_spec(LIBRARY) is None:
        first = worded[0]
        yield problem("CMS360", first.source or first.id, id=first.id, count=len(worded), library=LIBRARY)


def _overlaps(rows: list[Ranked[MatchRow]]) -> Iterator[Problem]:
    seen: dict[tuple[object, ...], list[MatchRow]] = {}
    for ranked in rows:
        row = ranked.item
        same = seen.setdefault((row.band, ranked.plugin.specificity, row.category), [])
        for other in same:
            if _meet(row.valid, other.valid):
                facts = {"first": other.id, "second": row.id, "category": row.category}
                yield problem("CMS361", row.source or row.id, **facts)
        same.append(row)


def check_matchers(plan: CityPlan) -> Iterator[Problem]:
    """Rows that compare words without the library for it, and two rows of one class."""
    rows = [Ranked(r.item, r.plugin) for r in plan.matchers if isinstance(r.item, MatchRow)]
    yield from _without_library(rows)
    yield from _overlaps(rows)
