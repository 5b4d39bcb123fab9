"""Checks of a plan before it may be used: references, grids, calendars, and what the neighbouring files look at."""

from collections.abc import Iterator
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from cmsdk.contract.deciding import AT_STATION
from cmsdk.contract.places import GridKind
from cmsdk.contract.plan import CityPlan
from cmsdk.contract.profile import CityProfile
from cmsdk.model.problem import Problem, problem
from cmsdk.registry.calendars import check_calendars

from .claims import check_claims
from .community import check_community
from .enforcement import check_enforcement, check_measures_of_files, check_only_through_files
from .resolve import ANY, missing
from .rows import check_rows, unknown_stages
from .tree import check_tree
from .workflow import check_roles, check_workflow

CONDITIONS = ("first", "shortest", "longest")


def _zone(name: str, where: str) -> Iterator[Problem]:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        yield problem("CMS303", where, zone=name)


def check_profile(profile: CityProfile) -> Iterator[Problem]:
    """Time zone and default condition are known ones."""
    where = profile.source or profile.name
    yield from _zone(profile.time_zone, where)
    if profile.default_condition not in CONDITIONS:
        yield problem("CMS412", where, error=f"default_condition: one of {', '.join(CONDITIONS)}")


def _references(plan: CityPlan) -> Iterator[Problem]:
    areas = {**plan.divisions, **plan.grids, ANY: None}
    owners = {**plan.units, AT_STATION: None}
    routes = [ranked.item for ranked in plan.routes]
    limits = [ranked.item for ranked in plan.limits]
    yield from missing([plan.profile], "duty_desk", plan.units, "units")
    yield from missing([plan.profile, *limits, *plan.units.values()], "calendar", plan.calendars, "calendars")
    yield from missing([*plan.officers.values(), *plan.stations.values()], "unit", plan.units, "units")
    yield from missing(routes, "unit", owners, "units")
    yield from missing([*routes, *limits], "area", areas, "divisions, grids")
    yield from missing(
        [*plan.grids.values(), *plan.stations.values(), *plan.gazetteer.values(), *plan.units.values()],
        "division",
        plan.divisions,
        "divisions",
    )
    yield from missing(list(plan.gazetteer.values()), "grid", plan.grids, "grids")
    yield from missing(list(plan.stations.values()), "grids", plan.grids, "grids")
    yield from missing(list(plan.grids.values()), "station", plan.stations, "stations")
    yield from missing(list(plan.grids.values()), "leader", plan.officers, "people")
    yield from missing(list(plan.units.values()), "parent", plan.units, "units")
    yield from missing([plan.case_rules], "direct", plan.channels, "channels")
    categories = {**plan.categories, **plan.other_categories}
    yield from missing(list(categories.values()), "parent", categories, "categories")
    yield from missing(list(plan.divisions.values()), "parent", {plan.city: None, **plan.divisions}, "divisions")
    yield from missing(list(plan.divisions.values()), "became", plan.divisions, "divisions")


def _leaderless(plan: CityPlan) -> Iterator[Problem]:
    for grid in plan.grids.values():
        if grid.kind is GridKind.RESPONSIBILITY and not grid.leader:
            yield problem("CMS304", grid.source or grid.code, grid=grid.code)


def check(plan: CityPlan) -> Iterator[Problem]:
    """Everything that is wrong with a plan, in one list."""
    yield from _references(plan)
    yield from _leaderless(plan)
    yield from check_claims(plan)
    yield from check_rows(plan)
    yield from check_tree(plan.divisions)
    yield from check_workflow(plan.workflow)
    yield from check_enforcement(plan.enforcement)
    yield from check_measures_of_files(plan)
    yield from check_only_through_files(plan)
    yield from check_roles(plan)
    yield from check_community(plan)
    yield from unknown_stages(ranked.item for ranked in plan.limits)
    for calendar in plan.calendars.values():
        yield from _zone(calendar.time_zone, calendar.source or calendar.id)
    yield from check_calendars(plan.calendars.values())
