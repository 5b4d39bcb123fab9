"""Checks of calendars: that they reach far enough, list what a year has, say where it stands, and count in order."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Final

from cmsdk.clock.working import WorkClock
from cmsdk.contract.plan import CityPlan
from cmsdk.contract.timing import CalendarYear, WorkCalendar, shift_seconds
from cmsdk.model.ids import is_national
from cmsdk.model.problem import Problem, problem
from cmsdk.model.spans import WORK_MINUTES, Limit, LimitUnit
from cmsdk.testing.kit.check import Check, Kind, Thing, Tier
from cmsdk.testing.kit.stand import Stand

from .rows import place

CALENDAR: Final = (Kind.CALENDAR,)
ASKED_FROM: Final = 12
"""Month from which the next year is asked for. The State Council's notices for 2015 to 2026 came out between 25 October
and 16 December of the year before, nine of twelve by the end of November (dates in their addresses); and a limit of 15
working days that begins in December reaches into January. Who still waits for the notice then, says so in a gap."""
MANY: Final = 5
"""Weekdays off in a year from which on a calendar of China is expected to have make-up days: New Year, Spring Festival
and National Day alone have more."""
DAY_SECONDS: Final = WORK_MINUTES[LimitUnit.WORK_DAY] * 60
"""Working seconds of the unit ``work_day`` (contracts §4)."""
STEP: Final = timedelta(hours=1, minutes=20)
"""Between the starts that deadlines are counted from: it meets every hour of the day, openings and ends of shifts."""
SPAN: Final = timedelta(days=60)


def _calendars(stand: Stand, thing: Thing) -> Iterator[WorkCalendar]:
    """The calendars of a thing as the city's plan has them, with all years that were added."""
    own = [item.id for item in thing.items if isinstance(item, WorkCalendar)]
    yield from (stand.plan.calendars[name] for name in own if name in stand.plan.calendars)


def _covers(stand: Stand, thing: Thing) -> Iterator[Problem]:
    """This year to its end, and from December on the next one as well."""
    today = stand.now.astimezone(stand.plan.zone).date()
    until = date(today.year + (today.month >= ASKED_FROM), 12, 31)
    for calendar in _calendars(stand, thing):
        if calendar.known_until < until:
            facts = {"calendar": calendar.id, "until": calendar.known_until, "wanted": until, "today": today}
            yield problem("CMS975", place(calendar), **facts)


def _whole(stand: Stand, thing: Thing) -> Iterator[Problem]:
    """Every known year lists days off, and make-up days where its other years, or its country, have them."""
    for calendar in _calendars(stand, thing):
        if not calendar.weekend:
            continue
        listed, weekend = calendar.days.items(), calendar.weekend
        off = Counter(day.year for day, on in listed if not on and day.isoweekday() not in weekend)
        made_up = Counter(day.year for day, on in listed if on)
        chinese = is_national(stand.target.city)
        for year in _years(calendar):
            no_off = (off or chinese) and not off[year]
            if no_off or (off[year] >= MANY and (made_up or chinese) and not made_up[year]):
                facts = {"calendar": calendar.id, "year": year, "off": off[year], "made_up": made_up[year]}
                yield problem("CMS976", place(calendar), **facts)


def _years(calendar: WorkCalendar) -> Iterator[int]:
    """The years that it knows from the first to the last day."""
    first, last = calendar.known_from, calendar.known_until
    for year in range(first.year, last.year + 1):
        if first <= date(year, 1, 1) and date(year, 12, 31) <= last:
            yield year


def _limits(plan: CityPlan) -> Iterator[tuple[Limit, str]]:
    """Every limit of the city, and the calendar that its row names."""
    for ranked in plan.limits:
        yield ranked.item.limit, ranked.item.calendar
    for standard in plan.standards.values():
        if standard.limit is not None:
            yield standard.limit, ""


def _units_on(calendar: WorkCalendar, plan: CityPlan) -> dict[LimitUnit, Limit]:
    """The units of limits that may be counted on a calendar, with the longest limit of each."""
    common = calendar.id in {plan.profile.calendar, *(unit.calendar for unit in plan.units.values())}
    longest: dict[LimitUnit, Limit] = {}
    for limit, named in _limits(plan):
        if named == calendar.id or (common and not named):
            known = longest.setdefault(limit.unit, limit)
            longest[limit.unit] = max(known, limit, key=lambda one: one.amount)
    return longest


def _hours(stand: Stand, thing: Thing) -> Iterator[Problem]:
    """A working day has the eight hours by which a limit in work days is counted."""
    for calendar in _calendars(stand, thing):
        seconds = sum(end - start for start, end in shift_seconds(calendar.shifts))
        if seconds != DAY_SECONDS and LimitUnit.WORK_DAY in _units_on(calendar, stand.plan):
            yield problem("CMS977", place(calendar), calendar=calendar.id, hours=f"{seconds / 3600:g}")


def _based(_stand: Stand, thing: Thing) -> Iterator[Problem]:
    """Each year that is added to a calendar names the notice that it comes from."""
    for item in thing.items:
        if isinstance(item, CalendarYear) and not item.basis.strip():
            yield problem("CMS978", place(item), what=item.key)


def _in_order(stand: Stand, thing: Thing) -> Iterator[Problem]:
    """What comes in later is never due earlier, by any unit in which the city's limits are counted on it."""
    zone = stand.plan.zone
    for calendar in _calendars(stand, thing):
        clock = WorkClock(calendar, zone)
        year = min(max(stand.now.year, calendar.known_from.year), calendar.known_until.year)
        begin = datetime.combine(max(date(year, 1, 1), calendar.known_from), time(), zone)
        starts = [begin + STEP * n for n in range(SPAN // STEP)]
        for limit in _short(_units_on(calendar, stand.plan)):
            dues = [clock.due(start, limit).at for start in starts]
            wrong = next((n for n, (one, other) in enumerate(pairwise(dues)) if other < one), None)
            if wrong is not None:
                facts = _pair(starts[wrong : wrong + 2], dues[wrong : wrong + 2])
                yield problem("CMS979", place(calendar), calendar=calendar.id, limit=limit, **facts)


def _short(longest: Mapping[LimitUnit, Limit]) -> Iterator[Limit]:
    yield from (Limit(min(limit.amount, 5), unit) for unit, limit in longest.items())


def _pair(starts: list[datetime], dues: list[datetime]) -> dict[str, str]:
    def said(moment: datetime) -> str:
        return f"{moment:%Y-%m-%d %H:%M}"

    return {"first": said(starts[0]), "first_due": said(dues[0]), "next": said(starts[1]), "next_due": said(dues[1])}


CHECKS = (
    Check("calendar-covers", "CMS975", Tier.SOLID, CALENDAR, _covers),
    Check("calendar-years-whole", "CMS976", Tier.SOLID, CALENDAR, _whole),
    Check("calendar-day-has-eight-hours", "CMS977", Tier.SOLID, CALENDAR, _hours),
    Check("calendar-year-has-basis", "CMS978", Tier.SOLID, CALENDAR, _based),
    Check("calendar-counts-in-order", "CMS979", Tier.SOLID, CALENDAR, _in_order),
)
