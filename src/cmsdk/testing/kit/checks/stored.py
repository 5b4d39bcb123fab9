"""A case reads back from the ledger as it was written, after each command of a walk through the workflow."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final, get_args

import attrs

from cmsdk.city import City
from cmsdk.contract.plan import CityPlan
from cmsdk.contract.workflow import Transition
from cmsdk.ledger.open import open_ledger
from cmsdk.model.case import Case
from cmsdk.model.commands import COMMANDS, Actor, Command, Refusal
from cmsdk.model.errors import CmsdkError
from cmsdk.model.problem import Problem, problem
from cmsdk.testing.channel import SCENARIO, payload_of, with_fields
from cmsdk.testing.kit.check import Check, Kind, Thing, Tier
from cmsdk.testing.kit.samples import Sample, first_monday, samples
from cmsdk.testing.kit.stand import Stand
from cmsdk.testing.play import CountedIds
from cmsdk.work.possible import possible
from cmsdk.work.procedure import procedure_of

CASES: Final = 6
"""Cases that are walked with, spread over all samples."""
STEPS: Final = 14
"""Commands at most that a case is given: the longest way from report to striking off has about ten."""
NOT_COMPARED: Final = ("trail",)
"""What a projection leaves out (``City.cases``); entries have it."""


def _filled(kind: type[Command], needs: tuple[str, ...], plan: CityPlan) -> dict[str, Any]:
    """Something for each field that may not be empty."""
    fields = attrs.fields_dict(kind)
    values: dict[str, Any] = {"unit": next(iter(plan.units)), "category": next(iter(plan.categories), "")}
    for name in needs:
        hint = fields[name].type
        kinds = [one for one in (hint, *get_args(hint)) if isinstance(one, type) and issubclass(one, StrEnum)]
        values[name] = values.get(name, next(iter(kinds[0])) if kinds else "kit")
    return {name: values[name] for name in needs}


def _next(
    case: Case, plan: CityPlan, taken: Counter[Transition], tried: set[int], now: datetime
) -> Iterator[tuple[Transition, Command]]:
    """Commands to try, each row once a case: ends last, and before them what was taken least so far."""
    rows = possible(case, procedure_of(plan), now)
    for row in sorted(rows, key=lambda row: (row.to in plan.workflow.ends, taken[row])):
        if id(row) in tried:
            continue
        tried.add(id(row))
        try:
            yield row, COMMANDS[row.command](**_filled(COMMANDS[row.command], row.needs, plan))
        except (CmsdkError, ValueError, TypeError):
            continue  # a field that wants more than a word: the walk goes another way


def walked(plan: CityPlan, chosen: tuple[Sample, ...], now: datetime) -> Iterator[tuple[str, Case, Case]]:
    """After each command: what was done, the case as it was answered, and as it is read back."""
    begin = first_monday(now, plan)
    clock, taken = [begin], Counter[Transition]()
    with City(with_fields(plan), open_ledger("memory://"), lambda: clock[0], CountedIds()) as city:
        for sample in chosen:
            clock[0] = begin + timedelta(hours=sample.hours)
            fields: Mapping[str, str] = {**dict(sample.fields), "at": clock[0].isoformat()}
            outcome = city.receive(SCENARIO, payload_of(fields))
            for case in outcome.cases[:1]:
                yield "report", case, city.case(case.id)
                yield from _walk(city, case, clock, taken)


def _walk(
    city: City, case: Case, clock: list[datetime], taken: Counter[Transition]
) -> Iterator[tuple[str, Case, Case]]:
    tried: set[int] = set()
    for _ in range(STEPS):
        clock[0] += timedelta(minutes=7)
        for row, command in _next(case, city.plan, taken, tried, clock[0]):
            done = city.act(case.id, command, Actor("kit", (*row.roles, *row.approvals), unit=case.unit))
            if not isinstance(done, Refusal):
                case = done
                taken[row] += 1
                yield row.command, case, city.case(case.id)
                break
        else:
            return


def _reads_back(stand: Stand, thing: Thing) -> Iterator[Problem]:
    if thing.name != stand.plan.workflow.id and stand.plan.workflow.id not in {item.key for item in thing.items}:
        return
    every = samples(stand.plan)
    chosen = every[:: max(1, len(every) // CASES)][:CASES]
    for done, answered, read in walked(stand.plan, chosen, stand.now):
        for field in attrs.fields(Case):
            one, other = getattr(answered, field.name), getattr(read, field.name)
            if field.name not in NOT_COMPARED and one != other:
                facts = {"command": done, "field": field.name, "wrote": repr(one)[:80], "read": repr(other)[:80]}
                yield problem("CMS985", f"{stand.target.plugin}: {done}", **facts)


CHECKS = (Check("cases-read-back", "CMS985", Tier.ACCEPTED, (Kind.WORKFLOW,), _reads_back),)
