"""A plugin made of tables alone: subclass, or name it in the manifest, and fill ``tables/``."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Any, TypeVar

from typing_extensions import override

from cmsdk.contract.base import Contribution
from cmsdk.contract.catalogue import Category, CategoryMapping, FilingStandard, Scheme
from cmsdk.contract.channels import Channel
from cmsdk.contract.community.base import CommunityRow
from cmsdk.contract.context import AssemblyContext
from cmsdk.contract.deciding import Classifier, KeywordRow, Normaliser, Route, RouteRow
from cmsdk.contract.enforcement import LenientOffence
from cmsdk.contract.indicators import Indicator
from cmsdk.contract.markers import hookimpl
from cmsdk.contract.matching import Matcher, MatchRow
from cmsdk.contract.measures import Measure
from cmsdk.contract.notices import NoticeRow, Notifier, Observer
from cmsdk.contract.organisation import Officer, Unit
from cmsdk.contract.output import Format, ReportDefinition
from cmsdk.contract.places import Division, Grid, PlaceName, Station
from cmsdk.contract.profile import ApproachPolicy, CityProfile, RoutingPolicy
from cmsdk.contract.retention import RetentionRow, RetentionRules
from cmsdk.contract.specs import CityPlugin
from cmsdk.contract.timing import CalendarYear, LimitRow, WorkCalendar
from cmsdk.contract.work_rules import WorkRules
from cmsdk.contract.workflow import Workflow
from cmsdk.model.errors import RejectedInput
from cmsdk.model.problem import Problem, problem

from . import documents
from .build import build
from .community.known import COMMUNITY
from .enforcement import enforcement
from .geometry import Outlined, outlined
from .indicators import indicators
from .mapped import channels
from .notifiers import notifiers
from .read import TableRows, read_table
from .reports import report
from .schema import TABLES
from .settings import parse
from .work_rules import work_rules
from .workflow import workflow
from .years import calendar_years

T = TypeVar("T", bound=Contribution)
FOLDER = "tables"
DAYS = "calendar-days"
"""The table of days that a calendar may name."""


def _together(*parts: Iterable[T]) -> Iterator[T]:
    """All of ``parts``; then the mistakes of each as one RejectedInput, so that one does not hide another's."""
    problems: list[Problem] = []
    for part in parts:
        try:
            yield from part
        except RejectedInput as rejected:
            problems += rejected.problems
    if problems:
        raise RejectedInput(problems)


class TableCity(CityPlugin):
    """Every hook reads its table: ``tables/<name>.csv`` or ``.xlsx``, or its TOML document.

    A table that is not there contributes nothing. Of a table with mistakes the good rows are yielded; then all its
    mistakes are raised together, as RejectedInput, and shown with those of all other tables.
    """

    def _table(self, context: AssemblyContext, name: str) -> TableRows:
        for suffix in (".csv", ".xlsx"):
            path = f"{FOLDER}/{name}{suffix}"
            payload = context.resource(path)
            if payload is not None:
                return read_table(payload, TABLES[name], f"{context.plugin}/{path}")
        return TableRows((), ())

    def _built(self, context: AssemblyContext, name: str, kind: type[T]) -> Iterator[T]:
        table = self._table(context, name)
        made = [build(name, row) for row in table.rows]
        # good rows first: one bad row neither hides mistakes of other tables nor makes references to good rows wrong
        yield from (m for m in made if isinstance(m, kind))
        problems = [*table.problems, *(m for m in made if isinstance(m, Problem))]
        if problems:
            raise RejectedInput(problems)

    def _outlined(self, context: AssemblyContext, name: str, kind: type[Outlined]) -> Iterator[Outlined]:
        path = f"{FOLDER}/{name}.geojson"
        rows = self._built(context, name, kind)
        yield from outlined(rows, context.resource(path), f"{context.plugin}/{path}", name)

    def _document(self, context: AssemblyContext, path: str, make: Callable[[dict[str, Any], str], T]) -> Iterator[T]:
        yield from self._documents(context, path, lambda form, where: (make(form, where),))

    def _documents(
        self, context: AssemblyContext, path: str, make: Callable[[dict[str, Any], str], Iterable[T]]
    ) -> Iterator[T]:
        payload = context.resource(f"{FOLDER}/{path}")
        if payload is not None:
            where = f"{context.plugin}/{FOLDER}/{path}"
            yield from make(parse(payload, where), where)

    @hookimpl
    @override
    def cmsdk_profile(self, context: AssemblyContext) -> Iterable[CityProfile]:
        yield from self._document(context, "city.toml", documents.profile)

    @hookimpl
    @override
    def cmsdk_divisions(self, context: AssemblyContext) -> Iterable[Division]:
        yield from self._outlined(context, "divisions", Division)

    @hookimpl
    @override
    def cmsdk_grids(self, context: AssemblyContext) -> Iterable[Grid]:
        yield from self._outlined(context, "grids", Grid)

    @hookimpl
    @override
    def cmsdk_gazetteer(self, context: AssemblyContext) -> Iterable[PlaceName]:
        yield from self._built(context, "gazetteer", PlaceName)

    @hookimpl
    @override
    def cmsdk_stations(self, context: AssemblyContext) -> Iterable[Station]:
        yield from self._built(context, "stations", Station)

    @hookimpl
    @override
    def cmsdk_organisations(self, context: AssemblyContext) -> Iterable[Unit | Officer]:
        parts: tuple[Iterator[Unit | Officer], ...] = (
            self._built(context, "units", Unit),
            self._built(context, "people", Officer),
        )
        yield from _together(*parts)

    @hookimpl
    @override
    def cmsdk_catalogue(self, context: AssemblyContext) -> Iterable[Category | Scheme | CategoryMapping]:
        parts: tuple[Iterator[Category | Scheme | CategoryMapping], ...] = (
            self._built(context, "schemes", Scheme),
            self._built(context, "categories", Category),
            self._built(context, "category-map", CategoryMapping),
        )
        yield from _together(*parts)

    @hookimpl
    @override
    def cmsdk_standards(self, context: AssemblyContext) -> Iterable[FilingStandard]:
        yield from self._built(context, "standards", FilingStandard)

    @hookimpl
    @override
    def cmsdk_channels(self, context: AssemblyContext) -> Iterable[Channel]:
        yield from self._documents(context, "channels.toml", channels)

    @hookimpl
    @override
    def cmsdk_normalisers(self, context: AssemblyContext) -> Iterable[Normaliser]:
        return ()

    @hookimpl
    @override
    def cmsdk_classifiers(self, context: AssemblyContext) -> Iterable[KeywordRow | Classifier]:
        yield from self._built(context, "classify", KeywordRow)

    @hookimpl
    @override
    def cmsdk_routes(self, context: AssemblyContext) -> Iterable[RouteRow | Route]:
        yield from self._built(context, "responsibility", RouteRow)

    @hookimpl
    @override
    def cmsdk_routing_policy(self, context: AssemblyContext) -> Iterable[RoutingPolicy]:
        yield from self._document(context, "routing.toml", documents.routing)

    @hookimpl
    @override
    def cmsdk_matchers(self, context: AssemblyContext) -> Iterable[MatchRow | Matcher]:
        yield from self._built(context, "duplicates", MatchRow)

    @hookimpl
    @override
    def cmsdk_approach_policy(self, context: AssemblyContext) -> Iterable[ApproachPolicy]:
        yield from self._document(context, "approach.toml", documents.policy)

    @hookimpl
    @override
    def cmsdk_measures(self, context: AssemblyContext) -> Iterable[Measure]:
        yield from self._built(context, "measures", Measure)

    @hookimpl
    @override
    def cmsdk_calendars(self, context: AssemblyContext) -> Iterable[WorkCalendar | CalendarYear]:
        path = f"{FOLDER}/calendar.toml"
        payload, table = context.resource(path), self._table(context, DAYS)
        if payload is not None:
            where = f"{context.plugin}/{path}"
            yield from documents.calendars(parse(payload, where), where, lambda name: self._days(context, name))
        if table.errors and payload is None:
            raise RejectedInput(table.problems)
        yield from calendar_years(table.rows, named=payload is not None)
        if table.problems and not table.errors:
            raise RejectedInput(table.problems)

    def _days(self, context: AssemblyContext, name: str) -> Mapping[date, bool]:
        if name != DAYS:
            raise RejectedInput([problem("CMS907", f"{context.plugin}/{FOLDER}/calendar.toml", table=name, known=DAYS)])
        table = self._table(context, name)
        if table.errors:
            raise RejectedInput(table.problems)
        return {row.values["date"]: row.values["kind"] for row in table.rows if "calendar" not in row.values}

    @hookimpl
    @override
    def cmsdk_deadlines(self, context: AssemblyContext) -> Iterable[LimitRow]:
        yield from self._built(context, "limits", LimitRow)

    @hookimpl
    @override
    def cmsdk_workflow(self, context: AssemblyContext) -> Iterable[Workflow]:
        yield from self._document(
            context, "workflow.toml", lambda form, where: workflow(form, where, f"{context.plugin}-workflow")
        )

    @hookimpl
    @override
    def cmsdk_work_rules(self, context: AssemblyContext) -> Iterable[WorkRules]:
        yield from self._documents(context, "work-rules.toml", work_rules)
        yield from self._document(
            context, "enforcement.toml", lambda form, where: enforcement(form, where, f"{context.plugin}-enforcement")
        )
        rows = tuple(self._built(context, "retention", RetentionRow))
        if rows:
            yield RetentionRules(id=f"{context.plugin}-retention", rows=rows, source=f"{context.plugin}/{FOLDER}")

    @hookimpl
    @override
    def cmsdk_community(self, context: AssemblyContext) -> Iterable[CommunityRow]:
        yield from _together(*(self._built(context, name, kind) for name, kind in COMMUNITY.items()))

    @hookimpl
    @override
    def cmsdk_offences(self, context: AssemblyContext) -> Iterable[LenientOffence]:
        yield from self._built(context, "lenient-offences", LenientOffence)

    @hookimpl
    @override
    def cmsdk_indicators(self, context: AssemblyContext) -> Iterable[Indicator]:
        yield from self._documents(context, "indicators.toml", indicators)

    @hookimpl
    @override
    def cmsdk_reports(self, context: AssemblyContext) -> Iterable[ReportDefinition]:
        paths = context.resources(f"{FOLDER}/reports")
        yield from _together(*(self._document(context, path.removeprefix(f"{FOLDER}/"), report) for path in paths))

    @hookimpl
    @override
    def cmsdk_formats(self, context: AssemblyContext) -> Iterable[Format]:
        return ()

    @hookimpl
    @override
    def cmsdk_notifiers(self, context: AssemblyContext) -> Iterable[NoticeRow | Notifier]:
        parts: tuple[Iterator[NoticeRow | Notifier], ...] = (
            self._documents(context, "notifiers.toml", notifiers),
            self._built(context, "notices", NoticeRow),
        )
        yield from _together(*parts)

    @hookimpl
    @override
    def cmsdk_observe(self, context: AssemblyContext) -> Iterable[Observer]:
        return ()
