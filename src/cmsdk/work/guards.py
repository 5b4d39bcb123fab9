"""Guards (条件) that a workflow table may name: each lets a command through, or says what would satisfy it. Pure."""

from collections.abc import Mapping
from typing import Final

from cmsdk.model.approach import Mode
from cmsdk.model.commands import Refusal

from .guard import Guard
from .passing_guards import PASSING
from .procedure import Asked, refuse


def _mode(wanted: Mode, guard: str) -> Guard:
    def check(asked: Asked) -> Refusal | None:
        if asked.case.mode is wanted:
            return None
        return refuse("CMS708", guard, asked.row.basis, command=asked.command.name, guard=guard)

    return Guard(check, of_case=True)


GUARDS: Final[Mapping[str, Guard]] = {
    "mode_is_now": _mode(Mode.NOW, "mode_is_now"),
    "mode_is_transfer": _mode(Mode.TRANSFER, "mode_is_transfer"),
    **PASSING,
}
"""Id → guard. ``contract.workflow.GUARDS`` lists the same ids, for checks of a table."""
