"""Figures of duty (值守统计): planned against done, by week and place, and where the rule was broken (三定)."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

import attrs

from cmsdk.contract.community.duty import DutyRule
from cmsdk.contract.places import Station
from cmsdk.figures.views import Seen, View
from cmsdk.model.viewed import ViewRow
from cmsdk.model.works.duty import Duty
from cmsdk.rules.rosters import DAY, WEEK, merged

THURSDAY: Final = 3 * DAY
"""After Monday. A week belongs to the month and year of its Thursday, as ISO 8601 has it for years."""
MISSED: Final = "missed"
PLANNED: Final = "planned"


@attrs.frozen
class Breach:
    """A part of the rule that a station did not keep in a week."""

    part: str
    """``too_few_officers``, ``too_short`` or ``too_few_sessions``."""
    found: int
    wanted: int
    """Officers, minutes or sessions."""
    sessions: tuple[Duty, ...]


@attrs.frozen
class Week:
    """The sessions at a place in an ISO week, and the rule that the place is held to."""

    monday: date
    station: Station | None
    place: str
    sessions: tuple[Duty, ...]
    rule: DutyRule | None

    @property
    def name(self) -> str:
        """Such as ``2026-W47``."""
        year, week, _ = self.monday.isocalendar()
        return f"{year}-W{week:02}"

    def over(self, seen: Seen) -> bool:
        """Whether its Sunday has passed."""
        return self.monday + WEEK <= seen.today

    def kept(self, seen: Seen) -> bool | None:
        """Whether the rule was kept; nothing where there is none, or while it still may be broken."""
        if any(self.breaches(seen)):
            return False
        return True if self.rule is not None and self.over(seen) else None

    def breaches(self, seen: Seen) -> Iterator[Breach]:
        """What is broken as of now; sessions are counted when the week is over."""
        if self.rule is None:
            return
        wanted, minutes = self.rule.officers, round(self.rule.hours * 60)
        for one in self.sessions:
            if _over(one, seen):
                if one.officer_times < wanted:
                    yield Breach("too_few_officers", one.officer_times, wanted, (one,))
                if one.held and one.minutes < minutes:
                    yield Breach("too_short", one.minutes, minutes, (one,))
        held = sum(one.held for one in self.sessions)
        if held < self.rule.sessions and self.over(seen):
            yield Breach("too_few_sessions", held, self.rule.sessions, self.sessions)


def _over(duty: Duty, seen: Seen) -> bool:
    return duty.ends is not None or (duty.planned_until is not None and duty.planned_until <= seen.now)


def _days(seen: Seen) -> tuple[date, date]:
    """First and last day that are looked at: the period, else from the first session that was entered until today."""
    entered = [duty.day for duty in seen.of(Duty) if duty.day is not None]
    today = seen.today
    first = seen.day(seen.first) if seen.first else min(entered, default=today + DAY)
    return first, seen.day(seen.end) - DAY if seen.end else today


def _sessions(seen: Seen, first: date, last: date) -> list[Duty]:
    return merged(seen.plan, {duty.id: duty for duty in seen.of(Duty)}, first, last)


def rule_of(seen: Seen, station: Station, day: date) -> DutyRule | None:
    """The rule of a station on a day: its own, else that of its kind, else the general one."""
    rules = [rule for rule in seen.plan.rows(DutyRule).values() if rule.valid.holds(day)]
    own = (rule for rule in rules if rule.station == station.id)
    of_kind = (rule for rule in rules if not rule.station and rule.kind is station.kind)
    general = (rule for rule in rules if not rule.station and rule.kind is None)
    return next(own, None) or next(of_kind, None) or next(general, None)


def weeks(seen: Seen) -> Iterator[Week]:
    """Each week whose Thursday is in the period, and in it each place with a session or a rule."""
    first, last = _days(seen)
    monday = first - timedelta(days=first.weekday())
    monday += WEEK if monday + THURSDAY < first else 0 * WEEK
    while monday + THURSDAY <= last:
        at: dict[tuple[str, str], list[Duty]] = {
            (id_, ""): [] for id_, station in seen.plan.stations.items() if station.valid.holds(monday)
        }
        for one in _sessions(seen, monday, monday + WEEK - DAY):
            at.setdefault((one.station, "" if one.station else one.place), []).append(one)
        for (id_, place), found in sorted(at.items()):
            station = seen.plan.stations.get(id_)
            rule = rule_of(seen, station, monday) if station is not None else None
            if found or rule is not None:
                yield Week(monday, station, place, tuple(found), rule)
        monday += WEEK


def _duty(seen: Seen) -> Iterator[ViewRow]:
    for one in _sessions(seen, *_days(seen)):
        state = one.state or PLANNED
        if not one.held and _over(one, seen):
            state = MISSED
        planned = one.planned_until - one.planned_from if one.planned_until and one.planned_from else timedelta()
        cells = {
            "session": one.name, "row": one.row, "station": one.station, "place": one.place, "division": one.division,
            "duty": one.duty.value, "campaign": one.campaign, "unit": one.unit, "day": one.day, "state": state,
            "officers": ";".join(one.officers), "officer_times": one.officer_times, "begins": one.begins,
            "ends": one.ends, "minutes": one.minutes, "planned_minutes": int(planned.total_seconds()) // 60,
            "swaps": len(one.swaps), "leaves": len(one.leaves), "open_leaves": len(one.open_leaves),
        }  # fmt: skip
        yield ViewRow(cells, (one.id,))


def _place(week: Week) -> dict[str, str]:
    station = week.station
    return {
        "week": week.name, "station": station.id if station else "", "place": station.name if station else week.place,
        "kind": station.kind.value if station else "", "division": station.division if station else "",
    }  # fmt: skip


def _weeks(seen: Seen) -> Iterator[ViewRow]:
    for week in weeks(seen):
        kept = week.kept(seen)
        cells = _place(week) | {
            "planned": len(week.sessions), "held": sum(one.held for one in week.sessions),
            "missed": sum(not one.held and _over(one, seen) for one in week.sessions),
            "officer_times": sum(one.officer_times for one in week.sessions),
            "minutes": sum(one.minutes for one in week.sessions), "breaches": sum(1 for _ in week.breaches(seen)),
            "kept": None if kept is None else int(kept),
        }  # fmt: skip
        yield ViewRow(cells, _sources(week, week.sessions))


def _breaches(seen: Seen) -> Iterator[ViewRow]:
    for week in weeks(seen):
        for broken in week.breaches(seen):
            one = broken.sessions[0] if broken.part != "too_few_sessions" else None
            cells = _place(week) | {
                "part": broken.part, "session": one.name if one else "", "day": one.day if one else None,
                "found": broken.found, "wanted": broken.wanted, "leaves": len(one.open_leaves) if one else 0,
                "rule": week.rule.id if week.rule else "", "basis": week.rule.basis if week.rule else "",
            }  # fmt: skip
            yield ViewRow(cells, _sources(week, broken.sessions))


def _sources(week: Week, sessions: tuple[Duty, ...]) -> tuple[str, ...]:
    return (*((week.rule.key,) if week.rule else ()), *(one.id for one in sessions))


_PLACE: Final = ("week", "station", "place", "kind", "division")
VIEWS: Final = (
    View(
        id="duty",
        columns=(
            "session", "row", "station", "place", "division", "duty", "campaign", "unit", "day", "state", "officers",
            "officer_times", "begins", "ends", "minutes", "planned_minutes", "swaps", "leaves", "open_leaves",
        ),
        rows=_duty,
        works=(Duty,),
    ),
    View(
        id="duty-weeks",
        columns=(*_PLACE, "planned", "held", "missed", "officer_times", "minutes", "breaches", "kept"),
        rows=_weeks,
        works=(Duty,),
    ),
    View(
        id="duty-breaches",
        columns=(*_PLACE, "part", "session", "day", "found", "wanted", "leaves", "rule", "basis"),
        rows=_breaches,
        works=(Duty,),
    ),
)  # fmt: skip
