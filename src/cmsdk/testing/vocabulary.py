"""The names that a city knows, by what is named; a scenario that writes another is told the nearest."""

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from cmsdk.contract.plan import CityPlan
from cmsdk.contract.timing import STAGES
from cmsdk.contract.workflow import GUARDS
from cmsdk.model.approach import Approach
from cmsdk.model.commands import Satisfaction
from cmsdk.model.words import catalogue, label

from .channel import SCENARIO
from .verbs import VERBS

OWN_GUARDS: Final = (
    "workflow", "state", "time", "role", "needs", "unit", "link", "concurrency", "key", "request", "approval",
    "assisting", "correct", "table", "party_key",
)  # fmt: skip
"""Guards that refuse without being named by a row of a workflow table; a test holds the code to them."""


def _categories(plan: CityPlan) -> Iterable[str]:
    """With scheme and version, and those of the city's own scheme by their code alone."""
    own = f"{plan.profile.scheme}/"
    yield from (key.removeprefix(own) for key in plan.categories)
    yield from plan.categories


def _commands(plan: CityPlan) -> Iterable[str]:
    """Ids of commands, and the city's own labels for them."""
    yield from VERBS
    yield from (row.label for row in plan.workflow.transitions if row.label)


def _roles(plan: CityPlan) -> Iterable[str]:
    yield from (role for row in plan.workflow.transitions for role in row.roles)
    yield from (role for officer in plan.officers.values() for role in officer.roles)


def worded(ids: Iterable[str]) -> tuple[str, ...]:
    """Ids, and their Chinese labels."""
    listed = tuple(ids)
    return (*listed, *(label(one, "zh") for one in listed))


def _refusals(_plan: CityPlan) -> Iterable[str]:
    yield from (*GUARDS, *OWN_GUARDS)
    yield from catalogue()


KNOWN: Final[Mapping[str, Callable[[CityPlan], Iterable[str]]]] = {
    "person": lambda plan: plan.officers,
    "role": _roles,
    "command": _commands,
    "refused": _refusals,
    "state": lambda plan: (*plan.workflow.states, *plan.workflow.labels.values()),
    "stage": lambda _plan: STAGES,
    "unit": lambda plan: plan.units,
    "category": _categories,
    "grid": lambda plan: plan.grids,
    "division": lambda plan: plan.divisions,
    "station": lambda plan: plan.stations,
    "standard": lambda plan: plan.standards,
    "channel": lambda plan: (SCENARIO, *plan.channels),
    "satisfied": lambda _plan: worded(Satisfaction),
    "approach": lambda _plan: Approach,
}
"""What is named → the names that are known; also the keys ``scenario-…`` of ``messages/expected.toml``."""
ALIASES: Final = {
    "route": "unit",
    "states": "state",
    "units": "unit",
    "categories": "category",
    "channels": "channel",
    "shares": "approach",
}
"""Names of paths that hold names of another kind: ``route`` is a unit, ``figures.units`` has a row a unit."""
