"""Figures that hold: days are the city's, what has ended is late no more, nothing counts that was struck out."""

from datetime import UTC, datetime, timedelta

import attrs
import pytest

from cmsdk.contract.community.campaign import ClearanceClass
from cmsdk.contract.indicators import How, Indicator
from cmsdk.contract.places import Division
from cmsdk.figures.community.places import lies_in
from cmsdk.figures.indicators import grouped, indicated
from cmsdk.model.command import Actor
from cmsdk.model.commands import Accept
from cmsdk.model.errors import RejectedInput
from cmsdk.model.place import Level
from cmsdk.model.viewed import Viewed, ViewRow
from cmsdk.model.works.activity import RecordActivity
from cmsdk.model.works.base import Work
from cmsdk.model.works.clearance import RecordClearance, VoidClearance
from cmsdk.model.works.whistle import RaiseWhistle, WithdrawWhistle

from .conftest import NOW, Made

ROLES = ("community", "station_officer", "grid_leader", "supervisor", "shift_leader", "handler", "acceptor")
BY = Actor("demo-l", ROLES)
CAMPAIGNS = {
    "activity-forms.csv": "id,name\nlecture,讲座\n",
    "publicity-topics.csv": "id,name\nwaste,垃圾分类\ndogs,文明养犬\n",
}


def test_what_was_reported_before_eight_counts_on_its_own_day(made: Made) -> None:
    city = made()
    city.receive("jsonl", '{"external_id": "1", "text": "夜摊占道", "at": "2026-11-18 06:30"}'.encode())
    (row,) = grouped(city.view("cases"), {"opened": ["2026-11-18"]}, ["opened"], []).rows
    assert (row.cells["opened"], row.cells["count"]) == ("2026-11-18", 1)


def test_an_activity_of_two_topics_is_found_under_each(made: Made) -> None:
    city = made(CAMPAIGNS)
    held = RecordActivity(form="lecture", topics=("waste", "dogs"), day=NOW.date())
    assert isinstance(city.begin(held, BY, name="a-1"), Work)
    for topic in ("waste", "dogs"):
        (row,) = grouped(city.view("activities"), {"topics": [topic]}, [], []).rows
        assert row.cells["count"] == 1


def test_nobody_is_late_for_a_whistle_that_was_taken_back_in_time(made: Made) -> None:
    matrix = "id,category,area,units,lead,amount,unit_of_time\ndemo-wm1,*,*,demo-squad,,30,minute\n"
    city = made({"whistle-matrix.csv": matrix})
    city.begin(RaiseWhistle(category="E0406", text="夜摊", place="北门", grid="x-demo-g1"), BY, name="w-1")
    city.carry_on("w-1", WithdrawWhistle(reason="误报"), BY, now=NOW + timedelta(minutes=5))
    later = NOW + timedelta(days=3)
    (whistle,) = city.view("whistles", now=later).rows
    (unit,) = city.view("whistle-units", now=later).rows
    assert (whistle.cells["late_units"], whistle.cells["handled_late"], unit.cells["late"]) == (0, 0, 0)


def test_a_clearance_that_was_struck_out_does_not_come_back_by_its_measure(made: Made) -> None:
    city = made({"clearance-classes.csv": "id,name,category,measure\ndemo-cc,小广告,*,cn-repair\n"})
    assert city.plan.rows(ClearanceClass)["demo-cc"].measure
    (case,) = city.receive("jsonl", '{"external_id": "1", "text": "夜摊占道"}'.encode()).case_ids
    city.act(case, Accept(), BY)
    cleared = city.begin(RecordClearance(matter="demo-cc", case="jsonl/1"), BY, name="c-1")
    assert isinstance(cleared, Work), cleared
    (before,) = (row.cells["count"] for row in city.view("clearance-tally").rows)
    city.carry_on("c-1", VoidClearance(reason="登记错了"), BY)
    (after,) = (row.cells["count"] for row in city.view("clearance-tally").rows)
    assert (before, after) == (1, 0)


def test_the_areas_of_the_city_above_are_not_a_county_level_citys(made: Made) -> None:
    plan = made().plan
    above = {
        code: Division(code=code, name=code, level=level, parent=parent)
        for code, level, parent in (
            ("119900", Level.CITY, ""), ("119901", Level.DISTRICT, "119900"), ("119901001", Level.SUBDISTRICT, "119901")
        )
    }  # fmt: skip
    plan = attrs.evolve(plan, divisions={**plan.divisions, **above})
    assert lies_in(plan, "x-demo-c1")
    assert lies_in(plan, "x-zone-without-a-code")
    assert not lies_in(plan, "119901001")


def test_words_are_not_added_up_to_nothing() -> None:
    rows = tuple(ViewRow({"name": name, "officers": who}) for name, who in (("甲", "a;b"), ("", "b")))
    with pytest.raises(RejectedInput, match="CMS891"):
        grouped(Viewed("x", ("name", "officers"), rows), {}, [], ["name"])
    assert grouped(Viewed("x", ("name", "officers"), rows[1:]), {}, [], ["name"]).rows[0].cells["name"] == 0


def test_of_a_list_each_is_counted_once() -> None:
    seen = Viewed("x", ("who",), tuple(ViewRow({"who": who}) for who in ("a;b", "b", "", None)))
    people = Indicator(id="people", name="人", view="x", how=How.DISTINCT, column="who")
    assert indicated(people, {}, {"x": seen}).value == 2


def test_moments_of_a_view_are_on_the_citys_clock(made: Made) -> None:
    city = made()
    city.receive("jsonl", '{"external_id": "1", "text": "夜摊占道"}'.encode())
    (row,) = city.view("cases").rows
    opened = row.cells["opened"]
    assert isinstance(opened, datetime)
    assert (opened.tzinfo, opened.astimezone(UTC)) == (city.plan.zone, NOW)
