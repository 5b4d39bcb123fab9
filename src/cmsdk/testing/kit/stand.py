"""The stand (试验台) on which a plugin is checked: its plan, what it contributed, samples and scenarios."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time
from functools import cached_property
from typing import Final

import attrs

from cmsdk.contract.base import Contribution
from cmsdk.contract.plan import CityPlan
from cmsdk.desk.planning import planned
from cmsdk.model.triaged import Triaged
from cmsdk.registry.collect import Collected, collect_one
from cmsdk.registry.discovery import Discovered
from cmsdk.registry.selection import State, select
from cmsdk.triage.times import read_time

from .blocking import Blocking
from .check import Kind, Thing
from .samples import Sample, decided, samples
from .scenarios import Played, played, told
from .target import Target

OF_KIND: Final[Mapping[Kind, tuple[str, ...]]] = {
    Kind.CHANNEL: ("cmsdk_channels",),
    Kind.ROUTES: ("cmsdk_routes",),
    Kind.CLASSIFIER: ("cmsdk_normalisers", "cmsdk_matchers", "cmsdk_classifiers"),
    Kind.CALENDAR: ("cmsdk_calendars",),
    Kind.WORKFLOW: ("cmsdk_workflow",),
    Kind.REPORT: ("cmsdk_indicators", "cmsdk_reports", "cmsdk_formats"),
    Kind.WORK_RULES: (
        "cmsdk_standards", "cmsdk_approach_policy", "cmsdk_measures", "cmsdk_deadlines", "cmsdk_work_rules",
        "cmsdk_community", "cmsdk_offences", "cmsdk_notifiers", "cmsdk_observe",
    ),
}  # fmt: skip
"""The hooks whose contributions a contract class is about; ``city`` is about the plugin as a whole."""


def _table_of(item: Contribution) -> str:
    """The file whose row it is; nothing where it came from Python, or where its file is not one of rows."""
    file, _, row = item.source.rpartition(":")
    return file if row.isdigit() else ""


def things_of(items: Sequence[Contribution]) -> tuple[Thing, ...]:
    """The things among contributions: what has a name of its own, and tables; in order of their names."""
    found: dict[str, list[Contribution]] = {}
    for item in items:
        found.setdefault(_table_of(item) or item.key, []).append(item)
    return tuple(Thing(name, tuple(rows)) for name, rows in sorted(found.items()))


@attrs.frozen(slots=False, eq=False)
class Stand:
    """Everything that checks look at. It is made once a run; what is costly in it is made when it is asked for."""

    target: Target
    blocking: Blocking

    @cached_property
    def rows(self) -> tuple[Discovered, ...]:
        """The plugins there are."""
        return self.target.rows()

    @cached_property
    def now(self) -> datetime:
        """What "today" means, aware."""
        return read_time(self.target.at, self.plan.zone, time())[0] if self.target.at else datetime.now(UTC)

    @cached_property
    def plan(self) -> CityPlan:
        """The city's plan. Raises AssemblyError."""
        return planned(self.rows, self.target.city)

    @cached_property
    def again(self) -> CityPlan:
        """The plan once more, from plugins that were made anew, in the same process. Raises AssemblyError."""
        return planned(self.rows, self.target.city)

    @cached_property
    def samples(self) -> tuple[Sample, ...]:
        """Reports made of the city's own words."""
        return samples(self.plan)

    @cached_property
    def told(self) -> tuple[Sample, ...]:
        """The reports that the scenarios of its project give."""
        return told(self.target)

    @cached_property
    def decided(self) -> tuple[Triaged, ...]:
        """What the plan says of the samples."""
        return tuple(decided(self.plan, self.samples, self.now))

    @cached_property
    def played(self) -> Played:
        """The scenarios of its project, played once."""
        return played(self.target, self.plan)

    @cached_property
    def collected(self) -> Collected:
        """What the plugin itself contributed."""
        return self.collect()

    def collect(self) -> Collected:
        """Ask the plugin anew."""
        chosen = select(self.rows, self.target.city)
        own = next(one for one in chosen if one.row.name == self.target.plugin and one.state is State.ACTIVE)
        return collect_one(own, self.target.city)

    def things(self, kind: Kind) -> tuple[Thing, ...]:
        """What the plugin contributed of a kind, and the plugin itself where the kind is the city."""
        if kind is Kind.CITY:
            every = [item for items in self.collected.items.values() for item in items]
            return (Thing(self.target.plugin, tuple(every)),)
        return things_of([item for hook in OF_KIND[kind] for item in self.collected.items.get(hook, ())])
