"""Community work for people: what is on record, each step, what may follow; and a form of it for machines."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final

import attrs

from cmsdk.model.entry import Entry
from cmsdk.model.viewed import Cell
from cmsdk.model.words import label
from cmsdk.model.works.base import Work
from cmsdk.model.works.known import WORK_COMMANDS

from .parts import column_name, shown
from .view import View

_INSIDE: Final = frozenset({"keys", "version", "plan", "person", "last", "city"})
"""Fields of a record that say nothing to people."""
_NOTHING: Final = (None, "", ())


@attrs.frozen
class WorkStory:
    """A piece of work told: what is on record (label, value), its steps in order, and what may follow."""

    facts: tuple[tuple[str, str], ...]
    steps: tuple[str, ...]
    following: str


def work_state(state: str, lang: str) -> str:
    """A state of community work in words, else its id."""
    key = f"work-{state}"
    told = label(key, lang)
    return state if told == key else told


def work_step(command: str, lang: str) -> str:
    """A command on community work as people call it: staff's word in Chinese, its id in English."""
    kind = WORK_COMMANDS.get(command)
    return kind.chinese if kind is not None and lang == "zh" else command


def story(work: Work, entries: Sequence[Entry], possible: Sequence[str], view: View) -> WorkStory:
    """``work`` told for ``view``; ``possible`` are the commands of its state."""
    lang = view.lang
    facts = [(label("work-id", lang), work.id), (label("state", lang), work_state(work.state, lang))]
    facts += [(name, told) for name, told in _said(work, view) if told]
    steps = tuple(f"{view.time(entry.at)}  {work_step(entry.type, lang)}  {view.person(entry.by)}" for entry in entries)
    words = (", " if lang == "en" else "、").join(work_step(name, lang) for name in possible) or "—"
    return WorkStory(tuple(facts), steps, label("work-possible", lang).format(possible=words))


def _said(work: Work, view: View) -> Iterator[tuple[str, str]]:
    for field in attrs.fields(type(work)):
        value = getattr(work, field.name)
        if field.name in _INSIDE | {"id", "state"} or value in _NOTHING:
            continue
        yield column_name(field.name, view.lang), _told(field.name, value, view)


def _told(name: str, value: Any, view: View) -> str:  # noqa: ANN401  any field of any record
    if isinstance(value, tuple):
        return f"{len(value)}" if any(map(attrs.has, map(type, value))) else "、".join(
            _told(name, one, view) for one in value
        )  # fmt: skip
    if attrs.has(type(value)):
        parts = ((field.name, getattr(value, field.name)) for field in attrs.fields(type(value)))
        return " · ".join(_told(field, part, view) for field, part in parts if part not in _NOTHING)
    if isinstance(value, bool):
        return label("yes" if value else "no", view.lang)
    if isinstance(value, StrEnum):
        return label(value.value, view.lang)
    cell: Cell = value if isinstance(value, str | int | float | date | datetime) else str(value)
    return shown(name, cell, view)
