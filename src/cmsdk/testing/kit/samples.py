"""Reports that a plugin is tried on, made from the city's own words: no chance in it, the same each time.

Each leaf category by its name, each keyword row by its words, each route row at its place, spread over the city's
places and over working time, night and weekend; and a few that nobody wrote with this city in mind.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import islice
from typing import Final

import attrs

from cmsdk.contract.deciding import KeywordRow, RouteRow
from cmsdk.contract.plan import CityPlan
from cmsdk.model.report import Item
from cmsdk.model.triaged import Triaged
from cmsdk.triage.draft import Draft
from cmsdk.triage.guard import Guard
from cmsdk.triage.pipeline import Pipeline
from cmsdk.triage.read import Reader

MOST: Final = 400
"""Reports at most. More take longer, and find nothing that these do not: they are spread over all rows evenly."""
HOURS: Final = (10, 3, 13, 20, 24 * 2 + 11, 24 * 4 + 9)
"""Hours after the first Monday of a month, 00:00: morning, night, noon, evening, Wednesday, Friday."""
ODD: Final = (
    "路灯", "a", "ＡＢＣ １２３", "🚧" * 5, "no such thing in any table", "x" * 2_000, "井盖 井盖 井盖", "<b>&amp;</b>",
)  # fmt: skip
"""Texts of nobody's city: short, full-width, without letters, long, repeated, with marks of HTML."""


@attrs.frozen
class Sample:
    """One report to try: fields as a channel would give them, and hours after the first Monday."""

    fields: tuple[tuple[str, str], ...]
    hours: int


def _words(plan: CityPlan) -> Iterator[str]:
    above = {category.parent for category in plan.categories.values()}
    yield from (category.name for key, category in plan.categories.items() if key not in above)
    for ranked in plan.classifiers:
        if isinstance(ranked.item, KeywordRow):
            yield from (word.replace("+", " ") for word in ranked.item.words[:2])
    yield from ODD


def _places(plan: CityPlan) -> list[dict[str, str]]:
    places = [{"division": code} for code in plan.divisions]
    places += [{"grid": code} for code in plan.grids]
    places += [{"place": key.partition("@")[0] or name.words[0]} for key, name in plan.gazetteer.items() if name.words]
    return places or [{}]


def _of_routes(plan: CityPlan) -> Iterator[dict[str, str]]:
    """What only a row for one category in one place answers."""
    for ranked in plan.routes:
        row = ranked.item
        if isinstance(row, RouteRow) and row.category in plan.categories:
            area = {"grid": row.area} if row.area in plan.grids else {"division": row.area} if row.area != "*" else {}
            yield {"text": plan.categories[row.category].name, "category": row.category.rpartition("/")[2], **area}


def _thinned(found: Sequence[dict[str, str]], most: int) -> list[dict[str, str]]:
    """At most ``most`` of them, evenly."""
    step = max(1, -(-len(found) // most))
    return list(islice(found, 0, None, step))


def samples(plan: CityPlan) -> tuple[Sample, ...]:
    """The reports to try a plan on, at most ``MOST``."""
    places = _places(plan)
    spoken = [{"text": text, **places[n % len(places)]} for n, text in enumerate(dict.fromkeys(_words(plan)))]
    routed = list(_of_routes(plan))
    chosen = [*_thinned(spoken, MOST * 2 // 3), *_thinned(routed, MOST // 3)]
    return tuple(Sample(tuple(fields.items()), HOURS[n % len(HOURS)]) for n, fields in enumerate(chosen))


def first_monday(now: datetime, plan: CityPlan) -> datetime:
    """The first Monday of the month of ``now``, 00:00, in the city's zone."""
    first = now.astimezone(plan.zone).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return first + timedelta(days=-first.weekday() % 7)


def drafts(plan: CityPlan, chosen: Sequence[Sample], now: datetime) -> list[Draft]:
    """The reports read, one draft each, in order."""
    begin = first_monday(now, plan)
    arrived = begin + timedelta(days=7)
    channel = next(iter(sorted(plan.channels)))
    items = [
        Item(
            str(n),
            {},
            {"external_id": f"kit-{n}", "at": (begin + timedelta(hours=s.hours)).isoformat(), **dict(s.fields)},
        )
        for n, s in enumerate(chosen, start=1)
    ]
    read = Reader(plan, channel, "kit", arrived, arrived).read(items)
    return [draft for draft in read if isinstance(draft, Draft)]


def decided(plan: CityPlan, chosen: Sequence[Sample], now: datetime, guard: Guard | None = None) -> list[Triaged]:
    """What triage says of them, in order."""
    return Pipeline(plan).decide(drafts(plan, chosen, now), guard or Guard())
