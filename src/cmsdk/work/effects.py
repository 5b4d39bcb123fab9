"""What a command changes beside the state (效果): values that its entry keeps and that the case takes over. Pure."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from cmsdk.model.commands import Command, Correct, File, Refusal, TakeMeasure, Unlink

from .clock_effects import CLOCK_EFFECTS
from .correcting import correct, file
from .measuring import take_measure
from .passing_effects import PASSING
from .procedure import Asked, Effects, refuse

__all__ = ["Effect", "Effects", "effects_of"]

Effect = Callable[[Any, Asked], Effects | Refusal]


def _unlink(_command: Unlink, asked: Asked) -> Effects | Refusal:
    if not asked.case.linked:
        return refuse("CMS716", "link", case=asked.case.id)
    return {"linked": "", "parted": asked.case.linked}


_EFFECTS: Final[Mapping[type[Command], Effect]] = {
    Unlink: _unlink,
    File: file,
    Correct: correct,
    TakeMeasure: take_measure,
    **PASSING,
    **CLOCK_EFFECTS,
}


def effects_of(asked: Asked) -> Effects | Refusal:
    """What the command changes on this case, or why it cannot."""
    effect = _EFFECTS.get(type(asked.command))
    return {} if effect is None else effect(asked.command, asked)
