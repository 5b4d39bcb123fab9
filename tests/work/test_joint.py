"""Joint handling (主办协办): one unit leads and answers for the case, others assist and say what they did."""

from typing import Any

import pytest

from cmsdk.model.commands import Assist, Dispatch, Handle, Return, Rework

Side = Any
BOTH = Dispatch(unit="side-roads", assisting=["side-water", "side-power"])


def test_the_lead_waits_for_those_that_assist(side: Side):
    case_id = side.filed()
    case = side.done(case_id, "dispatcher", BOTH)
    assert case.unit == "side-roads"
    assert [(one.unit, one.result, one.at) for one in case.course.assisting] == [
        ("side-water", "", None),
        ("side-power", "", None),
    ]
    refusal = side.refused(case_id, "roads", Handle(result="filled"))
    assert (refusal.code, refusal.guard) == ("CMS740", "assistants_done")
    assert dict(refusal.facts)["waiting"] == "side-water, side-power"
    case = side.done(case_id, "water", Assist(result="pipe mended"))
    assert case.course.assisting[0].result == "pipe mended"
    assert case.course.assisting[0].at == side.now
    assert (case.unit, case.state) == ("side-roads", "dispatched")
    assert dict(side.refused(case_id, "roads", Handle(result="filled")).facts)["waiting"] == "side-power"
    side.done(case_id, "water", Assist(unit="side-power", result="cable laid"))
    assert side.done(case_id, "roads", Handle(result="filled")).state == "handled"


def test_only_a_unit_that_assists_says_what_it_did(side: Side):
    case_id = side.filed()
    side.done(case_id, "dispatcher", Dispatch(unit="side-roads", assisting=["side-water"]))
    for who, command in (
        ("roads", Assist(result="x")),
        ("power", Assist(result="x")),
        ("nobody", Assist(result="x")),
        ("water", Assist(unit="side-roads", result="x")),
        ("water", Assist(unit="nix", result="x")),
    ):
        refusal = side.refused(case_id, who, command)
        assert (refusal.code, refusal.guard) == ("CMS729", "unit_assists")
        assert dict(refusal.facts)["assisting"] == "side-water"
    assert side.refused(case_id, "water", Assist()).code == "CMS704"


def test_a_unit_below_the_assisting_one_speaks_for_it(side: Side):
    case_id = side.filed()
    side.done(case_id, "dispatcher", Dispatch(unit="side-water", assisting=["side-roads"]))
    assert side.done(case_id, "north", Assist(result="fenced")).course.assisting[0].result == "fenced"


@pytest.mark.parametrize(
    ("assisting", "code", "named"),
    [
        (["side-roads"], "CMS749", "side-roads"),
        (["side-water", "side-water"], "CMS749", "side-water"),
        (["side-water", "side-watr"], "CMS711", "side-watr"),
    ],
)
def test_no_unit_twice_no_lead_of_its_own_and_none_that_does_not_exist(
    side: Side, assisting: list[str], code: str, named: str
):
    refusal = side.refused(side.filed(), "dispatcher", Dispatch(unit="side-roads", assisting=assisting))
    assert (refusal.code, dict(refusal.facts)["unit"]) == (code, named)


def test_the_lead_is_the_one_that_triage_chose_where_the_command_names_none(side: Side):
    refusal = side.refused(side.filed(), "dispatcher", Dispatch(assisting=["side-roads"]))
    assert (refusal.code, dict(refusal.facts)["lead"]) == ("CMS749", "side-roads")


def test_sent_back_nobody_assists_any_more_and_reworked_they_still_do(side: Side):
    case_id = side.filed()
    side.done(case_id, "dispatcher", Dispatch(unit="side-roads", assisting=["side-water"]))
    side.done(case_id, "water", Assist(result="dry"))
    side.done(case_id, "roads", Handle(result="filled"))
    case = side.done(case_id, "dispatcher", Rework(reason="sunken"))
    assert [one.unit for one in case.course.assisting] == ["side-water"]
    assert side.done(case_id, "roads", Return(reason="not ours")).course.assisting == ()
    case = side.done(case_id, "dispatcher", Dispatch(unit="side-water"))
    assert case.course.assisting == ()
