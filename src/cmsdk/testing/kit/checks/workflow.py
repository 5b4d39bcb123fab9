"""Checks of the workflow: words, people, steps that can be taken and are tried, a drawing that is sound."""

from collections.abc import Iterator
from typing import Final
from xml.etree import ElementTree as ET

from cmsdk.contract.workflow import Transition, Workflow
from cmsdk.model.problem import Problem, problem
from cmsdk.publish.flowchart.draw import draw
from cmsdk.publish.view import View
from cmsdk.testing.kit.check import Check, Kind, Thing, Tier
from cmsdk.testing.kit.stand import Stand
from cmsdk.testing.kit.written import commands_in

WORKFLOW: Final = (Kind.WORKFLOW,)
VOUCHED: Final = frozenset({"reporter"})
"""Roles that no roster has: whoever reported is told apart by the app."""
OPPOSITE: Final = (
    frozenset({"mode_is_now", "mode_is_transfer"}),
    frozenset({"returns_left", "returns_spent"}),
    frozenset({"before_deadline", "is_late"}),
)  # fmt: skip
"""Guards that never hold at the same time."""


def _flow(stand: Stand, thing: Thing) -> Workflow | None:
    """The workflow that the city works by, where it is the plugin's own; else the plugin's if it stands alone."""
    flow = stand.plan.workflow
    own = next((item for item in thing.items if isinstance(item, Workflow)), None)
    if own is None or own.id == flow.id:
        return None if own is None else flow
    return None if own.extends else own


def _where(row: Transition, flow: Workflow) -> str:
    return row.source or flow.source or flow.id


def _words(stand: Stand, thing: Thing) -> Iterator[Problem]:
    """States and roles have a word in the workflow's language; a reader of another one sees ids in English."""
    flow = _flow(stand, thing)
    if flow is None:
        return
    spoken = stand.plan.profile.languages
    lang = flow.lang or spoken[0]
    where = flow.source or flow.id
    if lang != "en":
        view = View(stand.plan, lang, stand.now)
        for state in flow.states:
            if not flow.labels.get(state):
                yield problem("CMS980", where, what=state, lang=lang)
        for role in dict.fromkeys(role for row in flow.transitions for role in (*row.roles, *row.approvals)):
            if not flow.labels.get(role) and not view.word("role", role):
                yield problem("CMS980", where, what=role, lang=lang)
    for other in spoken:
        if other not in {lang, "en"}:
            yield problem("CMS980", where, what=f"[labels] {flow.id}", lang=other)


def _held(stand: Stand, thing: Thing) -> Iterator[Problem]:
    """Somebody on the roster may take each step; a city without roles on its roster leaves them to its app."""
    flow = _flow(stand, thing)
    held = {role for officer in stand.plan.officers.values() for role in officer.roles}
    if flow is not stand.plan.workflow or not held:
        return
    held |= VOUCHED.union(*(flow.merged.get(role, ()) for role in held))
    for row in flow.transitions:
        missing = () if held.intersection(row.roles) else row.roles
        missing = (*missing, *(role for role in row.approvals if role not in held))
        if missing:
            facts = {"command": row.command, "states": ", ".join(row.sources), "roles": ", ".join(missing)}
            yield problem("CMS981", _where(row, flow), **facts)


def _tried(stand: Stand, thing: Thing) -> Iterator[Problem]:
    """Each command that the plugin's own rows name is carried out in some scenario of its project."""
    own = next((item for item in thing.items if isinstance(item, Workflow)), None)
    if own is None:
        return
    tried = commands_in(stand.target.project, stand.plan, own)
    for command in dict.fromkeys(row.command for row in own.transitions):
        if command not in tried:
            row = next(row for row in own.transitions if row.command == command)
            yield problem("CMS982", _where(row, own), what=command)


def _can_be_taken(stand: Stand, thing: Thing) -> Iterator[Problem]:
    """No row asks for what excludes itself, or stands behind one that lets through all that it would."""
    flow = _flow(stand, thing)
    if flow is None:
        return
    for number, row in enumerate(flow.transitions):
        facts = {"command": row.command, "states": ", ".join(row.sources)}
        for pair in OPPOSITE:
            if pair <= {*row.guards}:
                yield problem("CMS983", _where(row, flow), **facts, why=", ".join(sorted(pair)))
        before = [one for one in flow.transitions[:number] if one.command == row.command and _lets_all(one, row)]
        if all(any(state in one.sources for one in before) for state in row.sources):
            yield problem("CMS983", _where(row, flow), **facts, why=" · ".join(_said(one) for one in before))


def _lets_all(one: Transition, row: Transition) -> bool:
    """Whether whatever ``row`` lets through, ``one`` does as well."""
    return {*one.roles} >= {*row.roles} and {*one.guards} <= {*row.guards} and {*one.needs} <= {*row.needs}


def _said(row: Transition) -> str:
    return f"{row.command} {', '.join(row.sources)} → {row.to}"


def _drawn(stand: Stand, thing: Thing) -> Iterator[Problem]:
    """It can be drawn in every language, and the drawing is sound XML."""
    flow = _flow(stand, thing)
    if flow is not stand.plan.workflow:
        return
    for lang in stand.plan.profile.languages:
        view = View(stand.plan, lang, stand.now)
        try:
            draw(view, "mermaid")
            ET.fromstring(draw(view))  # noqa: S314  made here, a moment ago
        except (ET.ParseError, ValueError) as error:
            yield problem("CMS984", flow.source or flow.id, lang=lang, error=error)


CHECKS = (
    Check("workflow-drawn", "CMS984", Tier.ACCEPTED, WORKFLOW, _drawn),
    Check("workflow-has-words", "CMS980", Tier.SOLID, WORKFLOW, _words),
    Check("workflow-roles-held", "CMS981", Tier.SOLID, WORKFLOW, _held),
    Check("workflow-can-be-taken", "CMS983", Tier.SOLID, WORKFLOW, _can_be_taken),
    Check("workflow-tried", "CMS982", Tier.EXEMPLARY, WORKFLOW, _tried),
)
