"""The part of a city that does community work (社区工作): stations, duties, whistles, campaigns, opinions, and more."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from cmsdk.contract.ports import CaseQuery, raw_digest
from cmsdk.figures.known import VIEWS
from cmsdk.figures.views import Seen
from cmsdk.model.command import Actor, Refusal
from cmsdk.model.entry import Entry
from cmsdk.model.errors import RejectedInput
from cmsdk.model.indicated import Indicated
from cmsdk.model.problem import problem
from cmsdk.model.report import Person
from cmsdk.model.viewed import Viewed
from cmsdk.model.works.base import Work, WorkCommand, work_id
from cmsdk.model.works.known import WORKS
from cmsdk.publish.parts import table_of
from cmsdk.publish.period import read_period
from cmsdk.publish.view import View
from cmsdk.publish.works import WorkStory, story
from cmsdk.publish.write import format_for, write

from .masking import own_name, work_name
from .part import Part, check_kinds
from .publishing import rendered
from .reporting import counted, no_indicator, viewed, views_for
from .work_tables import Entered, WorkTables
from .working import Working

W = TypeVar("W", bound=Work)


class CommunityWork(Part):
    """Community work of a city: every piece of work is a stream of its own, of one of a few kinds."""

    @cached_property
    def _working(self) -> Working:
        return Working(self.plan, self.ledger, self._acting)

    def begin(
        self, command: WorkCommand, by: Actor, *, name: str = "", person: Person | None = None,
        now: datetime | None = None, key: str = "",
    ) -> Work | Refusal:  # fmt: skip
        """Begin a piece of work: its record, or a refusal that says why and what would do.

        ``name`` is its own name in this city (``open-day-2024``), by which later commands and tables call it. A new id
        is taken where it is left out, the same one for the same ``key``. ``person`` is whom it concerns, kept apart
        from the entries. ``key`` is your own name for this very command (idempotency key): sent twice, it is carried
        out once.

        Raises:
            RejectedInput: ``command`` is no command on community work, or ``by`` no actor.
            NotAllowed: the name gives away whom it concerns.
            StoreUnavailable: the ledger cannot be written.
        """
        check_kinds("begin", ("command", command, WorkCommand), ("by", by, Actor), ("name", name, str))
        moment, keyed = self._now(now), own_name(key)
        called = work_name(name) or (raw_digest(keyed) if keyed else self.ids.take(1, moment)[0])
        return self._working.begin(called, command, by, moment, person, keyed)

    def carry_on(
        self, work: str, command: WorkCommand, by: Actor, *, person: Person | None = None,
        now: datetime | None = None, key: str = "",
    ) -> Work | Refusal:  # fmt: skip
        """Carry out ``command`` on a piece of work, named by its id or, within its kind, by its own name.

        Raises:
            RejectedInput: ``command`` is no command on community work, or ``by`` no actor.
            NotAllowed: there is no such piece of work in this city.
            StoreUnavailable: the ledger cannot be written.
        """
        check_kinds(str(work), ("command", command, WorkCommand), ("by", by, Actor), ("work", work, str))
        id_ = work_id(command.kind(), self.plan.city, work_name(work))
        return self._working.carry_on(id_, command, by, self._now(now), person, own_name(key))

    def work(self, id_: str) -> Work:
        """The piece of work as it stands. Raises NotAllowed if there is none here."""
        return self._working.stream(id_).work

    def explain_work(self, id_: str, lang: str = "en", *, now: datetime | None = None) -> WorkStory:
        """What is on record of a piece of work, every step, and what may follow. Raises NotAllowed as above."""
        stream = self._working.stream(id_)
        view = View(self.plan, lang, self._now(now))
        return story(stream.work, self._working.entries(id_), stream.kind.possible(stream.work.state), view)

    def work_entries(self, id_: str) -> Sequence[Entry]:
        """The entries of a piece of work, in order. Raises NotAllowed if there is none here."""
        return self._working.entries(self._working.stream(id_).work.id)

    def works(
        self, kind: type[W], *, state: str | None = None, case: str | None = None, after: str = "",
        limit: int | None = None,
    ) -> Iterator[W]:  # fmt: skip
        """Pieces of work of a kind that match all that is given, in order of id; ``after`` is the last of a page."""
        return self._working.works(kind, state=state, case=case, after=after, limit=limit)

    def enter_table(
        self, payload: bytes, *, name: str = "", by: str = "", now: datetime | None = None,
        progress: Callable[[int], None] | None = None,
    ) -> Entered:  # fmt: skip
        """Carry out a table of work (工作台账表): one command a row, in order; CSV or xlsx.

        Columns, in English or Chinese: ``work`` (its own name), ``command`` (``whistle.raise``, or what staff call
        it), ``at``, ``by`` (an officer's id; ``by`` here is for rows without one), then the fields of the commands;
        ``person_name`` and ``person_phone`` are kept apart. A case may be named by the report that it came from, as
        ``channel/number``. A row that cannot be carried out does not stop the rest.
        A row that was carried out before is counted as a repeat, so that a mended file may be sent again.

        Raises:
            RejectedInput: the bytes are no table of work at all.
            StoreUnavailable: the ledger cannot be written; rows before stay carried out.
        """
        if not isinstance(payload, bytes | bytearray | memoryview):
            raise RejectedInput([problem("CMS521", own_name(name), kind=type(payload).__name__)])
        return WorkTables(self._working).enter(bytes(payload), name, by, self._now(now), progress)

    def view(self, name: str, *, period: str = "", now: datetime | None = None) -> Viewed:
        """The rows of a view in ``period`` (``2026-10``; empty is all), each with what it was counted from.

        Raises RejectedInput for a name that no view has, or a period that cannot be read.
        """
        view = VIEWS.get(name)
        if view is None:
            near = next(iter(get_close_matches(name, VIEWS, n=1, cutoff=0)), "—")
            raise RejectedInput([problem("CMS478", name, view=name, known=", ".join(sorted(VIEWS)), near=near)])
        return viewed(view.id, self.seen([view.id], period, now))

    def indicators(
        self, names: Sequence[str] = (), *, period: str = "", now: datetime | None = None
    ) -> tuple[Indicated, ...]:
        """The city's indicators (all, where none is named) in ``period``, each with what it was counted from.

        Raises RejectedInput for a name that the city does not have, or a period that cannot be read.
        """
        wanted = tuple(names) or tuple(self.plan.indicators)
        unknown = [name for name in wanted if name not in self.plan.indicators]
        if unknown:
            raise RejectedInput([no_indicator(name, self.plan, name, self.plan.city) for name in unknown])
        return tuple(counted(wanted, self.seen(views_for(wanted, self.plan), period, now)).values())

    def write_view(
        self, found: Viewed, to: str | Path, *, lang: str = "", now: datetime | None = None
    ) -> Path:  # fmt: skip
        """Write the rows of a view to ``to``, whose suffix names the format (``.csv`` for a spreadsheet).

        Raises RejectedInput for a format that the city does not have, or a file that cannot be written.
        """
        path, language = Path(to), lang or self.plan.profile.languages[0]
        renderer = format_for(self.plan, path)
        made = table_of(found, View(self.plan, language, self._now(now)))
        return write(rendered(made, renderer, self.plan), path)

    def seen(self, views: Sequence[str], period: str = "", now: datetime | None = None) -> Seen:
        """All that these views look at, read from the ledger once."""
        moment, span = self._now(now), read_period(period, self.plan.zone)
        wanted = [VIEWS[name] for name in views]
        kinds = {work.kind for view in wanted for work in view.works}
        query = CaseQuery(city=self.plan.city)
        cases = tuple(self._acting.waking.cases(query, moment)) if any(view.cases for view in wanted) else ()
        works = {kind: tuple(self._working.works(WORKS[kind])) for kind in sorted(kinds)}
        return Seen(plan=self.plan, now=moment, first=span.first, end=span.end, works=works, cases=cases)
