"""Assembly: plugins that cover a city → its plan, or every reason why not, all at once."""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any, Final, TypeVar

import attrs

from cmsdk.contract.api import HOOKS, Combine
from cmsdk.contract.attachments import CORE_ATTACHMENTS, AttachmentRules
from cmsdk.contract.base import Contribution
from cmsdk.contract.case_rules import CaseRules
from cmsdk.contract.catalogue import FilingStandard
from cmsdk.contract.channels import Channel
from cmsdk.contract.enforcement import EnforcementRules, LenientOffence
from cmsdk.contract.indicators import Indicator
from cmsdk.contract.measures import Measure
from cmsdk.contract.notices import NoticeRow, Notifier
from cmsdk.contract.organisation import Officer, Unit
from cmsdk.contract.output import Format, ReportDefinition
from cmsdk.contract.places import Division, Grid, PlaceName, Station
from cmsdk.contract.plan import CityPlan, PluginInfo, Ranked
from cmsdk.contract.profile import CityProfile
from cmsdk.model.errors import AssemblyError
from cmsdk.model.ids import is_city_id
from cmsdk.model.problem import Problem, Severity, errors_first, problem
from cmsdk.serial import canonical

from .calendars import with_years
from .checks.deprecations import check_deprecated
from .checks.follow_ons import Broken, without_follow_ons
from .checks.plan import check, check_profile
from .checks.resolve import Categories, completed
from .checks.retention import retention_of
from .checks.schemes import check_schemes
from .checks.trees import trees
from .collect import Collected, collect
from .combine import Combined, combine
from .content import content
from .discovery import Discovered
from .selection import Selected, State, select

T = TypeVar("T", bound=Contribution)
ONE = tuple(hook for hook, row in HOOKS.items() if row.combine is Combine.ONE)
"""Hooks that a plan cannot do without."""
KEYED: Final[Mapping[str, tuple[str, type[Contribution]]]] = {
    "divisions": ("cmsdk_divisions", Division),
    "grids": ("cmsdk_grids", Grid),
    "gazetteer": ("cmsdk_gazetteer", PlaceName),
    "stations": ("cmsdk_stations", Station),
    "units": ("cmsdk_organisations", Unit),
    "officers": ("cmsdk_organisations", Officer),
    "channels": ("cmsdk_channels", Channel),
    "measures": ("cmsdk_measures", Measure),
    "indicators": ("cmsdk_indicators", Indicator),
    "reports": ("cmsdk_reports", ReportDefinition),
    "formats": ("cmsdk_formats", Format),
    "notices": ("cmsdk_notifiers", NoticeRow),
    "notifiers": ("cmsdk_notifiers", Notifier),
}
"""Field of the plan → the hook and the kind of the items that it has by key."""


def fingerprint(city: str, plugins: Sequence[PluginInfo], combined: Mapping[str, Combined]) -> str:
    """16 hexadecimal digits over all contributions and plugin versions; the same rules give the same one."""
    items = {hook: [[r.plugin.name, content(r.item)] for r in found.items] for hook, found in combined.items()}
    body = canonical([city, [[p.name, p.version, p.scope] for p in plugins], items])
    return sha256(body.encode()).hexdigest()[:16]


class _Parts:
    """The combined items by kind, as the plan's fields want them."""

    def __init__(self, combined: Mapping[str, Combined]) -> None:
        self._combined = combined
        self.origins = {(hook, r.item.key): r.plugin for hook, c in combined.items() for r in c.items}

    def ranked(self, hook: str) -> tuple[Ranked[Any], ...]:
        return self._combined[hook].items

    def by_key(self, hook: str, kind: type[T]) -> dict[str, T]:
        return {r.item.key: r.item for r in self._combined[hook].items if isinstance(r.item, kind)}

    def keyed(self) -> dict[str, Any]:
        """The fields of the plan that are items by key, as they were contributed."""
        return {field: self.by_key(hook, kind) for field, (hook, kind) in KEYED.items()}

    def of_kind(self, hook: str, kind: type[T], default: T) -> T:
        return next(iter(self.by_key(hook, kind).values()), default)

    def of_enforcement(self) -> dict[str, Any]:
        """The fields of a plan that tell of enforcement files."""
        rules = self.by_key("cmsdk_work_rules", EnforcementRules)
        return {
            "enforcement": next(iter(rules.values()), None),
            "offences": self.by_key("cmsdk_offences", LenientOffence),
        }

    def one(self, hook: str) -> Any:  # noqa: ANN401  the hook's own type
        return self._combined[hook].items[0].item


def _build(
    city: str, collected: Sequence[Collected], combined: Mapping[str, Combined], found: list[Problem]
) -> CityPlan:
    parts, plugins = _Parts(combined), tuple(c.info for c in collected)
    profile: CityProfile = parts.one("cmsdk_profile")
    found += check_profile(profile)
    catalogues = trees(parts.ranked("cmsdk_catalogue"), parts.ranked("cmsdk_profile")[0])
    categories = Categories(catalogues, profile.scheme, parts.origins)

    def whole(hook: str) -> tuple[Ranked[Any], ...]:
        return completed(parts.ranked(hook), categories, found)

    return CityPlan(
        city=city,
        fingerprint=fingerprint(city, plugins, combined),
        plugins=plugins,
        profile=profile,
        approach_policy=parts.one("cmsdk_approach_policy"),
        routing=parts.one("cmsdk_routing_policy"),
        workflow=parts.one("cmsdk_workflow"),
        case_rules=parts.of_kind("cmsdk_work_rules", CaseRules, CaseRules(id="core-case-rules")),
        retention=retention_of(parts.ranked("cmsdk_work_rules"), categories, found),
        attachments=parts.of_kind("cmsdk_work_rules", AttachmentRules, CORE_ATTACHMENTS),
        standards={r.item.key: r.item for r in whole("cmsdk_standards") if isinstance(r.item, FilingStandard)},
        normalisers=parts.ranked("cmsdk_normalisers"),
        classifiers=whole("cmsdk_classifiers"),
        routes=whole("cmsdk_routes"),
        matchers=whole("cmsdk_matchers"),
        calendars=with_years(parts.ranked("cmsdk_calendars"), found),
        limits=whole("cmsdk_deadlines"),
        observers=parts.ranked("cmsdk_observe"),
        community={r.item.key: r.item for r in whole("cmsdk_community")},
        origins=parts.origins,
        items={hook: found.items for hook, found in combined.items()},
        **parts.keyed(),
        **parts.of_enforcement(),
        **catalogues.of_plan(),
    )


def _chosen(rows: Sequence[Discovered], city: str) -> tuple[tuple[Selected, ...], list[Problem]]:
    chosen = select(rows, city)
    active = tuple(s for s in chosen if s.state is State.ACTIVE)
    # a broken row whose manifest can be read covers this very city: two of one name
    broken = [s for s in chosen if s.state is State.MISSING_REQUIREMENT or (s.state is State.BROKEN and s.row.manifest)]
    found = list(dict.fromkeys(p for s in broken for p in s.problems))
    # the built-in plugin and the national pack cover every city, and make none
    if not is_city_id(city) or not any(s.manifest.scope.specificity > 0 for s in active):
        known = sorted({s.manifest.scope.text for s in chosen if s.row.manifest} - {"*", "cn", city})
        found.append(problem("CMS109", city, city=city, known=", ".join(known) or "—"))
        found += [p for s in chosen if s.row.manifest is None for p in s.problems]
    return active, found


def assemble(rows: Sequence[Discovered], city: str) -> CityPlan:
    """The plan of ``city`` from the discovered plugins that cover it; what is only a warning stays with the plan.

    Raises:
        AssemblyError: with every problem of every plugin that keeps the plan from being whole.
    """
    chosen, found = _chosen(rows, city)
    if found:
        raise AssemblyError(found)
    collected = collect(chosen, city)
    combined = combine(collected)
    given = [p for c in collected for p in c.problems]
    broken = Broken(given, frozenset(hook for c in collected for hook in c.failed))
    found = [*given, *without_follow_ons((p for c in combined.values() for p in c.problems), broken)]
    if any(not combined[hook].items for hook in ONE):
        # what is missing may stand in a plugin whose manifest cannot be read
        raise AssemblyError([*found, *(p for row in rows if row.manifest is None for p in row.problems)])
    said: list[Problem] = []
    plan = _build(city, collected, combined, said)
    said += check(plan)
    said += check_schemes(plan, collected)
    said += check_deprecated(collected)
    found += without_follow_ons(said, broken)
    if any(p.severity is Severity.ERROR for p in found):
        raise AssemblyError(errors_first(found))
    return attrs.evolve(plan, warnings=tuple(found))
