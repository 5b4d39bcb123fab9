"""Mechanisms M35 to M40 and M49 of the seed documents, from an inbound file to the figure or document."""

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
import json
from pathlib import Path

import pytest

from cmsdk import (
    Accept,
    Actor,
    Archive,
    Case,
    City,
    Close,
    Command,
    Dispatch,
    FeedBack,
    File,
    Handle,
    Refusal,
    Satisfaction,
    StrikeOff,
    Supervise,
    TakeMeasure,
    Visit,
    discover,
)

START = datetime(2026, 11, 20, 9, 0, tzinfo=timezone(timedelta(hours=8)))
HEAD, OFFICER, VOLUNTEER, ROADS = "xian-p-geng", "xian-p-xin", "xian-p-wei", "xian-p-shizheng"
LITTER, LAMP, CANOPY = "商业街地上全是垃圾，没人扫", "15号楼路灯不亮好几天了", "商业街没处遮雨，求装遮雨棚"
SOLVED = Visit(solved=True, satisfied=Satisfaction.SATISFIED)


class Clock:
    """Moves on by ten minutes with every command."""

    now = START

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def xian(clock: Clock) -> Iterator[City]:
    with City.open("610100", plugins=discover(only=["cn", "xian"]), clock=clock) as city:
        yield city


def _desk(*texts: str) -> bytes:
    rows = [{"登记编号": f"M-{n}", "问题描述": text, "社区": "幸福里", "姓名": "住户"} for n, text in enumerate(texts)]
    return json.dumps({"登记": rows}, ensure_ascii=False).encode()


def _orders(*texts: str) -> bytes:
    return "\n".join(["工单编号,诉求内容,所属区域", *(f"O-{n},{t},幸福里" for n, t in enumerate(texts))]).encode()


def _received(xian: City, *texts: str) -> list[Case]:
    return list(xian.receive("station-desk", _desk(*texts)).cases)


def _act(xian: City, case: Case, person: str, command: Command) -> Case | Refusal:
    clock = xian.clock
    assert isinstance(clock, Clock)
    clock.now += timedelta(minutes=10)
    return xian.act(case.id, command, Actor(person, xian.plan.officers[person].roles))


def _give(xian: City, case: Case, *steps: tuple[str, Command]) -> Case:
    for person, command in steps:
        after = _act(xian, case, person, command)
        assert isinstance(after, Case), after
        case = after
    return case


def _refused(xian: City, case: Case, person: str, command: Command) -> Refusal:
    after = _act(xian, case, person, command)
    assert isinstance(after, Refusal), after
    return after


def _page(xian: City, folder: Path) -> str:
    return xian.publish("xian-problem-ledger", to=folder / "ledger.html").read_text(encoding="utf-8")


FILED = ((OFFICER, Accept()), (OFFICER, File()))
HANDLED = (*FILED, (HEAD, Handle(result="已清扫")))
CLOSED = (*HANDLED, (HEAD, FeedBack()), (HEAD, Close()))


def test_m35_the_online_platform_and_the_telephone_are_two_channels(xian: City) -> None:
    online = json.dumps({"data": {"list": [{"orderNo": "W-1", "content": LITTER, "region": "幸福里"}]}}).encode()
    xian.receive("hotline-12345", _orders(LITTER, LAMP))
    assert {c.key: c.cases for c in xian.figures().channels} == {"hotline-12345": 2}, "nothing online yet"
    xian.receive("online-platform", online)
    assert {c.key: c.cases for c in xian.figures().channels} == {"hotline-12345": 2, "online-platform": 1}


def test_m36_the_problem_ledger_is_published_with_every_matter_and_its_result(xian: City, tmp_path: Path) -> None:
    (litter,) = _received(xian, LITTER)
    assert LAMP not in _page(xian, tmp_path), "what nobody reported is not in it"
    _received(xian, LITTER, LAMP)
    before = _page(xian, tmp_path)
    assert "问题台账" in before
    assert LITTER in before
    assert LAMP in before
    assert "已清扫" not in before
    _give(xian, litter, *HANDLED)
    assert "已清扫" in _page(xian, tmp_path)


def test_m37_the_row_that_decides_between_at_once_and_transfer_is_named(xian: City, tmp_path: Path) -> None:
    litter, lamp = _received(xian, LITTER, LAMP)
    modes = {case.id: (str(case.mode), case.unit) for case in (litter, lamp)}
    assert modes == {litter.id: ("now", "xian-st-xingfuli"), lamp.id: ("transfer", "xian-shizheng")}
    rows = {case.id: [s.rule for s in case.trail if s.rule.startswith("xian-resp-")] for case in (litter, lamp)}
    assert [len(found) for found in rows.values()] == [1, 1]
    assert rows[litter.id] != rows[lamp.id]
    page = _page(xian, tmp_path)
    assert "马上办" in page
    assert "转办" in page
    _give(xian, lamp, *FILED)
    assert _refused(xian, lamp, HEAD, Handle(result="x")).guard == "mode_is_now", "what is transferred is dispatched"


def test_m38_the_result_returns_to_the_station_which_closes_and_nobody_else(xian: City) -> None:
    (lamp,) = _received(xian, LAMP)
    _give(xian, lamp, *FILED, (HEAD, Dispatch()), (ROADS, Handle(result="换灯")))
    assert _refused(xian, lamp, HEAD, Close()).guard == "state", "no result at the station, nothing to close"
    back = _give(xian, lamp, (ROADS, FeedBack()))
    assert back.state == "checking"
    assert _refused(xian, lamp, ROADS, Close()).guard == "role"
    assert _give(xian, lamp, (OFFICER, Close())).state == "closed"


def test_m39_archive_and_return_visit_are_counted_with_their_result(xian: City) -> None:
    first, second = _received(xian, LITTER, "商业街垃圾桶满了往外溢")
    for case in (first, second):
        _give(xian, case, *CLOSED, (HEAD, Archive()))
    assert xian.figures().visits.units == ()
    _give(xian, first, (VOLUNTEER, SOLVED))
    _give(xian, second, (VOLUNTEER, Visit(solved=False, satisfied=Satisfaction.DISSATISFIED)))
    (row,) = xian.figures().visits.units
    assert (row.visited, row.valid, row.solved, row.solved_rate, row.satisfied_rate) == (2, 2, 1, 50, 50)


def test_m40_a_case_is_struck_off_only_after_the_whole_course_and_every_step_has_its_time(xian: City) -> None:
    (case,) = _received(xian, LITTER)
    _give(
        xian, case, *HANDLED, (HEAD, Supervise(reason="抽查")), (HEAD, FeedBack()), (HEAD, Close()), (HEAD, Archive())
    )
    assert _refused(xian, case, OFFICER, StrikeOff(reason="急着销号")).guard != ""
    struck = _give(xian, case, (VOLUNTEER, SOLVED), (OFFICER, StrikeOff()))
    assert struck.state == "struck_off"
    entries = [(e.type, e.at) for e in xian.ledger.entries(case.id)]
    assert [name for name, _ in entries] == [
        "reported", "triaged", "accept", "file", "handle", "supervise", "feed_back", "close", "archive", "visit",
        "strike_off",
    ]  # fmt: skip
    times = [at for _, at in entries][1:]
    assert times == sorted(set(times)), "each step at a moment of its own"
    assert xian.figures().open == 0


def test_m49_132_canopies_are_one_request_solved_by_service(xian: City, tmp_path: Path) -> None:
    (case,) = _received(xian, CANOPY)
    assert (case.category, str(case.approach)) == ("xian-service/2026/S01", "service")
    _give(xian, case, (OFFICER, Accept()))
    assert _refused(xian, case, HEAD, TakeMeasure(measure="cn-notice")).guard == "ladder"
    _give(xian, case, (HEAD, TakeMeasure(measure="cn-free-facility")), (OFFICER, File()))
    _give(xian, case, (HEAD, Handle(result="统一安装雨棚 132 个")), (HEAD, FeedBack()), (HEAD, Close()))
    assert [(str(s.approach), s.count) for s in xian.figures().mix.shares] == [
        ("service", 1), ("management", 0), ("enforcement", 0),
    ]  # fmt: skip
    assert "统一安装雨棚 132 个" in _page(xian, tmp_path)


def test_m49_with_a_notice_it_would_be_management(xian: City) -> None:
    (case,) = _received(xian, CANOPY)
    _give(xian, case, (OFFICER, Accept()), (HEAD, TakeMeasure(measure="cn-free-facility")))
    _give(xian, case, (HEAD, TakeMeasure(measure="cn-notice", reason="限期拆旧棚")))
    assert [s.count for s in xian.figures().mix.shares] == [0, 1, 0]
