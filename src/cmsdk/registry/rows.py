"""What a row says and the types of its fields do not show: polygons, and days that nothing judges."""

from collections.abc import Iterator
from typing import Final

from cmsdk.contract.base import Contribution
from cmsdk.contract.catalogue import Category, FilingStandard
from cmsdk.contract.deciding import Classifier, KeywordRow, Normaliser, Route, RouteRow
from cmsdk.contract.matching import Matcher, MatchRow
from cmsdk.contract.places import Division, Grid, PlaceName
from cmsdk.contract.plan import CityPlan
from cmsdk.contract.timing import LimitRow
from cmsdk.model.problem import Problem, problem

from .matchers import check_matchers

JUDGED: Final = frozenset(
    {
        Division, Grid, PlaceName, Category, FilingStandard,
        Normaliser, KeywordRow, Classifier, RouteRow, Route, LimitRow,
        MatchRow, Matcher,
    }
)  # fmt: skip
"""Kinds of row whose validity is judged on the day of the report or decision; of others a date has no effect."""


def _all(plan: CityPlan) -> Iterator[tuple[str, Contribution]]:
    """The items of the kinds that may stand outside ``JUDGED``, with the hook that each came from."""
    yield "cmsdk_profile", plan.profile
    yield "cmsdk_approach_policy", plan.approach_policy
    yield "cmsdk_workflow", plan.workflow
    for hook, items in (
        ("cmsdk_stations", plan.stations),
        ("cmsdk_organisations", plan.units),
        ("cmsdk_organisations", plan.officers),
        ("cmsdk_channels", plan.channels),
        ("cmsdk_calendars", plan.calendars),
        ("cmsdk_reports", plan.reports),
        ("cmsdk_formats", plan.formats),
    ):
        for item in items.values():
            yield hook, item


def _unjudged(plan: CityPlan) -> Iterator[Problem]:
    """One warning a kind and plugin: a date that has no effect should not look as if it had one."""
    dated: dict[tuple[str, str], list[Contribution]] = {}
    for hook, item in _all(plan):
        if type(item) not in JUDGED and not item.valid.always:
            dated.setdefault((plan.origins[hook, item.key].name, type(item).__name__), []).append(item)
    for (plugin, kind), items in sorted(dated.items(), key=lambda row: row[0]):
        where = items[0].source or items[0].key
        yield problem("CMS313", where, kind=kind, plugin=plugin, count=len(items), id=items[0].key)


def _polygons(plan: CityPlan) -> Iterator[Problem]:
    """Grids whose geometry is no area: asked here, since a point would only meet it at the first report."""
    shaped = [grid for grid in plan.grids.values() if grid.geometry is not None]
    if not shaped:
        return
    from shapely import from_wkb

    for grid, shape in zip(shaped, from_wkb([grid.geometry for grid in shaped], on_invalid="ignore"), strict=True):
        good = shape is not None and shape.geom_type in {"Polygon", "MultiPolygon"} and shape.is_valid
        if not good or shape.is_empty:
            kind = "no WKB" if shape is None else f"{shape.geom_type}, empty or crossing itself"
            yield problem("CMS314", grid.source or grid.code, grid=grid.code, error=kind)


def check_rows(plan: CityPlan) -> Iterator[Problem]:
    """Polygons that cannot be used, rows that find duplicates, and dates that have no effect."""
    yield from _polygons(plan)
    yield from check_matchers(plan)
    yield from _unjudged(plan)
