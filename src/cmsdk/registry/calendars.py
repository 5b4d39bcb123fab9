"""Calendars with the years that plugins add to them, merged when a city is assembled."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from difflib import get_close_matches
from typing import Any, Final

import attrs

from cmsdk.contract.plan import PluginInfo, Ranked
from cmsdk.contract.timing import CalendarYear, WorkCalendar
from cmsdk.model.problem import Problem, problem

FEW: Final = 2
"""A year with fewer listed days than the least of the known years, divided by this, passes for incomplete. The
State Council's notices of 2013 to 2026 list 22 to 33 days off and 5 to 12 make-up days: no whole year is near half."""


def with_years(items: Iterable[Ranked[Any]], problems: list[Problem]) -> dict[str, WorkCalendar]:
    """The calendars of a city by id, each carried on by its years; a year that cannot be added is named.

    A year that the calendar has come to know meanwhile, with the very same days, adds nothing: an update of the
    plugin that brings the calendar must not keep a city from opening.
    """
    rows = tuple(items)
    own = {r.item.id: r.item for r in rows if isinstance(r.item, WorkCalendar)}
    calendars = dict(own)
    owners = {r.item.id: r.plugin for r in rows if isinstance(r.item, WorkCalendar)}
    years = sorted((r for r in rows if isinstance(r.item, CalendarYear)), key=lambda r: (r.item.calendar, r.item.year))
    for ranked in years:
        wrong = _wrong(ranked.item, ranked.plugin, calendars, owners)
        if wrong:
            problems.append(wrong)
        elif ranked.item.year > calendars[ranked.item.calendar].known_until.year:
            problems += _too_few(ranked.item, own[ranked.item.calendar])
            calendars[ranked.item.calendar] = _carried_on(calendars[ranked.item.calendar], ranked.item)
    return calendars


def check_calendars(calendars: Iterable[WorkCalendar]) -> Iterator[Problem]:
    """Calendars with days that they do not claim to know: such days make no deadline firm."""
    for calendar in calendars:
        where = calendar.source or calendar.id
        known = {"calendar": calendar.id, "since": calendar.known_from, "until": calendar.known_until}
        outside = sorted(day for day in calendar.days if not calendar.known_from <= day <= calendar.known_until)
        if outside:
            yield problem("CMS380", where, **known, day=outside[0], count=len(outside))


def _wrong(
    year: CalendarYear, plugin: PluginInfo, calendars: Mapping[str, WorkCalendar], owners: Mapping[str, PluginInfo]
) -> Problem | None:
    """Why ``year`` cannot be added, if so."""
    where, calendar = year.source or year.key, calendars.get(year.calendar)
    if calendar is None:
        near = get_close_matches(year.calendar, calendars, n=1, cutoff=0)
        facts = {"calendar": year.calendar, "near": near[0] if near else "—", "count": len(year.days)}
        return problem("CMS330", where, **facts)
    known = {"calendar": calendar.id, "year": year.year, "until": calendar.known_until}
    if plugin.specificity < owners[calendar.id].specificity:
        return problem("CMS331", where, **known, plugin=plugin.name, owner=owners[calendar.id].name)
    if year.year <= calendar.known_until.year:
        differs = _difference(calendar, year)
        return problem("CMS332", where, **known, since=calendar.known_from, day=differs) if differs else None
    if calendar.known_until != date(year.year - 1, 12, 31):
        return problem("CMS333", where, **known, missing=calendar.known_until.year + 1)
    for day, on in year.days.items():
        if calendar.days.get(day, on) is not on:
            return problem("CMS334", where, **known, day=day)
    return None


def _too_few(year: CalendarYear, calendar: WorkCalendar) -> list[Problem]:
    """A warning where ``year`` lists far fewer days off, or make-up days, than any whole year of ``calendar`` itself.

    Years of which the calendar lists no day say nothing; nor is there a warning where no year is left to compare.
    """
    listed = Counter((day.year, on) for day, on in calendar.days.items())
    first, last = calendar.known_from, calendar.known_until
    whole = [
        y for y in sorted({day.year for day in calendar.days}) if first <= date(y, 1, 1) and date(y, 12, 31) <= last
    ]
    if not whole:
        return []
    off, made_up = (
        sum(on is kind and day.year == year.year for day, on in year.days.items()) for kind in (False, True)
    )
    least_off, least_made_up = (min(listed[y, kind] for y in whole) for kind in (False, True))
    if off * FEW >= least_off and made_up * FEW >= least_made_up:
        return []
    facts = {"off": off, "made_up": made_up, "least_off": least_off, "least_made_up": least_made_up}
    return [problem("CMS394", year.source or year.key, calendar=calendar.id, year=year.year, **facts)]


def _difference(calendar: WorkCalendar, year: CalendarYear) -> date | None:
    """A day of which ``year`` says otherwise than ``calendar``, which knows the year already.

    The first that stands in the rows; else the first that they leave out.
    """
    plain = attrs.evolve(calendar, days=year.days)
    left_out = {day for day in calendar.days if day.year == year.year} - year.days.keys()
    listed = (*sorted(year.days), *sorted(left_out))
    return next((day for day in listed if plain.works_on(day) != calendar.works_on(day)), None)


def _carried_on(calendar: WorkCalendar, year: CalendarYear) -> WorkCalendar:
    return attrs.evolve(
        calendar,
        version=f"{calendar.version}+{year.version or year.year}",
        days={**calendar.days, **year.days},
        known_until=date(year.year, 12, 31),
        basis="；".join(filter(None, (calendar.basis, year.basis))),
    )
