"""What a command changes beside the state (效果): values that its entry keeps and that the case takes over. Pure."""

from collections.abc import Callable, Mapping
from difflib import get_close_matches
from typing import Any, Final

from cmsdk.model.approach import Mode
from cmsdk.model.commands import Command, Dispatch, Handle, Refusal, Unlink, Visit

from .clock_effects import CLOCK_EFFECTS
from .procedure import Asked, refuse

Effects = dict[str, Any]
"""Fields of the case that change: ``unit``, ``mode``, ``due`` …, and ``course`` with those of its course.

``phase``, ``parted``, ``left`` and ``follows`` are no fields: they say how far handling has come, and who else is
concerned.
"""
Effect = Callable[[Any, Asked], Effects | Refusal]


def _dispatch(command: Dispatch, asked: Asked) -> Effects | Refusal:
    unit, units = command.unit or asked.case.unit, asked.procedure.plan.units
    if unit not in units:
        near = get_close_matches(unit, units, n=1, cutoff=0)
        return refuse("CMS711", "unit", unit=unit, near=near[0] if near else "—")
    return {"unit": unit, "mode": Mode.TRANSFER}


def _unlink(_command: Unlink, asked: Asked) -> Effects | Refusal:
    if not asked.case.linked:
        return refuse("CMS716", "link", case=asked.case.id)
    return {"linked": "", "parted": asked.case.linked}


def _handle(command: Handle, _asked: Asked) -> Effects:
    return {"result": command.result}


def _visit(command: Visit, _asked: Asked) -> Effects:
    return {"solved": command.solved, "satisfied": command.satisfied or ""}


_EFFECTS: Final[Mapping[type[Command], Effect]] = {
    Dispatch: _dispatch,
    Unlink: _unlink,
    Handle: _handle,
    Visit: _visit,
    **CLOCK_EFFECTS,
}


def effects_of(asked: Asked) -> Effects | Refusal:
    """What the command changes on this case, or why it cannot."""
    effect = _EFFECTS.get(type(asked.command))
    return {} if effect is None else effect(asked.command, asked)
