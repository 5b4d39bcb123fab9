"""Which of the plugins make up a city's plan, decided on manifests alone."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

import attrs

from cmsdk.model.problem import Problem, problem

from .discovery import Discovered, named_twice
from .manifest import Manifest


class State(StrEnum):
    """What becomes of a plugin for the city that is named."""

    ACTIVE = "active"
    OUT_OF_SCOPE = "out_of_scope"
    BROKEN = "broken"
    INCOMPATIBLE = "incompatible"
    MISSING_REQUIREMENT = "missing_requirement"


@attrs.frozen
class Selected:
    """A row of ``cmsdk plugins list``."""

    row: Discovered
    state: State
    problems: tuple[Problem, ...] = ()

    @property
    def manifest(self) -> Manifest:
        """The manifest of an active row."""
        if self.row.manifest is None:
            raise ValueError(f"{self.row.name} has no manifest that can be read")
        return self.row.manifest


def _state(row: Discovered, city: str, names: set[str], twice: Mapping[str, Problem]) -> Selected:
    if row.manifest is None:
        incompatible = any(p.code == "CMS104" for p in row.problems)
        return Selected(row, State.INCOMPATIBLE if incompatible else State.BROKEN, row.problems)
    if not row.manifest.scope.covers(city):
        return Selected(row, State.OUT_OF_SCOPE)
    if row.name in twice:
        return Selected(row, State.BROKEN, (twice[row.name],))
    missing = [name for name in row.manifest.requires if name not in names]
    if missing:
        found = tuple(problem("CMS105", f"{row.label}/cmsdk.toml", plugin=row.name, requires=name) for name in missing)
        return Selected(row, State.MISSING_REQUIREMENT, found)
    return Selected(row, State.ACTIVE)


def select(rows: Sequence[Discovered], city: str) -> tuple[Selected, ...]:
    """The state of every plugin for ``city``; the active ones are what its plan is built from.

    Two that cover the city under one name are broken, also where an app put the rows together itself.
    """
    covering = [row for row in rows if row.manifest is not None and row.manifest.scope.covers(city)]
    twice, usable = named_twice(covering), {row.name for row in covering}
    while True:
        chosen = tuple(_state(row, city, usable, twice) for row in rows)
        active = {s.row.name for s in chosen if s.state is State.ACTIVE}
        if active == usable:
            return chosen
        usable = active
