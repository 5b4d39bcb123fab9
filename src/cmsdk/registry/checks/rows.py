"""What a row says and the types of its fields do not show: what is drawn, and days that nothing judges."""

from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from typing import Final

from cmsdk.contract.base import Contribution
from cmsdk.contract.catalogue import Category, FilingStandard
from cmsdk.contract.deciding import Classifier, KeywordRow, Normaliser, Route, RouteRow
from cmsdk.contract.matching import Matcher, MatchRow
from cmsdk.contract.measures import Measure
from cmsdk.contract.notices import NoticeRow
from cmsdk.contract.places import Division, Grid, PlaceName, Station
from cmsdk.contract.plan import CityPlan
from cmsdk.contract.timing import STAGES, LimitRow
from cmsdk.model.problem import Problem, problem

from .drawn import check_drawn
from .matchers import check_matchers
from .measures import check_measures
from .notices import check_notices

JUDGED: Final = frozenset(
    {
        Division, Grid, PlaceName, Station, Category, FilingStandard,
        Normaliser, KeywordRow, Classifier, RouteRow, Route, LimitRow,
        MatchRow, Matcher, Measure, NoticeRow,
    }
)  # fmt: skip
"""Kinds of row whose validity is judged on the day of the report or decision; of others a date has no effect."""


def _all(plan: CityPlan) -> Iterator[tuple[str, Contribution]]:
    """The items of the kinds that may stand outside ``JUDGED``, with the hook that each came from."""
    yield "cmsdk_profile", plan.profile
    yield "cmsdk_approach_policy", plan.approach_policy
    yield "cmsdk_routing_policy", plan.routing
    yield "cmsdk_workflow", plan.workflow
    for hook, items in (
        ("cmsdk_organisations", plan.units),
        ("cmsdk_organisations", plan.officers),
        ("cmsdk_channels", plan.channels),
        ("cmsdk_calendars", plan.calendars),
        ("cmsdk_reports", plan.reports),
        ("cmsdk_formats", plan.formats),
        ("cmsdk_notifiers", plan.notifiers),
        ("cmsdk_observe", {ranked.item.key: ranked.item for ranked in plan.observers}),
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


def unknown_stages(limits: Iterable[LimitRow]) -> Iterator[Problem]:
    """Limits for a stage that there is not: nothing would ever run on them."""
    for row in limits:
        if row.stage not in STAGES:
            near = get_close_matches(row.stage, STAGES, n=1, cutoff=0)[0]
            yield problem("CMS335", row.source or row.id, stage=row.stage, near=near, known=", ".join(STAGES))


def check_rows(plan: CityPlan) -> Iterator[Problem]:
    """What is drawn and coded wrongly, rows of duplicates, measures and notices, and dates that have no effect."""
    yield from check_drawn(plan)
    yield from check_matchers(plan)
    yield from check_measures(plan)
    yield from check_notices(plan)
    yield from _unjudged(plan)
