"""What a report's own sections show, read and counted at the desk; and whether a plan asks for what there is."""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches

from cmsdk.contract.indicators import How, Indicator
from cmsdk.contract.output import PartKind, ReportDefinition, ReportPart
from cmsdk.contract.plan import CityPlan
from cmsdk.figures.indicators import COUNTED, chosen, grouped, indicated
from cmsdk.figures.known import VIEWS
from cmsdk.figures.views import Seen
from cmsdk.model.indicated import Indicated
from cmsdk.model.problem import Problem, problem
from cmsdk.model.viewed import Viewed
from cmsdk.publish.parts import Told, named_in, texts


def views_of(definition: ReportDefinition, plan: CityPlan) -> tuple[str, ...]:
    """The views that a report looks at, its indicators' too, each once."""
    own = [part.view for part in definition.parts if part.view]
    return tuple(dict.fromkeys([*own, *views_for(indicators_of(definition, plan), plan)]))


def views_for(names: tuple[str, ...], plan: CityPlan) -> tuple[str, ...]:
    """The views that these indicators look at, with those of what they are a share of."""
    found = [plan.indicators[name] for name in names]
    whole = [plan.indicators[one.per] for one in found if one.per]
    return tuple(dict.fromkeys(one.view for one in (*found, *whole)))


def indicators_of(definition: ReportDefinition, plan: CityPlan) -> tuple[str, ...]:
    """The indicators that a report shows or names in its texts."""
    listed = [name for part in definition.parts for name in part.indicators]
    named = [name for text in texts(definition) for name in named_in(text) if name in plan.indicators]
    return tuple(dict.fromkeys([*listed, *named]))


def viewed(name: str, seen: Seen) -> Viewed:
    """The rows of a view."""
    return VIEWS[name].viewed(seen)


def counted(names: tuple[str, ...], seen: Seen) -> dict[str, Indicated]:
    """These indicators, each with its value."""
    plan = seen.plan
    views = {name: viewed(name, seen) for name in views_for(names, plan)}
    return {name: indicated(plan.indicators[name], plan.indicators, views) for name in names}


def told(definition: ReportDefinition, seen: Seen, values: Mapping[str, str]) -> Told:
    """All that the own sections of a report show."""
    parts = {part.id: _shown(part, seen) for part in definition.parts if part.view}
    return Told(parts, counted(indicators_of(definition, seen.plan), seen), values)


def _shown(part: ReportPart, seen: Seen) -> Viewed:
    found = viewed(part.view, seen)
    if part.kind is PartKind.SUMS:
        sums = [column.field for column in part.columns if column.field not in {*part.by, COUNTED}]
        return grouped(found, part.where, part.by, sums)
    return Viewed(found.id, found.columns, tuple(chosen(found.rows, part.where)))


def check_reporting(plan: CityPlan) -> Iterator[Problem]:
    """Every view, column and indicator that the city's tables name is there."""
    for indicator in plan.indicators.values():
        yield from _check_indicator(indicator, plan)
    for definition in plan.reports.values():
        for part in definition.parts:
            yield from _check_part(part, definition, plan)


def _check_indicator(indicator: Indicator, plan: CityPlan) -> Iterator[Problem]:
    where = indicator.source or indicator.id
    columns = (indicator.column,) if indicator.how is not How.COUNT else ()
    yield from _check_view(indicator.view, (*columns, *indicator.where), where, indicator.id)
    if indicator.per and indicator.per not in plan.indicators:
        yield no_indicator(indicator.per, plan, where, indicator.id)


def _check_part(part: ReportPart, definition: ReportDefinition, plan: CityPlan) -> Iterator[Problem]:
    where, id_ = definition.source or definition.id, f"{definition.id}/{part.id}"
    for name in part.indicators:
        if name not in plan.indicators:
            yield no_indicator(name, plan, where, id_)
    if part.kind in {PartKind.ROWS, PartKind.SUMS}:
        fields = {column.field for column in part.columns} - ({COUNTED} if part.kind is PartKind.SUMS else set())
        yield from _check_view(part.view, (*part.by, *part.where, *sorted(fields - set(part.by))), where, id_)


def _check_view(name: str, columns: tuple[str, ...], where: str, id_: str) -> Iterator[Problem]:
    view = VIEWS.get(name)
    if view is None:
        near = next(iter(get_close_matches(name, VIEWS, n=1, cutoff=0)), "—")
        yield problem("CMS920", where, id=id_, view=name, near=near)
        return
    for column in columns:
        if column not in view.columns:
            near = next(iter(get_close_matches(column, view.columns, n=1, cutoff=0)), "—")
            known = ", ".join(view.columns)
            yield problem("CMS921", where, id=id_, view=name, column=column, near=near, known=known)


def no_indicator(name: str, plan: CityPlan, where: str, id_: str) -> Problem:
    """The problem of an indicator that the city does not have."""
    near = next(iter(get_close_matches(name, plan.indicators, n=1, cutoff=0)), "—")
    return problem("CMS922", where, id=id_, name=name, near=near)
