"""M07, M26: at which level matters were settled, and whether in one grid or by the net; M09, M25: partners."""

from collections import Counter
from datetime import date, timedelta

import pytest

from cmsdk import City
from cmsdk.model.case import Case
from cmsdk.model.command import Actor, Command, Refusal
from cmsdk.model.commands import (
    Accept,
    Assist,
    CheckAfterHandling,
    Checked,
    Close,
    Dispatch,
    FeedBack,
    File,
    FixOnTheSpot,
    Found,
    Handle,
    SignFor,
    VerifyBeforeFiling,
)
from cmsdk.model.works.joint_action import (
    CancelJointAction,
    CarryOutJointAction,
    JointAction,
    PlanJointAction,
    RepairAfterAction,
)
from cmsdk.model.works.whistle import CloseWhistle, FeedBackWhistle, RaiseWhistle, ReportIn, Whistle

from .conftest import NOW, Made

CHANNELS = """
[[channel]]
id = "demo-counter"
name = "登记台"
format = "csv"
[channel.map]
external_id = "编号"
text = "情况"
division = "社区"

[[channel]]
id = "demo-property"
name = "物业上报"
format = "csv"
[channel.map]
external_id = "编号"
text = "情况"
division = "社区"
"""
LEVELS = (
    "id,level,order,unit_kinds,modes,alone,linkage\n"
    "demo-lv1,社区,1,,马上办,,\n"
    "demo-lv2,街道,2,中队;街道,,独办,一格解决\n"
    "demo-lv3,街道,2,squad;subdistrict,,joint,\n"
    "demo-lv4,市,3,,,,一网联动\n"
)
PARTNERS = (
    "id,unit,kind,divisions,channel\ndemo-pt1,demo-property,物业公司,x-demo-c1,demo-property\n"
    "demo-pt2,demo-owners,owners,x-demo-d,demo-property\ndemo-pt3,demo-c1,committee,,\n"
)
UNITS = (
    "id,name,kind,parent,division\ndemo-desk,值班台,department,,\ndemo-squad,示范中队,squad,demo-desk,\n"
    "demo-garden,园林所,department,,\ndemo-property,示范物业,partner,,\ndemo-owners,业委会,partner,,\n"
    "demo-c1,一社区居委会,partner,,x-demo-c1\n"
)
RESPONSIBILITY = (
    "id,category,area,unit,mode,basis\ndemo-r1,*,*,demo-squad,transfer,示例\n"
    "demo-r2,E0406,*,demo-garden,transfer,示例\n"
)
CLASSIFY = "id,words,category\ndemo-k1,游商,E0401\ndemo-k2,占道,E0406\n"
TABLES = {
    "channels.toml": CHANNELS, "levels.csv": LEVELS, "partners.csv": PARTNERS, "units.csv": UNITS,
    "responsibility.csv": RESPONSIBILITY, "classify.csv": CLASSIFY,
    "whistle-matrix.csv": "id,category,area,units\ndemo-wm1,*,*,demo-squad;demo-garden\n",
}  # fmt: skip
EVERY = (
    "acceptor", "shift_leader", "dispatcher", "station_officer", "department", "handler", "collector", "checker",
    "enforcement_officer", "community",
)  # fmt: skip
SQUAD = Actor("sam", EVERY, "demo-squad")
GARDEN = Actor("gina", EVERY, "demo-garden")
PROPERTY = Actor("pete", EVERY, "demo-property")
COMMUNITY = Actor("mei", EVERY, "demo-c1")


@pytest.fixture
def city(made: Made) -> City:
    return made(TABLES)


def reported(city: City, channel: str, *rows: str) -> list[str]:
    payload = "编号,情况,社区\n" + "".join(f"{row}\n" for row in rows)
    return list(city.receive(channel, payload.encode(), now=NOW).case_ids)


def done(city: City, case: str, by: Actor, *commands: Command) -> Case:
    after = city.case(case)
    for command in commands:
        answer = city.act(case, command, by, now=NOW + timedelta(minutes=after.version))
        assert isinstance(answer, Case), answer
        after = answer
    return after


def handled(city: City, case: str, by: Actor, assisting: tuple[Actor, ...] = ()) -> None:
    units = tuple(one.unit for one in assisting)
    done(city, case, SQUAD, Accept(), VerifyBeforeFiling(), VerifyBeforeFiling(found=Found.EXISTS), File())
    done(city, case, SQUAD, Dispatch(assisting=units))
    done(city, case, by, SignFor())
    for helper in assisting:
        done(city, case, helper, Assist(result="已配合"))
    done(city, case, by, Handle(result="已办"), FeedBack())
    done(city, case, SQUAD, CheckAfterHandling(checked=Checked.PASSED), Close(result="已办"))


def test_m07_m26_the_level_and_the_linkage_come_from_how_each_was_settled(city: City) -> None:
    spot, alone, joint, garden, left = reported(
        city,
        "demo-counter",
        "1,游商,x-demo-c1",
        "2,游商二,x-demo-c1",
        "3,游商三,x-demo-c2",
        "4,占道,x-demo-c2",
        "5,游商,x-demo-c2",
    )
    done(city, spot, SQUAD, FixOnTheSpot(result="当场劝离"))
    handled(city, alone, SQUAD)
    handled(city, joint, SQUAD, (PROPERTY,))
    handled(city, garden, GARDEN)
    rows = {row.cells["id"]: row for row in city.view("settlements").rows}
    assert left not in rows
    said = {id_: (row.cells["level"], row.cells["linkage"], row.cells["row"]) for id_, row in rows.items()}
    assert said == {
        spot: ("社区", "one_grid", "demo-lv1"), alone: ("街道", "one_grid", "demo-lv2"),
        joint: ("街道", "linked_net", "demo-lv3"),
        garden: ("市", "linked_net", "demo-lv4"),
    }  # fmt: skip
    assert rows[joint].sources == (joint, "demo-lv3")
    assert Counter(row.cells["level"] for row in rows.values()) == {"社区": 1, "街道": 2, "市": 1}
    assert city.view("settlements", period="2026-10").rows == ()


def test_m26_a_whistle_is_settled_by_the_net_that_it_called(city: City) -> None:
    city.begin(RaiseWhistle(text="占绿"), COMMUNITY, name="w-1", now=NOW)
    for by, command in (
        (SQUAD, ReportIn()), (GARDEN, ReportIn()), (SQUAD, FeedBackWhistle(result="清理")),
        (COMMUNITY, CloseWhistle(score=5)),
    ):  # fmt: skip
        assert isinstance(city.carry_on("w-1", command, by, now=NOW), Whistle)
    (row,) = city.view("settlements").rows
    assert (row.cells["kind"], row.cells["linkage"], row.cells["level"], row.cells["joint"]) == (
        "whistle",
        "linked_net",
        "社区",
        1,
    )


def test_m09_a_joint_action_with_partners_is_a_measure_on_its_case(city: City) -> None:
    (case,) = reported(city, "demo-property", "1,占道,x-demo-c1")
    done(city, case, SQUAD, Accept(), VerifyBeforeFiling(), VerifyBeforeFiling(found=Found.EXISTS), File(), Dispatch())
    done(city, case, GARDEN, SignFor())
    plan = PlanJointAction(
        lead="demo-garden",
        assistants=("demo-property", "demo-c1"),
        text="清理绿化带菜园",
        cases=(case,),
        on=date(2026, 11, 19),
    )
    planned = city.begin(plan, GARDEN, name="j-1", now=NOW + timedelta(hours=1))
    assert isinstance(planned, JointAction)
    assert (planned.division, planned.case, planned.state) == ("x-demo-c1", case, "arranged")
    later = NOW + timedelta(days=1)
    act = CarryOutJointAction(result="菜园已清", absent=("demo-c1",), measure="cn-persuasion")
    assert isinstance(
        city.carry_on("j-1", act, GARDEN, now=later), Refusal
    )  # management before any service: the ladder
    assert city.case(case).course.measures == ()
    soft = CarryOutJointAction(result="菜园已清", absent=("demo-c1",), measure="cn-law-publicity")
    assert isinstance(city.carry_on("j-1", soft, GARDEN, now=later), JointAction)
    assert [one.measure for one in city.case(case).course.measures] == ["cn-law-publicity"]
    city.carry_on("j-1", RepairAfterAction(result="补种麦冬"), PROPERTY, now=later)
    (row,) = city.view("joint-actions").rows
    wanted = {
        "lead": "demo-garden",
        "parties": 2,
        "partners": 1,
        "carried_out": 1,
        "was_repaired": 1,
        "absent": "demo-c1",
    }
    assert {name: row.cells[name] for name in wanted} == wanted
    assert row.sources == ("joint_action:109900:j-1", case)


def test_m25_reports_and_joint_actions_are_counted_by_partner(city: City) -> None:
    reported(city, "demo-property", "1,占道,x-demo-c1", "2,游商,x-demo-c1", "3,游商,x-demo-c2")
    other, *_ = reported(city, "demo-counter", "1,占道,x-demo-c1")
    city.begin(PlanJointAction(lead="demo-squad", assistants=("demo-property",), text="清理"), SQUAD, name="j-1")
    city.begin(PlanJointAction(lead="demo-squad", assistants=("demo-property",), text="再清"), SQUAD, name="j-2")
    city.carry_on("j-1", CarryOutJointAction(result="清"), SQUAD)
    gone = city.carry_on("j-2", CancelJointAction(reason="下雨"), SQUAD)
    assert isinstance(gone, JointAction)
    assert gone.state == "cancelled"
    rows = city.view("partners").rows
    assert [(r.cells["unit"], r.cells["reports"], r.cells["joint_actions"], r.cells["led"]) for r in rows] == [
        ("demo-property", 2, 1, 0), ("demo-owners", 1, 0, 0), ("demo-c1", 0, 0, 0),
    ]  # fmt: skip
    assert all(other not in row.sources for row in rows)


def test_what_is_no_joint_action_is_refused(city: City) -> None:
    def plan(**fields: object) -> PlanJointAction:
        return PlanJointAction(**{"lead": "demo-squad", "assistants": ("demo-property",), "text": "x"} | fields)  # type: ignore[arg-type]

    wanted = [
        ("CMS471", plan(assistants=())), ("CMS472", plan(lead="demo-nobody")), ("CMS472", plan(assistants=("nobody",))),
        ("CMS472", plan(division="x-demo-9")), ("CMS474", plan(cases=("none",))),
    ]  # fmt: skip
    for code, command in wanted:
        answer = city.begin(command, SQUAD)
        assert isinstance(answer, Refusal)
        assert answer.code == code
    city.begin(plan(), SQUAD, name="j-1")
    for bad in (
        CarryOutJointAction(result="x", absent=("demo-garden",)),
        CarryOutJointAction(result="x", measure="none"),
    ):
        refused = city.carry_on("j-1", bad, SQUAD)
        assert isinstance(refused, Refusal)
        assert refused.code == "CMS472"
