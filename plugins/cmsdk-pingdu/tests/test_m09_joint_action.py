"""M09: committee and property company act with the squad that leads: cleared jointly, and repaired (多方联动)."""

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from importlib.resources import files
from pathlib import Path

import pytest

from cmsdk import Actor, Case, City, discover, works
from cmsdk.work.wording import command

NOW = datetime(2026, 5, 15, 18, 0, tzinfo=timezone(timedelta(hours=8)))
MORNING = NOW.replace(hour=11)
SQUAD = "pingdu-p-squad-5"
GARDEN = "PD-SQ-260515-01"


@pytest.fixture
def pingdu() -> Iterator[City]:
    with City.open("370283", plugins=discover(only=["cn", "pingdu", "qingdao"]), clock=lambda: NOW) as city:
        city.receive("pingdu-community", _sample("community.csv").encode(), now=MORNING)
        yield city


def _sample(name: str) -> str:
    return files("cmsdk_pingdu").joinpath("samples", *name.split("/")).read_text(encoding="utf-8")


def _partners(city: City) -> dict[str, tuple[object, ...]]:
    names = ("joint_actions", "repaired")
    return {
        str(r.cells["unit"]).removeprefix("pingdu-"): tuple(r.cells[n] for n in names)
        for r in city.view("partners").rows
    }


def test_m09_joint_action(pingdu: City, tmp_path: Path) -> None:
    assert pingdu.enter_table(_sample("work/40-joint-actions.csv").encode()).refused == ()
    rows = {str(row.cells["action"]): row.cells for row in pingdu.view("joint-actions").rows}
    garden = rows["PD-LH-01"]
    assert (garden["lead"], garden["assistants"]) == (
        "pingdu-squad-5", "pingdu-xingguang-committee;pingdu-xingguang-property;pingdu-yuanlin",
    )  # fmt: skip
    assert (garden["parties"], garden["partners"], garden["cases"], garden["repair"]) == (4, 2, 1, "补种冬青和麦冬")
    assert _partners(pingdu) == {
        "xingguang-committee": (1, 1), "tianzhu-committee": (0, 0), "xingguang-property": (2, 1),
    }  # fmt: skip
    page = pingdu.publish("pingdu-levels", to=tmp_path / "j.html").read_text(encoding="utf-8")
    for shown in ("联合行动", "星光苑物业服务企业", "补种冬青和麦冬"):
        assert shown in page


def test_m09_who_does_not_take_part_and_what_is_not_repaired_is_not_counted(pingdu: City) -> None:
    rows = _sample("work/40-joint-actions.csv").splitlines(keepends=True)
    table = "".join(row for row in rows if not row.startswith("PD-LH-01,修复"))
    table = table.replace("pingdu-xingguang-committee;pingdu-xingguang-property;pingdu-yuanlin", "pingdu-yuanlin")
    assert pingdu.enter_table(table.encode()).refused == ()
    assert _partners(pingdu) == {
        "xingguang-committee": (0, 0), "tianzhu-committee": (0, 0), "xingguang-property": (1, 0),
    }  # fmt: skip


def test_m09_the_joint_action_on_the_garden_is_a_measure_on_its_case(pingdu: City) -> None:
    case = next(case.id for case in pingdu.cases() if case.report == GARDEN)

    def by(person: str) -> Actor:
        officer = pingdu.plan.officers[person]
        return Actor(officer.id, officer.roles, officer.unit)

    for person, name, fields in (
        ("pingdu-p-acceptor", "accept", {}), ("pingdu-p-acceptor", "verify_before_filing", {}),
        ("pingdu-p-grid-1", "verify_before_filing", {"found": "exists"}), ("pingdu-p-leader", "file", {}),
        ("pingdu-p-dispatcher", "dispatch", {"assisting": "pingdu-xingguang-property"}), (SQUAD, "sign_for", {}),
    ):  # fmt: skip
        assert isinstance(pingdu.act(case, command(name, fields), by(person)), Case)
    plan = works.PlanJointAction(
        lead="pingdu-squad-5",
        assistants=("pingdu-xingguang-property",),
        text="清理小菜园",
        cases=(f"pingdu-community/{GARDEN}",),
    )
    planned = pingdu.begin(plan, by(SQUAD), name="PD-LH-09")
    assert isinstance(planned, works.JointAction)
    assert (planned.division, planned.cases) == ("370283004005", (case,))
    done = works.CarryOutJointAction(result="拔除并补种", measure="cn-law-publicity")
    assert isinstance(pingdu.carry_on("PD-LH-09", done, by(SQUAD)), works.JointAction)
    after = pingdu.case(case)
    assert [taken.measure for taken in after.course.measures] == ["cn-law-publicity"]
    assert pingdu.ledger.entries(case)[-1].by == SQUAD
