"""Duty is held against its roster: who was to come, who came, and which part of the rule was broken."""

from datetime import UTC, date, datetime, timedelta
import sys

import attrs
from hypothesis import given
from hypothesis import strategies as st
import pytest

from cmsdk import City
from cmsdk.model.command import Refusal
from cmsdk.model.errors import AssemblyError, RejectedInput
from cmsdk.model.works import BeginDuty, Duty, DutyClass, EndDuty, LeaveDuty, RecordDuty, SwapDuty
from cmsdk.rules.rosters import there

from .conftest import CLERK, NOW, Made

ROSTER = (
    "id,station,officers,headcount,days,day,begins,ends,duty,campaign,grids\n"
    "demo-r1,demo-stn,demo-a,,周二;周四,,09:00,11:00,,,\n"
    "demo-r2,demo-kiosk,demo-b,,每天,,18:00,02:00,巡查,,\n"
    "demo-r3,,,30,,2026-11-18,09:00,12:00,活动,open-day,\n"
)
RULES = "id,station,kind,officers,sessions,hours,basis\ndemo-dr1,,station,1,2,2,据本市公开报道\n"
TABLES = {"roster.csv": ROSTER, "duty-rules.csv": RULES}
TUESDAY = datetime(2026, 11, 17, 1, 0, tzinfo=UTC)
"""09:00 in China."""
THURSDAY = TUESDAY + timedelta(days=2)
LATER = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
"""The Monday after."""
HOUR = timedelta(hours=1)
PERIOD = "2026-11-16..2026-11-22"


def keep(city: City, first: float = 2, second: float = 2) -> None:
    """Both sessions of the station in that week, so many hours long."""
    for begun, hours in ((TUESDAY, first), (THURSDAY, second)):
        if hours:
            name = f"demo-r1@{begun.date()}"
            assert isinstance(city.begin(BeginDuty(), CLERK, name=name, now=begun), Duty)
            assert isinstance(city.carry_on(name, EndDuty(), CLERK, now=begun + hours * HOUR), Duty)


def broken(city: City) -> list[tuple[object, ...]]:
    rows = city.view("duty-breaches", period=PERIOD, now=LATER).rows
    return [tuple(row.cells[name] for name in ("station", "week", "part", "found", "wanted")) for row in rows]


def test_a_session_is_begun_and_ended_as_the_roster_has_it(made_once: Made) -> None:
    city = made_once(TABLES)
    keep(city)
    first, second = city.works(Duty)
    assert (first.state, first.minutes, first.officer_times) == ("done", 120, 1)
    assert first.officers == ("demo-a",)
    assert first.grids == ("x-demo-g1",)
    assert second.day == date(2026, 11, 19)
    assert broken(city) == []
    (week,) = [r for r in city.view("duty-weeks", period=PERIOD, now=LATER).rows if r.cells["station"] == "demo-stn"]
    assert [week.cells[name] for name in ("planned", "held", "missed", "minutes", "kept")] == [2, 2, 0, 240, 1]
    assert week.sources == ("duty-rules/demo-dr1", first.id, second.id)


def test_each_part_of_the_rule_is_broken_by_itself_and_named_with_place_and_week(made_once: Made) -> None:
    short = made_once(TABLES)
    keep(short, second=1.5)
    assert broken(short) == [("demo-stn", "2026-W47", "too_short", 90, 120)]
    absent = made_once(TABLES)
    keep(absent, second=0)
    assert broken(absent) == [
        ("demo-stn", "2026-W47", "too_few_officers", 0, 1),
        ("demo-stn", "2026-W47", "too_few_sessions", 1, 2),
    ]
    assert broken(made_once({"roster.csv": ROSTER})) == []


def test_nothing_is_missed_before_it_is_over(made_once: Made) -> None:
    city = made_once(TABLES)
    keep(city, second=0)
    before = THURSDAY + HOUR
    assert not city.view("duty-breaches", period=PERIOD, now=before).rows
    states = {row.cells["session"]: row.cells["state"] for row in city.view("duty", period=PERIOD, now=LATER).rows}
    assert states["demo-r1@2026-11-17"] == "done"
    assert states["demo-r1@2026-11-19"] == "missed"
    soon = {row.cells["session"]: row.cells["state"] for row in city.view("duty", period=PERIOD, now=before).rows}
    assert soon["demo-r1@2026-11-19"] == "planned"


def test_a_week_is_kept_when_it_is_over_and_broken_as_soon_as_it_is(made_once: Made) -> None:
    def kept(city: City, now: datetime) -> object:
        (week,) = [r for r in city.view("duty-weeks", period=PERIOD, now=now).rows if r.cells["kind"] == "station"]
        return week.cells["kept"]

    city = made_once(TABLES)
    keep(city)
    friday = THURSDAY + timedelta(days=1)
    assert (kept(city, friday), kept(city, LATER)) == (None, 1)
    short = made_once(TABLES)
    keep(short, second=1)
    assert kept(short, friday) == 0


def test_a_week_without_any_duty_is_listed_when_it_is_asked_for(made_once: Made) -> None:
    city = made_once({"duty-rules.csv": RULES})
    assert broken(city) == [("demo-stn", "2026-W47", "too_few_sessions", 0, 2)]
    november = city.view("duty-breaches", period="2026-11", now=LATER + timedelta(days=30)).rows
    assert [row.cells["week"] for row in november] == ["2026-W45", "2026-W46", "2026-W47", "2026-W48"]
    assert not city.view("duty-breaches", now=LATER).rows


def test_the_rule_of_a_station_goes_before_that_of_its_kind(made_once: Made) -> None:
    own = RULES + "demo-dr2,demo-stn,,1,1,1,\ndemo-dr3,,,2,7,3,\n"
    city = made_once({"roster.csv": ROSTER, "duty-rules.csv": own})
    keep(city, second=0)
    parts = {(where, part): wanted for where, _, part, _, wanted in broken(city)}
    assert ("demo-stn", "too_few_sessions") not in parts
    assert parts["demo-kiosk", "too_few_sessions"] == 7


def test_a_squad_named_by_its_number_is_counted_and_corrected_by_who_came(made_once: Made) -> None:
    city = made_once(TABLES)
    name = "demo-r3@2026-11-18"
    begins, ends = NOW - HOUR, NOW
    done = city.begin(RecordDuty(begins=begins, ends=ends), CLERK, name=name)
    assert isinstance(done, Duty)
    assert (done.officer_times, done.campaign, done.duty) == (30, "open-day", DutyClass.ACTIVITY)
    fewer = made_once(TABLES).begin(RecordDuty(begins=begins, ends=ends, headcount=12), CLERK, name=name)
    assert isinstance(fewer, Duty)
    assert fewer.officer_times == 12


def test_a_swap_and_a_leave_change_who_is_to_come(made_once: Made) -> None:
    city = made_once(TABLES)
    name = "demo-r1@2026-11-19"
    swapped = city.begin(SwapDuty(officer="demo-a", substitute="demo-b"), CLERK, name=name)
    assert isinstance(swapped, Duty)
    assert (swapped.state, swapped.officers, swapped.swaps) == ("planned", ("demo-b",), (("demo-a", "demo-b"),))
    assert swapped.due == THURSDAY
    away = city.carry_on(name, LeaveDuty(officer="demo-b"), CLERK)
    assert isinstance(away, Duty)
    assert (away.officers, away.open_leaves) == ((), ("demo-b",))
    nobody = city.carry_on(name, BeginDuty(), CLERK, now=THURSDAY)
    assert isinstance(nobody, Refusal)
    assert nobody.code == "CMS471"
    keep(city, second=0)
    (breach, _) = city.view("duty-breaches", period=PERIOD, now=LATER).rows
    assert (breach.cells["part"], breach.cells["leaves"]) == ("too_few_officers", 1)
    assert isinstance(city.carry_on(name, BeginDuty(officers=["demo-l"]), CLERK, now=THURSDAY), Duty)


SAME_TIME = ROSTER + "demo-r4,demo-stn,demo-l,,周四,,10:00,12:00,,,\n"


@pytest.mark.parametrize(
    ("code", "name", "command"),
    [
        ("CMS482", "demo-r1", BeginDuty()),
        ("CMS472", "demo-r0@2026-11-17", BeginDuty()),
        ("CMS483", "demo-r1@2026-11-18", BeginDuty()),
        ("CMS484", "demo-r1@2026-11-19", SwapDuty(officer="demo-b", substitute="demo-l")),
        ("CMS485", "demo-r1@2026-11-19", SwapDuty(officer="demo-a", substitute="demo-l")),
        ("CMS485", "demo-r1@2026-11-19", LeaveDuty(officer="demo-a", substitute="demo-a")),
        ("CMS472", "demo-r1@2026-11-19", LeaveDuty(officer="demo-a", substitute="demo-z")),
        ("CMS472", "demo-r2@2026-11-18", BeginDuty(officers=["demo-z"])),
        ("CMS486", "demo-r1@2026-11-17", BeginDuty()),
        ("CMS486", "demo-r1@2026-11-17", RecordDuty(begins=TUESDAY, ends=TUESDAY - HOUR)),
        ("CMS486", "demo-r3@2026-11-18", RecordDuty(begins=NOW, ends=NOW + HOUR)),
    ],
)
def test_what_does_not_fit_the_roster_is_refused(made_once: Made, code: str, name: str, command: BeginDuty) -> None:
    answer = made_once({"roster.csv": SAME_TIME}).begin(command, CLERK, name=name)
    assert isinstance(answer, Refusal)
    assert answer.code == code


def test_whoever_swapped_the_other_session_away_is_free(made_once: Made) -> None:
    city = made_once({"roster.csv": SAME_TIME})
    away = city.begin(SwapDuty(officer="demo-l", substitute="demo-b"), CLERK, name="demo-r4@2026-11-19")
    assert isinstance(away, Duty)
    free = city.begin(SwapDuty(officer="demo-a", substitute="demo-l"), CLERK, name="demo-r1@2026-11-19")
    assert isinstance(free, Duty)


def test_a_roster_row_has_days_or_a_day_and_hours(made_once: Made) -> None:
    with pytest.raises(AssemblyError, match="CMS451"):
        made_once({"roster.csv": "id,begins,ends\ndemo-r1,09:00,11:00\n"})
    with pytest.raises(AssemblyError, match="CMS404"):
        made_once({"roster.csv": "id,days,begins,ends\ndemo-r1,周二,9点,11:00\n"})


def test_who_is_on_duty_now_for_a_grid(made_once: Made) -> None:
    city = made_once(TABLES)
    at = THURSDAY + HOUR
    (planned,) = city.on_duty(grid="x-demo-g1", at=at)
    assert (planned.row, planned.held, planned.officers) == ("demo-r1", False, ("demo-a",))
    assert city.on_duty(grid="x-demo-g2", at=at) == ()
    city.begin(BeginDuty(officers=["demo-b"]), CLERK, name="demo-r1@2026-11-19", now=THURSDAY)
    (there,) = city.on_duty(grid="x-demo-g1", at=at)
    assert (there.held, there.officers) == (True, ("demo-b",))
    city.carry_on("demo-r1@2026-11-19", EndDuty(), CLERK, now=at)
    assert city.on_duty(grid="x-demo-g1", at=at) == ()
    night = datetime(2026, 11, 18, 17, 30, tzinfo=UTC)
    assert [one.row for one in city.on_duty(grid="x-demo-g2", duty=DutyClass.PATROL, at=night)] == ["demo-r2"]
    assert city.on_duty(grid="x-demo-g2", duty=DutyClass.POST, at=night) == ()


def test_a_row_for_a_class_of_problems_is_on_duty_for_what_lies_below_it(made_once: Made) -> None:
    row = "id,station,officers,days,begins,ends,category\ndemo-r1,demo-stn,demo-a,每天,08:00,20:00,E0201\n"
    city = made_once({"roster.csv": row})
    (one,) = city.on_duty(grid="x-demo-g1")
    below = [code for code, category in city.plan.categories.items() if category.parent == one.category]
    assert city.on_duty(category=one.category) == (one,)
    assert all(city.on_duty(category=code) == (one,) for code in below)
    other = next(code for code in city.plan.categories if one.category not in city.plan.lineage(code))
    assert city.on_duty(category=other) == ()


def test_the_roster_is_exported_as_a_calendar_with_swaps_and_leave(made_once: Made) -> None:
    icalendar = pytest.importorskip("icalendar")
    city = made_once(TABLES)
    city.begin(SwapDuty(officer="demo-a", substitute="demo-b"), CLERK, name="demo-r1@2026-11-19")
    city.begin(LeaveDuty(officer="demo-a"), CLERK, name="demo-r1@2026-11-24")
    read = icalendar.Calendar.from_ical(city.duty_calendar("2026-11", station="demo-stn"))
    events = {str(event["uid"]): event for event in read.walk("VEVENT")}
    assert len(events) == 8
    swapped = events["duty:109900:demo-r1@2026-11-19"]
    assert swapped["dtstart"].dt == THURSDAY
    assert swapped["location"] == "示范站"
    assert "乙" in swapped["description"]
    assert "甲" not in swapped["description"]
    assert [uid for uid, event in events.items() if event["status"] == "CANCELLED"] == [
        "duty:109900:demo-r1@2026-11-24"
    ]
    assert [str(zone["tzid"]) for zone in read.walk("VTIMEZONE")] == ["Asia/Shanghai"]
    english = city.duty_calendar("2026-11-18", lang="en").decode()
    assert "duty at an activity" in english


def test_without_the_package_the_calendar_says_what_to_install(
    made_once: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "icalendar", None)
    with pytest.raises(RejectedInput, match="CMS906"):
        made_once(TABLES).duty_calendar("2026-11")


@given(begins=st.integers(0, 1439), length=st.integers(1, 1440), minute=st.integers(0, 2879))
def test_whoever_is_planned_for_a_minute_is_awaited_in_it_and_in_no_other(
    begins: int, length: int, minute: int
) -> None:
    start = datetime(2026, 11, 17, tzinfo=UTC)
    first = start + timedelta(minutes=begins)
    planned = Duty(
        id="d", city="c", officers=("a",), planned_from=first, planned_until=first + timedelta(minutes=length)
    )
    at = start + timedelta(minutes=minute)
    assert there(planned, at) == (begins <= minute < begins + length)
    assert not there(attrs.evolve(planned, officers=()), at)
