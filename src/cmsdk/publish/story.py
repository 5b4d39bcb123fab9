"""The story of a case (办理经过): what happened, a sentence an entry, and what was refused, in order of time."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

import attrs

from cmsdk.contract.ports import Refused
from cmsdk.model.case import Case
from cmsdk.model.commands import COMMANDS, TakeMeasure
from cmsdk.model.entry import Entry
from cmsdk.model.measure_taken import MeasureTaken
from cmsdk.model.words import catalogue, fill, label
from cmsdk.serial import Form, make_converter

from .columns import FIELDS
from .measures_told import told
from .refusals import refusal_problem
from .view import View

_CONVERTER: Final = make_converter()
SYSTEM: Final = "cmsdk"
"""The actor of entries that no person made."""
_LABELLED: Final = ("found", "checked", "satisfied", "level", "excuse")
"""Facts that are words of the library, or a city's own."""


@attrs.frozen
class Told:
    """Something that happened to a case: when, and what, in the reader's language."""

    at: datetime
    sentence: str
    refused: bool = False


def story(
    case: Case, entries: Sequence[Entry], forms: Sequence[Form], refusals: Sequence[Refused], view: View
) -> tuple[Told, ...]:
    """All that happened to ``case``: its entries (``forms`` are their data, as now read) and the refused commands."""
    teller, found = _Teller(case, view), list[Told]()
    for entry, form in zip(entries, forms, strict=True):
        found.append(Told(entry.at, teller.entry(entry, form)))
    found += [Told(refused.at, teller.refusal(refused), refused=True) for refused in refusals]
    # an attempt that failed comes before what was done at the same moment
    return tuple(sorted(found, key=lambda one: (one.at, not one.refused)))


class _Teller:
    """Tells entries in their order: a request is remembered until it is decided."""

    def __init__(self, case: Case, view: View) -> None:
        self._case, self._view = case, view
        self._request = ""

    def entry(self, entry: Entry, form: Form) -> str:
        if entry.type == "reported":
            return self._say("reported", self._reported(form))
        if entry.type == "triaged":
            return self._say("triaged", self._triaged())
        if "was" in form:
            return self._say("recounted", self._facts(entry, form, {}))
        return " ".join(self._commanded(entry, form))

    def _commanded(self, entry: Entry, form: Form) -> Iterator[str]:
        effects: Form = form["effects"]
        course: Mapping[str, Any] = effects.get("course", {})
        waiting = course.get("request")
        facts = self._facts(entry, form["command"], effects)
        if waiting and entry.type != "grant":
            self._request = waiting["command"]
            facts["request"] = self._view.command(self._request)
        wanted = {"wanted": self._view.role(waiting["approvals"][0])} if waiting else {}
        if entry.type == TakeMeasure.name and not waiting:
            yield self._measure(course)
        else:
            yield self._say("asked" if waiting and entry.type != "grant" else entry.type, facts | wanted)
        if entry.type == "grant":
            yield self._say("agrees-next", wanted) if waiting else self._say("carried-out", {})
        for key in ("follows", "left"):
            if effects.get(key):
                yield self._say(key, {key: str(effects[key])})
        if effects.get("due"):
            yield self._say("new-due", {"due": self._time(effects["due"]["at"])})
        if form["command"].get("note"):
            yield self._say("note", {"note": form["command"]["note"]})

    def _measure(self, course: Mapping[str, Any]) -> str:
        """The measure that was taken last, and for which exception a step was skipped."""
        taken = _CONVERTER.structure(course["measures"][-1], MeasureTaken)
        return told(attrs.evolve(taken, by=self._person(taken.by)), self._view.plan, self._view.lang)

    def refusal(self, refused: Refused) -> str:
        why = refused.refusal
        what = refusal_problem(why, refused.stream, self._view).what(self._view.lang)
        facts = {"by": self._person(refused.by), "request": self._view.command(refused.command), "code": why.code}
        return self._say("refused", facts | {"what": what, "basis": why.basis.rstrip("。.")})

    def _say(self, key: str, facts: Mapping[str, str]) -> str:
        sentence = catalogue("story")[key]
        return fill(sentence[self._view.lang], facts.items())

    def _reported(self, form: Form) -> dict[str, str]:
        return {"channel": FIELDS["channel"](self._case, self._view), "title": str(form["title"])}

    def _triaged(self) -> dict[str, str]:
        """What triage said, by its trail: later entries may have changed the case."""
        answers = {step.stage.value: step.answer for step in self._case.trail if step.answer}
        view, plan = self._view, self._view.plan
        then = attrs.evolve(self._case, category=answers.get("classify", ""))
        where = answers.get("locate", self._case.grid)
        place = plan.grids.get(where) or plan.divisions.get(where)
        unit = answers.get("route", self._case.unit)
        mode = next((v for s in self._case.trail if s.stage == "route" for k, v in s.facts if k == "mode"), "")
        return {
            "category": FIELDS["category_name"](then, view), "grid": place.name if place else where,
            "unit": view.unit(unit),
            "mode": label(mode or str(self._case.mode), view.lang),
            "due": self._time(answers["due"]) if "due" in answers else "",
        }  # fmt: skip

    def _facts(self, entry: Entry, said: Mapping[str, Any], effects: Mapping[str, Any]) -> dict[str, str]:
        """What an entry's sentence may name: the command's own fields, and what it changed."""
        unsaid = dict.fromkeys(attrs.fields_dict(COMMANDS[entry.type]), "") if entry.type in COMMANDS else {}
        named = unsaid | {k: v for k, v in effects.items() if k != "course"} | dict(said)
        facts = {name: self._worded(name, value) for name, value in named.items()}
        request = self._view.command(self._request) if self._request else ""
        return {
            "request": request,
            "until": "",
            **facts,
            "by": self._person(entry.by),
            "helper": facts.get("unit") or self._unit_of(entry.by),
        }

    def _worded(self, name: str, value: object) -> str:
        if name in {"unit", "helper"}:
            return self._view.unit(str(value))
        if name == "assisting" and isinstance(value, list):
            return ", ".join(map(self._view.unit, value))
        if name in {"was", "due"} and isinstance(value, dict):
            return self._time(value["at"])
        if name == "officer":
            return self._person(str(value))
        if isinstance(value, bool):
            return label("yes" if value else "no", self._view.lang)
        return label(str(value), self._view.lang) if name in _LABELLED and value else str(value or "")

    def _person(self, by: str) -> str:
        """An officer by name and id; the library speaks of itself."""
        officer = self._view.plan.officers.get(by)
        if by == SYSTEM:
            return label("system", self._view.lang)
        return f"{officer.name} ({by})" if officer and officer.name else by

    def _unit_of(self, by: str) -> str:
        """The unit of somebody on the roster: who assists need not name it."""
        officer = self._view.plan.officers.get(by)
        return self._view.unit(officer.unit) if officer and officer.unit else ""

    def _time(self, text: str) -> str:
        return self._view.time(datetime.fromisoformat(text))
