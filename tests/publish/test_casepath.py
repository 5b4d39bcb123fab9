"""The picture of one case: what it went through, and what its clocks did, told by numbers and not by looking."""

from datetime import UTC, date, datetime, timedelta
import re
from xml.etree import ElementTree as ET
from zoneinfo import ZoneInfo

import attrs
import pytest

from cmsdk.city import City
from cmsdk.model.clock import Due, Light, StageClock
from cmsdk.model.commands import Accept, Actor, Decline, File
from cmsdk.model.errors import NotAllowed, RejectedInput
from cmsdk.model.spans import Limit, LimitUnit
from cmsdk.publish.casepath.axis import MOST, Axis
from cmsdk.publish.casepath.course import Stretch
from cmsdk.publish.casepath.svg import MARGIN, NAMES, TOLD, WIDE, case_svg
from cmsdk.publish.flowchart.text import NOTE, ROLE, width
from cmsdk.publish.view import View

SVG = "{http://www.w3.org/2000/svg}"
NOON = datetime(2026, 6, 1, 12, tzinfo=ZoneInfo("America/New_York"))
CLERK = Actor("ann", ("clerk",))
HOUR = timedelta(hours=1)


def _clock(hours: float, done: datetime | None, light: Light = Light.GREEN, *skipped: date) -> StageClock:
    due = Due(at=NOON + hours * HOUR, limit=Limit(2, LimitUnit.WORK_HOUR), skipped=skipped)
    return StageClock("handle", NOON, due, done, light)


def _view(town: City, now: datetime, lang: str = "en") -> View:
    return View(town.plan, lang, now)


def _drawn(town: City, clocks: list[StageClock], hours: float = 3, **more: list[Stretch]) -> ET.Element:
    case = next(iter(town.cases()))
    states = (Stretch("reported", NOON, NOON + HOUR), Stretch("accepted", NOON + HOUR))
    svg = case_svg(case, states, clocks, _view(town, NOON + hours * HOUR), **more)
    return ET.fromstring(svg)  # noqa: S314  we have just written it


def _rows(root: ET.Element) -> list[ET.Element]:
    return [group for group in root.iter(f"{SVG}g") if group.get("transform")]


def _told(root: ET.Element) -> list[str]:
    return [group.findtext(f"{SVG}title") or "" for group in _rows(root)]


def _bars(row: ET.Element, name: str) -> list[tuple[int, int]]:
    found = [r for r in row.iter(f"{SVG}rect") if r.get("class") == name]
    return [(int(r.get("x", "")), int(r.get("width", ""))) for r in found]


def test_the_states_of_a_case_stand_in_order_each_with_when_and_how_long(town: City) -> None:
    case = next(iter(town.cases()))
    town.act(case.id, Accept(), CLERK, now=NOON + HOUR)
    town.act(case.id, File(), CLERK, now=NOON + 27.5 * HOUR)
    told = _told(ET.fromstring(town.drawings.case(case.id, now=NOON + 30 * HOUR)))  # noqa: S314  ours
    assert [line.split(":")[0] for line in told[:3]] == ["reported", "accepted", "filed"]
    assert told[1] == "accepted: 06-01 13:00 · 1 d 2 h"
    assert told[2] == "filed: 06-02 15:30 · 2 h 30 min · now"


def test_an_ended_case_ends_with_a_dot_that_does_not_grow(town: City) -> None:
    case = next(iter(town.cases()))
    town.act(case.id, Decline(reason="none"), CLERK, now=NOON + HOUR)
    root = ET.fromstring(town.drawings.case(case.id, now=NOON + 500 * HOUR))  # noqa: S314  ours
    row = _rows(root)[1]
    assert (row.findtext(f"{SVG}title") or "").endswith("06-01 13:00 · ended")
    assert row.find(f"{SVG}circle") is not None
    assert _bars(row, "stretch") == []


def test_a_clock_is_told_with_what_is_left_or_over(town: City) -> None:
    told = _told(
        _drawn(
            town,
            [
                _clock(4, None),
                _clock(2, None, Light.RED),
                _clock(4, NOON + HOUR),
                _clock(1, NOON + 2 * HOUR, Light.RED),
            ],
        )
    )[2:]
    assert [line.split(" · ", 2)[2] for line in told] == [
        "1 h left · running", "late by 1 h · running", "done 3 h before", "late by 1 h",
    ]  # fmt: skip
    assert told[0].startswith("handle · 2 work hours: due 06-01 16:00")


def test_only_a_late_clock_is_drawn_past_its_deadline(town: City) -> None:
    rows = _rows(_drawn(town, [_clock(2, None, Light.RED), _clock(3, NOON + 2 * HOUR)]))[2:]
    assert [len(_bars(row, "over")) for row in rows] == [1, 0]
    (left, wide), axis = _bars(rows[0], "over")[0], MARGIN + NAMES
    assert (left, left + wide) == (axis + round(WIDE * 2 / 3), axis + WIDE)
    assert [len([p for p in row.iter(f"{SVG}path") if p.get("class") == "due"]) for row in rows] == [1, 1]


def test_days_and_pauses_that_are_not_counted_are_marked_once_on_the_track(town: City) -> None:
    clock = _clock(96, None, Light.GREEN, date(2026, 6, 2), date(2026, 6, 3), date(2026, 7, 1))
    (row,) = _rows(_drawn(town, [clock]))[2:]
    ((left, wide),) = _bars(row, "still")
    assert (left, wide) == (MARGIN + NAMES + round(WIDE * 12 / 96), round(WIDE * 48 / 96))
    paused = [Stretch("suspended", NOON - HOUR, NOON + HOUR), Stretch("suspended", NOON + 2 * HOUR)]
    (row,) = _rows(_drawn(town, [_clock(6, None)], pauses=paused))[2:]
    assert [wide for _, wide in _bars(row, "still")] == [round(WIDE / 6), round(WIDE / 6)]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_names_bars_and_what_is_told_keep_to_their_columns(town: City, lang: str) -> None:
    case = next(iter(town.cases()))
    states = (
        Stretch("a state with a name that goes on and on and on", NOON, NOON + HOUR),
        Stretch("x" * 80, NOON + HOUR),
    )
    clock = attrs.evolve(
        _clock(2, None, Light.RED),
        stage="check",
        due=attrs.evolve(_clock(2, None).due, limit=Limit(1000000, LimitUnit.URGENT_HOUR)),
    )
    root = ET.fromstring(case_svg(case, states, [clock], _view(town, NOON + 20000 * HOUR, lang)))  # noqa: S314  ours
    for row in _rows(root):
        name, told = row.findall(f"{SVG}text")
        assert int(name.get("x", "")) - width(name.text or "", NOTE) >= 0
        assert int(name.get("x", "")) < MARGIN + NAMES
        assert int(told.get("x", "")) >= MARGIN + NAMES + WIDE
        assert width(told.text or "", ROLE) <= TOLD
        for bar in row.iter(f"{SVG}rect"):
            left = int(bar.get("x", ""))
            assert MARGIN + NAMES <= left <= left + int(bar.get("width", "")) <= MARGIN + NAMES + WIDE + 2


@pytest.mark.parametrize("text", ["</text><script>alert(1)</script>", "\x00\x1b[31m\ud800", "\u202ertl"])
def test_hostile_names_of_states_stay_text(town: City, text: str) -> None:
    case = next(iter(town.cases()))
    svg = case_svg(case, (Stretch(text, NOON),), (), _view(town, NOON + HOUR))
    tags = {element.tag.removeprefix(SVG) for element in ET.fromstring(svg).iter()}  # noqa: S314  ours
    assert "script" not in tags
    assert not re.search("[\x00\x1b\u202e\ud800-\udfff]", svg)


def test_time_that_passed_is_counted_through_the_change_to_summer_time(town: City) -> None:
    zone = ZoneInfo("America/New_York")
    before, after = datetime(2026, 3, 8, 1, tzinfo=zone), datetime(2026, 3, 8, 4, tzinfo=zone)
    case = next(iter(town.cases()))
    root = ET.fromstring(case_svg(case, (Stretch("reported", before),), (), _view(town, after)))  # noqa: S314  ours
    assert _told(root) == ["reported: 03-08 01:00 · 2 h · now"]
    assert Axis(before, after, 0, 100, zone).at(before + HOUR * 2) == 50  # 3 in summer time is an hour later


@pytest.mark.parametrize("hours", [0, 1, 5, 30, 24 * 8, 24 * 100, 24 * 4000])
def test_an_axis_has_few_marks_inside_it_and_the_days_begin_at_midnight(hours: int) -> None:
    zone = ZoneInfo("Asia/Shanghai")
    axis = Axis(NOON.astimezone(UTC), NOON.astimezone(UTC) + hours * HOUR, 0, 500, zone)
    marks = list(axis.marks())
    assert len(marks) <= MOST + 1
    assert all(axis.first <= moment <= axis.last for moment, _ in marks)
    assert all((moment.astimezone(zone).hour == 0) is day for moment, day in marks)
    assert len(marks) > 2 or hours < 5


def test_a_deadline_at_the_end_of_all_days_is_drawn(town: City) -> None:
    last = datetime(9999, 12, 31, 20, tzinfo=UTC)
    case = next(iter(town.cases()))
    clock = attrs.evolve(_clock(1, None), due=Due(at=last, limit=Limit(1000000, LimitUnit.NATURAL_DAY)))
    assert "due 9999-12-31" in case_svg(case, (Stretch("reported", NOON),), (clock,), _view(town, NOON))


def test_days_have_their_year_where_the_case_runs_into_another(town: City) -> None:
    states = (Stretch("reported", datetime(2026, 12, 30, tzinfo=UTC)),)
    case = next(iter(town.cases()))
    svg = case_svg(case, states, (), _view(town, datetime(2027, 1, 3, tzinfo=UTC)))
    assert "2026-12-29 19:00" in svg
    assert ">2027-01-01</text>" in svg


def test_the_picture_is_the_same_each_time_and_in_the_language_of_the_reader(town: City) -> None:
    case = next(iter(town.cases()))
    later = NOON + HOUR
    assert town.drawings.case(case.id, now=later) == town.drawings.case(case.id, now=later)
    assert 'lang="zh-CN"' in town.drawings.case(case.id, "zh", now=later)
    assert "案件历程" in town.drawings.case(case.id, "zh", now=later)
    english = town.drawings.case(case.id, "en", now=later)
    assert not re.search("[\u2e80-\u9fff]", english)


def test_there_is_no_picture_of_a_case_that_is_not_there(town: City) -> None:
    with pytest.raises(NotAllowed, match="CMS701"):
        town.drawings.case("nothing")
    with pytest.raises(RejectedInput, match="CMS918"):
        town.drawings.case(next(iter(town.cases())).id, now=datetime(2026, 6, 1))  # noqa: DTZ001  that is the point
