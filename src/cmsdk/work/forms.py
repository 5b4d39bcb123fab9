"""The stored forms of a case's entries (contracts §8): what each type of entry says, as versioned JSON."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from json.encoder import encode_basestring as quoted
from typing import Any, Final, get_type_hints

import attrs
from cattrs import Converter

from cmsdk.model.approach import Approach, Mode
from cmsdk.model.clock import Due
from cmsdk.model.commands import COMMANDS, Command
from cmsdk.model.course import Course
from cmsdk.model.decisions import Stage, Step
from cmsdk.model.entry import Entry
from cmsdk.model.errors import StoreUnavailable
from cmsdk.model.measured import Measured, read_measures
from cmsdk.model.place import Crs, Point
from cmsdk.model.problem import problem
from cmsdk.model.report import Dated, Report
from cmsdk.model.spans import Limit, LimitUnit
from cmsdk.model.triaged import Triaged
from cmsdk.serial import Form, StoredForm, UnknownFormError, compact, make_converter

from .phases import Phase

_COURSE: Final = get_type_hints(Course)
"""Field of a course → its type."""


def _said_by_effects(*names: str) -> Callable[[Form], Form]:
    """The step to a form whose effects say what only the command said before."""

    def step(form: Form) -> Form:
        said = {name: form["command"].get(name, None if name == "solved" else "") for name in names}
        return {**form, "effects": {**form["effects"], **said}}

    return step


GIVEN: Final = ("division", "grid", "category")
"""What a sender may name in codes or words of their own, which no part of the decision tells in full."""
REPORTED: Final = "reported"
TRIAGED: Final = "triaged"
RECOUNTED: Final = "recounted"
"""A deadline counted anew, after its calendar was carried on or corrected."""
_MIGRATED: Final = {
    # 2: what the sender gave besides, so that the report can be decided again (ADR 0053); nobody knows it of an old one
    REPORTED: StoredForm(REPORTED, 2, {1: lambda form: {**form, "given": None}}),
    # 2: what a command says of the case stands among its effects
    "handle": StoredForm("handle", 2, {1: _said_by_effects("result")}),
    "visit": StoredForm("visit", 2, {1: _said_by_effects("solved", "satisfied")}),
    # 2: the earlier cases that this one repeats
    TRIAGED: StoredForm(TRIAGED, 2, {1: lambda form: {**form, "recurs": []}}),
}
FORMS: Final = {name: StoredForm(name) for name in (REPORTED, RECOUNTED, *COMMANDS)} | _MIGRATED
"""Type of entry → its stored form; migrations are added here when a form changes."""


_PHASES: Final[Mapping[str, str]] = {phase: compact({"phase": phase}) for phase in Phase}
"""What most commands change, as text: how far handling has come, and nothing else."""


def _text(form: Form) -> str:
    if not form:
        return "{}"
    return (len(form) == 1 and _PHASES.get(form.get("phase", ""))) or compact(form)


def _step(step: Step) -> list[Any]:
    return [step.stage, step.rule, step.plugin, step.answer, step.why, dict(step.facts), step.basis]


def _due(due: Due) -> dict[str, Any]:
    return {
        "at": due.at.isoformat(),
        "amount": due.limit.amount,
        "unit": due.limit.unit,
        "calendar": due.calendar,
        "calendar_version": due.calendar_version,
        "skipped": due.skipped,
        "provisional": due.provisional,
    }


@attrs.frozen
class CaseForms:
    """Writes and reads the data of a case's entries with one city's converter."""

    converter: Converter = attrs.field(factory=make_converter)
    _told: Mapping[str, Callable[[Any], Any]] = attrs.field(init=False)
    """Field of a course → how it is written; texts, numbers and truths stand for themselves."""

    _said: Mapping[str, Callable[[Command], Form]] = attrs.field(init=False)
    """Command → how its fields are written."""

    @_said.default
    def _commands(self) -> Mapping[str, Callable[[Command], Form]]:
        return {name: self.converter.get_unstructure_hook(kind) for name, kind in COMMANDS.items()}

    @_told.default
    def _written(self) -> Mapping[str, Callable[[Any], Any]]:
        kinds = {name: kind for name, kind in _COURSE.items() if kind not in {str, int, bool}}
        return {name: self.converter.get_unstructure_hook(kind) for name, kind in kinds.items()}

    def reported(self, triaged: Triaged, person: str, initial: str) -> str:
        """Data of the first entry: the report as redacted, the person by key only, the state it begins in."""
        report, point = triaged.report, triaged.report.point
        return compact(
            {
                "v": FORMS[REPORTED].version,
                "channel": report.channel,
                "report": report.key,
                "at": report.at.isoformat(),
                "dated": report.dated,
                "kind": report.kind,
                "title": report.title,
                "text": report.text,
                "place": report.place,
                "point": [point.lon, point.lat, point.crs] if point else None,
                "person": person,
                "state": initial,
                "given": self._given(report),
            }
        )

    def _given(self, report: Report) -> Form:
        """What the sender named besides the words; what is left out is not there."""
        given: Form = {name: value for name in GIVEN if (value := getattr(report, name))}
        if report.tags:
            given["tags"] = report.tags
        if report.measures:
            given["measures"] = [measured.said for measured in report.measures]
        return given

    def report(self, entry: Entry) -> tuple[Report, bool]:
        """The report that a first entry tells of, and whether all is known that the sender gave besides the words.

        Raises:
            StoreUnavailable: a newer version wrote the entry.
        """
        form = self.read(entry)
        given = form["given"] or {}
        report = Report(
            entry.city, form["channel"], form["report"], datetime.fromisoformat(form["at"]), Dated(form["dated"]),
            entry.at, form["text"], form["title"], "", form["kind"], form["place"], point=self.point(form["point"]),
            tags=tuple(given.get("tags", ())),
            measures=tuple(m for m in read_measures(";".join(given.get("measures", ()))) if isinstance(m, Measured)),
            **{name: given.get(name, "") for name in GIVEN},
        )  # fmt: skip
        return report, form["given"] is not None

    def triaged(self, triaged: Triaged) -> str:
        """Data of the second entry: each decision with its trail."""
        return compact(
            {
                "v": FORMS[TRIAGED].version,
                "category": triaged.category,
                "approach": triaged.approach,
                "division": triaged.division,
                "grid": triaged.grid,
                "station": triaged.station,
                "unit": triaged.unit,
                "mode": triaged.mode,
                "standard": triaged.standard,
                "due": _due(triaged.due),
                "trail": [_step(step) for step in triaged.trail],
                "recurs": triaged.recurs,
            }
        )

    def recounted(self, was: Due, due: Due) -> str:
        """Data of a recount: the deadline before and after; nothing else of the case changes."""
        return FORMS[RECOUNTED].dump({"was": _due(was), "due": _due(due)})

    def commanded(self, command: Command, to: str, effects: Form) -> str:
        """Data of a command's entry: its fields, the state it led to, and what it changed."""
        said = self._said[command.name](command)
        told = self._effects_told(effects) if "due" in effects or "course" in effects else effects
        # each part by itself, since most are empty: a third less than one dict of them all
        return (
            f'{{"v":{FORMS[command.name].version},"command":{_text(said)},"to":{quoted(to)},"effects":{_text(told)}}}'
        )

    def _effects_told(self, effects: Form) -> Form:
        """``effects`` with the deadline and the course in them written out."""
        told = dict(effects)
        if "due" in told:
            told["due"] = _due(told["due"])
        if "course" in told:
            told["course"] = {
                name: self._told[name](value) if value and name in self._told else value
                for name, value in told["course"].items()
            }
        return told

    def effects(self, form: Form) -> dict[str, Any]:
        """Stored effects of a command."""
        told = dict(form)
        if "due" in told:
            told["due"] = self.due(told["due"])
        for name, kind in (("mode", Mode), ("approach", Approach)):
            if name in told:
                told[name] = kind(told[name])
        if "course" in told:
            told["course"] = {
                name: self.converter.structure(value, _COURSE[name]) for name, value in told["course"].items()
            }
        return told

    def read(self, entry: Entry) -> dict[str, Any]:
        """Data of an entry as the current version has it.

        Raises:
            StoreUnavailable: a newer version wrote the entry.
        """
        try:
            return FORMS[entry.type].load(entry.data)
        except (UnknownFormError, KeyError) as error:
            where = f"{entry.stream}:{entry.version}"
            raise StoreUnavailable([problem("CMS808", where, kind=entry.type, error=error)]) from error

    def point(self, form: list[Any] | None) -> Point | None:
        """A stored point."""
        return Point(form[0], form[1], Crs(form[2])) if form else None

    def due(self, form: dict[str, Any]) -> Due:
        """A stored deadline."""
        return Due(
            at=datetime.fromisoformat(form["at"]),
            limit=Limit(form["amount"], LimitUnit(form["unit"])),
            calendar=form["calendar"],
            calendar_version=form["calendar_version"],
            skipped=tuple(map(date.fromisoformat, form["skipped"])),
            provisional=form["provisional"],
        )

    def trail(self, form: list[list[Any]]) -> tuple[Step, ...]:
        """A stored trail."""
        return tuple(
            Step(Stage(stage), rule, plugin, answer, why, tuple(facts.items()), basis)
            for stage, rule, plugin, answer, why, facts, basis in form
        )
