"""Refused commands in the SQL ledger: a record beside the entries, since what was refused has changed nothing."""

from datetime import datetime
from typing import Any, Final

from cmsdk.contract.ports import Refused
from cmsdk.model.command import Refusal
from cmsdk.serial import StoredForm

from .rows import Row

REFUSAL: Final = StoredForm("refusal")


def refused_row(refused: Refused) -> dict[str, Any]:
    """The row of a refused command: codes and facts, so that it can be read in either language."""
    why = refused.refusal
    form = {"code": why.code, "guard": why.guard, "facts": dict(why.facts), "basis": why.basis}
    return {
        "stream": refused.stream, "city": refused.city, "made": refused.at.isoformat(), "by": refused.by,
        "command": refused.command, "form": REFUSAL.dump(form),
    }  # fmt: skip


def refused_of(row: Row) -> Refused:
    """The refused command of a row."""
    form = REFUSAL.load(row["form"])
    refusal = Refusal(form["code"], form["guard"], tuple(form["facts"].items()), form["basis"])
    at = datetime.fromisoformat(row["made"])
    return Refused(row["stream"], row["city"], at, row["by"], row["command"], refusal)
