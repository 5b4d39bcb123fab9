"""The story of an enforcement file in sentences, Chinese and English: what was done, on what basis, every term."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

import attrs
from typing_extensions import override

from cmsdk.contract.enforcement import EnforcementRules
from cmsdk.model.enforcement import EnforcementFile
from cmsdk.model.enforcement_fields import FileCommand
from cmsdk.model.entry import Entry
from cmsdk.model.file_clock import FileClock
from cmsdk.model.words import catalogue, fill


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
    clocks: tuple[str, ...]
    following: str
    """What is possible now."""

    def lines(self) -> list[str]:
        """The story, a line each."""
        terms = ["", *(f"  {line}" for line in self.clocks)] if self.clocks else []
        return [self.heading, "", *(f"  {line}" for line in self.deeds), *terms, "", self.following]

    @override
    def __str__(self) -> str:
        return "\n".join(self.lines())

    def as_json(self) -> dict[str, object]:
        """The story for a machine."""
        return {
            "id": self.file.id, "case": self.file.case, "heading": self.heading, "deeds": list(self.deeds),
            "clocks": list(self.clocks), "next": self.following,
        }  # fmt: skip


def state_label(state: str, rules: EnforcementRules, lang: str) -> str:
    """A state in the words of the rules, where they are of the reader's language; else its id."""
    return rules.labels.get(state, state) if rules.lang in {"", lang} else state


def story(
    file: EnforcementFile, done: Sequence[FileDone], clocks: Sequence[FileClock], possible: Sequence[str],
    rules: EnforcementRules, zone: ZoneInfo, lang: str, now: datetime,
) -> FileStory:  # fmt: skip
    """The story of ``file`` in ``lang`` (zh or en) at ``now``; ``possible`` are the commands that may come next."""
    state = state_label(file.state, rules, lang)
    labels = {row.command: row.label for row in rules.transitions if row.label and rules.lang in {"", lang}}
    steps = ("、" if lang == "zh" else ", ").join(f"{labels[one]} {one}" if one in labels else one for one in possible)
    return FileStory(
        file,
        told("line-heading", lang, file=file.id, case=file.case, state=state),
        tuple(_deed(one, rules, zone, lang) for one in done),
        tuple(_clock(one, zone, lang, now) for one in clocks),
        told("line-next", lang, steps=steps) if steps else told("line-ended", lang),
    )


def _deed(one: FileDone, rules: EnforcementRules, zone: ZoneInfo, lang: str) -> str:
    fields = {field.name: getattr(one.command, field.name) for field in attrs.fields(type(one.command))}
    facts = {name: word(value, lang) for name, value in fields.items()}
    facts |= {name: word(value, lang) for name, value in one.effects.items()}
    said = told(f"did-{one.command.name}", lang, **facts)
    basis = next((row.basis for row in rules.transitions if row.command == one.command.name), "")
    at = one.entry.at.astimezone(zone).strftime("%Y-%m-%d %H:%M")
    return " ".join((told("line-entry", lang, at=at, by=one.entry.by, said=said, basis=basis), *_beside(one, lang)))


def _beside(one: FileDone, lang: str) -> Iterator[str]:
    """What was entered on the case with it, or why nothing was; the note."""
    if one.effects.get("case_entries"):
        yield told("line-on-case", lang, entries=", ".join(map(str, one.effects["case_entries"])))
    if one.effects.get("not_on_case"):
        yield told("line-not-on-case", lang, code=one.effects["not_on_case"])
    if one.command.note:
        yield one.command.note


def _clock(clock: FileClock, zone: ZoneInfo, lang: str, now: datetime) -> str:
    today = now.astimezone(zone).date()
    left = (clock.last - today).days
    done = clock.done.astimezone(zone).date().isoformat() if clock.done else ""
    key = "line-clock-done" if done else "line-clock-running" if left >= 0 else "line-clock-over"
    return told(
        key, lang, term=told(f"line-term-{clock.term}", lang), subject=clock.subject,
        began=clock.began.astimezone(zone).date().isoformat(), last=clock.last.isoformat(), left=str(abs(left)),
        done=done, light=told(f"line-light-{clock.light}", lang), basis=clock.basis,
        provisional=told("line-provisional", lang) if clock.provisional else "",
    )  # fmt: skip
