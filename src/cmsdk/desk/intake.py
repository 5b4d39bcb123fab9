"""From bytes to cases: stored first, then read, triaged and recorded, a batch at a time."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from hashlib import sha256
from itertools import islice
from typing import Any, Final

import attrs

from cmsdk.contract.channels import Channel
from cmsdk.contract.matching import Earlier
from cmsdk.contract.plan import CityPlan, Ranked
from cmsdk.contract.ports import IdSource, Ledger, NewCase, Quarantined
from cmsdk.desk.entering import Entering
from cmsdk.desk.window import Window
from cmsdk.model.case import Case
from cmsdk.model.errors import StoreUnavailable
from cmsdk.model.problem import Problem, problem
from cmsdk.model.report import Delivery, Item
from cmsdk.triage.draft import Draft
from cmsdk.triage.guard import Guard
from cmsdk.triage.pipeline import Pipeline
from cmsdk.triage.read import Reader
from cmsdk.work.clock_effects import joining
from cmsdk.work.forms import CaseForms
from cmsdk.work.opening import Opening, link_new
from cmsdk.work.procedure import procedure_of
from cmsdk.work.waking import awake

BATCH: Final = 1000
"""Items that are triaged together and written in one transaction."""
MAX_DELIVERY: Final = 256 * 1024 * 1024
"""Largest delivery that is read, in bytes; a larger one is kept and named."""
ATTEMPTS: Final = 200
"""Times a batch is tried when another writer brings in the same reports meanwhile, or what they may be linked to.

Each refusal means that another writer got on, so many of them are no sign of a fault."""

Progress = Callable[[int], None]


@attrs.define
class Outcome:
    """What became of a delivery: ``received = cases + duplicates + quarantined`` (contracts §8).

    ``linked`` counts those of the cases that are linked to a first one: likely duplicates, cases of their own.
    """

    delivery: str
    received: int = 0
    duplicates: int = 0
    linked: int = 0
    case_ids: list[str] = attrs.field(factory=list)
    quarantined: list[Quarantined] = attrs.field(factory=list)
    problems: list[Problem] = attrs.field(factory=list)
    cases: list[Case] = attrs.field(factory=list)
    """The new cases, up to ``KEEP`` of them; all are in the ledger."""

    @property
    def counts(self) -> dict[str, int]:
        """The counts of contracts §8, by name."""
        return {
            "received": self.received, "cases": len(self.case_ids), "duplicates": self.duplicates,
            "quarantined": len(self.quarantined), "linked": self.linked,
        }  # fmt: skip

    @property
    def unread(self) -> bool:
        """Whether the delivery could not be read as a whole."""
        return self.received == 0 and bool(self.problems)


KEEP: Final = 5_000
"""Cases that an outcome carries along; of a larger delivery the rest is read from the ledger."""


@attrs.frozen
class Intake:
    """Receives deliveries for one city."""

    plan: CityPlan
    ledger: Ledger
    pipeline: Pipeline
    ids: IdSource
    forms: CaseForms
    entering: Entering

    def receive(self, channel: str, payload: bytes, now: datetime, name: str, progress: Progress | None) -> Outcome:
        """See :meth:`cmsdk.City.receive`."""
        delivery = Delivery(
            self.ids.take(1, now)[0], self.plan.city, channel, now, sha256(payload).hexdigest(), len(payload), name
        )
        self.ledger.store_delivery(delivery, payload)
        return self._take(delivery, payload, now, progress)

    def reread(self, delivery: Delivery, payload: bytes, now: datetime) -> Outcome:
        """See :meth:`cmsdk.City.reread`. The delivery is stored already, and its time is when it arrived."""
        return self._take(delivery, payload, now, None)

    def _window(self) -> Window | None:
        """The earlier cases to compare with; nothing where the city has no rule for duplicates."""
        matching = self.pipeline.matching
        return Window(self.plan.city, self.ledger, matching) if matching.active else None

    def _take(self, delivery: Delivery, payload: bytes, now: datetime, progress: Progress | None) -> Outcome:
        outcome, guard, channel = Outcome(delivery.id), Guard(), delivery.channel
        refused = refusal(self.plan, channel, payload)
        if refused is not None:
            outcome.problems.append(refused)
        else:
            known = self.plan.channels[channel]
            reader = Reader(self.plan, known.id, delivery.id, now, delivery.at.astimezone(self.plan.zone))
            self._read(known, payload, reader, outcome, guard, progress)
        outcome.problems += (*guard.problems(), *self.entering.problems())
        return outcome

    def _read(
        self,
        channel: Channel,
        payload: bytes,
        reader: Reader,
        outcome: Outcome,
        guard: Guard,
        progress: Progress | None,
    ) -> None:
        ranked = Ranked(channel, self.plan.origins["cmsdk_channels", channel.id])
        found = guard.drain(ranked, lambda: iter(channel.read(payload)))
        window = self._window()
        for batch in batches(items_of(found, ranked, outcome.problems, guard)):
            self._batch(batch, reader, outcome, guard, window)
            if progress is not None:
                progress(outcome.received)

    def _batch(self, items: list[Item], reader: Reader, outcome: Outcome, guard: Guard, window: Window | None) -> None:
        for _ in range(ATTEMPTS):
            read = reader.read(items)
            fresh, quarantined, repeats = self._new(read, reader.channel)
            cases = self._open(fresh, reader.received, guard, window)
            seen = window.seen() if window is not None and cases else None
            if self.entering.record(reader.delivery, cases, quarantined, seen, repeats):
                break
            if window is not None:
                window.forget()
        else:
            why = "other writers brought in the same reports meanwhile; receive the delivery again"
            raise StoreUnavailable([problem("CMS804", reader.delivery, url=reader.channel, error=why)])
        if window is not None:
            window.recorded(sum(len(new.entries) for new in cases))
            outcome.linked += sum(bool(new.case.linked) for new in cases)
        outcome.received += len(read)
        outcome.duplicates += len(read) - len(cases) - len(quarantined)
        outcome.quarantined += quarantined
        outcome.case_ids += [new.case.id for new in cases]
        outcome.cases += [new.case for new in cases[: KEEP - len(outcome.cases)]]

    def _new(
        self, read: list[Draft | Quarantined], channel: str
    ) -> tuple[list[Draft], list[Quarantined], Sequence[str]]:
        """What is neither a case already nor a repeat inside this batch, and the cases that are repeated.

        A report is known by its key.

        A broken item is a repeat only of what already is a case: beside a good one of the same id it may be another
        report, so it stays to be looked at.
        """
        keys = [row.report.key if isinstance(row, Draft) else row.key for row in read]
        known = self.ledger.known(self.plan.city, channel, keys)
        new = [(key, row) for key, row in zip(keys, read, strict=True) if key not in known]
        drafts: dict[str, Draft] = {}
        for key, row in new:
            if isinstance(row, Draft):
                drafts.setdefault(key, row)
        quarantined = [row for _, row in new if isinstance(row, Quarantined)]
        return list(drafts.values()), quarantined, list(dict.fromkeys(known.values()))

    def _open(self, drafts: list[Draft], now: datetime, guard: Guard, window: Window | None) -> list[NewCase]:
        decided = self.pipeline.decide(drafts, guard)
        ids = self.ids.take(len(decided), now)
        opening = Opening(self.plan.fingerprint, self.plan.workflow.initial, now, self.forms)
        if window is None or not decided:
            return [opening.case(case_id, triaged) for case_id, triaged in zip(ids, decided, strict=True)]
        window.begin(decided)
        cases = []
        for case_id, triaged, found in zip(ids, decided, window.match(ids, decided, guard), strict=True):
            whole = triaged
            if found.steps:
                whole = attrs.evolve(triaged, trail=(*triaged.trail, *found.steps), recurs=found.recurs)
            new = opening.case(case_id, whole)
            cases.append(self._linked(new, found.link, now) if found.link else new)
        return cases

    def _linked(self, new: NewCase, first: Earlier, now: datetime) -> NewCase:
        """``new`` linked to ``first``; where that one sleeps, it sleeps as long, or wakes with it."""
        procedure = procedure_of(self.plan)
        known = self.ledger.case(first.id) if first.state in procedure.resting else None
        if known is None:
            return link_new(new, first, self.forms, first.state, {})
        whole = awake(known, procedure, now)
        return link_new(new, first, self.forms, whole.state, joining(new.case, whole, procedure, now))


_TEXT: Final = frozenset({str})


def _whole(item: Item) -> bool:
    """Whether ``item`` is as the contract has it: texts by name. A plugin's channel yields what it likes."""
    position: object = item.position
    fields: object = item.fields
    problems: object = item.problems
    return (
        isinstance(position, str)
        and isinstance(fields, dict)
        and (_TEXT.issuperset(map(type, fields.values())) or all(isinstance(text, str) for text in fields.values()))
        and (problems == () or (isinstance(problems, tuple) and all(type(one) is Problem for one in problems)))
    )


def refusal(plan: CityPlan, channel: str, payload: bytes) -> Problem | None:
    """Why nothing of a payload is read: there is no such channel, or it is too long or empty."""
    if channel not in plan.channels:
        return problem("CMS501", channel, channel=channel, known=", ".join(sorted(plan.channels)))
    if len(payload) > MAX_DELIVERY:
        return problem("CMS518", channel, size=len(payload), most=MAX_DELIVERY)
    return problem("CMS502", channel) if not payload or payload.isspace() else None


def items_of(found: Iterable[Any], ranked: Ranked[Channel], problems: list[Problem], guard: Guard) -> Iterator[Item]:
    """The items, those that are none for the quarantine; what is said of the whole delivery goes to ``problems``."""
    for number, row in enumerate(found, start=1):
        if isinstance(row, Problem):
            problems.append(row)
        elif isinstance(row, Item) and _whole(row):
            yield row
        else:
            guard.note(ranked, f"item {number} is a {type(row).__name__}, or has fields that are no texts")
            raw = row.raw if isinstance(row, Item) else row
            yield Item(str(number), raw, {}, (problem("CMS512", f"{ranked.item.id}:{number}"),))


def batches(items: Iterator[Item]) -> Iterator[list[Item]]:
    """``items`` in lists of ``BATCH``."""
    while batch := list(islice(items, BATCH)):
        yield batch
