"""Rows → contributions, one builder a table."""

from collections.abc import Callable, Mapping
from typing import Any

from cmsdk.contract.base import Contribution
from cmsdk.contract.catalogue import Category, CategoryMapping, FilingStandard, Scheme
from cmsdk.contract.deciding import KeywordRow, RouteRow
from cmsdk.contract.enforcement import LenientOffence
from cmsdk.contract.matching import MatchRow
from cmsdk.contract.measures import Measure
from cmsdk.contract.notices import NoticeRow
from cmsdk.contract.organisation import Officer, Unit
from cmsdk.contract.places import Division, Grid, PlaceName, Station
from cmsdk.contract.retention import RetentionRow
from cmsdk.contract.timing import LimitRow
from cmsdk.model.expected import Expected, expected_facts
from cmsdk.model.place import Crs, Point
from cmsdk.model.problem import Problem, problem
from cmsdk.model.spans import DateSpan, Limit, LimitUnit
from cmsdk.model.spoken_times import Unreadable

from .community.known import COMMUNITY_BUILDERS
from .read import Row, row_key

Values = dict[str, Any]
Build = Callable[[Values], Contribution]


def _point(values: Values) -> Point | None:
    lon, lat, crs = (values.pop(name, None) for name in ("lon", "lat", "crs"))
    if lon is None and lat is None:
        return None
    if lon is None or lat is None or not isinstance(crs, Crs):
        raise Expected("point")
    return Point(lon, lat, crs)


def _above(values: Values) -> str:
    parent = values.get("parent", "")
    return parent if not parent or "/" in parent else f"{values['scheme']}/{values['version']}/{parent}"


def _category(values: Values) -> Category:
    return Category(**{**values, "parent": _above(values)})


def _mapping(values: Values) -> CategoryMapping:
    return CategoryMapping(from_category=values.pop("from"), to_category=values.pop("to"), **values)


def _standard(values: Values) -> FilingStandard:
    amount, unit = values.pop("limit", None), values.pop("unit", None)
    if (amount is None) != (unit is None):
        raise Expected("limit-unit")
    return FilingStandard(**values, limit=Limit(amount, unit) if unit else None)


def _limit(values: Values) -> LimitRow:
    amount, unit = values.pop("amount"), values.pop("unit")
    return LimitRow(**values, limit=Limit(amount, LimitUnit(unit)))


def _grid(values: Values) -> Grid:
    values.pop("feature", None)
    return Grid(**values)


def _place_name(values: Values) -> PlaceName:
    point = _point(values)
    return PlaceName(**{"id": "/".join(values["words"]), **values}, point=point)


def _station(values: Values) -> Station:
    point = _point(values)
    return Station(**values, point=point)


BUILDERS: Mapping[str, Build] = {
    "divisions": lambda v: Division(**v),
    "grids": _grid,
    "units": lambda v: Unit(**v),
    "people": lambda v: Officer(**v),
    "stations": _station,
    "gazetteer": _place_name,
    "schemes": lambda v: Scheme(**v),
    "category-map": _mapping,
    "categories": _category,
    "standards": _standard,
    "classify": lambda v: KeywordRow(**v),
    "responsibility": lambda v: RouteRow(**v),
    "limits": _limit,
    "duplicates": lambda v: MatchRow(**v),
    "lenient-offences": lambda v: LenientOffence(**v),
    "measures": lambda v: Measure(**v),
    "notices": lambda v: NoticeRow(**v),
    "retention": lambda v: RetentionRow(**v),
    **COMMUNITY_BUILDERS,
}
"""Table name → builder. ``calendar-days`` is read by its calendar."""


def build(table: str, row: Row) -> Contribution | Problem:
    """The contribution of a row, or the problem that keeps it from being one."""
    values = dict(row.values)
    values.pop("note", None)
    first, last = values.pop("valid_from", None), values.pop("valid_to", None)
    key = row_key(table, row.values)
    if first and last and last < first:
        return problem("CMS450", f"{row.source} [valid_to]", row=key, first=first, last=last)
    try:
        return BUILDERS[table]({**values, "valid": DateSpan(first, last), "source": row.source})
    except Unreadable as error:
        return problem("CMS432", row.source, row=key, text=error.text, part=error.part)
    except ValueError as error:
        return problem("CMS451", row.source, row=key, **expected_facts(error))
