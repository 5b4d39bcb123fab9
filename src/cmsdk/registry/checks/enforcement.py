"""Checks of the rules of enforcement files: their rows, their states as a graph, a basis for every guard and term."""

from collections.abc import Iterator

import attrs

from cmsdk.contract.enforcement import FILE_GUARDS, SUMS, TERMS, EnforcementRules
from cmsdk.contract.plan import CityPlan
from cmsdk.contract.workflow import STAYS, Transition
from cmsdk.model.approach import Approach
from cmsdk.model.enforcement_commands import FILE_COMMANDS
from cmsdk.model.problem import Problem, problem
from cmsdk.registry.graph import nearest_word

from .resolve import nearest


def _row(row: Transition, rules: EnforcementRules, where: str) -> Iterator[Problem]:
    kind = FILE_COMMANDS.get(row.command)
    if kind is None:
        yield problem(
            "CMS307",
            where,
            command=row.command,
            near=nearest_word(row.command, FILE_COMMANDS),
            known=", ".join(sorted(FILE_COMMANDS)),
        )
        return
    if not row.roles:
        yield problem("CMS308", where, command=row.command)
    for guard in row.guards:
        if guard not in FILE_GUARDS:
            yield problem(
                "CMS309", where, guard=guard, near=nearest_word(guard, FILE_GUARDS), known=", ".join(FILE_GUARDS)
            )
        elif not rules.guards.get(guard):
            yield problem("CMS412", where, error=f"guards.{guard}: no basis; name the article it stands on")
    for need in row.needs:
        if need not in attrs.fields_dict(kind):
            yield problem(
                "CMS310", where, command=row.command, field=need, near=nearest_word(need, attrs.fields_dict(kind))
            )


def _graph(rules: EnforcementRules, where: str) -> Iterator[Problem]:
    steps = {(source, row.to) for row in rules.transitions for source in row.sources if row.to != STAYS}
    reached = {rules.initial}
    while further := {to for source, to in steps if source in reached} - reached:
        reached |= further
    leads_on = {source for source, _ in steps}
    for state in rules.states:
        if state not in reached:
            yield problem("CMS305", where, state=state, near=nearest_word(state, {to for _, to in steps} - {state}))
        if state not in leads_on and state not in rules.ends:
            yield problem("CMS306", where, state=state)


def check_measures_of_files(plan: CityPlan) -> Iterator[Problem]:
    """The measures that commands on a file are must stand in the city's catalogue."""
    rules = plan.enforcement
    for command, name in rules.measures.items() if rules else ():
        if name not in plan.measures:
            where = f"{rules.source or rules.id} [measures]" if rules else ""
            facts = {"field": command, "what": "measures", "name": name, "near": nearest(name, plan.measures)}
            yield problem("CMS302", where, **facts)


def check_only_through_files(plan: CityPlan) -> Iterator[Problem]:
    """Measures of enforcement that a workflow leaves to files, of which no command on a file is one."""
    flow, rules = plan.workflow, plan.enforcement
    if not any("only_through_a_file" in row.guards for row in flow.transitions):
        return
    steps = set(rules.measures.values()) if rules else set()
    ours = (one.id for one in plan.measures.values() if one.approach is Approach.ENFORCEMENT)
    missing = [id_ for id_ in ours if id_ not in steps]
    if missing:
        yield problem("CMS381", flow.source or flow.id, measures=", ".join(missing))


def check_enforcement(rules: EnforcementRules | None) -> Iterator[Problem]:
    """Everything that is wrong with the rules of enforcement files; a city may have none."""
    if rules is None:
        return
    where = rules.source or rules.id
    for row in rules.transitions:
        yield from _row(row, rules, where)
    yield from _graph(rules, where)
    for name, given, known in (("terms", rules.terms, TERMS), ("sums", rules.sums, SUMS)):
        for key in given:
            if key not in known:
                yield problem("CMS412", where, error=f"{name}.{key}: not known; known are {', '.join(known)}")
