"""What a check is: its id, what it looks at, how much it counts, and the problem it gives where it fails."""

from collections.abc import Callable, Iterator
from enum import StrEnum
from typing import TYPE_CHECKING

import attrs

from cmsdk.contract.api import API
from cmsdk.contract.base import Contribution
from cmsdk.model.problem import Problem

if TYPE_CHECKING:
    from .stand import Stand


class Tier(StrEnum):
    """How good a plugin is (等级); each tier asks for all that the one before it asks for."""

    ACCEPTED = "accepted"
    """合格: may be put in force."""
    SOLID = "solid"
    """稳妥: may be relied on for years."""
    EXEMPLARY = "exemplary"
    """示范: others may learn from it."""

    @property
    def asks(self) -> "tuple[Tier, ...]":
        """The tiers whose checks have to hold for this one."""
        return tuple(Tier)[: list(Tier).index(self) + 1]


class Kind(StrEnum):
    """Kinds of contribution, one contract class each."""

    CITY = "city"
    CHANNEL = "channel"
    ROUTES = "routes"
    CLASSIFIER = "classifier"
    CALENDAR = "calendar"
    WORKFLOW = "workflow"
    REPORT = "report"
    WORK_RULES = "work-rules"


@attrs.frozen
class Thing:
    """One thing that a plugin contributes: something with a name, or all rows of one table.

    A table is one thing, whatever number of rows it has, since its rows are checked together and every problem names
    its row.
    """

    name: str
    items: tuple[Contribution, ...] = ()


Run = Callable[["Stand", Thing], Iterator[Problem]]


@attrs.frozen
class Check:
    """One check. ``run`` yields a problem for each thing that is wrong, nothing where all is well.

    ``code`` is the code of the problem that it gives itself, nothing where it only hands on problems of others.
    A check that came with a newer API than the kit's first (1.3) only warns in that version, and binds from the next
    one on: what is obligatory grows with minor versions and never within one.
    """

    id: str
    code: str
    tier: Tier
    kinds: tuple[Kind, ...]
    run: Run
    since: str = "1.3"
    fails_on: frozenset[str] = frozenset()
    """Codes of problems of others, handed on, that fail it though they are only worth a look elsewhere."""

    of: tuple[type[Contribution], ...] = ()
    """Sorts of contribution that it looks at, where those are only some of its kinds."""

    def about(self, thing: Thing) -> bool:
        """Whether there is anything in ``thing`` for it to look at."""
        return not self.of or any(isinstance(item, self.of) for item in thing.items)

    def binds(self, api: str = API) -> bool:
        """Whether its failure counts under the contract ``api``."""
        return self.since == FIRST or _numbers(self.since) < _numbers(api)


FIRST = "1.3"
"""The API version that brought the kit."""


def _numbers(api: str) -> tuple[int, ...]:
    return tuple(int(part) for part in api.split("."))
