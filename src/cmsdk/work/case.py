"""A case at work: what an entry makes of the state. Pure; ``decide`` says which entries there may be."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from cmsdk.model.approach import Approach, Mode
from cmsdk.model.case import Case
from cmsdk.model.copies import Draft, draft_of, made_of
from cmsdk.model.course import Course
from cmsdk.model.entry import Entry
from cmsdk.serial import Form

from .forms import RECOUNTED, REPORTED, TRIAGED, CaseForms
from .phases import times
from .procedure import Effects

FIELDS: Final = frozenset(
    {"unit", "mode", "linked", "result", "solved", "satisfied", "approach", "due", "category", "standard", "title"}
)
"""Fields of a case that a command may change."""


def fold(entries: Iterable[Entry], forms: CaseForms) -> Case | None:
    """The case that ``entries`` make, or nothing where there are none."""
    draft: Draft = {}
    read = [(entry, forms.read(entry)) for entry in entries]
    for entry, form in _without_what_is_overwritten(read):
        draft = _entered(draft, entry, form, forms)
    return made_of(draft, Case) if draft else None


def _without_what_is_overwritten(read: Sequence[tuple[Entry, Form]]) -> Iterator[tuple[Entry, Form]]:
    """Each field of the course in the last entry that says it.

    An entry says a list (measures, visits, keys) as a whole; to make values of each would be quadratic.
    """
    said: set[str] = set()
    kept: list[tuple[Entry, Form]] = []
    for entry, form in reversed(read):
        course = form["effects"].get("course") if "effects" in form else None
        if course:
            if not said.isdisjoint(course):
                left = {name: value for name, value in course.items() if name not in said}
                form = {**form, "effects": {**form["effects"], "course": left}}  # noqa: PLW2901  what is left of it
            said.update(course)
        kept.append((entry, form))
    return reversed(kept)


def evolve(case: Case | None, entry: Entry, forms: CaseForms) -> Case:
    """The state after ``entry``."""
    return made_of(_entered({} if case is None else draft_of(case), entry, forms.read(entry), forms), Case)


def carry_out(case: Case, to: str, effects: Effects, entry: Entry) -> Case:
    """The case in the state ``to`` and with the effects of the command whose entry is ``entry``."""
    draft = draft_of(case)
    _carried_out(draft, to, effects, entry)
    return made_of(draft, Case)


def _entered(draft: Draft, entry: Entry, form: Form, forms: CaseForms) -> Draft:
    """``draft`` after ``entry``, whose data are ``form``."""
    if entry.type == REPORTED:
        return draft_of(_reported(entry, form, forms))
    if not draft:
        raise ValueError(f"stream {entry.stream} begins with {entry.type}, not with {REPORTED}")
    if entry.type == TRIAGED:
        draft.update(
            category=form["category"], approach=Approach(form["approach"]), division=form["division"],
            grid=form["grid"], station=form["station"], unit=form["unit"], mode=Mode(form["mode"]),
            standard=form["standard"], due=forms.due(form["due"]), trail=forms.trail(form["trail"]),
            recurs=tuple(form["recurs"]),
        )  # fmt: skip
    elif entry.type == RECOUNTED:
        draft["due"] = forms.due(form["due"])
    else:
        _carried_out(draft, form["to"], forms.effects(form["effects"]), entry)
        return draft
    _passed(draft, entry)
    return draft


def _reported(entry: Entry, form: Mapping[str, Any], forms: CaseForms) -> Case:
    return Case(
        id=entry.stream, city=entry.city, channel=form["channel"], report=form["report"],
        at=datetime.fromisoformat(form["at"]), opened=entry.at, title=form["title"], text=form["text"],
        kind=form["kind"], place=form["place"], point=forms.point(form["point"]), person=form["person"],
        state=form["state"], version=entry.version, last=entry.at, plan=entry.plan,
    )  # fmt: skip


def _carried_out(draft: Draft, to: str, effects: Effects, entry: Entry) -> None:
    draft["state"] = to
    for name, value in effects.items():
        if name == "phase":
            times(draft, value, entry.at)
        elif name in FIELDS:
            draft[name] = value
        elif name == "course" and value:
            draft["course"] = made_of(draft_of(draft["course"]) | value, Course)
    _passed(draft, entry)


def _passed(draft: Draft, entry: Entry) -> None:
    draft["version"], draft["last"], draft["plan"] = entry.version, entry.at, entry.plan
