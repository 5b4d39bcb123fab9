"""What became of a table of work, for people and for machines."""

from cmsdk.desk.work_tables import Entered, EnteredRow
from cmsdk.model.command import Refusal
from cmsdk.model.problem import Problem
from cmsdk.model.works.base import Work
from cmsdk.publish.refusals import refusal_problem
from cmsdk.publish.view import View
from cmsdk.serial import Form

from .lang import say


def entered_problems(found: Entered, view: View) -> tuple[Problem, ...]:
    """Why rows were not carried out."""
    return tuple(p for row in found.refused for p in _problems(row, view))


def _problems(row: EnteredRow, view: View) -> tuple[Problem, ...]:
    if isinstance(row.result, Refusal):
        return (refusal_problem(row.result, row.where, view),)
    return row.result if isinstance(row.result, tuple) else ()


def entered_line(found: Entered) -> str:
    """The counts in one sentence."""
    return say("work-entered", done=found.done, repeats=found.repeats, refused=len(found.refused))


def entered_counts(found: Entered) -> dict[str, int]:
    """The counts."""
    return {"done": found.done, "repeats": found.repeats, "refused": len(found.refused)}


def entered_form(found: Entered) -> Form:
    """The counts, and every row with the work after it."""
    rows = [
        {"where": row.where, "work": row.work, "state": row.result.state if isinstance(row.result, Work) else None}
        for row in found.rows
    ]
    return {**entered_counts(found), "rows": rows}
