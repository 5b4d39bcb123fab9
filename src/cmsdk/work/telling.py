"""Which notices (通知) an entry makes: the city's table applied to the case or work as it stands then. Pure."""

from collections.abc import Iterator, Mapping, Sequence
import json
from typing import Final
from weakref import WeakKeyDictionary

import attrs

from cmsdk.contract.notices import Notice, NoticeRow, Piece, pieces
from cmsdk.contract.plan import CityPlan
from cmsdk.model.case import Case
from cmsdk.model.entry import Entry
from cmsdk.model.works.base import Work
from cmsdk.rules.validity import holds

from .told import Told, ToldCase, ToldWork

NOTHING: Final = "—"
"""Stands where a placeholder has nothing to say, such as the deadline of a case without one."""


@attrs.frozen
class _Row:
    row: NoticeRow
    pieces: tuple[Piece, ...]

    def words(self, told: Told, language: str) -> str:
        """The template in words."""
        return "".join(
            words + (told.value(name, language) or NOTHING if name else "") for words, name in self.pieces
        )  # fmt: skip


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

    def tells(self, entries: Sequence[Entry]) -> bool:
        """Whether anybody may be told of one of ``entries``."""
        return any(entry.type in self._rows for entry in entries)

    def told(self, entries: Sequence[Entry], case: Case) -> tuple[Notice, ...]:
        """The notices of ``entries``, new ones of one stream, which have brought the case to where it stands."""
        return tuple(
            notice
            for entry in entries
            if entry.type in self._rows
            for notice in self._of(
                entry, ToldCase(self.plan, entry, case if entry is entries[-1] else _then(case, entry))
            )
        )

    def told_of_work(self, entries: Sequence[Entry], work: Work) -> tuple[Notice, ...]:
        """The notices of ``entries`` that have brought community work to where it stands; of one, as of a command."""
        return tuple(notice for entry in entries for notice in self._of(entry, ToldWork(self.plan, entry, work)))

    def _of(self, entry: Entry, told: Told) -> Iterator[Notice]:
        for (audience, channel), rows in self._chosen(entry, told).items():
            spoken = sorted(rows, key=lambda language: _rank(language, self.plan.profile.languages))
            recipients = told.recipients(audience)
            for recipient in recipients:
                own = f"/{recipient}" if len(recipients) > 1 else ""
                yield Notice(
                    id=f"{entry.stream}/{entry.version}/{audience}/{channel}{own}",
                    city=entry.city, stream=entry.stream, version=entry.version, entry=entry.hash, at=entry.at,
                    command=entry.type, audience=audience, recipient=recipient, channel=channel,
                    texts={language: rows[language].words(told, language) for language in spoken},
                )  # fmt: skip

    def _chosen(self, entry: Entry, told: Told) -> Mapping[tuple[str, str], Mapping[str, _Row]]:
        """Audience and channel → language → the row that holds on the days of the beginning and of the entry."""
        days = told.begun.astimezone(self.plan.zone).date(), entry.at.astimezone(self.plan.zone).date()
        found: dict[tuple[str, str], dict[str, _Row]] = {}
        for one in self._rows.get(entry.type, ()):
            row = one.row
            if row.state in {"", told.state} and holds(row, days):
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
