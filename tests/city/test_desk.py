"""The desk of a city: what is due, overdue, open, said, near; cases on hold as they stand at the moment."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

import pytest

from cmsdk import Actor, Case, City, Handle, Point, RejectedInput, Suspend
from cmsdk.model.figures import Count
from cmsdk.model.place import Crs
from cmsdk.model.tallies import CountOf

NOW = datetime.fromisoformat("2026-11-16T10:00:00+08:00")
FLOW = """
initial = "reported"
ends = ["closed"]

[[transition]]
command = "handle"
from = ["reported"]
to = "closed"
roles = ["clerk"]

[[transition]]
command = "suspend"
from = ["reported"]
to = "suspended"
roles = ["clerk"]

[[transition]]
command = "resume"
from = ["suspended"]
to = "<"
roles = ["clerk"]
"""
LIMITS = "id,stage,amount,unit\ntoy-3h,handle,3,urgent_hour\n"
ANN = Actor("ann", ("clerk",))
TEXTS = ("路灯不亮", "油烟扰民", "油烟很大，路灯也不亮", "井盖破损")


@pytest.fixture
def town(city_of: Callable[..., City]) -> City:
    city = city_of(tables={"workflow.toml": FLOW, "limits.csv": LIMITS})
    rows = [
        f'{{"external_id": "{n}", "text": "{text}", "at": "2026-11-16 0{6 + n}:30", "lon": {108.94 + n / 5000},'
        ' "lat": 34.26, "crs": "gcj02"}'
        for n, text in enumerate(TEXTS)
    ]
    city.receive("jsonl", "\n".join(rows).encode())
    return city


def _said(town: City, **wanted: object) -> list[str]:
    return [case.text for case in town.desk.page(**wanted).cases]  # type: ignore[arg-type]


def test_due_and_overdue_go_by_the_running_clock(town: City):
    assert _said(town, overdue=True) == ["路灯不亮"]
    assert _said(town, due_within=timedelta(hours=1)) == ["油烟扰民"]
    assert _said(town, due_within=timedelta(hours=1), overdue=True) == ["路灯不亮", "油烟扰民"]
    assert town.desk.overdue_by_unit() == {"toy-desk": 1}
    first = town.desk.page(overdue=True).cases[0]
    town.act(first.id, Handle(result="done"), ANN)
    assert _said(town, overdue=True) == []
    assert _said(town, due_within=timedelta(hours=4), unit="toy-desk") == list(TEXTS[1:])
    assert _said(town, due_within=timedelta(hours=4), unit="toy-roads") == []
    assert _said(town, open_only=True) == list(reversed(TEXTS[1:]))
    assert _said(town) == list(reversed(TEXTS))


def test_words_of_two_characters_of_one_and_of_more_than_one_part_are_found(town: City):
    assert _said(town, text="油烟") == [TEXTS[2], TEXTS[1]]
    assert _said(town, text="路灯 油烟") == [TEXTS[2]]
    assert _said(town, text="灯") == [TEXTS[2], TEXTS[0]]
    assert _said(town, text="灯油") == []
    assert _said(town, text="油烟", due_within=timedelta(hours=1)) == [TEXTS[1]]
    assert town.desk.index() == 4
    assert town.desk.index() == 0
    assert _said(town, text="油烟") == [TEXTS[2], TEXTS[1]]


def test_the_index_follows_a_search_once_enough_cases_wait(town: City, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("cmsdk.desk.lists.WAITING", 4)
    monkeypatch.setattr("cmsdk.desk.lists.STRIDE", 3)
    assert _said(town, text="井盖") == [TEXTS[3]]
    assert town.desk.index() == 1


def test_the_history_of_a_place_is_what_was_reported_near_it(town: City):
    here = Point(108.94, 34.26, Crs.GCJ02)
    assert _said(town, near=here, metres=10) == [TEXTS[0]]
    assert _said(town, near=here) == [TEXTS[2], TEXTS[1], TEXTS[0]]
    assert _said(town, near=Point(108.94, 34.26, Crs.WGS84)) == []


def test_pages_go_by_the_key_of_the_page_before(town: City):
    first = town.desk.page(limit=3)
    second = town.desk.page(limit=3, after=first.next)
    assert ([case.text for case in (*first.cases, *second.cases)], second.next) == (list(reversed(TEXTS)), "")


def test_a_case_whose_hold_is_over_is_listed_and_counted_as_it_has_become(town: City):
    case = town.desk.page(limit=1).cases[0]
    until = (NOW + timedelta(days=3)).date()
    assert isinstance(town.act(case.id, Suspend(until=until, reason="frost"), ANN), Case)
    asleep, later = town.desk.page(limit=1).cases[0], NOW + timedelta(days=4)
    assert asleep.state == "suspended"
    assert town.desk.page(limit=1, now=later).cases[0].state == "reported"
    assert [(row.key, row.cases) for row in town.desk.counts().states] == [("reported", 3), ("suspended", 1)]
    assert [(row.key, row.cases) for row in town.desk.counts(now=later).states] == [("reported", 4)]
    assert town.desk.counts("2026-10", now=later).total == 0


def test_counts_are_those_of_the_figures(town: City):
    town.act(town.desk.page(limit=1).cases[0].id, Handle(result="done"), ANN)
    for period in ("", "2026", "2026-11", "2026-11-16", "2026-10-20..2026-11-16", "2026-10"):
        figures, counts = town.figures(period), town.desk.counts(period)
        assert (counts.total, counts.open) == (figures.total, figures.open)
        assert _keyed(counts.states) == _keyed(figures.states)
        assert _keyed(counts.units) == _keyed(figures.units)
        assert _keyed(counts.categories) == _keyed(figures.categories)


def _keyed(rows: Iterable[Count | CountOf]) -> list[tuple[str, str, int, int]]:
    return [(row.key, row.label, row.cases, row.open) for row in rows]


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        ({"after": "x"}, "CMS873"),
        ({"after": "7", "overdue": True}, "CMS873"),
        ({"text": "，。！"}, "CMS874"),
        ({"near": Point(108.94, 34.26, Crs.WGS84), "metres": 501}, "CMS875"),
        ({"near": Point(108.94, 34.26, Crs.WGS84), "metres": 0}, "CMS875"),
        ({"near": Point(108.94, 34.26, Crs.WGS84), "metres": float("nan")}, "CMS875"),
        ({"limit": 0}, "CMS876"),
        ({"limit": 1001}, "CMS876"),
    ],
)
def test_what_cannot_be_listed_is_refused_with_the_remedy(
    town: City, wanted: dict[str, object], code: str, speaks: Callable[..., None]
):
    with pytest.raises(RejectedInput) as caught:
        town.desk.page(**wanted)  # type: ignore[arg-type]
    assert [problem.code for problem in caught.value.problems] == [code]
    speaks(caught.value.problems[0])
