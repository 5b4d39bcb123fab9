"""What a command makes of a case in memory is what its entries make of it, and the benchmarks' lives are whole."""

from collections.abc import Callable
from hashlib import sha256
import json
from pathlib import Path
import runpy
import sys
from typing import Any

import attrs
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
import pytest

from cmsdk.contract.plan import CityPlan
from cmsdk.contract.ports import NewCase
from cmsdk.contract.workflow import STAYS, Transition
from cmsdk.model.commands import COMMANDS, Accept, Actor, Command, Handle, Refusal
from cmsdk.model.copies import draft_of, made_of
from cmsdk.model.course import Course
from cmsdk.model.entry import chain, seal
from cmsdk.work.case import carry_out, evolve, fold
from cmsdk.work.decide import decide
from cmsdk.work.forms import CaseForms
from cmsdk.work.procedure import procedure_of

FORMS = CaseForms()
SPEED = Path(__file__).parents[2] / "benchmarks" / "speed"
WORDS = {"reason": "not ours", "result": "swept", "unit": "testville-works", "note": "by phone"}


def _said(name: str) -> Command:
    """The command with every field of words filled, so that none is refused for what it leaves out."""
    kind = COMMANDS[name]
    filled = {field.name: WORDS[field.name] for field in attrs.fields(kind) if field.name in WORDS}
    return kind(**filled | ({"solved": True} if name == "visit" else {}))


@given(names=st.lists(st.sampled_from(sorted(COMMANDS)), max_size=40))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_commands_make_of_a_case_in_memory_is_the_fold_of_its_entries(
    plan: CityPlan, open_one: Callable[..., NewCase], names: list[str]
):
    extra = tuple(
        Transition(command=name, sources=plan.workflow.states, to=STAYS, roles=("clerk",), approvals=approvals)
        for name, approvals in (("extend", ("chief",)), ("grant", ()), ("reject", ()))
    )
    flow = attrs.evolve(plan.workflow, transitions=(*plan.workflow.transitions, *extra))
    roles = sorted({role for row in flow.transitions for role in row.roles} | {"chief"})
    procedure = procedure_of(attrs.evolve(plan, workflow=flow))
    new = open_one(text="litter at the old mill")
    case, entries = new.case, list(new.entries)
    for number, name in enumerate(names):
        by = Actor("ann", roles if name != "extend" else ["clerk"])
        command = _said(name)
        allowed = decide(case, command, by, procedure, case.last or case.opened, key=str(number) if number % 3 else "")
        if isinstance(allowed, Refusal):
            continue
        entry = seal(
            stream=case.id, version=case.version + 1, city=case.city, type_=name, at=case.last or case.opened,
            by="ann", plan=case.plan, data=FORMS.commanded(command, allowed.to, allowed.effects), prev=entries[-1].hash,
        )  # fmt: skip
        before, case = case, carry_out(case, allowed.to, allowed.effects, entry)
        assert case == evolve(before, entry, FORMS)
        entries.append(entry)
    assert case == fold(entries, FORMS)


def test_a_case_after_a_command_shares_nothing_that_can_change_with_the_one_before(open_one: Callable[..., NewCase]):
    case = open_one(text="litter").case
    draft = draft_of(case)
    draft["state"] = "closed"
    after = made_of(draft, type(case))
    assert (case.state, after.state) == ("reported", "closed")
    assert after == attrs.evolve(case, state="closed")
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        after.state = "open"  # type: ignore[misc]
    assert made_of(draft_of(Course()), Course) == Course()


def test_the_benchmarks_life_of_a_case_goes_through_every_state_it_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    pytest.importorskip("cmsdk_cn")
    monkeypatch.syspath_prepend(str(SPEED))
    town = runpy.run_path(str(SPEED / "working_town.py"))
    bench = runpy.run_path(str(SPEED / "case_life.py"))
    plan = town["open_town"](tmp_path)
    for side in (bench["Ours"](plan), bench["OurCity"](plan)):
        side.prepare(1)
        assert side.states() == list(town["STATES"][1:])
    folding = runpy.run_path(str(SPEED / "fold.py"))
    stream = folding["entries_of"](plan, 60)
    case = fold(stream, FORMS)
    assert case is not None
    assert (case.version, len(stream)) == (60, 60)
    sys.modules.pop("working_town", None)


@given(st.lists(st.text(), min_size=8, max_size=8), st.integers(1, 10**6))
def test_an_entrys_hash_is_of_the_list_that_json_makes(texts: list[str], version: int):
    prev, stream, city, type_, at, by, plan, data = texts
    line = json.dumps(
        [prev, stream, version, city, type_, at, by, plan, data], ensure_ascii=False, separators=(",", ":")
    )
    assert chain(prev, stream, version, city, type_, at, by, plan, data) == sha256(line.encode()).hexdigest()


@given(st.text(), st.text(), st.dictionaries(st.sampled_from(["unit", "phase", "result"]), st.text()))
def test_the_data_of_a_commands_entry_is_one_json_form(note: str, to: str, effects: dict[str, str]):
    data = FORMS.commanded(Handle(result="swept", note=note), to, effects)
    command = {"note": note, "result": "swept"} if note else {"result": "swept"}
    form = {"v": 2, "command": command, "to": to, "effects": effects}
    assert data == json.dumps(form, ensure_ascii=False, separators=(",", ":"))


def test_of_a_list_that_grows_only_its_last_state_is_made_into_values(
    desk: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
):
    """Each entry says all keys so far; a case with hundreds of them is still folded at once."""
    clerk = desk()
    made: list[int] = []
    effects = CaseForms.effects

    def counted(self: CaseForms, form: dict[str, Any]) -> dict[str, Any]:
        made.append(len(form.get("course", {}).get("keys", ())))
        return effects(self, form)

    first = clerk.entries[-1]
    entries, keys = list(clerk.entries), []
    for number in range(50):
        keys.append(f"k-{number}")
        data = FORMS.commanded(Accept(), "accepted", {"course": {"keys": tuple(keys)}})
        before = entries[-1]
        entries.append(
            seal(
                stream=first.stream, version=before.version + 1, city=first.city, type_="accept", at=first.at, by="ann",
                plan=first.plan, data=data, prev=before.hash,
            )
        )  # fmt: skip
    monkeypatch.setattr(CaseForms, "effects", counted)
    case = fold(entries, FORMS)
    assert case is not None
    assert case.course.keys == tuple(keys)
    assert sum(made) == len(keys)
