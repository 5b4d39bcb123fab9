"""Mechanisms M27 and M30 to M32 of the seed documents, from an inbound file to the figure or document."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from datetime import datetime, timedelta, timezone
import json
from pathlib import Path

import pytest

from cmsdk import (
    Accept,
    Actor,
    Assign,
    Case,
    CheckAfterHandling,
    Checked,
    City,
    Close,
    Command,
    Dispatch,
    FeedBack,
    File,
    Found,
    Handle,
    Refusal,
    TakeMeasure,
    VerifyBeforeFiling,
    discover,
)

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=timezone(timedelta(hours=8)))
Row = dict[str, str]
Steps = list[tuple[str, Command]]
"""Who does what."""
Seen = Callable[[Sequence[Row]], City]
SOUTH, NORTH = "x-lyg-04-01-1", "x-lyg-04-01-2"
POINTS = {"南门": ("119.161", "34.597"), "北门": ("119.163", "34.597")}


def _give(city: City, rows: Sequence[Row], now: datetime) -> None:
    payload = json.dumps({"登记": list(rows)}, ensure_ascii=False).encode()
    assert len(city.receive("lyg-community", payload, now=now).case_ids) == len(rows)


@pytest.fixture
def seen() -> Iterator[Seen]:
    """A fresh city that has received these entries of the community's desk."""
    with ExitStack() as opened:

        def receive(rows: Sequence[Row]) -> City:
            plugins = discover(only=["cn", "lianyungang"])
            city = opened.enter_context(City.open("320700", plugins=plugins, clock=lambda: NOW))
            _give(city, rows, NOW)
            return city

        yield receive


def _row(number: int, at: str, text: str, kind: str = "投诉", gate: str = "南门") -> Row:
    lon, lat = POINTS[gate]
    place = {"地点": f"小区{gate}", "经度": lon, "纬度": lat}
    return {"登记编号": f"M-{number:03}", "登记时间": at, "诉求类型": kind, "内容": text, **place}


def _by(city: City, person: str) -> Actor:
    officer = city.plan.officers[person]
    return Actor(officer.id, officer.roles)


def _do(city: City, case: Case, steps: Steps) -> None:
    for person, command in steps:
        assert isinstance(after := city.act(case.id, command, _by(city, person)), Case), after


def _cases(city: City) -> list[Case]:
    return sorted(city.cases(), key=lambda case: case.report)


# ---- M27 ----


def test_m27_record_assignment_and_feedback_close_the_loop_of_a_task(seen: Seen, tmp_path: Path) -> None:
    city = seen([_row(1, "2026-11-19 09:00", "绿化带里种青菜")])
    (case,) = _cases(city)
    squad, officer = "lyg-p-sq-04", "lyg-p-zd-04-01"
    assigned: Steps = [
        ("lyg-p-acceptor", Accept()), ("lyg-p-acceptor", VerifyBeforeFiling()),
        ("lyg-p-grid-a", VerifyBeforeFiling(found=Found.EXISTS)), ("lyg-p-leader", File()),
        ("lyg-p-dispatcher", Dispatch()), (squad, Assign(officer=officer)), (officer, Handle(result="补种麦冬")),
    ]  # fmt: skip
    _do(city, case, assigned)
    early = city.act(case.id, Close(result="x"), _by(city, "lyg-p-acceptor"))
    assert isinstance(early, Refusal)
    assert early.guard == "state", "without feedback the loop stays open"
    closed: Steps = [
        (squad, FeedBack()), ("lyg-p-checker", CheckAfterHandling(checked=Checked.PASSED)),
        ("lyg-p-acceptor", Close(result="菜地已补种麦冬")),
    ]  # fmt: skip
    _do(city, case, closed)
    record = [(entry.type, entry.by) for entry in city.ledger.entries(case.id)]
    assert record[2:] == [(command.name, person) for person, command in (*assigned, *closed)]
    page = city.publish("lianyungang-problem-ledger", to=tmp_path / "p.html").read_text(encoding="utf-8")
    assert "补种麦冬" in page
    assert "已结案" in page


# ---- M30 ----

SERVED = "门头招牌怎么申请"
MONTH = [
    *(_row(n, f"2026-11-{n:02} 09:00", SERVED, "咨询") for n in range(1, 8)),
    _row(8, "2026-11-08 10:00", "小超市货架摆到人行道上"),
    _row(9, "2026-11-09 10:00", "理发店门前脏，门前四包没做到"),
    _row(10, "2026-11-10 10:00", "绿化带里种青菜，毁绿"),
]
"""A month at the south gate: seven parts service, two management, one enforcement."""


def _shares(city: City) -> list[tuple[str, int, float, float]]:
    return [(str(s.approach), s.count, s.share, s.deviation) for s in city.figures().mix.shares]


def test_m30_the_mix_of_a_grid_stands_beside_70_20_10_with_its_deviation(seen: Seen, tmp_path: Path) -> None:
    city = seen(MONTH)
    assert _shares(city) == [("service", 7, 70, 0), ("management", 2, 20, 0), ("enforcement", 1, 10, 0)]
    page = city.publish("lianyungang-mix-monitor", to=tmp_path / "mix.html").read_text(encoding="utf-8")
    for shown in ("721 工作法监测", "7 · 70.0 %", "2 · 20.0 %", "1 · 10.0 %", "2026-11", "示例社区第一网格（南门）"):
        assert shown in page
    shares = [share for _, _, share, _ in _shares(seen(MONTH[1:]))]
    assert shares == pytest.approx([600 / 9, 200 / 9, 100 / 9]), "one enquiry less, and it is another mix"


def test_m30_months_and_grids_are_apart_and_only_one_of_them_differs_by_more_than_chance(seen: Seen) -> None:
    october = [_row(20 + n, f"2026-10-{n + 9} 10:00", "绿化带里种青菜", gate="北门") for n in range(8)]
    city = seen(MONTH)
    _give(city, october, NOW - timedelta(days=30))
    months, grids = (city.figures(by=by).mixes[by] for by in ("month", "grid"))
    assert [(m.key, m.mix.total, m.more_than_chance) for m in months] == [("2026-10", 8, True), ("2026-11", 10, False)]
    assert {m.key: m.more_than_chance for m in grids} == {SOUTH: False, NORTH: True}


def test_m30_the_measure_that_was_taken_counts_and_not_the_one_that_was_thought_of(seen: Seen) -> None:
    city = seen(MONTH)
    greens = _cases(city)[9]
    officer = "lyg-p-zd-04-01"
    _do(city, greens, [(officer, Accept()), (officer, TakeMeasure(measure="cn-law-publicity"))])
    assert [count for _, count, _, _ in _shares(city)] == [8, 2, 0]


# ---- M31 ----

KINDS = [
    _row(1, "2026-11-18 09:00", SERVED, "咨询"),
    _row(2, "2026-11-18 09:10", "小超市货架摆到人行道上", "投诉"),
    _row(3, "2026-11-18 09:20", "绿化带里种青菜", "投诉"),
    _row(4, "2026-11-18 09:30", "行动不便，能不能帮忙联系清运旧床垫", "求助"),
    _row(5, "2026-11-18 09:40", "建议增设晾衣架", "意见建议"),
]


def _kinds(city: City) -> dict[str, int]:
    return {count.key: count.cases for count in city.figures().kinds}


def test_m31_enquiries_complaints_requests_and_opinions_are_counted_apart(seen: Seen, tmp_path: Path) -> None:
    city = seen(KINDS)
    assert _kinds(city) == {"咨询": 1, "投诉": 2, "求助": 1, "意见建议": 1}
    page = city.publish("lianyungang-problem-ledger", to=tmp_path / "p.html").read_text(encoding="utf-8")
    assert "按诉求类型" in page
    assert _kinds(seen(KINDS[:3])) == {"咨询": 1, "投诉": 2}, "without its entry a kind is not counted"


def test_m31_a_kind_that_nobody_gave_is_not_guessed(seen: Seen) -> None:
    city = seen([_row(1, "2026-11-18 09:00", SERVED, "")])
    assert [(count.key, count.label, count.cases) for count in city.figures().kinds] == [("", "—", 1)]


# ---- M32 ----


def _evening(number: int, at: str, gate: str = "北门") -> Row:
    return _row(number, at, "北门流动摊贩又来了", gate=gate)


EVENINGS = [_evening(1, "2026-11-16 21:20"), _evening(2, "2026-11-17 21:40"), _evening(3, "2026-11-18 21:35")]


def test_m32_vendors_every_evening_are_one_series(seen: Seen) -> None:
    city = seen(EVENINGS)
    first, second, third = _cases(city)
    assert third.recurs == (first.id, second.id)
    assert {case.linked for case in (first, second, third)} == {""}, "each evening stays a case of its own"
    told = " ".join(city.explain(third.id, "zh").lines())
    assert "21:00-02:00" in told
    assert first.id in told


@pytest.mark.parametrize(
    ("why", "rows"),
    [
        ("two evenings are no series", EVENINGS[1:]),
        ("by day is another hour", [EVENINGS[0], _evening(2, "2026-11-17 15:40"), EVENINGS[2]]),
        ("the south gate is another place", [EVENINGS[0], _evening(2, "2026-11-17 21:40", "南门"), EVENINGS[2]]),
        ("more than seven days ago", [_evening(1, "2026-11-08 21:20"), *EVENINGS[1:]]),
    ],
)
def test_m32_what_is_not_at_the_same_place_and_hour_is_no_series(seen: Seen, why: str, rows: list[Row]) -> None:
    assert [case.recurs for case in _cases(seen(rows))] == [()] * len(rows), why
