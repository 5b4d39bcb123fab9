"""A case at work: what an entry makes of the state. Pure; ``decide`` says which entries there may be."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import reduce
from typing import Any, Final

import attrs

from cmsdk.model.approach import Approach, Mode
from cmsdk.model.case import Case
from cmsdk.model.entry import Entry

from .effects import Effects
from .forms import RECOUNTED, REPORTED, TRIAGED, CaseForms
from .phases import Phase, times

FIELDS: Final[tuple[str, ...]] = (
    "unit", "mode", "linked", "result", "solved", "satisfied", "approach", "due", "category", "standard", "title",
)  # fmt: skip
"""Fields of a case that a command may change."""


def evolve(case: Case | None, entry: Entry, forms: CaseForms) -> Case:
    """The state after ``entry``."""
    form = forms.read(entry)
    if entry.type == REPORTED:
        return Case(
            id=entry.stream, city=entry.city, channel=form["channel"], report=form["report"],
            at=datetime.fromisoformat(form["at"]), opened=entry.at, title=form["title"], text=form["text"],
            kind=form["kind"], place=form["place"], point=forms.point(form["point"]), person=form["person"],
            state=form["state"], version=entry.version, last=entry.at, plan=entry.plan,
        )  # fmt: skip
    if case is None:
        raise ValueError(f"stream {entry.stream} begins with {entry.type}, not with {REPORTED}")
    if entry.type == TRIAGED:
        return attrs.evolve(
            case, **_passed(entry), category=form["category"], approach=Approach(form["approach"]),
            division=form["division"], grid=form["grid"], station=form["station"], unit=form["unit"],
            mode=Mode(form["mode"]), standard=form["standard"], due=forms.due(form["due"]),
            trail=forms.trail(form["trail"]), recurs=tuple(form["recurs"]),
        )  # fmt: skip
    if entry.type == RECOUNTED:
        return attrs.evolve(case, **_passed(entry), due=forms.due(form["due"]))
    return carry_out(case, form["to"], forms.effects(form["effects"]), entry)


def _passed(entry: Entry) -> dict[str, Any]:
    return {"version": entry.version, "last": entry.at, "plan": entry.plan}


def carry_out(case: Case, to: str, effects: Effects, entry: Entry) -> Case:
    """The case in the state ``to`` and with the effects of the command whose entry is ``entry``."""
    changes: dict[str, Any] = {name: effects[name] for name in FIELDS if name in effects}
    if "phase" in effects:
        changes |= times(case, Phase(effects["phase"]), entry.at)
    course: Mapping[str, Any] = effects.get("course", {})
    if course:
        changes["course"] = attrs.evolve(case.course, **course)
    return attrs.evolve(case, **_passed(entry), state=to, **changes)


def fold(entries: Iterable[Entry], forms: CaseForms) -> Case | None:
    """The case that ``entries`` make, or nothing where there are none."""
    start: Case | None = None
    return reduce(lambda case, entry: evolve(case, entry, forms), entries, start)
