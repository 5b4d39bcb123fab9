"""Which notices (通知) an entry makes: the city's table applied to the case as it stands then. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
import json
from typing import Final
from weakref import WeakKeyDictionary

import attrs

from cmsdk.contract.notices import Audience, Notice, NoticeRow, Piece, pieces
from cmsdk.contract.plan import CityPlan
from cmsdk.model.case import Case
from cmsdk.model.entry import Entry
from cmsdk.rules.validity import holds

NOTHING: Final = "—"
"""Stands where a placeholder has nothing to say, such as the deadline of a case without one."""
LONGEST_TITLE: Final = 40
"""Characters of the text that stand for a title where a report has none; a short message has about 70."""


@attrs.frozen
class _Row:
    row: NoticeRow
    pieces: tuple[Piece, ...]


@attrs.frozen(eq=False)
class Telling:
    """The table of notices of one plan, ready for use."""

    plan: CityPlan
    _rows: Mapping[str, tuple[_Row, ...]] = attrs.field(init=False)
    """Type of entry → its rows, those for one state first, then by id."""

    @_rows.default
    def _by_command(self) -> Mapping[str, tuple[_Row, ...]]:
        found: dict[str, list[_Row]] = {}
        for row in sorted(self.plan.notices.values(), key=lambda row: (not row.state, row.id)):
            found.setdefault(row.command, []).append(_Row(row, pieces(row.template)))
        return {command: tuple(rows) for command, rows in found.items()}

    @property
    def silent(self) -> bool:
        """Whether the city tells nobody anything."""
        return not self._rows

    def told(self, entries: Sequence[Entry], case: Case) -> tuple[Notice, ...]:
        """The notices of ``entries``, new ones of one stream, which have brought the case to where it stands."""
        return tuple(
            notice
            for entry in entries
            if entry.type in self._rows
            for notice in self._of(entry, case if entry is entries[-1] else _then(case, entry))
        )

    def _of(self, entry: Entry, case: Case) -> Iterator[Notice]:
        for (audience, channel), rows in self._chosen(entry, case).items():
            recipient = _recipient(audience, case, self.plan)
            if recipient:
                values = _Values(self.plan, case, entry.at)
                spoken = sorted(rows, key=lambda language: _rank(language, self.plan.profile.languages))
                yield Notice(
                    id=f"{entry.stream}/{entry.version}/{audience}/{channel}",
                    city=entry.city, stream=entry.stream, version=entry.version, entry=entry.hash, at=entry.at,
                    command=entry.type, audience=audience, recipient=recipient, channel=channel,
                    texts={language: values.fill(rows[language].pieces, language) for language in spoken},
                )  # fmt: skip

    def _chosen(self, entry: Entry, case: Case) -> Mapping[tuple[str, str], Mapping[str, _Row]]:
        """Audience and channel → language → the row that holds on the days of the report and of the entry."""
        days = case.at.astimezone(self.plan.zone).date(), entry.at.astimezone(self.plan.zone).date()
        found: dict[tuple[str, str], dict[str, _Row]] = {}
        for one in self._rows[entry.type]:
            row = one.row
            if row.state in {"", case.state} and holds(row, days):
                found.setdefault((row.audience, row.channel), {}).setdefault(row.language, one)
        return found


_COMPILED: WeakKeyDictionary[CityPlan, Telling] = WeakKeyDictionary()


def telling_of(plan: CityPlan) -> Telling:
    """The table of notices of ``plan``, made ready on first use."""
    found = _COMPILED.get(plan)
    if found is None:
        found = _COMPILED[plan] = Telling(plan)
    return found


def _then(case: Case, entry: Entry) -> Case:
    """The case in the state to which an entry before its last one led."""
    form = json.loads(entry.data)
    state = form.get("to") or form.get("state") or case.state
    return case if state == case.state else attrs.evolve(case, state=state)


def _rank(language: str, languages: Sequence[str]) -> tuple[int, str]:
    return (languages.index(language) if language in languages else len(languages)), language


def _recipient(audience: str, case: Case, plan: CityPlan) -> str:
    """Key or id of who is told; empty where there is nobody."""
    match audience:
        case Audience.REPORTER:
            return case.person
        case Audience.UNIT:
            return case.unit
        case Audience.OFFICER:
            return case.course.officer
        case Audience.GRID_LEADER:
            return plan.grids[case.grid].leader if case.grid in plan.grids else ""
        case _:
            return plan.profile.duty_desk


@attrs.frozen
class _Values:
    """What the placeholders stand for: redacted text of the case, and names from the city's tables."""

    plan: CityPlan
    case: Case
    at: datetime

    def fill(self, template: Iterable[Piece], language: str) -> str:
        """``template`` in words."""
        return "".join(words + (self._value(name, language) or NOTHING if name else "") for words, name in template)

    def _value(self, name: str, language: str) -> str:
        case, plan = self.case, self.plan
        match name:
            case "at":
                return self._clock(self.at)
            case "case":
                return case.id
            case "category":
                found = plan.category(case.category)
                return _in(language, found.name, found.name_en) if found else ""
            case "city":
                return _in(language, plan.profile.name, plan.profile.name_en)
            case "due":
                return self._clock(case.due.at) if case.due else ""
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

    def _clock(self, moment: datetime) -> str:
        return moment.astimezone(self.plan.zone).strftime("%Y-%m-%d %H:%M")


def _in(language: str, name: str, name_en: str) -> str:
    return (name_en or name) if language == "en" else name


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_TITLE else f"{text[:LONGEST_TITLE]}…"
