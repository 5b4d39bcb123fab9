"""A workflow as a Mermaid state diagram, to be pasted into a page or an editor."""

from collections.abc import Iterable
import re
from typing import Final

from cmsdk.contract.workflow import BACK, STAYS, Transition, Workflow

from .main_line import entered_from
from .text import fit
from .words import Words

_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_TAKEN: Final = {"end", "state", "note", "direction", "class"}
"""Words of the language itself."""


def _quoted(text: str) -> str:
    """Text that Mermaid takes for nothing but text."""
    return "".join(c if c.isalnum() or c in " _-" else f"#{ord(c)};" for c in fit(text))


def workflow_mermaid(flow: Workflow, words: Words) -> str:
    """The states and steps as text of the Mermaid language."""
    states = tuple(state for state in flow.states if state != BACK)
    names = {
        state: state if _NAME.fullmatch(state) and state not in _TAKEN else f"state_{number}"
        for number, state in enumerate(states, 1)
    }

    def heads(row: Transition, state: str) -> Iterable[str]:
        if row.to == BACK:
            return entered_from(flow, state)
        return (state if row.to == STAYS else row.to,)

    lines = ["stateDiagram-v2"]
    lines += [f'  state "{_quoted(words.state(state))}" as {names[state]}' for state in states]
    lines.append(f"  [*] --> {names[flow.initial]}")
    lines += [
        f"  {names[state]} --> {names[head]}: {_quoted(words.command(row))}"
        for row in flow.transitions for state in row.sources for head in heads(row, state)
    ]  # fmt: skip
    lines += [f"  {names[state]} --> [*]" for state in flow.ends]
    return "\n".join(lines) + "\n"
