"""What ``cmsdk city check`` looks at besides assembly: each part is what it found, for people and for machines."""

from collections.abc import Callable
from datetime import date

import attrs

from cmsdk.contract.plan import CityPlan
from cmsdk.model.problem import Problem
from cmsdk.proof.prove import prove
from cmsdk.proof.topology import check_topology
from cmsdk.proof.verdict import verdict

from .answer import Asked
from .coverage import proof_form, show_proof
from .moved import moved_form, show_moved
from .opening import opened
from .progress import progress
from .screen import Screen


def _nothing(_screen: Screen) -> None:
    """A part whose problems say all."""


@attrs.frozen
class Found:
    """What one part found: its problems, its JSON, and what it shows of itself before the problems."""

    problems: tuple[Problem, ...] = ()
    form: dict[str, object] = attrs.field(factory=dict)
    show: Callable[[Screen], None] = _nothing


def matrix(plan: CityPlan, day: date) -> Found:
    """Whether every category has exactly one unit in every division from ``day`` on."""
    proof = prove(plan, day)
    return Found(tuple(verdict(proof, plan)), {"matrix": proof_form(proof)}, lambda s: show_proof(s, plan, proof))


def topology(plan: CityPlan, day: date) -> Found:
    """Gaps and overlaps of what is drawn, as it holds on ``day``."""
    return Found(tuple(check_topology(plan, day)))


def deadlines(plan: CityPlan, asked: Asked) -> Found:
    """Open deadlines of the ledger that move under the present calendars, where a ledger is named."""
    if not asked.ledger:
        return Found()
    with opened(attrs.evolve(asked, city=plan.city)) as city, progress(asked, "progress-recount"):
        moved = list(city.city.moved_deadlines())
        found = city.city.deadlines.problems(moved)
    return Found(found, {"moved": [moved_form(row, plan) for row in moved]}, lambda s: show_moved(s, moved, plan))
