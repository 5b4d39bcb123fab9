"""M44: the four systems (四项制度). Contact, joint meeting, publicity and supervision keep their due dates, or not."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime, timedelta, timezone
from importlib.resources import files
from pathlib import Path

import pytest

from cmsdk import City, discover
from cmsdk.plugin import community

NOW = datetime(2026, 11, 19, 18, 0, tzinfo=timezone(timedelta(hours=8)))
SAMPLE = files("cmsdk_xian").joinpath("samples", "work", "90-four-systems.csv").read_text(encoding="utf-8")
STATES = ("kept", "late", "missed", "open")
Kept = Callable[[str], City]


@pytest.fixture
def kept() -> Iterator[Kept]:
    """A fresh city on the evening of 19 November that has carried out a table of work."""
    with ExitStack() as opened:

        def enter(table: str) -> City:
            city = opened.enter_context(
                City.open("610100", plugins=discover(only=["cn", "xian"]), clock=lambda: NOW)
            )  # fmt: skip
            entered = city.enter_table(table.encode(), name="four-systems.csv")
            assert not entered.refused, entered.refused
            return city

        yield enter


def _dates(city: City, period: str = "") -> dict[str, Counter[str]]:
    """Kind of system → how many of its due dates were kept, late, missed, or are open."""
    found: dict[str, Counter[str]] = {}
    for row in city.view("systems", period=period).rows:
        states = {name: int(str(row.cells[name])) for name in STATES}
        assert sum(states.values()) == 1, "a due date is one of these"
        found.setdefault(str(row.cells["kind"]), Counter()).update(states)
    return {kind: +count for kind, count in found.items()}


def test_m44_four_systems(kept: Kept, tmp_path: Path) -> None:
    city = kept(SAMPLE)
    assert {duty.kind for duty in city.plan.rows(community.SystemDuty).values()} == set(community.SystemKind)
    assert _dates(city) == {
        "community_contact": {"kept": 5, "missed": 1}, "joint_meeting": {"kept": 1, "late": 1},
        "law_publicity": {"kept": 1, "open": 1}, "supervision_liaison": {"kept": 1},
    }  # fmt: skip
    rate = city.indicators(["xian-systems-due", "xian-systems-kept"])
    assert [one.text for one in rate] == ["11", "72.7 %"]
    page = city.publish("xian-four-systems", to=tmp_path / "s.html").read_text(encoding="utf-8")
    for shown in ("四项制度落实情况", "社区联系制度", "72.7 %", "统一样式、分段加装遮雨棚"):
        assert shown in page


@pytest.mark.parametrize(
    ("left_out", "kind", "becomes"),
    [
        ("jiandu-q4", "supervision_liaison", {"open": 1}),
        ("lianxi-1021", "community_contact", {"kept": 4, "missed": 2}),
        ("huiyi-11,召开会议|huiyi-11,议定事项", "joint_meeting", {"kept": 1, "missed": 1}),
    ],
)
def test_m44_without_its_entry_a_due_date_is_not_kept(
    kept: Kept, left_out: str, kind: str, becomes: dict[str, int]
) -> None:
    lines = SAMPLE.splitlines(keepends=True)
    city = kept("".join(line for line in lines if not line.startswith(tuple(left_out.split("|")))))
    assert _dates(city)[kind] == becomes


def test_m44_a_month_has_the_due_dates_that_lie_in_it(kept: Kept) -> None:
    assert _dates(kept(SAMPLE), "2026-11") == {
        "community_contact": {"kept": 2, "missed": 1}, "joint_meeting": {"late": 1}, "law_publicity": {"open": 1},
    }  # fmt: skip
