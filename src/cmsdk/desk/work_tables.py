"""Tables of work (工作台账表): one command a row, as station staff keep them in a spreadsheet."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from difflib import get_close_matches
from hashlib import sha256
from typing import Final, Self, TypeVar

import attrs

from cmsdk.model.command import Actor, Refusal
from cmsdk.model.errors import NotAllowed, RejectedInput
from cmsdk.model.problem import Problem, problem
from cmsdk.model.report import Person
from cmsdk.model.works.base import Work, WorkCommand, chinese_names, work_id
from cmsdk.model.works.known import WORK_COMMANDS
from cmsdk.serial import canonical
from cmsdk.tables.cells import Line, lines
from cmsdk.tables.columns import column
from cmsdk.triage.read import clean
from cmsdk.work.community.kinds import begins
from cmsdk.work.community.shape import REPEATED
from cmsdk.work.wording import actor_of, near_officer

from .masking import own, own_name, work_name
from .work_words import moment_in, work_command
from .working import Working

SHEET: Final = "work-log"
"""Sheet of a workbook that is the table of work; what a table without a name is called."""
AHEAD: Final = timedelta(days=31)
"""How far a row may be ahead of the clock. A year that is mistyped would stop the work: no later command is dated
before it."""
AGAIN: Final = 4
"""How often a row is tried again that somebody else has come between."""
T = TypeVar("T")
_OWN: Final = (
    column("work", "事项|工作"),
    column("command", "指令|环节", need=True),
    column("at", "时间"),
    column("by", "经办人"),
    column("person_name", "姓名|当事人"),
    column("person_phone", "联系电话|电话"),
)
_OWN_NAMES: Final = frozenset(column.name for column in _OWN)
_PERSON: Final = {"person_name": "name", "person_phone": "phone"}


@attrs.frozen
class EnteredRow:
    """What became of one row: the work after it, a refusal, or the problems that keep it from being a command."""

    where: str
    """File and row."""
    work: str
    """Id of the piece of work, if that is known."""
    result: Work | Refusal | tuple[Problem, ...]


@attrs.frozen
class Entered:
    """What became of a table of work."""

    rows: tuple[EnteredRow, ...]
    repeats: int = 0
    """Rows that had been carried out before."""

    @property
    def done(self) -> int:
        """Rows that were carried out now."""
        return sum(isinstance(row.result, Work) for row in self.rows)

    @property
    def refused(self) -> tuple[EnteredRow, ...]:
        """Rows that were not, with the reason of each."""
        return tuple(row for row in self.rows if not isinstance(row.result, Work))


@attrs.frozen
class WorkTables:
    """Reads tables of work and carries them out, row by row."""

    working: Working

    def enter(
        self, payload: bytes, name: str, by: str, now: datetime, progress: Callable[[int], None] | None = None
    ) -> Entered:
        """See :meth:`cmsdk.City.enter_table`."""
        told = own_name(name) or SHEET
        numbered = lines(payload, told, SHEET)
        header = _Header.read(next(numbered, (1, []))[1], told)
        seen: Counter[str] = Counter()
        rows, repeats = [], 0
        broken: list[Problem] = []
        for done, (number, cells) in enumerate(_filled(_readable(numbered, broken)), start=1):
            where = f"{told}:{number}"
            if surplus := header.surplus(cells, where):
                row = EnteredRow(where, "", surplus)
            else:
                given = header.cells(cells)
                row = self._row(given, where, by, now, self._key(given, seen))
            if isinstance(row.result, Refusal) and row.result.code == REPEATED:
                repeats += 1
            else:
                rows.append(row)
            if progress is not None:
                progress(done)
        if broken:  # what was carried out before is told all the same
            rows.append(EnteredRow(broken[0].where, "", tuple(broken)))
        return Entered(tuple(rows), repeats)

    def _key(self, given: Mapping[str, str], seen: Counter[str]) -> str:
        """The key of a row: what it says, and how many of the rows before said the same.

        It is made without anybody's data: whoever has it, and the entries, can find out no number.
        """
        known = own(_person(given) or Person(), self.working.plan.profile.mask_language)
        said = canonical({name: known.masked(clean(text)) for name, text in given.items() if name not in _PERSON})
        seen[said] += 1
        return sha256(canonical([said, seen[said]]).encode()).hexdigest()[:24]

    def _row(self, given: Mapping[str, str], where: str, by: str, now: datetime, key: str) -> EnteredRow:
        zone = self.working.plan.zone
        name, at = work_name(given.get("work", "")), given.get("at", "")
        fields = {column: text for column, text in given.items() if column not in _OWN_NAMES}
        problems: list[Problem] = []
        command = _tried(lambda: work_command(given.get("command", ""), fields, zone, where), where, problems)
        actor = _tried(lambda: self._actor(given.get("by") or by, where), where, problems)
        moment = _tried(lambda: moment_in(at, zone, f"{where} [at]") if at else now, where, problems)
        if moment is not None and moment > now + AHEAD:
            problems.append(
                problem("CMS640", f"{where} [at]", at=f"{moment:%Y-%m-%d %H:%M}", now=f"{now:%Y-%m-%d %H:%M}")
            )
            moment = None
        if command is not None and not name and not begins(command):
            problems.append(problem("CMS405", where, column="work"))
            command = None
        if command is None or actor is None or moment is None:
            return EnteredRow(where, name, tuple(problems))
        return self._carried(command, actor, moment, name, _person(given), key, where)

    def _actor(self, who: str, where: str) -> Actor:
        actor = actor_of(who, self.working.plan)
        if actor is None or not actor.roles:
            near = near_officer(who, self.working.plan)
            raise RejectedInput([problem("CMS911", f"{where} [by]", person=who or "—", near=near)])
        return actor

    def _carried(
        self, command: WorkCommand, actor: Actor, at: datetime, name: str, person: Person | None, key: str, where: str
    ) -> EnteredRow:
        carry = self.working.begin if begins(command) else self.working.carry_on
        id_ = work_id(command.kind(), self.working.plan.city, name or key)
        try:
            result = carry(id_, command, actor, at, person, key)
            for _ in range(AGAIN):
                if not (isinstance(result, Refusal) and result.guard == "concurrency"):
                    break
                result = carry(id_, command, actor, at, person, key)
            return EnteredRow(where, id_, result)
        except NotAllowed as error:
            return EnteredRow(where, id_, tuple(attrs.evolve(one, where=where) for one in error.problems))


def _tried(make: Callable[[], T], where: str, problems: list[Problem]) -> T | None:
    """What ``make`` makes; else nothing, and its problems are kept, each with the row."""
    try:
        return make()
    except RejectedInput as error:
        problems += [
            one if one.where.startswith(where) else attrs.evolve(one, where=f"{where} [{one.where}]")
            for one in error.problems
        ]
        return None


@attrs.frozen
class _Header:
    """The columns of a table of work: our own by their names, those of commands as they are written."""

    columns: tuple[str, ...]

    @classmethod
    def read(cls, cells: Sequence[str], where: str) -> Self:
        """Raises RejectedInput with everything that is wrong."""
        own = {name: column.name for column in _OWN for name in (column.name, *column.chinese)}
        fields = {name for kind in WORK_COMMANDS.values() for name in _field_names(kind)}
        found = tuple(own.get(cell.strip(), cell.strip()) for cell in cells)
        problems = [
            problem("CMS402", f"{where}:1 [{name}]", column=name,
                    near=get_close_matches(name, [*own, *fields], n=1, cutoff=0)[0])
            for name in found if name and name not in _OWN_NAMES and name not in fields
        ]  # fmt: skip
        problems += [
            problem("CMS416", f"{where}:1 [{cell.strip()}]", column=cell.strip(), name=name)
            for at, (cell, name) in enumerate(zip(cells, found, strict=True)) if name and name in found[:at]
        ]  # fmt: skip
        if "command" not in found:
            problems.append(problem("CMS403", where, column=f"command ({_OWN[1].chinese[0]})"))
        if problems:
            raise RejectedInput(problems)
        return cls(found)

    def surplus(self, cells: Sequence[str], where: str) -> tuple[Problem, ...]:
        """What is wrong with a row in which something stands beyond the last column."""
        if not any(map(str.strip, cells[len(self.columns) :])):
            return ()
        return (problem("CMS417", where, cells=len(cells), columns=len(self.columns)),)

    def cells(self, cells: Sequence[str]) -> dict[str, str]:
        """The filled cells of a row by column."""
        return {name: cell.strip() for name, cell in zip(self.columns, cells, strict=False) if name and cell.strip()}


def _field_names(kind: type[WorkCommand]) -> Iterator[str]:
    yield from (field.name for field in attrs.fields(kind))
    yield from chinese_names(kind)


def _readable(numbered: Iterator[Line], broken: list[Problem]) -> Iterator[Line]:
    """The rows up to one that cannot be read; what is wrong with that one is put into ``broken``."""
    try:
        yield from numbered
    except RejectedInput as error:
        broken += error.problems


def _filled(numbered: Iterator[Line]) -> Iterator[Line]:
    """The rows that say something: neither empty nor begun with ``#``."""
    return ((n, cells) for n, cells in numbered if any(map(str.strip, cells)) and not cells[0].lstrip().startswith("#"))


def _person(given: Mapping[str, str]) -> Person | None:
    said = {field: given[column] for column, field in _PERSON.items() if column in given}
    return Person(**said) if said else None
