"""Any order of commands by any role at any time, on the standard workflow, on cities' own and on the built-in one."""

from pathlib import Path
from random import Random
from typing import Final

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
import pytest

from cmsdk.contract.plan import CityPlan
from cmsdk.registry.assembly import assemble
from cmsdk.registry.discovery import discover, from_folder

from .world import World, label

TOWN: Final = {
    "cmsdk.toml": 'name = "town"\napi = "1.2"\nscope = "990200"\nrequires = ["cn"]\n'
    'plugin = "cmsdk.plugin:TableCity"\n',
    "tables/city.toml": 'name = "小城"\ntime_zone = "Asia/Shanghai"\nduty_desk = "desk"\nscheme = "gbt30428.2/2013"\n',
    "tables/units.csv": "id,name,parent\ndesk,值班台,\nbureau,城管局,\nsquad,中队,bureau\ngarden,园林所,\n",
    "tables/responsibility.csv": "id,category,area,unit,mode,basis\ntown-all,*,*,squad,transfer,made up for tests\n",
}
"""A town without a workflow of its own: the national standard's."""
CITIES: Final = {"standard": "990200", "xian": "610100", "tengzhou": "370481", "builtin": "us.ma.testville"}
STEPS: Final = 5000
"""Steps of the fixed walk at most; it takes some hundreds."""


@pytest.fixture(scope="module", params=CITIES.values(), ids=CITIES)
def plan(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> CityPlan:
    folder = tmp_path_factory.mktemp("town")
    (folder / "tables").mkdir()
    for file, text in TOWN.items():
        (folder / file).write_text(text, encoding="utf-8")
    testville = from_folder(Path(__file__).parent / "testville")
    found = discover(only=()) if request.param.startswith("us.") else discover()
    return assemble([*found, testville, from_folder(folder)], request.param)


def _let_loose(plan: CityPlan, examples: int, steps: int) -> None:
    class Machine(RuleBasedStateMachine):
        def __init__(self) -> None:
            super().__init__()
            self.world = World(plan)

        @initialize(rnd=st.randoms(use_true_random=False))
        def begin(self, rnd: Random) -> None:
            self.world.report(rnd)
            self.world.report(rnd)

        @rule(rnd=st.randoms(use_true_random=False))
        def somebody_does_something(self, rnd: Random) -> None:
            self.world.step(rnd)

        @rule(rnd=st.randoms(use_true_random=False))
        def and_something_more(self, rnd: Random) -> None:
            self.world.step(rnd)

        @rule()
        def holds_end(self) -> None:
            self.world.wake()

        @invariant()
        def the_last_case_can_be_told(self) -> None:
            for case_id in self.world.ids[-1:]:
                self.world.tell(case_id)

    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=examples, stateful_step_count=steps, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )


def test_whatever_anybody_does_a_case_is_where_the_table_says(plan: CityPlan) -> None:
    _let_loose(plan, 4, 20)


@pytest.mark.slow
def test_whatever_anybody_does_at_length(plan: CityPlan) -> None:
    _let_loose(plan, 20, 50)


@pytest.mark.slow
def test_a_fixed_walk_takes_every_row_of_the_table(plan: CityPlan) -> None:
    rnd, world = Random(0), World(plan)  # noqa: S311  the same walk each time
    rows = {label(row) for row in plan.workflow.transitions}
    for number in range(STEPS):
        world.step(rnd)
        if number % 50 == 0:
            world.wake()
            world.tell(world.ids[-1])
        if rows <= set(world.taken):
            break
    assert rows - set(world.taken) == set(), world.taken.most_common()
    assert len(world.refused) > 5, world.refused
