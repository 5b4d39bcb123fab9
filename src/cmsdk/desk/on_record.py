"""What is kept on record of a refused command (被拒指令): codes and ids, never words that somebody typed. Pure."""

from collections.abc import Iterable, Iterator
from datetime import datetime
import re
from typing import Final

import attrs
from attrs import AttrsInstance

from cmsdk.contract.plan import CityPlan
from cmsdk.contract.ports import Refused
from cmsdk.model.command import Actor, Refusal
from cmsdk.model.redact import redact
from cmsdk.model.report import Person

from .masking import AnyCommand, harmless

_ID: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/-]{0,79}")
_WORDS: Final = frozenset({"value", "item", "known"})
"""Facts that may be text of a case or file: its title, goods that were seized."""
LEFT_OUT: Final = "…"
"""Stands in the record for words; whoever gave the command was shown them."""


def _typed(command: AttrsInstance) -> Iterator[str]:
    """Every text that the command was given."""
    for field in attrs.fields(type(command)):
        value = getattr(command, field.name)
        yield from (one for one in (value if isinstance(value, tuple) else (value,)) if isinstance(one, str))


def _is_id(text: str) -> bool:
    return _ID.fullmatch(text) is not None and redact(text) == text


def on_record(
    stream: str, plan: CityPlan, at: datetime, by: Actor, command: AnyCommand, why: Refusal, key: str,
    people: Iterable[Person],
) -> Refused:  # fmt: skip
    """``why`` as the ledger keeps it: what was typed and is no id is left out of the facts, the rest masked and cut.

    ``people`` are the reporter and the parties: an id that names one of them is none.
    """
    typed = {part for text in _typed(command) for part in (text, text.strip())}

    def kept(name: str, text: str) -> str:
        parts = (
            part if _is_id(part) or not (name in _WORDS or part in typed) else LEFT_OUT for part in text.split(", ")
        )
        return LEFT_OUT if text in typed and not _is_id(text) else ", ".join(parts)

    facts = tuple((name, kept(name, text)) for name, text in why.facts)
    told = harmless(attrs.evolve(why, facts=facts), command, key, people, plan)
    return Refused(stream, plan.city, at, by.id, command.name, told)
