"""Checks of the workflow, each failing on a workflow that has just this fault."""

from collections.abc import Callable
from pathlib import Path

import attrs
import pytest

from cmsdk.testing.kit.check import Kind
from cmsdk.testing.kit.checks import stored, workflow
from cmsdk.testing.kit.known import BY_ID
from cmsdk.testing.kit.samples import samples
from cmsdk.testing.kit.stand import Stand

Stands = Callable[..., Stand]
FLOW = """
    id = "toy-flow"
    initial = "reported"
    ends = ["closed"]

    [labels]
    reported = "已上报"
    filed = "已立案"
    closed = "已结案"

    [[transition]]
    command = "file"
    from = ["reported"]
    to = "filed"
    roles = ["acceptor"]

    [[transition]]
    command = "close"
    from = ["filed"]
    to = "closed"
    roles = ["checker"]
    """
PEOPLE = """
    id,name,unit,roles
    toy-a,甲,toy-desk,acceptor;checker
    """
SCENARIO = """
    city = "test.toy"
    [[scenario]]
    name = "到底"
    at = "2026-11-16 10:00"
    given.text = "占道经营"
    step = [{ do = "file", by = "toy-a" }, { do = "close", by = "toy-a" }]
    """


def stand_of(stand: Stands, flow: str = FLOW, people: str = PEOPLE) -> Stand:
    return stand(tables={"workflow.toml": flow, "people.csv": people})


def found(made: Stand, check: str) -> list[str]:
    assert made.plan.workflow.id == "toy-flow"
    return [p.what("en") for thing in made.things(Kind.WORKFLOW) for p in BY_ID[check].run(made, thing)]


def scenario(made: Stand) -> None:
    project = made.target.project
    assert project is not None
    Path(project / "toy.scenario.toml").write_text(SCENARIO, encoding="utf-8")


def test_a_whole_workflow_passes_every_check(stand: Stands) -> None:
    made = stand_of(stand)
    scenario(made)
    own = [check for check in BY_ID.values() if check.kinds == (Kind.WORKFLOW,)]
    assert len(own) == 6
    assert {check.id: told for check in own if (told := found(made, check.id))} == {}


def test_a_state_without_a_label_is_named(stand: Stands) -> None:
    assert found(stand_of(stand, FLOW.replace('filed = "已立案"\n', "")), "workflow-has-words") == [
        "filed has no word in the language zh."
    ]


def test_a_step_whose_role_nobody_has_is_named(stand: Stands) -> None:
    (told,) = found(stand_of(stand, people=PEOPLE.replace(";checker", "")), "workflow-roles-held")
    assert "`close` in filed needs the role(s) checker" in told


def test_a_city_whose_app_vouches_for_everybody_is_asked_for_no_roles(stand: Stands) -> None:
    assert found(stand(tables={"workflow.toml": FLOW}), "workflow-roles-held") == []


def test_a_command_that_no_scenario_carries_out_is_named(stand: Stands) -> None:
    assert len(found(stand_of(stand), "workflow-tried")) == 2


@pytest.mark.parametrize(
    "row",
    ['guards = ["mode_is_now", "mode_is_transfer"]', 'guards = ["is_late"]'],
    ids=["guards that exclude each other", "a step behind one that takes all"],
)
def test_a_step_that_can_never_be_taken_is_named(stand: Stands, row: str) -> None:
    more = FLOW[FLOW.rindex("[[transition]]") :] + row
    told = found(stand_of(stand, FLOW + more), "workflow-can-be-taken")
    assert told
    assert all("`close` in filed can never be taken" in one for one in told)


def test_a_drawing_that_no_browser_can_show_is_named(stand: Stands, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workflow, "draw", lambda _view, _form="svg": "<svg><text>" + chr(1))
    assert "the language zh is broken" in found(stand_of(stand), "workflow-drawn")[0]


def test_a_field_that_reads_back_otherwise_is_named(stand: Stands, monkeypatch: pytest.MonkeyPatch) -> None:
    made = stand_of(stand)
    told = list(stored.walked(made.plan, samples(made.plan)[:1], made.now))
    assert [done for done, _, _ in told] == ["report", "file", "close"]
    other = [(done, case, attrs.evolve(case, place="西街")) for done, case, _ in told]
    monkeypatch.setattr(stored, "walked", lambda *_: other[:1])
    (said,) = found(made, "cases-read-back")
    assert "After `report`, the field `place`" in said
