"""A workflow for people (text), for drawing (SVG, Mermaid) and for machines."""

from collections.abc import Iterable
from io import StringIO
from typing import Any, Final

from cmsdk.contract.workflow import Transition, Workflow
from cmsdk.publish.flowchart.draw import DRAWINGS, draw
from cmsdk.publish.view import View

from .lang import say
from .screen import Screen

SUFFIXES: Final = {".svg": "svg", ".mmd": "mermaid", ".mermaid": "mermaid"}
"""The ending of a file → the format that it has."""
FORMATS: Final = ("text", *DRAWINGS)


def step_label(row: Transition) -> str:
    """The command with the city's label beside it."""
    return f"{row.command} ({row.label})" if row.label else row.command


def roles_label(roles: Iterable[str], view: View, between: str = ", ") -> str:
    """Roles as the reader calls them, each with its id, which ``--by`` takes, where that is another word."""
    said = ((role, view.role(role)) for role in roles)
    return between.join(role if role == word else f"{word} ({role})" for role, word in said)


def workflow_form(flow: Workflow) -> dict[str, Any]:
    """The workflow as JSON."""
    return {
        "id": flow.id,
        "initial": flow.initial,
        "ends": flow.ends,
        "states": [{"id": state, "label": flow.labels.get(state, state)} for state in flow.states],
        "transitions": [
            {
                "command": t.command, "from": t.sources, "to": t.to, "roles": t.roles,
                "approvals": t.approvals, "guards": t.guards,
                "needs": t.needs, "label": t.label, "basis": t.basis,
            }
            for t in flow.transitions
        ],
    }  # fmt: skip


def show_workflow(screen: Screen, view: View) -> None:
    """Each state with the steps that lead on from it."""
    flow = view.plan.workflow
    for state in flow.states:
        mark = say("flow-initial") if state == flow.initial else say("flow-end") if state in flow.ends else ""
        screen.heading(" ".join(filter(None, (state, flow.labels.get(state, ""), mark))))
        for row in (t for t in flow.transitions if state in t.sources):
            screen.line(f"  → {step_label(row)} → {view.state(row.to)}")
            screen.line("      " + _conditions(row, view), "dim")


def _conditions(row: Transition, view: View) -> str:
    parts = [say("flow-roles", roles=roles_label(row.roles, view))]
    if row.approvals:
        parts.append(say("flow-approvals", roles=roles_label(row.approvals, view, " → ")))
    if row.guards:
        parts.append(say("flow-guards", guards=", ".join(row.guards)))
    if row.needs:
        parts.append(say("flow-needs", needs=", ".join(row.needs)))
    return " · ".join(parts)


def drawn(view: View, form: str) -> str:
    """The workflow as ``form`` has it, in the reader's language."""
    if form in DRAWINGS:
        return draw(view, form)
    page = StringIO()
    show_workflow(Screen(page), view)
    return page.getvalue().lstrip("\n")
