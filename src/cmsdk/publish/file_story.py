"""The story of an enforcement file in sentences, Chinese and English: what was done, on what basis, every term."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final

import attrs
from typing_extensions import override

from cmsdk.contract.ports import Refused
from cmsdk.model.enforcement import EnforcementFile
from cmsdk.model.enforcement_fields import FileCommand
from cmsdk.model.entry import Entry
from cmsdk.model.file_clock import FileClock
from cmsdk.model.words import catalogue, fill

from .file_view import FileView
from .refusals import refusal_problem


def told(key: str, lang: str, /, **facts: str) -> str:
    """A sentence of ``messages/files.toml`` with its facts; in English where the language has none."""
    words = catalogue("files")[key]
    return fill(words.get(lang) or words["en"], facts.items())


def word(value: object, lang: str) -> str:
    """A field of a command as text: enums and yes or no in words, several parted by commas, nothing as nothing."""
    match value:
        case bool():
            return told("word-yes" if value else "word-no", lang)
        case StrEnum():
            return told(f"word-{value}", lang)
        case tuple():
            return ("、" if lang == "zh" else ", ").join(word(part, lang) for part in value)
        case Decimal():
            return str(value) if value else ""
        case date():
            return value.isoformat()
        case None:
            return ""
        case _:
            return str(value)


_PEOPLE: Final = frozenset({"officer", "host"})
"""Fields of commands that name somebody of the roster."""


@attrs.frozen
class FileDone:
    """An entry of a file as it is told: the command that it holds, and what was added to it."""

    entry: Entry
    command: FileCommand
    effects: Mapping[str, Any]


@attrs.frozen
class FileStory:
    """A file explained. ``str()`` gives the text; the parts are there for apps."""

    file: EnforcementFile
    heading: str
    deeds: tuple[str, ...]
    """A sentence for each entry."""
    refusals: tuple[str, ...]
    """A sentence for each command that was refused and kept on record."""
    happened: tuple[str, ...]
    """Deeds and refusals in order of time."""
    clocks: tuple[str, ...]
    following: str
    """What is possible now."""

    def lines(self) -> list[str]:
        """The story, a line each."""
        terms = ["", *(f"  {line}" for line in self.clocks)] if self.clocks else []
        return [self.heading, "", *(f"  {line}" for line in self.happened), *terms, "", self.following]

    @override
    def __str__(self) -> str:
        return "\n".join(self.lines())

    def as_json(self) -> dict[str, object]:
        """The story for a machine."""
        return {
            "id": self.file.id, "case": self.file.case, "heading": self.heading, "deeds": list(self.deeds),
            "refusals": list(self.refusals), "clocks": list(self.clocks), "next": self.following,
        }  # fmt: skip


def story(
    file: EnforcementFile, done: Sequence[FileDone], refused: Sequence[Refused], clocks: Sequence[FileClock],
    possible: Sequence[str], view: FileView,
) -> FileStory:  # fmt: skip
    """The story of ``file`` for ``view``; ``possible`` are the commands that may come next."""
    lang, steps = view.lang, [(one, view.command(one, file.state)) for one in possible]
    following = ("、" if lang == "zh" else ", ").join(one if one == said else f"{said} {one}" for one, said in steps)
    deeds = tuple(_deed(one, view) for one in done)
    refusals = tuple(_refusal(one, view) for one in refused)
    # an attempt that failed comes before what was done at the same moment, but after the opening
    whens = [*((one.at, 1) for one in refused), *((one.entry.at, 0 if one.entry.version == 1 else 2) for one in done)]
    happened = sorted(zip(whens, (*refusals, *deeds), strict=True), key=lambda one: one[0])
    return FileStory(
        file,
        told("line-heading", lang, file=file.id, case=file.case, state=view.state(file.state)),
        deeds,
        refusals,
        tuple(sentence for _, sentence in happened),
        tuple(_clock(one, view) for one in clocks),
        told("line-next", lang, steps=following) if following else told("line-ended", lang),
    )


def _refusal(one: Refused, view: FileView) -> str:
    why, lang = one.refusal, view.lang
    said = refusal_problem(why, one.stream, view).what(lang)
    return told(
        "line-refused", lang, at=view.time(one.at), by=view.officer(one.by), command=view.command(one.command),
        code=why.code, said=said, basis=why.basis.rstrip("。."),
    )  # fmt: skip


def _deed(one: FileDone, view: FileView) -> str:
    lang = view.lang
    fields = {field.name: getattr(one.command, field.name) for field in attrs.fields(type(one.command))}
    facts = {name: word(_named(name, value, view), lang) for name, value in fields.items()}
    facts |= {name: word(value, lang) for name, value in one.effects.items()}
    said = told(f"did-{one.command.name}", lang, **facts)
    rows = view.rules.transitions if view.rules is not None else ()
    basis = next((row.basis for row in rows if row.command == one.command.name), "")
    by = view.officer(one.entry.by)
    entry = told("line-entry", lang, at=view.time(one.entry.at), by=by, said=said, basis=basis)
    return " ".join((entry, *_beside(one, lang)))


def _named(name: str, value: object, view: FileView) -> object:
    """A field that holds ids of the city, with what these are called."""
    if name == "officers" and isinstance(value, tuple):
        return tuple(map(view.officer, value))
    if name in _PEOPLE:
        return view.officer(str(value))
    if name == "unit":
        return view.unit(str(value))
    excuses = view.plan.approach_policy.excuses
    return (
        excuses[value].called(view.lang) if name == "excuse" and isinstance(value, str) and value in excuses else value
    )


def _beside(one: FileDone, lang: str) -> Iterator[str]:
    """What was entered on the case with it, or why nothing was; the note."""
    if one.effects.get("case_entries"):
        yield told("line-on-case", lang, entries=", ".join(map(str, one.effects["case_entries"])))
    if one.effects.get("not_on_case"):
        yield told("line-not-on-case", lang, code=one.effects["not_on_case"])
    if one.command.note:
        yield one.command.note


def _clock(clock: FileClock, view: FileView) -> str:
    zone, lang = view.plan.zone, view.lang
    today = view.now.astimezone(zone).date()
    left = (clock.last - today).days
    done = clock.done.astimezone(zone).date().isoformat() if clock.done else ""
    key = "line-clock-done" if done else "line-clock-running" if left >= 0 else "line-clock-over"
    return told(
        key, lang, term=told(f"line-term-{clock.term}", lang), subject=clock.subject,
        began=clock.began.astimezone(zone).date().isoformat(), last=clock.last.isoformat(), left=str(abs(left)),
        done=done, light=told(f"line-light-{clock.light}", lang), basis=clock.basis,
        provisional=told("line-provisional", lang) if clock.provisional else "",
    )  # fmt: skip
