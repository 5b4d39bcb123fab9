"""Guards (条件) that a workflow table may name: each lets a command through, or says what would satisfy it. Pure."""

from collections.abc import Callable, Mapping
from typing import Final

import attrs

from cmsdk.model.approach import Mode
from cmsdk.model.commands import Refusal

from .clock_guards import CLOCK_CHECKS
from .measuring import on_the_ladder, only_through_a_file
from .passing_guards import OF_THE_COMMAND, PASSING_CHECKS
from .procedure import Asked, refuse


@attrs.frozen
class Guard:
    """A condition. ``of_case`` says that it hangs on the case alone, not on what is commanded or by whom."""

    check: Callable[[Asked], Refusal | None]
    of_case: bool = False
    of_actor: bool = False
    """Whether it hangs on the case and on who commands, not on what is commanded."""


def _mode(wanted: Mode, guard: str) -> Guard:
    def check(asked: Asked) -> Refusal | None:
        if asked.case.mode is wanted:
            return None
        return refuse("CMS708", guard, asked.row.basis, command=asked.command.name, guard=guard, mode=asked.case.mode)

    return Guard(check, of_case=True)


GUARDS: Final[Mapping[str, Guard]] = {
    "mode_is_now": _mode(Mode.NOW, "mode_is_now"),
    "mode_is_transfer": _mode(Mode.TRANSFER, "mode_is_transfer"),
    "ladder": Guard(on_the_ladder),
    "only_through_a_file": Guard(only_through_a_file),
    **{
        name: Guard(check, of_case=name not in OF_THE_COMMAND, of_actor=name == "of_the_unit")
        for name, check in PASSING_CHECKS.items()
    },
    **{name: Guard(check, of_case=name != "hold_ends") for name, check in CLOCK_CHECKS.items()},
}
"""Id → guard. ``contract.workflow.GUARDS`` lists the same ids, for checks of a table."""
