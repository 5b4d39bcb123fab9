"""Filters of ``cases list``: an id, or the city's own name for it → the id."""

from collections.abc import Mapping
from difflib import get_close_matches

from cmsdk.contract.plan import CityPlan
from cmsdk.model.errors import RejectedInput
from cmsdk.model.problem import problem


def one_of(option: str, word: str, names: Mapping[str, str]) -> str | None:
    """The id that ``word`` is, or is the name of. Raises RejectedInput with the nearest known."""
    if not word:
        return None
    if word in names:
        return word
    ids = [id_ for id_, name in names.items() if name == word]
    if len(ids) == 1:
        return ids[0]
    near = get_close_matches(word, [*names, *names.values()], n=1, cutoff=0)
    raise RejectedInput([problem("CMS912", option, option=option, name=word, near=near[0] if near else "—")])


def wanted_state(plan: CityPlan, word: str) -> str | None:
    """The state of the workflow that ``--state`` names."""
    return one_of("--state", word, {s: plan.workflow.labels.get(s, s) for s in plan.workflow.states})


def wanted_unit(plan: CityPlan, word: str) -> str | None:
    """The unit that ``--unit`` names."""
    return one_of("--unit", word, {unit.id: unit.name for unit in plan.units.values()})


def wanted_grid(plan: CityPlan, word: str) -> str | None:
    """The grid that ``--grid`` names."""
    return one_of("--grid", word, {grid.code: grid.name for grid in plan.grids.values()})
