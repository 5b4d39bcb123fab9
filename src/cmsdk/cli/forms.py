"""What machines get of a refusal, of community work, of a cell: English keys, ids, dates ISO 8601."""

from datetime import date
from typing import Any

from cmsdk.model.commands import Refusal
from cmsdk.model.problem import Problem
from cmsdk.model.viewed import Cell
from cmsdk.model.works.base import Work
from cmsdk.serial import Form
from cmsdk.work.community.forms import WorkForms

from .lang import LANG


def refusal_form(refusal: Refusal, said: Problem) -> Form:
    """A refusal as contracts §8 has it, in the words of ``said``."""
    lang = LANG.get()
    return {
        "code": refusal.code, "guard": refusal.guard, "what": said.what(lang), "remedy": said.remedy(lang),
        "basis": refusal.basis,
    }  # fmt: skip


def work_form(work: Work) -> Form:
    """A piece of community work, without the keys of callers."""
    form: Form = WorkForms().converter.unstructure(work)
    form.pop("keys", None)
    return {"kind": work.kind, "name": work.name, **form}


def cell_form(cell: Cell) -> Any:  # noqa: ANN401  what JSON has for a cell
    """A cell of a view."""
    return cell.isoformat() if isinstance(cell, date) else cell
