"""A workflow that extends a less specific one (流程的继承): both made one table when a city is assembled."""

from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from typing import Any

import attrs

from cmsdk.contract.base import Contribution
from cmsdk.contract.plan import Ranked
from cmsdk.contract.workflow import Dropped, Transition, Workflow
from cmsdk.model.problem import Problem, problem

from .graph import nearest_word, reached

Found = tuple[Ranked[Any], tuple[Problem, ...]]


def with_base(top: Ranked[Any], offered: Sequence[Ranked[Contribution]]) -> Found:
    """``top`` with all that it extends, and what is wrong with that; anything but such a workflow as it is."""
    flow = top.item
    if not isinstance(flow, Workflow) or not flow.extends:
        return top, ()
    others = [ranked for ranked in offered if isinstance(ranked.item, Workflow) and ranked is not top]
    base, wrong = _base_of(top, others)
    if base is None:
        return top, wrong
    base, problems = with_base(base, offered)
    if base.item.extends:  # its own base is missing, which has been said
        return top, problems
    return attrs.evolve(top, item=laid_over(flow, base.item)), (*problems, *_wrong_with(flow, base.item))


def _base_of(top: Ranked[Any], others: Sequence[Ranked[Any]]) -> tuple[Ranked[Any] | None, tuple[Problem, ...]]:
    """The workflow that ``top`` extends, or why there is none."""
    flow: Workflow = top.item
    where = flow.source or flow.id
    general = [ranked for ranked in others if ranked.plugin.specificity < top.plugin.specificity]
    named = [ranked for ranked in general if ranked.item.id == flow.extends]
    if named:
        return max(named, key=lambda ranked: (ranked.plugin.specificity, ranked.plugin.name)), ()
    known = sorted({ranked.item.id for ranked in general})
    same = next((ranked for ranked in (top, *others) if ranked.item.id == flow.extends), None)
    facts = {"workflow": flow.id, "extends": flow.extends, "known": ", ".join(known) or "—"}
    if same is not None:
        return None, (problem("CMS371", where, **facts, plugin=same.plugin.name),)
    near = get_close_matches(flow.extends, known, n=1, cutoff=0)
    return None, (problem("CMS370", where, **facts, near=near[0] if near else "—"),)


def laid_over(flow: Workflow, base: Workflow) -> Workflow:
    """One table of ``base`` and of ``flow``, which extends it.

    Of ``base`` all goes that has become pointless: rows in states that nothing leads to any more, ends, and what it
    says of roles that have no row left. What ``flow`` says itself stays, and is checked.
    """
    initial = flow.initial or base.initial
    inherited = [kept for row in base.transitions if (kept := _without(row, [*flow.without, *_stand_ins(flow)]))]
    retired = tuple(dict.fromkeys((*base.retired, *flow.retired)))
    alive = reached({initial, *retired}, [*inherited, *flow.transitions])
    inherited = [kept for row in inherited if (kept := _only(row, alive))]
    rows = (*inherited, *flow.transitions)
    led_to = {row.to for row in rows}
    roles = {role for row in rows for role in (*row.roles, *row.approvals)}
    merged = {role: left for role, fills in base.merged.items() if (left := tuple(r for r in fills if r in roles))}
    seats = {role: seat for role, seat in base.seats.items() if role in roles}
    return attrs.evolve(
        flow,
        initial=initial,
        ends=flow.ends or tuple(end for end in base.ends if end in led_to),
        transitions=rows,
        extends="",
        without=(),
        lang=flow.lang or base.lang,
        retired=retired,
        labels={**base.labels, **flow.labels},
        holders={**_still_true(base, rows), **flow.holders},
        merged={**merged, **flow.merged},
        seats={**seats, **flow.seats},
        basis=flow.basis or base.basis,
    )


def _stand_ins(flow: Workflow) -> Iterator[Dropped]:
    """What the own rows stand in for."""
    return (Dropped(row.command, row.sources) for row in flow.transitions)


def _without(row: Transition, dropped: Iterable[Dropped]) -> Transition | None:
    """``row`` without the states in which it is dropped; nothing where none is left."""
    mine = [one for one in dropped if one.command == row.command]
    if any(not one.sources for one in mine):
        return None
    return _only(row, set(row.sources).difference(*(one.sources for one in mine)))


def _only(row: Transition, states: Iterable[str]) -> Transition | None:
    """``row`` in those of its source states that are among ``states``."""
    wanted = set(states)
    sources = tuple(state for state in row.sources if state in wanted)
    return attrs.evolve(row, sources=sources) if sources else None


def _still_true(base: Workflow, rows: Sequence[Transition]) -> dict[str, str]:
    """Who answers for which state by ``base``, as far as that role still has something to do there."""
    return {
        state: role
        for state, role in base.holders.items()
        if any(role in row.roles and row.leads_from(state) for row in rows)
    }


def _wrong_with(flow: Workflow, base: Workflow) -> Iterator[Problem]:
    """What ``flow`` takes out of ``base`` that is not there, or takes out without saying so."""
    yield from _dropped_in_vain(flow, base)
    yield from _guards_left_out(flow, base)


def _guards_left_out(flow: Workflow, base: Workflow) -> Iterator[Problem]:
    """Own rows in whose place ``base`` asks for guards that no own row of the command there has, or says to drop.

    Where ``base`` has another row for the command there that asks for nothing, nothing was kept from happening.
    """
    for row in flow.transitions:
        missing: dict[str, None] = {}
        states = []
        for state in row.sources:
            own = _at(flow, row.command, state)
            kept = {guard for one in own for guard in (*one.guards, *one.drops)}
            asked = [one.guards for one in _at(base, row.command, state)]
            gone = [guard for guards in asked for guard in guards if guard not in kept] if all(asked) else []
            if gone and own[0] is row:  # the first of several own rows stands for all of them
                missing |= dict.fromkeys(gone)
                states.append(state)
        if missing:
            facts = {"command": row.command, "states": ", ".join(states), "base": base.id, "guards": ", ".join(missing)}
            yield problem("CMS383", row.source or flow.source or flow.id, **facts)


def _at(flow: Workflow, command: str, state: str) -> list[Transition]:
    return [row for row in flow.transitions if row.command == command and state in row.sources]


def _dropped_in_vain(flow: Workflow, base: Workflow) -> Iterator[Problem]:
    """Entries of ``without`` that name no row of ``base``: each command, and each state, with the nearest."""
    where = flow.source or flow.id
    by_command: dict[str, set[str]] = {}
    for row in base.transitions:
        by_command.setdefault(row.command, set()).update(row.sources)
    for one in flow.without:
        facts = {"command": one.command, "base": base.id}
        if one.command not in by_command:
            yield problem("CMS372", where, **facts, state="", near=nearest_word(one.command, by_command))
            continue
        for state in one.sources:
            if state not in by_command[one.command]:
                near = nearest_word(state, by_command[one.command])
                yield problem("CMS372", where, **facts, state=state, near=near)
