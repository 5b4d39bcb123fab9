"""What the community settles: intake at the front line, guidance that ends a dispute, a garden replanted."""

from collections.abc import Iterator
import csv
from datetime import datetime, timedelta, timezone
import io

import pytest

from cmsdk import Actor, Case, City, Purpose, Refusal, discover
from cmsdk.model.approach import Approach
from cmsdk.model.commands import Command
from cmsdk.work.wording import command

NOW = datetime(2026, 5, 15, 11, 0, tzinfo=timezone(timedelta(hours=8)))
HEADER = ["登记号", "登记时间", "反映人", "电话", "类别", "反映事项", "地点", "社区", "社区已做"]
GARDEN = ("投诉", "星光苑绿化带里藏着一块小菜园，种了韭菜", "星光苑5号楼北侧", "星光社区")
DISPUTE = ("纠纷", "两家店因为门口摆桌子吵起来了，互不相让", "星光街", "星光社区")
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 24


@pytest.fixture(scope="module")
def pingdu() -> Iterator[City]:
    with City.open("370283", plugins=discover(only=["cn", "pingdu", "qingdao"]), clock=lambda: NOW) as city:
        yield city


def _register(city: City, number: str, kind: str, text: str, place: str, division: str) -> Case:
    """One person tells the station of a community what is the matter."""
    out = io.StringIO()
    row = [number, "2026-05-15 09:00", "居民甲", "13900000001", kind, text, place, division, ""]
    csv.writer(out).writerows([HEADER, row])
    (case,) = city.receive("pingdu-community", out.getvalue().encode()).cases
    return case


def _try(city: City, case: Case, person: str, name: str, **fields: str) -> Case | Refusal:
    officer = city.plan.officers[person]
    given: Command = command(name, fields)
    return city.act(case.id, given, Actor(officer.id, officer.roles, officer.unit))


def _do(city: City, case: Case, *steps: tuple[str, str, dict[str, str]]) -> Case:
    for person, name, fields in steps:
        after = _try(city, case, person, name, **fields)
        assert isinstance(after, Case), after
        case = after
    return case


def _on_site(city: City, case: Case, assisting: str) -> Case:
    """Accepted, found to be so, filed, and with squad 5, which leads; ``assisting`` helps."""
    return _do(
        city,
        case,
        ("pingdu-p-acceptor", "accept", {}),
        ("pingdu-p-acceptor", "verify_before_filing", {}),
        ("pingdu-p-grid-1", "verify_before_filing", {"found": "exists"}),
        ("pingdu-p-leader", "file", {}),
        ("pingdu-p-dispatcher", "dispatch", {"assisting": assisting} if assisting else {}),
        ("pingdu-p-squad-5", "sign_for", {}),
    )


def _cleared(city: City, case: Case, found: str) -> Case:
    """Cleared by all three, and looked at afterwards."""
    return _do(
        city,
        case,
        ("pingdu-p-property", "assist", {"result": "菜拔了"}),
        ("pingdu-p-yuanlin", "assist", {"result": "翻土平整"}),
        ("pingdu-p-squad-5", "handle", {"result": "小菜园已清理"}),
        ("pingdu-p-squad-5", "feed_back", {}),
        ("pingdu-p-checker", "check_after_handling", {"checked": found}),
    )


def test_m05_reports_through_the_community_channel(pingdu: City) -> None:
    case = _register(pingdu, "M05-1", "投诉", "楼道里乱贴小广告", "星光苑3号楼", "星光社区")
    assert (case.channel, case.grid, case.station) == (
        "pingdu-community", "x-pingdu-xingguang-1", "pingdu-st-xingguang",
    )  # fmt: skip
    assert (case.unit, str(case.mode)) == ("pingdu-squad-5", "now"), "the station's own squad, at once"
    taken = _try(pingdu, case, "pingdu-p-squad-5-a", "fix_on_the_spot", result="清掉")
    assert isinstance(taken, Case)
    assert (taken.state, taken.course.on_the_spot) == ("closed", True)
    far = _register(pingdu, "M05-2", "投诉", "楼道里乱贴小广告", "村口", "南村镇")
    assert (far.station, far.unit, str(far.mode)) == ("", "qingdao-pingdu-squad", "transfer"), "no station, no window"


def test_m06_administrative_guidance_ends_a_dispute(pingdu: City) -> None:
    case = _register(pingdu, "M06-1", *DISPUTE)
    assert case.unit == "pingdu-squad-5"
    _do(pingdu, case, ("pingdu-p-squad-5-a", "accept", {}))
    guidance = {"measure": "cn-guidance", "reason": "划线定位，两家签字"}
    early = _try(pingdu, case, "pingdu-p-squad-5-a", "take_measure", **guidance)
    assert isinstance(early, Refusal)
    assert (early.guard, dict(early.facts)["missing"]) == ("ladder", "cn-mediation")
    noted = _do(pingdu, case, ("pingdu-p-grid-2", "take_measure", {"measure": "cn-mediation"}))
    assert (noted.state, noted.approach) == ("accepted", Approach.SERVICE)
    ended = _do(pingdu, case, ("pingdu-p-squad-5-a", "take_measure", guidance))
    assert (ended.state, ended.approach) == ("closed", Approach.MANAGEMENT)
    assert [taken.measure for taken in ended.course.measures] == ["cn-mediation", "cn-guidance"]
    assert ended.closed is not None


def test_m06_guidance_without_an_outcome_leaves_the_dispute_open(pingdu: City) -> None:
    case = _register(pingdu, "M06-2", *DISPUTE)
    steps = [("pingdu-p-squad-5-a", "accept", {}), ("pingdu-p-grid-2", "take_measure", {"measure": "cn-mediation"})]
    after = _do(pingdu, case, *steps, ("pingdu-p-squad-5-a", "take_measure", {"measure": "cn-guidance"}))
    assert (after.state, after.closed) == ("accepted", None)


@pytest.mark.parametrize("assisting", ["pingdu-xingguang-committee;pingdu-xingguang-property", ""])
def test_m09_committee_and_property_company_act_with_the_squad_that_leads(pingdu: City, assisting: str) -> None:
    case = _register(pingdu, f"M09-{assisting}", "投诉", "单元门口乱堆乱放，纸箱堆满过道", "星光苑", "星光社区")
    case = _on_site(pingdu, case, assisting)
    assert case.unit == "pingdu-squad-5"
    alone = _try(pingdu, case, "pingdu-p-squad-5", "handle", result="清空")
    assert (alone.guard if isinstance(alone, Refusal) else "") == ("assistants_done" if assisting else "")
    if not assisting:
        return
    outsider = _try(pingdu, case, "pingdu-p-tianzhu", "assist", result="我们也来")
    assert isinstance(outsider, Refusal)
    assert outsider.guard == "unit_assists"
    case = _do(
        pingdu,
        case,
        ("pingdu-p-xingguang", "assist", {"result": "逐户通知"}),
        ("pingdu-p-property", "assist", {"result": "出车两趟"}),
        ("pingdu-p-squad-5", "handle", {"result": "过道清空"}),
    )
    assert [(one.unit, one.result) for one in case.course.assisting] == [
        ("pingdu-xingguang-committee", "逐户通知"), ("pingdu-xingguang-property", "出车两趟"),
    ]  # fmt: skip


def test_m10_vegetable_garden_is_cleared_and_replanted(pingdu: City) -> None:
    case = _on_site(pingdu, _register(pingdu, "M10-1", *GARDEN), "pingdu-xingguang-property;pingdu-yuanlin")
    standard = pingdu.plan.standards[case.standard]
    assert (standard.id, standard.close_when) == ("pingdu-std-greens-garden", "补种复绿")
    alone = _try(pingdu, case, "pingdu-p-squad-5", "handle", result="自己拔了")
    assert isinstance(alone, Refusal)
    assert alone.guard == "assistants_done", "jointly with the property company, or not at all"
    case = _cleared(pingdu, case, "failed")
    bare = _try(pingdu, case, "pingdu-p-acceptor", "close", result="已清理")
    assert isinstance(bare, Refusal)
    assert bare.guard == "check_passed", "cleared and not replanted"
    officer = pingdu.plan.officers["pingdu-p-squad-5"]
    pingdu.attach(case.id, PNG, by=Actor(officer.id, officer.roles), purpose=Purpose.AFTER, name="replanted.png")
    case = _do(
        pingdu,
        case,
        ("pingdu-p-dispatcher", "rework", {"reason": "没有补种"}),
        ("pingdu-p-squad-5", "sign_for", {}),
        ("pingdu-p-squad-5", "handle", {"result": "补种冬青和麦冬"}),
        ("pingdu-p-squad-5", "feed_back", {}),
        ("pingdu-p-checker", "check_after_handling", {"checked": "passed"}),
        ("pingdu-p-acceptor", "close", {"result": standard.close_when}),
    )
    assert case.state == "closed"
    assert "结案：补种复绿。" in str(pingdu.explain(case.id, "zh"))
    assert [one.name for one in pingdu.attachments(case.id)] == ["replanted.png"]


@pytest.mark.parametrize(("person", "refused"), [("pingdu-p-grid-1", ""), ("pingdu-p-volunteer", "role")])
def test_a_small_matter_is_put_right_by_whoever_may(pingdu: City, person: str, refused: str) -> None:
    case = _register(pingdu, f"S-{person}", "投诉", "楼道里乱贴小广告", "星光苑3号楼", "星光社区")
    after = _try(pingdu, case, person, "fix_on_the_spot", result="清掉")
    assert (after.guard if isinstance(after, Refusal) else "") == refused
