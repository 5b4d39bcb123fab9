"""What a notice (通知) can say of a case, or of community work, and to whom: redacted text and the city's names."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Final, Protocol

import attrs

from cmsdk.contract.notices import Audience
from cmsdk.contract.plan import CityPlan
from cmsdk.model.case import Case
from cmsdk.model.entry import Entry
from cmsdk.model.words import label
from cmsdk.model.works.base import Work

from .community.forms import WorkForms

LONGEST_TITLE: Final = 40
"""Characters of the text that stand for a title where there is none; a short message has about 70."""
_TITLED: Final = ("title", "text", "topic", "place")
"""Fields of a record that say what it is about, best first."""


class Told(Protocol):
    """What is told of, as it stands after an entry."""

    @property
    def begun(self) -> datetime:
        """When it began; a row of the table has to hold then."""
        ...

    @property
    def state(self) -> str:
        """Where the entry has brought it."""
        ...

    def recipients(self, audience: str) -> tuple[str, ...]:
        """Keys or ids of who is told; none where there is nobody."""
        ...

    def value(self, name: str, language: str) -> str:
        """What a placeholder stands for; empty where there is nothing to say."""
        ...


@attrs.frozen
class ToldCase:
    """A case as notices tell of it."""

    plan: CityPlan
    entry: Entry
    case: Case

    @property
    def begun(self) -> datetime:
        """When it was reported."""
        return self.case.at

    @property
    def state(self) -> str:
        """Where the entry has brought it."""
        return self.case.state

    def recipients(self, audience: str) -> tuple[str, ...]:
        """See the protocol."""
        case, plan = self.case, self.plan
        found = {
            Audience.REPORTER: case.person,
            Audience.UNIT: case.unit,
            Audience.OFFICER: case.course.officer,
            Audience.GRID_LEADER: _leader(case.grid, plan),
        }
        return _some([found.get(Audience(audience), plan.profile.duty_desk)])

    def value(self, name: str, language: str) -> str:
        """See the protocol."""
        case, plan = self.case, self.plan
        match name:
            case "at":
                return _clock(self.entry.at, plan)
            case "case":
                return case.id
            case "category":
                found = plan.category(case.category)
                return _in(language, found.name, found.name_en) if found else ""
            case "city":
                return _in(language, plan.profile.name, plan.profile.name_en)
            case "due":
                return _clock(case.due.at, plan) if case.due else ""
            case "officer":
                officer = case.course.officer
                return plan.officers[officer].name if officer in plan.officers else officer
            case "state":
                own = language == (plan.workflow.lang or plan.profile.languages[0])
                return (own and plan.workflow.labels.get(case.state)) or case.state
            case "title":
                return case.title or _short(case.text)
            case "unit":
                return plan.units[case.unit].name if case.unit in plan.units else case.unit
            case _:  # place and result
                said: str = getattr(case, name)
                return said


@attrs.frozen
class ToldWork:
    """Community work as notices tell of it: the command of the entry, then the record that it has led to."""

    plan: CityPlan
    entry: Entry
    work: Work
    _command: Any = attrs.field(init=False)

    @_command.default
    def _said(self) -> Any:  # noqa: ANN401  a command of any kind
        return WorkForms().read(self.entry).command

    @property
    def begun(self) -> datetime:
        """When its first entry was made."""
        return self.work.begun or self.entry.at

    @property
    def state(self) -> str:
        """What the record says of where the entry has brought it."""
        return self.work.told_state

    def recipients(self, audience: str) -> tuple[str, ...]:
        """See the protocol."""
        work, plan = self.work, self.plan
        match audience:
            case Audience.REPORTER:
                return _some([work.person])
            case Audience.UNIT:
                return _some(self._units())
            case Audience.OFFICER:
                return _some(work.told_officers)
            case Audience.GRID_LEADER:
                return _some([_leader(getattr(work, "grid", ""), plan)])
            case _:
                return _some([plan.profile.duty_desk])

    def _units(self) -> list[str]:
        stations = self.plan.stations
        return [stations[one].unit if one in stations else one for one in self.work.told_units]

    def value(self, name: str, language: str) -> str:
        """See the protocol."""
        work, plan = self.work, self.plan
        match name:
            case "at":
                return _clock(self.entry.at, plan)
            case "city":
                return _in(language, plan.profile.name, plan.profile.name_en)
            case "work":
                return work.name
            case "state":
                return label(f"work-{self.state}", language)
            case _:
                return self._field(name, language) or self._named(name, language)

    def _field(self, name: str, language: str) -> str:
        """What the command says under that name, else the record."""
        return self._words(getattr(self._command, name, None), language) or self._words(
            getattr(self.work, name, None), language
        )

    def _named(self, name: str, language: str) -> str:
        """What every work can be asked, whatever its fields are called."""
        match name:
            case "unit":
                return self._words(tuple(dict.fromkeys(self._units())), language)
            case "officer":
                return self._words(self.work.told_officers, language)
            case "title":
                said = (getattr(self.work, field, "") for field in _TITLED)
                return _short(next(filter(None, said), ""))
            case _:
                return ""

    def _words(self, value: object, language: str) -> str:
        """A value as people read it: moments on the city's clock, ids by what they are called."""
        match value:
            case None:
                return ""
            case bool():
                return label("yes" if value else "no", language)
            case datetime():
                return _clock(value, self.plan)
            case date() | int():
                return str(value)
            case tuple():
                return (", " if language == "en" else "、").join(self._words(one, language) for one in value)
            case _:
                return self._called(str(value), language)

    def _called(self, name: str, language: str) -> str:
        plan = self.plan
        category = plan.category(name)
        if category is not None:
            return _in(language, category.name, category.name_en)
        for table in (plan.units, plan.officers, plan.stations, plan.divisions, plan.grids):
            if name in table:
                return table[name].name or name
        return name


def _some(names: Iterable[str]) -> tuple[str, ...]:
    """Each once, and nobody left out."""
    return tuple(dict.fromkeys(filter(None, names)))


def _leader(grid: str, plan: CityPlan) -> str:
    return plan.grids[grid].leader if grid in plan.grids else ""


def _clock(moment: datetime, plan: CityPlan) -> str:
    return moment.astimezone(plan.zone).strftime("%Y-%m-%d %H:%M")


def _in(language: str, name: str, name_en: str) -> str:
    return (name_en or name) if language == "en" else name


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_TITLE else f"{text[:LONGEST_TITLE]}…"
