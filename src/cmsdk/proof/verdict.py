"""What of a proof a clerk has to look at, as coded problems: holes, rows that never win, rows that have expired."""

from collections.abc import Iterator, Sequence

from cmsdk.contract.deciding import AT_STATION, RouteRow
from cmsdk.contract.plan import CityPlan
from cmsdk.model.problem import Problem, problem

from .prove import Block, Fate, Hidden, Proof
from .spoken_spans import spans_text

FEW = 3
"""Examples that a sentence names."""


def some(names: Sequence[str]) -> str:
    """The first names, and that there are more."""
    return ", ".join(names[:FEW]) + (" …" if len(names) > FEW else "")


def _hole(block: Block, plan: CityPlan) -> Problem:
    # codes alone: names are in the language of the catalogue, not in that of who reads the sentence
    categories = [plan.categories[key].code for key in block.categories]
    divisions = [plan.divisions[code].name if code in plan.divisions else code for code in block.divisions]
    facts = {"categories": len(categories), "category": some(categories), "times": spans_text(block.spans)}
    return problem("CMS351", plan.city, divisions=len(divisions), division=some(divisions), **facts)


def _hidden(hidden: Hidden) -> Problem:
    row, by = hidden.row, hidden.by
    where = row.source or row.id
    if len(by) == 1:
        return problem("CMS352", where, row=row.id, by=by[0].id, by_where=by[0].source or by[0].id)
    if not by and row.unit == AT_STATION:
        return problem("CMS391", where, row=row.id, area=row.area)
    named = [f"{other.id} ({other.source})" if other.source else other.id for other in by]
    return problem("CMS353", where, row=row.id, by=some(named) or "—")


def _expired(rows: Sequence[RouteRow]) -> Iterator[Problem]:
    """One warning a file."""
    by_file: dict[str, list[RouteRow]] = {}
    for row in rows:
        by_file.setdefault(row.source.rpartition(":")[0], []).append(row)
    for found in by_file.values():
        found.sort(key=lambda row: (row.valid.last, row.id), reverse=True)
        names = [f"{row.id} ({row.source.rpartition(':')[2]})" if row.source else row.id for row in found]
        last = found[0].valid.last
        yield problem("CMS354", found[0].source or found[0].id, count=len(found), last=last, rows=some(names))


def verdict(proof: Proof, plan: CityPlan) -> tuple[Problem, ...]:
    """Everything to look at: holes that only the duty desk fills, rows that never win, rows that have expired."""
    holes = [_hole(block, plan) for block in proof.blocks if block.fate is Fate.DESK]
    return (*holes, *map(_hidden, proof.hidden), *_expired(proof.expired))
