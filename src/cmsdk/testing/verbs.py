"""What a step may do: a verb → a function that does it in the city. Commands on cases are verbs; others may join."""

from collections.abc import Callable, Mapping
from typing import Any, Final

import attrs

from cmsdk.city import City
from cmsdk.model.case import Case
from cmsdk.model.commands import COMMANDS, Actor, Command, Refusal
from cmsdk.work.wording import command


@attrs.frozen(kw_only=True)
class Doing:
    """What is done: on which case, by whom, with which key against doing it twice."""

    city: City
    case: str
    by: Actor
    key: str = ""


@attrs.frozen(kw_only=True)
class Verb:
    """A thing that a step may do."""

    made_of: type
    """The attrs class whose fields the words of the step fill."""
    read: Callable[[str, Mapping[str, str]], Any]
    """Verb and words → what is to be done. Raises RejectedInput with all that is wrong in them."""
    carry_out: Callable[[Doing, Any], object]
    """Gives a Refusal where it is not allowed, anything else where it is done. Raises as ``City`` does."""


def _act(doing: Doing, given: Command) -> Case | Refusal:
    """A command on a case."""
    return doing.city.act(doing.case, given, doing.by, key=doing.key)


VERBS: Final[Mapping[str, Verb]] = {
    name: Verb(made_of=kind, read=command, carry_out=_act) for name, kind in COMMANDS.items()
}
"""Verb → what it takes, and how it is done."""
