"""A measure of enforcement comes from an enforcement file only, where the city's workflow asks for that."""

from collections.abc import Callable
from datetime import datetime, timedelta
from importlib.resources import files
from typing import Any

import attrs
import pytest

from cmsdk import (
    Actor,
    Case,
    City,
    ClearAtOnce,
    Grant,
    OpenFile,
    Problem,
    PutOnFile,
    RecordProcess,
    Refusal,
    TakeMeasure,
)
from cmsdk.model.enforcement import EnforcementFile

Made = Any
NATION = files("cmsdk_cn") / "tables"
NATIONAL = {
    name: (NATION / name).read_text(encoding="utf-8") for name in ("measures.csv", "approach.toml", "enforcement.toml")
}
PEOPLE = (
    "id,name,unit,roles,certificate\ntoy-a,甲,toy-desk,enforcement_head,S1\n"
    "toy-b,乙,toy-desk,enforcement_officer,S2\ntoy-c,丙,toy-desk,grid_leader,\n"
)
FLOW = """
    initial = "reported"
    ends = ["closed"]
    [[transition]]
    command = "take_measure"
    from = ["reported"]
    to = "="
    roles = ["grid_leader", "enforcement_head", "enforcement_officer"]
    guards = ["only_through_a_file", "ladder"]
    basis = "order 7"
    [[transition]]
    command = "close"
    from = ["reported"]
    to = "closed"
    roles = ["grid_leader"]
    [[transition]]
    command = "grant"
    from = ["reported"]
    to = "="
    roles = ["grid_leader"]
    [[transition]]
    command = "reject"
    from = ["reported"]
    to = "="
    roles = ["grid_leader"]
    """
APPROVED = FLOW.replace('basis = "order 7"', 'approvals = ["grid_leader"]')
HEAD = Actor("toy-a", ("enforcement_officer", "enforcement_head"))
LEADER = Actor("toy-c", ("grid_leader",))
SKIPS = {"excuse": "danger", "reason": "gas"}


@attrs.define
class Town:
    """A city whose clock goes on by an hour a step, and a case in it."""

    city: City
    now: datetime
    case_id: str = ""

    def report(self, number: str = "1") -> str:
        text = f'{{"external_id": "{number}", "text": "人行道上有人摆摊"}}'
        self.case_id = self.city.receive("jsonl", text.encode(), now=self.now).case_ids[0]
        return self.case_id

    def takes(self, measure: str, by: Actor = LEADER, **words: str) -> Case | Refusal:
        self.now += timedelta(hours=1)
        return self.city.act(self.case_id, TakeMeasure(measure=measure, **words), by, now=self.now)

    def file(self, case_id: str = "", **words: str) -> EnforcementFile | Refusal:
        opening = OpenFile(unit="toy-desk", party="party-7", party_kind="citizen", matter="stall")
        self.now += timedelta(hours=1)
        file = self.city.open_file(case_id or self.case_id, opening, HEAD, now=self.now)
        assert isinstance(file, EnforcementFile)
        self.city.enforce(file.id, RecordProcess(stage="start", audio_video=True), HEAD, now=self.now)
        return self.city.enforce(file.id, PutOnFile(officers=["toy-a", "toy-b"], **words), HEAD, now=self.now)

    def measures(self, case_id: str = "") -> list[str]:
        return [one.measure for one in self.city.case(case_id or self.case_id).course.measures]


@pytest.fixture
def town(city_of: Callable[..., City], now: datetime) -> Callable[..., Town]:
    def make(flow: str = FLOW) -> Town:
        return Town(city_of(tables={**NATIONAL, "people.csv": PEOPLE, "workflow.toml": flow}), now)

    return make


@pytest.mark.parametrize("by", [LEADER, HEAD])
def test_nobody_records_enforcement_on_the_case_itself(town: Made, speaks: Callable[..., None], by: Actor):
    one = town()
    one.report()
    refused = one.takes("cn-filing", by, **SKIPS)
    assert isinstance(refused, Refusal)
    assert (refused.code, refused.guard, refused.basis) == ("CMS758", "only_through_a_file", "行政处罚法第54条")
    assert dict(refused.facts)["steps"] == "file"
    speaks(Problem(refused.code, one.case_id, refused.facts))
    assert dict(one.takes("cn-fine", by).facts)["steps"] == "penalise"
    assert one.measures() == []


def test_service_and_management_are_taken_on_the_case_and_filing_comes_from_the_file(town: Made):
    one = town()
    one.report()
    assert isinstance(one.takes("cn-advice"), Case)
    assert isinstance(one.takes("cn-interview"), Case)
    assert isinstance(one.file(), EnforcementFile)
    assert one.measures() == ["cn-advice", "cn-interview", "cn-filing"]


def test_a_city_whose_table_does_not_name_the_guard_is_free(town: Made):
    one = town(FLOW.replace('"only_through_a_file", ', ""))
    one.report()
    assert isinstance(one.takes("cn-filing", **SKIPS), Case)


def test_an_unknown_measure_is_unknown_and_no_question_of_files(town: Made):
    one = town()
    one.report()
    assert one.takes("cn-fileing").code == "CMS750"


def test_a_repeat_is_found_by_the_earlier_case_that_the_step_of_the_file_names(town: Made):
    one = town()
    earlier = one.report()
    one.takes("cn-advice")
    one.takes("cn-interview")
    later = one.report("2")
    words = {"excuse": "repeat", "reason": "again"}
    assert one.file(later, **words, earlier="nothing").code == "CMS755"
    assert isinstance(one.file(later, **words, earlier=earlier), EnforcementFile)
    (taken,) = one.city.case(later).course.measures
    assert (taken.measure, taken.excuse, taken.earlier) == ("cn-filing", "repeat", earlier)


def test_clearing_at_once_brings_a_case_to_enforcement_and_names_its_exception(town: Made):
    one = town()
    one.report()
    opening = OpenFile(unit="toy-desk", party="party-7", party_kind="citizen", matter="gravel")
    file = one.city.open_file(one.case_id, opening, HEAD, now=one.now)
    cleared = ClearAtOnce(place="North Street", result="swept")
    assert one.city.enforce(file.id, cleared, HEAD, now=one.now).code == "CMS752"
    excused = attrs.evolve(cleared, excuse="immediate_clearing", reason="gravel on the road")
    assert isinstance(one.city.enforce(file.id, excused, HEAD, now=one.now), EnforcementFile)
    assert one.measures() == ["cn-immediate-clearing"]


def test_what_a_file_asked_for_still_comes_from_it_once_others_have_agreed(town: Made):
    one = town(APPROVED)
    one.report()
    assert isinstance(one.file(**SKIPS), EnforcementFile)
    assert one.measures() == []
    granted = one.city.act(one.case_id, Grant(), LEADER, now=one.now + timedelta(hours=1))
    assert isinstance(granted, Case)
    assert one.measures() == ["cn-filing"]
