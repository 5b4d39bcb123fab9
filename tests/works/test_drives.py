"""Drives bundle cases and are measured against their targets; each clearance counts once, whoever tells of it."""

from datetime import date
import json
from typing import Final

import pytest

from cmsdk import City
from cmsdk.model.case import Case
from cmsdk.model.command import Actor, Refusal
from cmsdk.model.commands import Accept, TakeMeasure
from cmsdk.model.works import (
    BundleCases,
    Clearance,
    CloseDrive,
    Drive,
    DropCase,
    PlanDrive,
    RecordClearance,
    VoidClearance,
)

from .conftest import Made
from .test_campaigns import cells, entered

TABLES: Final = {
    "clearance-classes.csv": "编号,类别,清理措施\ndemo-piles,乱堆乱放,cn-repair\ndemo-bills,乱贴乱画,\n",
}
WHO: Final = Actor("boss", ("supervisor", "handler", "department", "acceptor"))
DRIVE: Final = """事项,指令,整治名称,整治目标,开始日期,结束日期,牵头单位
green,部署整治,绿地整治,demo-piles:10；demo-bills:4,2026-11-18,2026-11-30,demo-squad
other,部署整治,楼道整治,,2026-11-18,,
"""


@pytest.fixture
def city(made_once: Made) -> City:
    """After two drives were planned and four reports came in from two communities."""
    city = entered(made_once(TABLES), DRIVE)
    reports = [{"text": f"绿地堆物{n}", "division": f"x-demo-c{1 + n % 2}", "external_id": str(n)} for n in range(4)]
    assert city.receive("jsonl", "\n".join(map(json.dumps, reports)).encode()).cases
    return city


def bundled(city: City, name: str = "green", **rule: object) -> Drive | Refusal:
    work = city.carry_on(name, BundleCases(**rule), WHO)  # type: ignore[arg-type]
    assert isinstance(work, Drive | Refusal)
    return work


def cases_of(city: City) -> list[str]:
    return [case.id for case in city.cases()]


def test_a_rule_bundles_the_cases_of_an_area_and_of_days_and_the_list_stays(city: City) -> None:
    drive = bundled(city, division="x-demo-c1", first_day=date(2026, 11, 1), last_day=date(2026, 11, 18))
    assert isinstance(drive, Drive)
    assert [city.case(id_).division for id_ in drive.cases] == ["x-demo-c1"] * 2
    city.receive("jsonl", b'{"text": "\\u5806\\u7269", "division": "x-demo-c1", "external_id": "new"}')
    assert city.work(drive.id) == drive
    again = bundled(city, division="x-demo-c1")
    assert isinstance(again, Drive)
    assert again.cases[:2] == drive.cases
    assert len(again.cases) == 3
    assert cells(city, "drives", "cases", "cases_open", "target", drive="green") == [(3, 3, 14)]


@pytest.mark.parametrize(
    ("code", "rule"),
    [
        ("CMS631", {"last_day": date(2026, 11, 1)}),
        ("CMS631", {}),
        ("CMS474", {"cases": ("no-such",)}),
        ("CMS472", {"category": "no-such"}),
        ("CMS472", {"division": "x-demo-c9"}),
    ],
)
def test_what_cannot_be_bundled_is_refused(city: City, code: str, rule: dict[str, object]) -> None:
    refused = bundled(city, **rule)
    assert isinstance(refused, Refusal)
    assert refused.code == code


def test_a_category_is_met_with_those_below_it(made_once: Made) -> None:
    table = "id,words,category\ndemo-k1,绿地堆物,E0104\n"
    city = entered(made_once(TABLES | {"classify.csv": table}), DRIVE)
    city.receive("jsonl", '{"text": "绿地堆物", "division": "x-demo-c1"}\n{"text": "别的事"}'.encode())
    (case, other) = sorted(city.cases(), key=lambda case: not case.category)
    assert case.category
    assert other.category == ""
    drive = bundled(city, category=city.plan.lineage(case.category)[-1])
    assert isinstance(drive, Drive)
    assert drive.cases == (case.id,)


def test_a_case_is_in_one_open_drive_only(city: City) -> None:
    first, *_ = cases_of(city)
    assert isinstance(bundled(city, cases=(first,)), Drive)
    twice = bundled(city, "other", cases=(first,))
    assert isinstance(twice, Refusal)
    assert twice.code == "CMS494"
    ruled = bundled(city, "other", first_day=date(2026, 11, 1))
    assert isinstance(ruled, Drive)
    assert first not in ruled.cases
    assert isinstance(city.carry_on("green", DropCase(case=first, reason="不属于绿地"), WHO), Drive)
    assert isinstance(city.carry_on("green", DropCase(case=first, reason="再移"), WHO), Refusal)
    assert isinstance(bundled(city, "other", cases=(first,)), Drive)


CLEARED: Final = """事项,指令,清理类别,清理数量,地点,整治行动,联合单位
c-1,登记清理,demo-piles,3,一号楼,green,demo-property
c-2,登记清理,demo-piles,,二号楼,green,
c-3,登记清理,demo-bills,4,北门,green,
c-4,登记清理,demo-bills,2,南门,,
"""


def test_results_are_held_against_the_targets(city: City) -> None:
    entered(city, CLEARED)
    assert cells(city, "drive-targets", "class", "target", "cleared", "left", "share", drive="green") == [
        ("demo-bills", 4, 4, 0, 1.0), ("demo-piles", 10, 4, 6, 0.4),
    ]  # fmt: skip
    assert cells(city, "drives", "target", "cleared", "share") == [(14, 8, 0.5714), (0, 0, None)]
    assert cells(city, "clearance-tally", "class", "drive", "count", "places") == [
        ("demo-bills", "", 2, 1), ("demo-bills", "green", 4, 1), ("demo-piles", "green", 4, 2),
    ]  # fmt: skip
    assert isinstance(city.carry_on("c-1", VoidClearance(reason="记错"), WHO), Clearance)
    assert cells(city, "drive-targets", "cleared", drive="green", **{"class": "demo-piles"}) == [(1,)]


def test_a_clearance_on_a_case_is_a_measure_and_counts_once(city: City) -> None:
    one, two, *_ = cases_of(city)
    assert all(isinstance(city.act(case, Accept(), WHO), Case) for case in (one, two))
    bundled(city, cases=(one, two))
    assert isinstance(city.begin(RecordClearance(matter="demo-piles", count=5, case=one), WHO), Clearance)
    assert [taken.measure for taken in city.case(one).course.measures] == ["cn-repair"]
    assert isinstance(city.act(two, TakeMeasure(measure="cn-repair"), WHO), Case)
    tally = cells(city, "clearance-tally", "class", "drive", "count", "by_cases")
    assert ("demo-piles", "green", 6, 1) in tally
    assert cells(city, "clearances", "count", "entered") == [(5, 1), (1, 0)]
    assert isinstance(city.begin(RecordClearance(matter="demo-piles", case=two), WHO), Clearance)
    assert cells(city, "drive-targets", "cleared", **{"class": "demo-piles"}) == [(6,)]
    assert len(city.case(two).course.measures) == 1


@pytest.mark.parametrize(
    ("code", "command"),
    [
        ("CMS472", RecordClearance(matter="demo-weeds")),
        ("CMS474", RecordClearance(matter="demo-piles", case="no-such")),
        ("CMS475", RecordClearance(matter="demo-piles", drive="no-such")),
        ("CMS491", RecordClearance(matter="demo-piles", drive="green", day=date(2026, 12, 1))),
        ("CMS470", PlanDrive(title="x", first_day=date(2026, 11, 18))),
    ],
)
def test_what_cannot_be_is_refused(city: City, code: str, command: RecordClearance | PlanDrive) -> None:
    refused = city.begin(command, WHO, name="green")
    assert isinstance(refused, Refusal)
    assert refused.code == code


def test_nothing_is_cleared_for_a_drive_that_is_over(city: City) -> None:
    assert isinstance(city.carry_on("green", CloseDrive(summary="完成"), WHO), Drive)
    late = city.begin(RecordClearance(matter="demo-piles", drive="green"), WHO)
    assert isinstance(late, Refusal)
    assert late.code == "CMS491"
    assert isinstance(bundled(city, cases=(cases_of(city)[0],)), Refusal)


def test_only_who_leads_may_plan_a_drive(city: City) -> None:
    refused = city.begin(PlanDrive(title="x", first_day=date(2026, 11, 18)), Actor("x", ("grid_leader",)))
    assert isinstance(refused, Refusal)
    assert refused.code == "CMS469"
