"""The plan of a city: all that the engine ever sees of plugins."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any, Generic, TypeVar
from zoneinfo import ZoneInfo

import attrs

from cmsdk.model.category import CategoryCode
from cmsdk.model.problem import Problem

from .attachments import CORE_ATTACHMENTS, AttachmentRules
from .base import Contribution
from .case_rules import CaseRules
from .catalogue import Category, CategoryMapping, FilingStandard, Scheme
from .channels import Channel
from .community.base import CommunityRow
from .deciding import Classifier, KeywordRow, Normaliser, Route, RouteRow
from .enforcement import EnforcementRules, LenientOffence
from .indicators import Indicator
from .matching import Matcher, MatchRow
from .measures import Measure
from .notices import NoticeRow, Notifier, Observer
from .organisation import Officer, Unit
from .output import Format, ReportDefinition
from .places import Division, Grid, PlaceName, Station
from .profile import ApproachPolicy, CityProfile, RoutingPolicy
from .retention import NO_RETENTION, RetentionRules
from .timing import LimitRow, WorkCalendar
from .workflow import Workflow

T_co = TypeVar("T_co", bound=Contribution, covariant=True)
R = TypeVar("R", bound=CommunityRow)


@attrs.frozen
class PluginInfo:
    """A plugin that had a part in the plan."""

    name: str
    distribution: str
    version: str
    scope: str
    specificity: int

    @property
    def label(self) -> str:
        """Distribution and version, as messages name it."""
        return f"{self.distribution} {self.version}"


@attrs.frozen
class Ranked(Generic[T_co]):
    """A rule with the plugin it came from, in the plan's order: band, scope, id."""

    item: T_co
    plugin: PluginInfo


@attrs.frozen(slots=False, eq=False, kw_only=True)
class CityPlan:
    """One immutable plan a city (ADR 0004). ``fingerprint`` is stored with every decision."""

    city: str
    fingerprint: str
    plugins: tuple[PluginInfo, ...]
    profile: CityProfile
    approach_policy: ApproachPolicy
    routing: RoutingPolicy
    workflow: Workflow
    case_rules: CaseRules
    divisions: Mapping[str, Division]
    grids: Mapping[str, Grid]
    gazetteer: Mapping[str, PlaceName]
    stations: Mapping[str, Station]
    units: Mapping[str, Unit]
    officers: Mapping[str, Officer]
    categories: Mapping[str, Category]
    standards: Mapping[str, FilingStandard]
    channels: Mapping[str, Channel]
    normalisers: tuple[Ranked[Normaliser], ...]
    classifiers: tuple[Ranked[KeywordRow | Classifier], ...]
    routes: tuple[Ranked[RouteRow | Route], ...]
    matchers: tuple[Ranked[MatchRow | Matcher], ...] = ()
    calendars: Mapping[str, WorkCalendar]
    limits: tuple[Ranked[LimitRow], ...]
    reports: Mapping[str, ReportDefinition]
    formats: Mapping[str, Format]
    origins: Mapping[tuple[str, str], PluginInfo]
    """(hook, key) → the plugin that the item came from."""
    items: Mapping[str, tuple[Ranked[Contribution], ...]] = attrs.field(factory=dict)
    """Hook → every item as it was contributed, in the plan's order: what the fingerprint is taken over."""
    warnings: tuple[Problem, ...] = ()
    schemes: Mapping[str, Scheme] = attrs.field(factory=dict)
    """``scheme/version`` → what is said of it, also of schemes that the city does not use."""
    other_categories: Mapping[str, Category] = attrs.field(factory=dict)
    """Categories of schemes that the city does not use: known by name, and to mappings; no rule answers with one."""
    mappings: Mapping[str, CategoryMapping] = attrs.field(factory=dict)
    enforcement: EnforcementRules | None = None
    """Rules of enforcement files; nothing where no plugin brings them: then the city keeps no such files."""
    offences: Mapping[str, LenientOffence] = attrs.field(factory=dict)
    """Rows of the lists of offences that are not punished."""
    measures: Mapping[str, Measure] = attrs.field(factory=dict)
    notices: Mapping[str, NoticeRow] = attrs.field(factory=dict)
    """Rows of the table of notices."""
    notifiers: Mapping[str, Notifier] = attrs.field(factory=dict)
    observers: tuple[Ranked[Observer], ...] = ()
    retention: RetentionRules = NO_RETENTION
    attachments: AttachmentRules = CORE_ATTACHMENTS
    indicators: Mapping[str, Indicator] = attrs.field(factory=dict)
    community: Mapping[str, CommunityRow] = attrs.field(factory=dict)
    """Rows of community work, by table and id; see ``rows``."""

    @cached_property
    def zone(self) -> ZoneInfo:
        """The city's time zone."""
        return ZoneInfo(self.profile.time_zone)

    @cached_property
    def _tables(self) -> dict[type[CommunityRow], dict[str, CommunityRow]]:
        found: dict[type[CommunityRow], dict[str, CommunityRow]] = {}
        for row in self.community.values():
            found.setdefault(type(row), {})[row.id] = row
        return found

    @cached_property
    def row_names(self) -> Mapping[str, str]:
        """What a row of community work is called, by its id, where it has a name; the first of two of one id."""
        found: dict[str, str] = {}
        for row in self.community.values():
            name = getattr(row, "name", "")
            if name:
                found.setdefault(row.id, name)
        return found

    def rows(self, kind: type[R]) -> Mapping[str, R]:
        """The rows of community work of one kind, by id, in the plan's order."""
        found: Mapping[str, Any] = self._tables.get(kind, {})  # grouped by type
        return found

    def category(self, key: str) -> Category | None:
        """The category ``key``, also of a scheme that the city no longer uses; cases keep what they were decided as."""
        return self.categories.get(key) or self.other_categories.get(key)

    def lineage(self, category: str) -> tuple[str, ...]:
        """The category's key and those above it, most specific first."""
        chain: list[str] = []
        while category and category not in chain:
            chain.append(category)
            found = self.categories.get(category)
            category = found.parent if found else ""
        return tuple(chain)

    def is_below(self, category: str, above: str) -> bool:
        """Whether ``above`` stands somewhere above ``category``; both are full codes.

        Raises SchemesDifferError where they are of two schemes.
        """

        def parent(code: CategoryCode) -> CategoryCode | None:
            found = self.category(str(code))
            return CategoryCode.parse(found.parent) if found and found.parent else None

        return CategoryCode.parse(category).is_below(CategoryCode.parse(above), parent)

    def area_lineage(self, grid: str, division: str) -> tuple[str, ...]:
        """Grid, division and the divisions above, most specific first."""
        chain: list[str] = []
        if grid and grid in self.grids:
            chain.append(grid)
            division = division or self.grids[grid].division
        while division and division not in chain:
            chain.append(division)
            found = self.divisions.get(division)
            division = found.parent if found else ""
        return tuple(chain)
