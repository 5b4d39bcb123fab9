"""A workflow for people (text), for drawing (Mermaid) and for machines."""

from typing import Any

from cmsdk.contract.workflow import Transition, Workflow
from cmsdk.publish.columns import View

from .lang import say
from .screen import Screen, clean


def step_label(row: Transition) -> str:
    """The command with the city's label beside it."""
    return f"{row.command} ({row.label})" if row.label else row.command


def workflow_form(flow: Workflow) -> dict[str, Any]:
    """The workflow as JSON."""
    return {
        "id": flow.id,
        "initial": flow.initial,
        "ends": flow.ends,
        "states": [{"id": state, "label": flow.labels.get(state, state)} for state in flow.states],
        "transitions": [
            {
                "command": t.command, "from": t.sources, "to": t.to, "roles": t.roles, "guards": t.guards,
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
            screen.line("      " + _conditions(row), "dim")


def _conditions(row: Transition) -> str:
    parts = [say("flow-roles", roles=", ".join(row.roles))]
    if row.guards:
        parts.append(say("flow-guards", guards=", ".join(row.guards)))
    if row.needs:
        parts.append(say("flow-needs", needs=", ".join(row.needs)))
    return " · ".join(parts)


def _quoted(text: str) -> str:
    """Text that Mermaid takes for nothing but text."""
    return "".join(c if c.isalnum() or c in " _-" else f"#{ord(c)};" for c in clean(text))


def mermaid(flow: Workflow) -> str:
    """A Mermaid state diagram, to be pasted into a page or an editor."""
    lines = ["stateDiagram-v2"]
    lines += [f'  state "{_quoted(flow.labels.get(s, s))}" as {s}' for s in flow.states]
    lines.append(f"  [*] --> {flow.initial}")
    lines += [f"  {s} --> {t.to}: {_quoted(t.label or t.command)}" for t in flow.transitions for s in t.sources]
    lines += [f"  {state} --> [*]" for state in flow.ends]
    return "\n".join(lines)
