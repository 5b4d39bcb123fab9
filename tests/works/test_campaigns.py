"""Campaigns are trees of venues and activities; what they came to is added up from what was entered, never typed in."""

from datetime import date, datetime
from typing import Final

import pytest

from cmsdk import City
from cmsdk.model.command import Refusal
from cmsdk.model.errors import AssemblyError
from cmsdk.model.works import (
    Activity,
    Campaign,
    CancelActivity,
    CloseCampaign,
    CorrectActivity,
    HoldCampaign,
    PlanCampaign,
    RecordActivity,
)  # fmt: skip
from cmsdk.model.works.tally import numbers

from .conftest import CLERK, Made

TABLES: Final = {
    "activity-forms.csv": "编号,形式\ndemo-day,执法体验日\ndemo-law,法律进社区\ndemo-face,面对面\n",
    "invited-groups.csv": "编号,对象\ndemo-residents,居民\ndemo-students,学生\ndemo-experts,专家\n",
    "publicity-topics.csv": "编号,主题\ndemo-dogs,文明养犬\ndemo-waste,垃圾分类\n",
    "roster.csv": "id,place,headcount,day,begins,ends,duty,campaign\n"
    "demo-r1,广场,30,2026-11-18,09:00,12:00,活动,open-day-law\n"
    "demo-r2,公园,20,2026-11-18,09:00,12:00,活动,open-day-law\n"
    "demo-r3,公园,5,2026-11-19,09:00,12:00,活动,east\n",
}
PLAN: Final = """事项,指令,活动名称,主题词,板块,开始日期,结束日期,上级活动,所属板块,活动形式,主会场,地点
open-day,策划活动,开放日,城管在身边,服务;宣传,2026-11-18,2026-11-19,,,,,
open-day-law,策划活动,法律进社区,,,2026-11-18,,open-day,宣传,demo-law,,
main,策划活动,主会场,,,2026-11-18,2026-11-19,open-day,服务,,是,广场
east,策划活动,东区会场,,,2026-11-18,2026-11-19,open-day,,,,公园
open-day,开展活动,,,,,,,,,,
"""
HELD: Final = """事项,指令,活动,活动形式,板块,日期,承办单位,场次,邀请对象,参与人数,发放资料,宣传主题
visit,登记场次,main,demo-day,,2026-11-18,demo-squad,,demo-residents：15；demo-students:8,,,
law-1,登记场次,open-day-law,,,2026-11-18,,,,200,700,demo-dogs;demo-waste
law-2,登记场次,open-day-law,,,2026-11-18,,2,,100,300,demo-waste
talk,登记场次,east,demo-face,宣传,2026-11-19,,,demo-residents:12,,,
"""
DUTY: Final = """事项,指令,时间,开始,结束
demo-r1@2026-11-18,补记值守,2026-11-20,2026-11-18 09:00,2026-11-18 12:00
demo-r2@2026-11-18,补记值守,2026-11-20,2026-11-18 09:00,2026-11-18 12:00
demo-r3@2026-11-19,补记值守,2026-11-20,2026-11-19 09:00,2026-11-19 12:00
"""


def entered(city: City, *tables: str) -> City:
    """The city after tables of work, every row of which was carried out."""
    for table in tables:
        done = city.enter_table(table.encode(), by="clerk:station_officer,supervisor,shift_leader", name="t.csv")
        assert [row.result for row in done.refused] == []
    return city


@pytest.fixture
def city(made_once: Made) -> City:
    """After an open day with two sections, a venue of one form, a main venue and one in the east."""
    return entered(made_once(TABLES), PLAN, HELD, DUTY)


def cells(city: City, view: str, *columns: str, **where: object) -> list[tuple[object, ...]]:
    rows = [row.cells for row in city.view(view).rows]
    return [tuple(r[c] for c in columns) for r in rows if all(r[k] == v for k, v in where.items())]


def test_a_campaign_is_one_tree_of_entries_with_everything_rolled_up(city: City) -> None:
    assert cells(
        city, "campaign-tree", "level", "node", "name", "activities", "guests", "leaflets", "officer_times"
    ) == [
        (0, "campaign", "open-day", 5, 35, 1000, 55),
        (1, "section", "open-day/服务", 1, 23, 0, 0),
        (2, "venue", "main", 1, 23, 0, 0),
        (3, "activity", "visit", 1, 23, 0, 0),
        (1, "section", "open-day/宣传", 3, 0, 1000, 50),
        (2, "venue", "open-day-law", 3, 0, 1000, 50),
        (3, "activity", "law-1", 1, 0, 700, 0),
        (3, "activity", "law-2", 2, 0, 300, 0),
        (1, "venue", "east", 1, 12, 0, 5),
        (2, "section", "east/宣传", 1, 12, 0, 0),
        (3, "activity", "talk", 1, 12, 0, 0),
    ]
    (root, *_) = city.view("campaign-tree").rows
    assert len(root.sources) == 1 + 4 + 3
    assert {source.split(":")[0] for source in root.sources} == {"campaign", "activity", "duty"}


def test_venues_add_up_to_the_whole(city: City) -> None:
    for figure in ("activities", "guests", "visitors", "leaflets", "officer_times"):
        venues = [value for (value,) in cells(city, "campaign-venues", figure, campaign="open-day")]
        ((whole,),) = cells(city, "campaign-tree", figure, level=0)
        assert sum(venues) == whole  # type: ignore[arg-type]
    assert cells(city, "campaign-venues", "main", venue="main") == [(1,)]


def test_forms_groups_topics_and_sections_are_counted(city: City) -> None:
    assert cells(city, "campaign-forms", "form", "activities", "visitors", "officer_times") == [
        ("demo-day", 1, 0, 0), ("demo-face", 1, 0, 0), ("demo-law", 3, 300, 50),
    ]  # fmt: skip
    assert cells(city, "invited-groups", "group", "form", "guests") == [
        ("demo-experts", "", 0), ("demo-residents", "demo-day", 15), ("demo-residents", "demo-face", 12),
        ("demo-students", "demo-day", 8),
    ]  # fmt: skip
    assert cells(city, "publicity-topics", "topic", "activities", "leaflets") == [
        ("demo-dogs", 1, 700), ("demo-waste", 3, 1000),
    ]  # fmt: skip
    assert cells(city, "campaign-sections", "section", "activities", "officer_times") == [
        ("宣传", 4, 50), ("服务", 1, 0),
    ]  # fmt: skip
    assert cells(city, "activities", "unit", "guests", activity="visit") == [("demo-squad", 23)]


def test_officer_times_come_from_the_sessions_that_were_kept(made_once: Made) -> None:
    """M03: without one roster row, or one session, there are fewer; nothing can be typed in for them."""
    one_less = DUTY.replace("demo-r2@2026-11-18,补记值守,2026-11-20,2026-11-18 09:00,2026-11-18 12:00\n", "")
    city = entered(made_once(TABLES), PLAN, HELD, one_less)
    assert cells(city, "campaign-tree", "officer_times", level=0) == [(35,)]
    assert not any("officer" in field for field in RecordActivity.__match_args__)


def test_what_lies_outside_the_period_is_not_counted(city: City) -> None:
    rows = city.view("campaign-tree", period="2026-11-19..2026-11-19").rows
    assert [row.cells["officer_times"] for row in rows if row.cells["level"] == 0] == [5]
    assert city.view("campaign-tree", period="2026-12").rows == ()
    assert city.view("activities", period="2026-12").rows == ()


def test_opinions_of_a_campaign_count_for_the_form_where_they_were_said(city: City) -> None:
    said = "事项,指令,活动,来源,内容\no-1,登记意见,east,talk,多设座椅\no-2,登记意见,open-day,demo-law,多讲案例\n"
    entered(city, said)
    assert cells(city, "campaign-forms", "form", "opinions") == [("demo-day", 0), ("demo-face", 1), ("demo-law", 1)]


def test_a_campaign_is_closed_after_its_parts(city: City) -> None:
    refused = city.carry_on("open-day", CloseCampaign(summary="圆满"), CLERK)
    assert isinstance(refused, Refusal)
    assert refused.code == "CMS493"
    assert "campaign:109900:east" in refused.what("en")
    entered(city, "事项,指令,活动,活动形式\nlate,安排场次,main,demo-face\n")
    for part in ("open-day-law", "main", "east"):
        assert isinstance(city.carry_on(part, HoldCampaign(), CLERK), Campaign)
    assert isinstance(city.carry_on("main", CloseCampaign(summary="好"), CLERK), Refusal)
    assert isinstance(city.carry_on("late", CancelActivity(reason="下雨"), CLERK), Activity)
    closed = [
        city.carry_on(n, CloseCampaign(summary="好"), CLERK) for n in ("open-day-law", "main", "east", "open-day")
    ]
    assert {(work.state, work.due) for work in closed if isinstance(work, Campaign)} == {("closed", None)}
    late = city.begin(RecordActivity(campaign="main", form="demo-day"), CLERK)
    assert isinstance(late, Refusal)
    assert late.code == "CMS491"


@pytest.mark.parametrize(
    ("code", "command"),
    [
        ("CMS491", {"campaign": "open-day", "form": "demo-day", "day": "2026-11-20"}),
        ("CMS492", {"campaign": "main", "form": "demo-day", "section": "意见", "day": "2026-11-18"}),
        ("CMS471", {"campaign": "main", "day": "2026-11-18"}),
        ("CMS472", {"campaign": "main", "form": "demo-dance", "day": "2026-11-18"}),
        ("CMS472", {"campaign": "main", "form": "demo-day", "invited": "demo-nobody:3"}),
        ("CMS475", {"campaign": "west", "form": "demo-day"}),
    ],
)
def test_an_activity_that_cannot_be_is_refused(city: City, code: str, command: dict[str, str]) -> None:
    table = ",".join(["command", *command]) + "\n" + ",".join(["activity.record", *command.values()]) + "\n"
    (row,) = city.enter_table(table.encode(), by="clerk:station_officer").rows
    assert isinstance(row.result, Refusal)
    assert row.result.code == code
    assert row.result.remedy("zh")


def test_figures_are_corrected_with_a_reason_and_the_first_ones_stay_in_the_entries(city: City) -> None:
    assert isinstance(city.carry_on("law-1", CorrectActivity(visitors=180), CLERK), Refusal)
    right = city.carry_on("law-1", CorrectActivity(visitors=180, leaflets=650, reason="重复计数"), CLERK)
    assert isinstance(right, Activity)
    assert (right.visitors, right.topics, right.campaign) == (180, (), "open-day-law")
    assert "700" in city.work_entries(right.id)[0].data
    assert cells(city, "campaign-tree", "leaflets", level=0) == [(950,)]


def test_what_was_arranged_need_not_be_said_again(city: City) -> None:
    entered(city, "事项,指令,活动,活动形式,日期,地点\nsoon,安排场次,east,demo-face,2026-11-19,凉亭\n")
    assert cells(city, "activities", "state", "activities", activity="soon") == [("planned", 0)]
    (soon,) = city.works(Activity, state="planned")
    assert soon.due == datetime(2026, 11, 20, tzinfo=city.plan.zone)
    entered(city, "事项,指令,参与人数\nsoon,登记场次,40\n")
    assert cells(city, "activities", "state", "activities", "visitors", "place", "venue", activity="soon") == [
        ("held", 1, 40, "凉亭", "east"),
    ]  # fmt: skip


def test_days_and_tallies_are_checked_when_they_are_given(made_once: Made) -> None:
    with pytest.raises(ValueError, match="last_day"):
        PlanCampaign(title="x", first_day=date(2026, 1, 2), last_day=date(2026, 1, 1))
    for wrong in (("x",), ("x:0",), (":3",), ("x:many",), ("x:1", "x:2")):
        with pytest.raises(ValueError, match="invited"):
            RecordActivity(invited=wrong)
    assert numbers(RecordActivity(invited=(" x ： 3", "a:b:2")).invited) == {"x": 3, "a:b": 2}
    table = "command,invited\nactivity.record,demo-residents\n"
    (row,) = made_once(TABLES).enter_table(table.encode(), by="clerk:station_officer").rows
    assert isinstance(row.result, tuple)
    assert [problem.code for problem in row.result] == ["CMS707"]


def test_campaigns_are_made_anew_from_their_entries(city: City) -> None:
    before = [*city.works(Campaign), *city.works(Activity)]
    assert city.rebuild().whole
    assert [*city.works(Campaign), *city.works(Activity)] == before


def test_a_class_that_leads_to_no_measure_is_an_error(made: Made) -> None:
    with pytest.raises(AssemblyError, match="CMS302"):
        made({"clearance-classes.csv": "id,name,measure\ndemo-c1,乱堆乱放,no-such\n"})
