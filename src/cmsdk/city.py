"""The one object that apps hold: :class:`City`."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from cmsdk.contract.ports import CaseQuery, Clock, IdSource, Ledger, Quarantined
from cmsdk.contract.ports_objects import Objects
from cmsdk.desk.asking import SimilarReports, similar
from cmsdk.desk.attachments import AttachmentsOfCases
from cmsdk.desk.boards import PrintsBoards
from cmsdk.desk.bulk import InBulk
from cmsdk.desk.entering import Entering
from cmsdk.desk.files import Files
from cmsdk.desk.forces import Forces
from cmsdk.desk.ids import TimeOrderedIds
from cmsdk.desk.inquiry import Inquiry
from cmsdk.desk.intake import Intake, Outcome, Progress
from cmsdk.desk.masking import masked, own_name
from cmsdk.desk.merging import Merging
from cmsdk.desk.part import check_kinds, system_clock
from cmsdk.desk.planning import planned
from cmsdk.desk.privacy import Privacy
from cmsdk.desk.proving import Proving
from cmsdk.desk.publishing import rendered
from cmsdk.desk.replaying import Replays
from cmsdk.desk.reporting import told, views_of
from cmsdk.desk.serving import Serving
from cmsdk.desk.telling import TellsPeople
from cmsdk.desk.upkeep import Upkeep
from cmsdk.figures.counts import figures
from cmsdk.ledger.open import open_ledger
from cmsdk.model.case import Case
from cmsdk.model.commands import Actor, Command, Refusal
from cmsdk.model.errors import NotAllowed, RejectedInput
from cmsdk.model.figures import Figures
from cmsdk.model.problem import Problem, problem
from cmsdk.model.report import Person
from cmsdk.proof.topology import check_topology
from cmsdk.publish.document import breakdowns, document
from cmsdk.publish.period import Period, read_period
from cmsdk.publish.view import clock_time
from cmsdk.publish.write import format_for, write
from cmsdk.registry.discovery import Discovered, discover
from cmsdk.triage.read import storable


class City(
    InBulk, Files, Forces, Serving, PrintsBoards, Proving, Inquiry, Upkeep, TellsPeople, Privacy, AttachmentsOfCases,
    Merging, Replays,
):  # fmt: skip
    """A city at work: its plan, its ledger, its clock. Several threads may share one.

    Open it with :meth:`City.open`; use it as a context manager, or call :meth:`close`. Moments are aware and default to
    its clock: ``now`` is when something is decided or written, ``at`` the moment that a question about places is about.
    """

    @classmethod
    def open(
        cls,
        city: str,
        ledger: str | Ledger = "memory://",
        *,
        plugins: Sequence[Discovered] | None = None,
        clock: Clock = system_clock,
        ids: IdSource | None = None,
        objects: Objects | str | Path | None = None,
    ) -> Self:
        """Open ``city`` (a division code, or a dotted id) on ``ledger`` (a URL, or a ledger of your own).

        ``plugins`` are rows of :func:`cmsdk.discover`; all that are installed where it is left out.

        ``objects`` is where attachments stand: a folder, or a store of your own (see ``Objects``); it goes with a URL.
        Left out, they stand in ``file.db.objects`` beside an SQLite ledger, or where ``CMSDK_LEDGER_OBJECTS`` says.

        Raises:
            AssemblyError: the plan is not whole; every problem of every plugin at once.
            StoreUnavailable: the ledger cannot be opened.
        """
        plan = planned(discover() if plugins is None else plugins, city)
        store = open_ledger(ledger, objects=objects) if isinstance(ledger, str) else ledger
        return cls(plan, store, clock, ids or TimeOrderedIds())

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the ledger."""
        self.ledger.close()

    @property
    def id(self) -> str:
        """The city's id."""
        return self.plan.city

    def receive(
        self,
        channel: str,
        payload: bytes,
        *,
        now: datetime | None = None,
        name: str = "",
        progress: Progress | None = None,
    ) -> Outcome:
        """Take in what arrived at ``channel``: stored first, then read, triaged and recorded in batches.

        Bad input never raises: what cannot become a case is in the outcome's quarantine with its reasons,
        and a delivery that cannot be read as a whole is kept and named in its problems. ``name`` is the file's
        or message's name, which is masked like a text; ``progress`` is told the number of items done so far.

        Raises:
            RejectedInput: ``payload`` is no bytes; ``now`` has no time zone, or is of a year that nothing can be
                counted from.
            StoreUnavailable: the ledger cannot be written; nothing of the batch that failed is half-written.
        """
        if not isinstance(payload, bytes | bytearray | memoryview):
            raise RejectedInput([problem("CMS521", storable(channel), kind=type(payload).__name__)])
        return self._intake().receive(
            storable(channel), bytes(payload), self._now(now), _told(name, self.plan.profile.mask_language), progress
        )

    def reread(self, delivery: str, *, now: datetime | None = None) -> Outcome:
        """Read a stored delivery again, after a plugin or table was mended; what already is a case stays one.

        It is decided on at ``now``; a report without a time has that of the delivery, as before.

        Raises:
            NotAllowed: there is no such delivery in this city, or its bytes were destroyed.
            StoreUnavailable: the ledger cannot be read or written.
        """
        stored = next((d for d in self.ledger.deliveries(self.id) if d.id == delivery), None)
        if stored is None:
            raise NotAllowed([problem("CMS712", delivery, delivery=delivery)])
        gone = self.ledger.destroyed(delivery)
        if gone is not None:
            at = clock_time(gone, self.plan.zone)
            raise NotAllowed([problem("CMS822", delivery, delivery=delivery, at=at)])
        return self._intake().reread(stored, self.ledger.payload(delivery), self._now(now))

    def similar(self, channel: str, payload: bytes, *, now: datetime | None = None) -> SimilarReports:
        """Which open cases each report in ``payload`` is likely to be a duplicate of, before it is filed.

        A question and no report: nothing is stored and nothing decided. Raises as ``receive`` does.
        """
        return similar(self._intake(), storable(channel), payload, self._now(now))

    def _intake(self) -> Intake:
        return Intake(
            self.plan, self.ledger, self._pipeline, self.ids, self._forms, Entering(self.plan, self.ledger)
        )  # fmt: skip

    def act(
        self, case_id: str, command: Command, by: Actor, *, now: datetime | None = None, key: str = ""
    ) -> Case | Refusal:
        """Carry out ``command`` on a case: the case after it, or a refusal that says why and what would do.

        ``key`` is your own name for this very command (idempotency key): sent twice, it is carried out once.

        What is written into it is cleaned and masked as a report is, the reporter's name and phone with it.
        Cases that are linked to it follow in the same transaction; one that stands elsewhere is left and named.

        Raises:
            RejectedInput: ``command`` is no command on a case, or ``by`` no actor; ``now`` has no time zone, or is of a
                year that nothing can be counted from.
            NotAllowed: there is no such case in this city.
            StoreUnavailable: the ledger cannot be written.
        """
        check_kinds(str(case_id), ("command", command, Command), ("by", by, Actor))
        return self._acting.act(case_id, command, by, self._now(now), own_name(key))

    def cases(
        self,
        *,
        state: str | None = None,
        unit: str | None = None,
        grid: str | None = None,
        category: str | None = None,
        open_only: bool = False,
        due_before: datetime | None = None,
        after: str = "",
        limit: int | None = None,
        now: datetime | None = None,
    ) -> Iterator[Case]:
        """Cases that match all that is given as they stand at ``now``, in order of id, without their trails.

        ``open_only`` leaves out ended ones; ``due_before`` is aware; ``after`` is the last id of the page before.

        Raises:
            RejectedInput: ``due_before`` has no time zone, or is of a year that nothing is due in.
        """
        ended = self.plan.workflow.ends if open_only else ()
        due_before = None if due_before is None else self._local(due_before)
        query = CaseQuery(
            city=self.id, state=state, unit=unit, grid=grid, category=category, without_states=ended,
            due_before=due_before, after=after, limit=limit,
        )  # fmt: skip
        return self._acting.waking.cases(query, self._now(now))

    def quarantine(self) -> Sequence[Quarantined]:
        """What could not become a case, with its reasons."""
        return self.ledger.quarantine(self.id)

    def figures(self, period: str = "", *, by: str = "", now: datetime | None = None) -> Figures:
        """Figures of the cases opened in ``period`` (``2026-10``; empty is all).

        ``by`` names what the 7-2-1 mix is broken down by: ``grid``, ``station``, ``unit``, ``division``, ``category``,
        ``channel`` or ``month``; the rows are in ``mixes`` under it. Raises RejectedInput for any other.
        """
        moment = self._now(now)
        cases = self._in(read_period(period, self.plan.zone), "opened", moment)
        return figures(cases, self.plan, moment, filter(None, (by,)))

    def _in(self, period: Period, which: str, now: datetime) -> Iterable[Case]:
        query = CaseQuery(city=self.id, opened_from=period.first, opened_until=period.end)
        if which == "closed":
            query = CaseQuery(city=self.id, closed_from=period.first, closed_until=period.end)
        return self._acting.waking.cases(query, now)

    def publish(
        self, report: str, *, to: str | Path, period: str = "", lang: str = "", now: datetime | None = None,
        values: Mapping[str, str] | None = None,
    ) -> Path:  # fmt: skip
        """Write the report ``report`` of ``period`` to ``to``; its suffix names the format.

        ``values`` are what its texts name beside indicators, such as a document number.

        Raises:
            RejectedInput: unknown report, format or period, a text without its value, a format that fails, or a file
                that cannot be written.
        """
        definition = self.plan.reports.get(report)
        if definition is None:
            known = ", ".join(sorted(self.plan.reports)) or "—"
            raise RejectedInput([problem("CMS901", report, report=report, known=known)])
        path, moment = Path(to), self._now(now)
        renderer = format_for(self.plan, path)
        span = read_period(period, self.plan.zone)
        cases = list(self._in(span, definition.period, moment))
        language = lang or self.plan.profile.languages[0]
        counted = figures(cases, self.plan, moment, breakdowns(definition))
        shown = "reporter" in {column.field for column in definition.columns}
        erased = self._erased(cases) if shown else frozenset()
        own = told(definition, self.seen(views_of(definition, self.plan), period, moment), values or {})
        made = document(definition, cases, counted, self.plan, span, language, moment, erased, own)
        return write(rendered(made, renderer, self.plan), path)

    def check(self) -> tuple[Problem, ...]:
        """What is worth a look in the plan (warnings; errors keep a city from opening), today's grid borders too."""
        return (*self.plan.warnings, *check_topology(self.plan, self._now(None).date()))


def _told(name: str, lang: str) -> str:
    """The name of a file or message as every store can hold it; recordings are often called by a phone number."""
    return masked(storable(name), Person(), lang)
