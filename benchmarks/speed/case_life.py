"""The full life of a case in one run: ours, bare ``transitions`` and bare ``python-statemachine``.

    python benchmarks/speed/case_life.py [--n 200] [--rounds 15] [--profile]

A life is twelve commands of the national workflow, among them an extension that two levels agree to, and a return
visit. Ours is what ``City.act`` does for each without a store: the row of the table, the actor's roles, guards, times
and deadline, the entry sealed onto the one before it, and the case after it. The peers change states by the same rows
and do nothing else; their machines and models are made before the clock starts, and so are the reports of ours. That
every side goes through the same states is asserted.

Beside them stand the same lives through ``City.act`` with a ledger in memory. Processor time is measured, the sides
take turns in every round, and medians are compared. The peers stand in the dependency group ``bench``, which is
installed into an environment of its own.
"""

import argparse
from collections.abc import Sequence
import cProfile
import gc
from importlib.metadata import version
from pathlib import Path
import pstats
import statistics
import subprocess
import sys
import tempfile
from time import process_time
from typing import Any, Protocol

from working_town import BEGUN, COMMANDS, STATES, open_town, report, steps

from cmsdk import City
from cmsdk.contract.plan import CityPlan
from cmsdk.contract.workflow import Workflow
from cmsdk.ledger.sql import SqlLedger
from cmsdk.model.case import Case
from cmsdk.model.commands import Refusal
from cmsdk.model.entry import seal
from cmsdk.work.case import carry_out
from cmsdk.work.decide import decide
from cmsdk.work.forms import CaseForms
from cmsdk.work.procedure import procedure_of

ROOT = Path(__file__).resolve().parents[2]
NAMES = [command.name for command in COMMANDS]
MOVES = [*zip(NAMES, STATES, STATES[1:], strict=False)]
"""What the peers' machines know: the moves of this life and nothing else, which is the best case for them."""


class Side(Protocol):
    """One side: ``prepare`` makes what ``live`` takes through its life, and ``live`` is measured."""

    name: str

    def prepare(self, count: int) -> None: ...

    def live(self) -> None: ...

    def states(self) -> list[str]:
        """What a life leads to after each command."""


class Ours:
    """Lives without a store, from cases that have been received."""

    name = "cmsdk"

    def __init__(self, plan: CityPlan) -> None:
        self.plan, self.forms, self.steps = plan, CaseForms(), steps(plan)
        self.cases: list[tuple[Case, str]] = []

    def prepare(self, count: int) -> None:
        city = City(self.plan, SqlLedger.in_memory())
        ids = city.receive("desk", report(count), now=BEGUN).case_ids
        self.cases = [(city.case(id_), city.ledger.entries(id_)[-1].hash) for id_ in ids]

    def life(self, case: Case, prev: str, lived: list[Case] | None = None) -> Case:
        """The case after its last command; ``lived`` is filled with those on the way."""
        procedure, forms, plan = procedure_of(self.plan), self.forms, self.plan.fingerprint
        for command, by, now in self.steps:
            allowed = decide(case, command, by, procedure, now)
            if isinstance(allowed, Refusal):
                raise SystemExit(f"{command.name} in {case.state}: {allowed}")
            entry = seal(
                stream=case.id, version=case.version + 1, city=case.city, type_=command.name, at=now, by=by.id,
                plan=plan, data=forms.commanded(command, allowed.to, allowed.effects), prev=prev,
            )  # fmt: skip
            case, prev = carry_out(case, allowed.to, allowed.effects, entry), entry.hash
            if lived is not None:
                lived.append(case)
        return case

    def live(self) -> None:
        for case, prev in self.cases:
            self.life(case, prev)

    def states(self) -> list[str]:
        lived: list[Case] = []
        self.life(*self.cases[0], lived)
        return [case.state for case in lived]


class OurCity:
    """The same lives through the public door, with a ledger in memory."""

    name = "cmsdk, City.act"

    def __init__(self, plan: CityPlan) -> None:
        self.city, self.steps = City(plan, SqlLedger.in_memory()), steps(plan)
        self.ids: list[str] = []

    def prepare(self, count: int) -> None:
        self.city = City(self.city.plan, SqlLedger.in_memory())
        self.ids = self.city.receive("desk", report(count), now=BEGUN).case_ids

    def life(self, id_: str) -> list[str]:
        lived = [self.city.act(id_, command, by, now=now) for command, by, now in self.steps]
        return [case.state if isinstance(case, Case) else case.code for case in lived]

    def live(self) -> None:
        for id_ in self.ids:
            self.life(id_)

    def states(self) -> list[str]:
        return self.life(self.ids[0])


class SimpleModel:
    """Nothing but a state."""

    state: str


class Transitions:
    """One machine for all models, the lighter of the two ways that its documentation has."""

    name = "transitions"

    def __init__(self, flow: Workflow) -> None:
        from transitions import Machine

        table = [
            {"trigger": command, "source": source, "dest": None if source == to else to}
            for command, source, to in MOVES
        ]
        self.machine = Machine(
            model=None,
            states=list(dict.fromkeys(STATES)),
            transitions=table,
            initial=flow.initial,
            auto_transitions=False,
        )
        self.models: list[Any] = []

    def prepare(self, count: int) -> None:
        self.machine.remove_model(self.models)
        self.models = [SimpleModel() for _ in range(count)]
        self.machine.add_model(self.models)

    def live(self) -> None:
        for model in self.models:
            for name in NAMES:
                getattr(model, name)()

    def states(self) -> list[str]:
        lived = []
        for name in NAMES:
            getattr(self.models[0], name)()
            lived.append(self.models[0].state)
        return lived


class StateMachines:
    """A machine a case, as that package has it; its own names of events keep an underscore."""

    name = "python-statemachine"

    def __init__(self, flow: Workflow) -> None:
        from statemachine import State, StateMachine

        known = {
            name: State(name, initial=name == flow.initial, final=name in flow.ends) for name in dict.fromkeys(STATES)
        }
        events: dict[str, Any] = {}
        for command, source, to in MOVES:
            state, event = known[source], f"{command}_"
            arrow = state.to.itself(internal=True) if source == to else state.to(known[to])
            events[event] = events[event] | arrow if event in events else arrow
        self.kind: Any = type("CaseMachine", (StateMachine,), {**known, **events})
        self.machines: list[Any] = []

    def prepare(self, count: int) -> None:
        self.machines = [self.kind() for _ in range(count)]

    def live(self) -> None:
        for machine in self.machines:
            for name in NAMES:
                getattr(machine, f"{name}_")()

    def states(self) -> list[str]:
        lived = []
        for name in NAMES:
            getattr(self.machines[0], f"{name}_")()
            lived.append(self.machines[0].configuration_values[0])
        return lived


def measure(sides: Sequence[Side], count: int, rounds: int) -> dict[str, float]:
    """Seconds of processor time a life, by side: the median of rounds."""
    taken: dict[str, list[float]] = {side.name: [] for side in sides}
    for side in sides:
        side.prepare(1)
        found = side.states()
        if found != list(STATES[1:]):
            raise SystemExit(f"{side.name} went through {found}")
    for _ in range(rounds):
        for side in sides:
            side.prepare(count)
            gc.collect()
            begun = process_time()
            side.live()
            taken[side.name].append((process_time() - begun) / count)
    return {name: statistics.median(values) for name, values in taken.items()}


def environment() -> str:
    """Python of an environment with the peers, cmsdk and the national pack."""
    folder = ROOT / ".venv" / "bench"
    python, uv = folder / "bin" / "python", str(Path(sys.executable).parent / "uv")
    if not python.exists():
        subprocess.run([uv, "venv", "--quiet", "--python", sys.executable, str(folder)], check=True)
    install = [uv, "pip", "install", "--quiet", "--python", str(python), "--group", "bench", "-e", "."]
    subprocess.run([*install, "-e", "plugins/cmsdk-cn"], check=True, cwd=ROOT)
    return str(python)


def main() -> None:
    """See the module's text."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--n", type=int, default=200)
    arguments.add_argument("--rounds", type=int, default=15)
    arguments.add_argument("--profile", action="store_true")
    arguments.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    given = arguments.parse_args()
    if not given.inside:
        raise SystemExit(subprocess.run([environment(), *sys.argv, "--inside"], check=False).returncode)
    with tempfile.TemporaryDirectory() as scratch:
        plan = open_town(Path(scratch))
        flow, ours = plan.workflow, Ours(plan)
        taken = measure([ours, OurCity(plan), Transitions(flow), StateMachines(flow)], given.n, given.rounds)
    for name, seconds in taken.items():
        package = name.split(",")[0]
        print(
            f"{package} {version(package)}{name.removeprefix(package):12} {seconds * 1e6:8.1f} µs a life, "
            f"{1 / seconds:8,.0f} a second; cmsdk / it = {taken['cmsdk'] / seconds:.2f}"
        )
    if given.profile:
        profiler = cProfile.Profile()
        profiler.runcall(ours.live)
        pstats.Stats(profiler).sort_stats("tottime").print_stats(25)


if __name__ == "__main__":
    main()
