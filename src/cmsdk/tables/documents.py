"""The TOML documents of a plugin: profile, calendars, policies, report definitions."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, time
import re
from typing import Any, Final

import attrs

from cmsdk.contract.catalogue import CategoryKind
from cmsdk.contract.deciding import Principle
from cmsdk.contract.measures import Excuse
from cmsdk.contract.profile import ApproachPolicy, CityProfile, RoutingPolicy
from cmsdk.contract.timing import Outside, Shift, WorkCalendar
from cmsdk.model.approach import Approach
from cmsdk.model.spoken_times import plain

from .public_holidays import PublicHolidays, public
from .settings import guarded, structure

Form = dict[str, Any]
_SHIFT: Final = re.compile(r"\s*(\d{1,2})(?::?(\d{2}))?\s*-\s*(\d{1,2})(?::?(\d{2}))?\s*")
"""Hour, and minute where it is given, of opening and end."""
_MIDNIGHT: Final = (24, 0)
_WEEK: Final = range(1, 8)
"""ISO weekdays, Monday to Sunday."""


@attrs.frozen(kw_only=True)
class _City:
    name: str
    name_en: str = ""
    time_zone: str
    duty_desk: str
    languages: tuple[str, ...] = ("en",)
    scheme: str = ""
    calendar: str = "natural-days"
    grid_code: str = ""
    default_condition: str = "first"
    basis: str = ""


@attrs.frozen(kw_only=True)
class _Policy:
    id: str
    name: str = ""
    target: dict[Approach, int] = attrs.field()
    first: dict[str, Approach] = attrs.field(factory=dict)
    requires: dict[Approach, tuple[str, ...]] | None = None
    excuses: dict[str, Excuse] | None = None
    excused_by: dict[Approach, tuple[str, ...]] | None = None
    basis: str = ""
    replaces: str = ""

    @target.validator
    def _is_a_share(self, _attribute: object, value: Mapping[Approach, int]) -> None:
        below = [f"{approach} {share}" for approach, share in value.items() if share < 0]
        if below:
            raise ValueError(f"target: {', '.join(below)} is less than nothing; give shares from 0 to 100")


@attrs.frozen(kw_only=True)
class _Routing:
    id: str
    name: str = ""
    order: dict[CategoryKind, tuple[Principle, ...]] = attrs.field(factory=dict)
    fallback: str = ""
    basis: str = ""
    replaces: str = ""


@attrs.frozen(kw_only=True)
class _Calendar:
    id: str
    name: str = ""
    version: str
    time_zone: str
    days: str = ""
    weekend: tuple[int, ...] = attrs.field(default=(6, 7))
    outside: Outside = Outside.OPENING
    shifts: tuple[str, ...]
    hours: dict[str, tuple[str, ...]] = attrs.field(factory=dict)
    holidays: str = ""
    known_from: date
    known_until: date
    basis: str = ""
    replaces: str = ""

    @weekend.validator
    def _are_weekdays(self, _attribute: object, value: tuple[int, ...]) -> None:
        wrong = [str(day) for day in value if day not in _WEEK]
        if wrong:
            raise ValueError(f"weekend: {', '.join(wrong)} is no day of the week; 1 is Monday and 7 is Sunday")


@attrs.frozen(kw_only=True)
class _Calendars:
    calendar: tuple[_Calendar, ...]


def _given(value: Any) -> Form:  # noqa: ANN401  any of the attrs classes above
    return {field.name: getattr(value, field.name) for field in attrs.fields(type(value))}


def profile(form: Form, where: str) -> CityProfile:
    """``city.toml``."""
    given = structure(form, _City, where)
    return guarded(lambda: CityProfile(**_given(given), source=where), where)


def policy(form: Form, where: str) -> ApproachPolicy:
    """``approach.toml``."""
    values = _given(structure(form, _Policy, where))
    given = {name: value for name, value in values.items() if value is not None}
    return guarded(lambda: ApproachPolicy(**given, source=where), where)


def routing(form: Form, where: str) -> RoutingPolicy:
    """``routing.toml``."""
    given = structure(form, _Routing, where)
    return guarded(lambda: RoutingPolicy(**_given(given), source=where), where)


def _shift(text: str) -> Shift:
    """``08:00-12:00``; ``24:00`` is midnight at the end of the day."""
    match = _SHIFT.fullmatch(plain(text))
    if match is None:
        raise ValueError(f"shifts: {text!r} is no shift; write opening and end, such as 08:00-12:00")
    hour, minute, to_hour, to_minute = (int(part or 0) for part in match.groups())
    try:
        opening, end = time(hour, minute), time(0 if (to_hour, to_minute) == _MIDNIGHT else to_hour, to_minute)
    except ValueError:
        raise ValueError(f"shifts: {text!r} names no time of day; write 00:00 to 24:00") from None
    if opening >= end > time():
        raise ValueError(
            f"shifts: {text!r} ends before it opens; one past midnight is two, 22:00-24:00 and 00:00-06:00"
        )
    return opening, end


def _weekday(row: tuple[str, tuple[str, ...]]) -> tuple[int, tuple[Shift, ...]]:
    """``6 = ["09:00-12:00"]`` of ``[calendar.hours]``; TOML has keys of text only."""
    if not row[0].isdecimal():
        raise ValueError(f"hours: {row[0]} is no day of the week; 1 is Monday and 7 is Sunday")
    return int(row[0]), tuple(map(_shift, row[1]))


def _holidays(given: _Calendar, where: str) -> PublicHolidays:
    return public(given.holidays, given.known_from, given.known_until, where)


def _calendar(values: Form, where: str) -> WorkCalendar:
    if set(values["weekend"]) == set(_WEEK) and not any(values["days"].values()):
        raise ValueError("weekend: no day is worked, so that no working time ever passes; [] is every day worked")
    return WorkCalendar(**values, source=where)


def calendars(form: Form, where: str, days_of: Callable[[str], Mapping[date, bool]]) -> Iterator[WorkCalendar]:
    """``calendar.toml``; ``days_of`` reads the table of days that a calendar names."""
    for given in structure(form, _Calendars, where).calendar:
        values = _given(given)
        values["days"] = days_of(given.days) if given.days else {}
        values["shifts"] = guarded(lambda given=given: tuple(map(_shift, given.shifts)), where)  # type: ignore[misc]
        values["hours"] = guarded(lambda given=given: dict(map(_weekday, given.hours.items())), where)  # type: ignore[misc]
        if values.pop("holidays"):
            found = guarded(lambda given=given: _holidays(given, where), where)  # type: ignore[misc]
            values["days"] = {**found.days, **values["days"]}
            values["version"] += f"+{found.version}"
        yield guarded(lambda values=values: _calendar(values, where), where)  # type: ignore[misc]
