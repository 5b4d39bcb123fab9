"""Papers at one window: checked against the list, supplemented, passed on, answered in time; and where to go."""

from datetime import timedelta

import pytest

from cmsdk.model.command import Refusal
from cmsdk.model.errors import RejectedInput
from cmsdk.model.place import Crs, Point
from cmsdk.model.report import Person
from cmsdk.model.works.handin import (
    AcceptHandIn,
    AnswerHandIn,
    HandIn,
    HandInRecord,
    PassOnHandIn,
    SupplementHandIn,
    WithdrawHandIn,
)

from .conftest import CLERK, NOW, Made

ITEMS = {
    "hand-ins.csv": "id,name,documents,optional,amount,unit_of_time,calendar,unit,services\n"
    "demo-sign,店招备案,申请表;效果图,租赁合同,2,work_day,cn-working-days,demo-garden,一窗办理\n"
    "demo-ledger,物业台账,台账,,,,,,\n"
}
SIGN = HandIn(item="demo-sign", station="demo-kiosk", documents=["申请表", "效果图", "租赁合同"])
DAY = timedelta(days=1)


def _done(found: object) -> HandInRecord:
    assert isinstance(found, HandInRecord), found
    return found


def _code(found: object) -> str:
    assert isinstance(found, Refusal), found
    return found.code


def test_what_is_complete_is_accepted_passed_on_and_answered_in_time(made: Made) -> None:
    city = made(ITEMS)
    applicant = Person(name="李大海", phone="13900139000")
    subject = "李大海的店要换店招，电话 13900139000"
    handed = _done(city.begin(HandIn(item="demo-sign", station="demo-kiosk", documents=["申请表", "效果图"],
                                     subject=subject), CLERK, name="h-1", person=applicant))  # fmt: skip
    assert (handed.state, handed.once, handed.missing) == ("handed_in", True, ())
    assert not [said for said in ("李大海", "13900139000") if said in handed.subject]
    accepted = _done(city.carry_on("h-1", AcceptHandIn(), CLERK))
    assert accepted.due is not None
    assert (accepted.due - NOW).days == 2
    assert _done(city.carry_on("h-1", PassOnHandIn(), CLERK)).unit == "demo-garden"
    answered = _done(city.carry_on("h-1", AnswerHandIn(approved=True), CLERK, now=NOW + DAY))
    assert (answered.state, answered.approved, answered.late) == ("answered", True, False)
    (row,) = city.view("hand-ins").rows
    assert (row.cells["once"], row.cells["in_time"], row.sources) == (1, 1, (answered.id,))


def test_what_is_missing_is_named_and_waits_at_the_counter(made: Made) -> None:
    city = made(ITEMS)
    first = HandIn(item="demo-sign", station="demo-kiosk", documents=["租赁合同"])
    handed = _done(city.begin(first, CLERK, name="h-1"))
    assert (handed.state, handed.once, handed.missing) == ("incomplete", False, ("申请表", "效果图"))
    assert '"missing":["申请表","效果图"]' in city.work_entries(handed.id)[-1].data
    assert _code(city.carry_on("h-1", AcceptHandIn(), CLERK)) == "CMS468"
    half = _done(city.carry_on("h-1", SupplementHandIn(documents=["效果图"]), CLERK))
    assert (half.state, half.missing) == ("incomplete", ("申请表",))
    whole = _done(city.carry_on("h-1", SupplementHandIn(documents=["申请表"]), CLERK))
    assert (whole.state, whole.missing, whole.once, whole.supplements) == ("handed_in", (), False, 2)
    assert set(whole.documents) == {"租赁合同", "效果图", "申请表"}


def test_shares_of_once_and_in_time_come_from_the_rows(made: Made) -> None:
    city = made(ITEMS)
    for number, documents in enumerate((["申请表", "效果图"], ["申请表", "效果图"], ["申请表"])):
        city.begin(HandIn(item="demo-sign", station="demo-kiosk", documents=documents), CLERK, name=f"h-{number}")
    for number, days in ((0, 1), (1, 9)):
        city.carry_on(f"h-{number}", AcceptHandIn(), CLERK)
        city.carry_on(f"h-{number}", AnswerHandIn(approved=True), CLERK, now=NOW + days * DAY)
    rows = [row.cells for row in city.view("hand-ins").rows]
    assert [cells["once"] for cells in rows] == [1, 1, 0]
    assert [cells["in_time"] for cells in rows] == [1, 0, None]
    assert city.view("hand-ins", period="2026-12").rows == ()


def test_what_was_accepted_and_never_answered_is_late_once_its_term_is_over(made: Made) -> None:
    city = made(ITEMS)
    city.begin(SIGN, CLERK, name="h-1")
    city.carry_on("h-1", AcceptHandIn(), CLERK)
    assert [city.view("hand-ins", now=NOW + days * DAY).rows[0].cells["in_time"] for days in (1, 9)] == [None, 0]
    withdrawn = _done(city.carry_on("h-1", WithdrawHandIn(reason="不办了"), CLERK))
    assert (withdrawn.state, withdrawn.due) == ("withdrawn", None)
    assert city.view("hand-ins", now=NOW + 9 * DAY).rows[0].cells["in_time"] is None


def test_declined_needs_a_reason_and_an_answer_needs_to_be_one(made: Made) -> None:
    city = made(ITEMS)
    city.begin(SIGN, CLERK, name="h-1")
    city.carry_on("h-1", AcceptHandIn(), CLERK)
    assert _code(city.carry_on("h-1", AnswerHandIn(), CLERK)) == "CMS471"
    assert _code(city.carry_on("h-1", AnswerHandIn(approved=False, reason=" "), CLERK)) == "CMS498"
    declined = _done(city.carry_on("h-1", AnswerHandIn(approved=False, reason="超出规定尺寸"), CLERK))
    assert (declined.approved, declined.reason) == (False, "超出规定尺寸")


@pytest.mark.parametrize(
    ("code", "command"),
    [
        ("CMS472", HandIn(item="demo-sing", station="demo-kiosk")),
        ("CMS472", HandIn(item="demo-sign", station="demo-kisk")),
        ("CMS472", HandIn(item="demo-sign", station="demo-kiosk", documents=["申请书"])),
        ("CMS497", HandIn(item="demo-sign", station="demo-stn")),
        ("CMS471", HandIn(item="demo-sign")),
    ],
)
def test_what_leads_nowhere_is_refused_at_the_counter(made: Made, code: str, command: HandIn) -> None:
    answer = made(ITEMS).begin(command, CLERK)
    assert _code(answer) == code
    if code == "CMS497":
        assert isinstance(answer, Refusal)
        assert "demo-kiosk" in answer.remedy("zh")


def test_it_is_passed_on_only_to_a_unit_that_is_there(made: Made) -> None:
    city = made(ITEMS)
    city.begin(HandIn(item="demo-ledger", station="demo-stn", documents=["台账"]), CLERK, name="h-1")
    accepted = _done(city.carry_on("h-1", AcceptHandIn(), CLERK))
    assert accepted.due is None, "no term is published for it"
    assert _code(city.carry_on("h-1", PassOnHandIn(), CLERK)) == "CMS471"
    assert _code(city.carry_on("h-1", PassOnHandIn(unit="demo-gardens"), CLERK)) == "CMS472"
    assert _done(city.carry_on("h-1", PassOnHandIn(unit="demo-garden"), CLERK)).unit == "demo-garden"


def test_the_nearest_open_counter_that_takes_it_comes_first(made: Made) -> None:
    kiosks = {
        "stations.csv": "id,name,kind,lon,lat,crs,opens,services\n"
        "demo-near,近,kiosk,117.100,36.60,wgs84,周一至周五 14:00-17:00,一窗办理\n"
        "demo-other,不受理,kiosk,117.101,36.60,wgs84,每天 08:00-20:00,饮水\n"
        "demo-far,远,kiosk,117.120,36.60,wgs84,每天 08:00-20:00,一窗办理\n",
        "grids.csv": "",
    }
    city = made(ITEMS | kiosks)
    here = Point(117.1, 36.6, Crs.WGS84)
    assert [near.station.id for near in city.where_to_hand_in("demo-sign", here)] == ["demo-far", "demo-near"]
    afternoon = city.where_to_hand_in("demo-sign", here, at=NOW + timedelta(hours=5))
    assert [near.station.id for near in afternoon] == ["demo-near", "demo-far"]
    assert [near.station.id for near in city.where_to_hand_in("demo-ledger", here, limit=1)] == ["demo-other"]
    with pytest.raises(RejectedInput, match="CMS472"):
        city.where_to_hand_in("demo-sing", here)


def test_a_matter_that_no_station_takes_is_named_when_the_city_is_opened(made: Made) -> None:
    table = "id,name,documents,services\ndemo-sign,店招备案,申请表,一窗办;饮水\n"
    plan = made({"hand-ins.csv": table}).plan
    assert [one.code for one in plan.warnings if one.code == "CMS634"] == ["CMS634"]
    assert not [one for one in made(ITEMS).plan.warnings if one.code == "CMS634"]
