"""Whatever people do with a case, in whatever order: what is kept is the fold of its entries, and the chain holds."""

from datetime import UTC, datetime, timedelta
from itertools import count

import attrs
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
import pytest

from cmsdk import Actor, Case, City, Refusal, Satisfaction
from cmsdk.contract.plan import CityPlan
from cmsdk.contract.ports import Ledger
from cmsdk.ledger.open import open_ledger
from cmsdk.model.commands import COMMANDS, PROSE, Command
from cmsdk.model.entry import GENESIS, chain
from cmsdk.registry.assembly import assemble
from cmsdk.registry.discovery import discover, from_folder
from cmsdk.work.forms import CaseForms
from cmsdk.work.phases import Phase, phase_after

NOW = datetime(2026, 11, 16, 10, tzinfo=UTC)
NUMBERS = count(1)
FORMS = CaseForms()


STANDARD = {
    "cmsdk.toml": 'name = "town"\napi = "1.2"\nscope = "990200"\nrequires = ["cn"]\n'
    'plugin = "cmsdk.plugin:TableCity"\n',
    "tables/city.toml": 'name = "小城"\ntime_zone = "Asia/Shanghai"\nduty_desk = "desk"\nscheme = "gbt30428.2/2013"\n',
    "tables/units.csv": "id,name\ndesk,值班台\nsquad,中队\n",
}
"""A town without a workflow of its own: the national standard's."""


@pytest.fixture(scope="module", params=["610100", "370481", "990200"], ids=["own", "extending", "standard"])
def plan(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> CityPlan:
    folder = tmp_path_factory.mktemp("town")
    (folder / "tables").mkdir()
    for file, text in STANDARD.items():
        (folder / file).write_text(text, encoding="utf-8")
    return assemble([*discover(), from_folder(folder)], request.param)


@pytest.fixture(scope="module", params=["memory", "sqlite"])
def ledger(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Ledger:
    folder = tmp_path_factory.mktemp("walk")
    made = open_ledger("memory://" if request.param == "memory" else f"sqlite:///{folder}/x.db")
    request.addfinalizer(made.close)  # noqa: PT021  typed as what it gives
    return made


def _filled(kind: type[Command], words: str, plan: CityPlan, unit: int) -> Command:
    values = {"solved": True, "satisfied": Satisfaction.SATISFIED, "unit": sorted(plan.units)[unit % len(plan.units)]}
    names = attrs.fields_dict(kind)
    return kind(**{name: value for name, value in {**values, **dict.fromkeys(PROSE, words)}.items() if name in names})


def _check(city: City, case_id: str, before: Case, answer: Case | Refusal, at: datetime) -> None:
    folded, entries = city.case(case_id), city.ledger.entries(case_id)
    assert city.ledger.case(case_id) == attrs.evolve(folded, trail=())
    assert folded == (before if isinstance(answer, Refusal) else answer)
    assert folded.state in city.plan.workflow.states
    assert folded.version == len(entries) == before.version + isinstance(answer, Case)
    prev = GENESIS
    for e in entries:
        body = (e.stream, e.version, e.city, e.type, e.at.isoformat(), e.by, e.plan, e.data)
        assert (e.prev, e.hash) == (prev, chain(prev, *body))
        prev = e.hash
    said = [FORMS.read(e).get("effects", {}).get("phase") for e in entries]
    phase = Phase(next(filter(None, reversed(said)), Phase.OPEN))
    # a step may stay in the state, or lead aside and back, and then says nothing of how far handling has come
    assert phase_after(entries[-1].type, folded.state, city.plan.workflow) in {None, phase}
    assert (folded.handled is not None, folded.closed is not None) in {
        Phase.OPEN: {(False, False)}, Phase.HANDLED: {(True, False)}, Phase.CLOSED: {(True, True), (False, True)},
    }[phase]  # fmt: skip
    open_ones = set(city.plan.workflow.states) - set(city.plan.workflow.ends)
    assert (city.responsible(folded) is not None) == (folded.state in open_ones), "exactly one, or none where it ended"
    if phase is Phase.CLOSED:
        assert folded.late(at) == folded.late(at + timedelta(days=3000))


steps = st.tuples(
    st.integers(0, 50), st.sampled_from(["", " ", "现场已处理", "电话13955556666", "=cmd|x"]), st.integers(0, 9)
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.sampled_from(["路灯不亮", "占道经营", "井盖丢失"]), walk=st.lists(steps, max_size=14))
def test_after_every_command_the_projection_is_the_fold(
    plan: CityPlan, ledger: Ledger, text: str, walk: list[tuple[int, str, int]]
):
    city, at = City(plan, ledger), NOW
    body = f'{{"external_id": "w{next(NUMBERS)}", "text": "{text}"}}'.encode()
    (case_id,) = city.receive("jsonl", body, now=at).case_ids
    names = sorted(COMMANDS)
    for choice, words, more in walk:
        before, at = city.case(case_id), at + timedelta(hours=more)
        possible = [row for row in plan.workflow.transitions if before.state in row.sources]
        if more and possible:  # a step that leads on, by somebody who may
            row = possible[choice % len(possible)]
            name, by = row.command, Actor("ann", row.roles)
        else:  # any command, by anybody
            name, by = names[choice % len(names)], Actor("bob", ("handler",))
        answer = city.act(case_id, _filled(COMMANDS[name], words, plan, more), by, now=at)
        _check(city, case_id, before, answer, at)
