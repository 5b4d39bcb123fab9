"""Which row decided what a scenario looks at, while nobody has changed it since: ``plugin/tables/x.csv:3``."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from cmsdk.model.case import Case
from cmsdk.model.decisions import Stage, Step

CORE: Final = "core:"
"""What the rules of the core begin with, which stand in no row."""
_STAGES: Final[Mapping[str, Stage]] = {
    "category": Stage.CLASSIFY,
    "division": Stage.LOCATE,
    "grid": Stage.LOCATE,
    "unit": Stage.ROUTE,
    "mode": Stage.ROUTE,
    "due": Stage.DUE,
    "late": Stage.DUE,
    "light": Stage.DUE,
    "linked": Stage.MATCH,
}
"""First name of a path → the stage of triage whose row decides it."""


def _stands(stage: Stage, answer: str, case: Case) -> bool:
    """Whether the case still is as ``answer`` says: a command or a recount may have moved it."""
    now: Mapping[Stage, Any] = {
        Stage.CLASSIFY: case.category,
        Stage.LOCATE: answer,
        Stage.ROUTE: case.unit,
        Stage.DUE: case.due and case.due.at.isoformat(),
        Stage.MATCH: case.linked,
    }
    return bool(answer) and answer == now[stage]


def row_of(step: Step) -> str:
    """The rule of a step, with the file and row it stands in where it stands in one."""
    source = dict(step.facts).get("source", "")
    return f"{step.rule} ({source or step.plugin})"


def decided_by(path: Sequence[str], case: Case | None) -> str:
    """The row by which the case has what stands at ``path``; empty where no row decided it, or no longer does."""
    stage = _STAGES.get(path[0])
    if case is None or stage is None:
        return ""
    decided = (step for step in reversed(case.trail) if step.stage is stage and step.answer)
    last = next(decided, None)
    if last is None or last.rule.startswith(CORE) or not _stands(stage, last.answer, case):
        return ""
    return row_of(last)
