"""The sessions that a roster means: a row and a day make one, with its hours, its people and the grids it is for."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Final

from cmsdk.contract.community.duty import RosterRow
from cmsdk.contract.community.shifts import ShiftRow
from cmsdk.contract.plan import CityPlan
from cmsdk.contract.when import DayType
from cmsdk.model.clock import YEARS
from cmsdk.model.works.base import work_id
from cmsdk.model.works.duty import Duty, DutyClass

from .matrix import ANY

DAY: Final = timedelta(days=1)
WEEK: Final = timedelta(days=7)


def split(name: str) -> tuple[str, date | None]:
    """The row and the day that the name of a session says, ``row@2026-11-17``; no day where it says none."""
    row, _, written = name.rpartition("@")
    try:
        day = date.fromisoformat(written)
    except ValueError:
        return row or written, None
    return row, day if day.year in YEARS else None


def kind_of_day(plan: CityPlan, day: date) -> DayType:
    """What rows ask of a day, by the city's own calendar."""
    calendar = plan.calendars[plan.profile.calendar]
    before = day - DAY if day > date.min else day
    return DayType(day.isoweekday(), calendar.works_on(day), calendar.works_on(before))


def hours(row: ShiftRow, day: date, plan: CityPlan) -> tuple[datetime, datetime]:
    """From when until when a shift that begins on ``day`` lasts."""
    last = day + DAY if row.ends <= row.begins else day
    return datetime.combine(day, row.begins, plan.zone), datetime.combine(last, row.ends, plan.zone)


def grids_of(row: ShiftRow, plan: CityPlan) -> tuple[str, ...]:
    """The grids of a shift: its own, else those that its station names or that name its station."""
    if row.grids or not row.station:
        return row.grids
    station = plan.stations.get(row.station)
    served = {code for code, grid in plan.grids.items() if grid.station == row.station}
    return tuple(sorted(served.union(station.grids if station else ())))


def session(row: RosterRow, day: date, plan: CityPlan) -> Duty:
    """The session of a row on a day, as it is planned."""
    begins, ends = hours(row, day, plan)
    station = plan.stations.get(row.station)
    return Duty(
        id=work_id(Duty.kind, plan.city, f"{row.id}@{day.isoformat()}"), city=plan.city, row=row.id, day=day,
        station=row.station, place=row.place, division=row.division or (station.division if station else ""),
        grids=grids_of(row, plan), unit=row.unit,
        category=row.category.removeprefix(ANY), duty=row.duty, campaign=row.campaign,
        planned_from=begins, planned_until=ends, officers=row.officers, headcount=row.headcount,
    )  # fmt: skip


def sessions(plan: CityPlan, first: date, last: date) -> Iterator[Duty]:
    """All sessions that the roster means from ``first`` to ``last`` (included), by day and row."""
    rows = sorted(plan.rows(RosterRow).values(), key=lambda row: row.id)
    for ahead in range((last - first).days + 1):
        day = first + ahead * DAY
        kind = kind_of_day(plan, day)
        yield from (session(row, day, plan) for row in rows if row.holds(day, kind))


def overlap(one: Duty, other: Duty) -> bool:
    """Whether two sessions are planned for the same time."""
    spans = (one.planned_from, one.planned_until, other.planned_from, other.planned_until)
    first, until, other_first, other_until = spans
    return bool(first and until and other_first and other_until and first < other_until and other_first < until)


def beside(of: Duty, plan: CityPlan) -> Iterator[Duty]:
    """The other sessions of the roster at the time of ``of``."""
    if of.day is not None:
        around = sessions(plan, of.day - DAY, of.day + DAY)
        yield from (other for other in around if other.id != of.id and overlap(of, other))


def there(duty: Duty, at: datetime) -> bool:
    """Whether somebody is there at ``at``, or ought to be.

    Who has begun is there until the end; whoever forgot to end, until it was planned. Who has not is awaited then.
    """
    if duty.begins is not None:
        until = duty.ends or duty.planned_until
        return duty.begins <= at and (until is None or at < until)
    planned = bool(duty.planned_from and duty.planned_until and duty.planned_from <= at < duty.planned_until)
    return planned and bool(duty.officers or duty.headcount)


def covers(duty: Duty, plan: CityPlan, grid: str, category: str) -> bool:
    """Whether a session is for a grid and a class of problems: for all, where it names none."""
    if category and duty.category and duty.category not in plan.lineage(category):
        return False
    if not grid or (not duty.grids and not duty.division):
        return True
    return grid in duty.grids if duty.grids else duty.division in plan.area_lineage(grid, "")


def on_duty(
    plan: CityPlan, written: Mapping[str, Duty], at: datetime, *, grid: str = "", category: str = "",
    duty: DutyClass | None = None,
) -> tuple[Duty, ...]:  # fmt: skip
    """Who is on duty at ``at`` (local): those who have begun first, then those who are awaited, each by name.

    ``written`` are the sessions that something has been entered of, by id.
    """
    around = {one.id: one for one in sessions(plan, at.date() - DAY, at.date())}
    found = [
        one for one in {**around, **written}.values()
        if there(one, at) and covers(one, plan, grid, category) and duty in {None, one.duty}
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda one: (not one.held, not one.grids, one.id)))


def merged(plan: CityPlan, written: Mapping[str, Duty], first: date, last: date) -> list[Duty]:
    """The sessions of these days, planned ones and those of which something was entered, by day and name."""
    planned = {one.id: one for one in sessions(plan, first, last)}
    entered = {id_: one for id_, one in written.items() if one.day is not None and first <= one.day <= last}
    return sorted({**planned, **entered}.values(), key=lambda one: (one.day or date.min, one.id))
