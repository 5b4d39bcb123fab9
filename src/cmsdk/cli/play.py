"""Plays the script of a demonstration on a city: the samples received, the day of work, the tables of work."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import attrs

from cmsdk.city import City
from cmsdk.contract.plan import CityPlan
from cmsdk.desk.intake import Outcome
from cmsdk.desk.work_tables import Entered
from cmsdk.model.case import Case
from cmsdk.model.commands import Refusal
from cmsdk.model.errors import RejectedInput
from cmsdk.model.problem import Problem, problem
from cmsdk.publish.refusals import refusal_problem
from cmsdk.work.wording import command as read_command
from cmsdk.work.wording import command_id

from .acting import fields_from, person
from .forms import refusal_form
from .receive import read_file
from .script import FILE, Sample, Script, Step, Work, work_tables


@attrs.frozen
class Received:
    """A sample and what became of it."""

    sample: Sample
    outcome: Outcome


@attrs.define
class Played:
    """A case's day: the steps with the state after each, or the refusal."""

    case: Case
    done: list[tuple[Step, str, Refusal | None]] = attrs.field(factory=list)

    @property
    def unforeseen(self) -> list[Problem]:
        """Refusals that the script did not expect."""
        return [refusal_problem(r, self.case.id) for step, _, r in self.done if r is not None and not step.refused]

    def form(self) -> dict[str, Any]:
        """For machines."""
        steps = [
            {
                "command": step.do, "by": step.by, "at": step.at, "state": state,
                "refusal": refusal_form(refusal, refusal_problem(refusal, self.case.id)) if refusal else None,
            }
            for step, state, refusal in self.done
        ]  # fmt: skip
        return {"id": self.case.id, "report": self.case.report, "state": self.case.state, "steps": steps}


@attrs.frozen
class Tabled:
    """A table of work and what became of it."""

    file: str
    entered: Entered


def receive_samples(city: City, script: Script, root: Path) -> list[Received]:
    """Each sample file at its time."""
    received = []
    for sample in script.delivery:
        payload = read_file(str((root / FILE).parent / sample.file))
        at = script.moment(sample.at, city.plan.zone)
        received.append(Received(sample, city.receive(sample.channel, payload, now=at, name=sample.file)))
    return received


def _find(work: Work, cases: list[Case]) -> Case:
    for case in cases:
        if case.channel == work.channel and (
            case.report == work.report if work.report else case.text.startswith(work.starts)
        ):
            return case
    named = work.report or work.starts
    raise RejectedInput([problem("CMS701", FILE, case=f"{work.channel} {named}")])


def play(city: City, script: Script, received: list[Received]) -> tuple[list[Played], Mapping[str, Case]]:
    """The day's commands in order of time; then the cases that were worked on, and all cases by report number."""
    cases = [case for r in received for case in r.outcome.cases]
    by_work = [(work, Played(_find(work, cases))) for work in script.work]
    zone = city.plan.zone
    steps = [(script.moment(step.at, zone), step, played) for work, played in by_work for step in work.step]
    for at, step, played in sorted(steps, key=lambda s: s[0]):
        name = command_id(step.do, city.plan)
        fields = fields_from(name, tuple(f"{field}={value}" for field, value in step.set.items()))
        result = city.act(played.case.id, read_command(name, fields), person(city.plan, step.by), now=at)
        if isinstance(result, Refusal):
            played.done.append((step, played.case.state, result))
        else:
            played.case = result
            played.done.append((step, result.state, None))
    return [played for _, played in by_work], {case.report: case for case in cases}


def enter_tables(city: City, script: Script, root: Path) -> list[Tabled]:
    """The tables of work, in order of name, row by row."""
    now = script.moment(script.now, city.plan.zone)
    files = [(file.name, read_file(str(file))) for file in work_tables(root)]
    return [Tabled(name, city.enter_table(payload, name=name, now=now)) for name, payload in files]


def path_of(plan: CityPlan, played: Played, lang: str) -> str:
    """The steps of a case's day, by the city's labels where the reader reads Chinese; a refused one is crossed."""
    names, state = [], plan.workflow.initial
    for step, after, refusal in played.done:
        rows = [row for row in plan.workflow.transitions if row.command == step.do and row.label]
        taken = [row for row in rows if state in row.sources and row.to == after] or rows
        names.append((taken[0].label if taken and lang == "zh" else step.do) + (" ✗" if refusal else ""))
        state = after
    return " → ".join(names)
