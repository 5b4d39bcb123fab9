"""Asked before filing: which open cases the reports of a payload are likely to be duplicates of. Nothing is stored."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

import attrs

from cmsdk.contract.channels import Channel
from cmsdk.contract.matching import Likely
from cmsdk.contract.plan import Ranked
from cmsdk.contract.ports import Quarantined
from cmsdk.desk.intake import Intake, batches, items_of, refusal
from cmsdk.desk.window import Window
from cmsdk.model.errors import RejectedInput
from cmsdk.model.problem import Problem, problem
from cmsdk.model.report import Item
from cmsdk.model.triaged import Triaged
from cmsdk.triage.draft import Draft
from cmsdk.triage.guard import Guard
from cmsdk.triage.read import Reader

MOST: Final = 10
"""Likely first cases that are named for one report."""


@attrs.frozen
class SimilarCase:
    """An open case that is likely to be the same matter. ``text`` is redacted."""

    id: str
    state: str
    text: str
    metres: float | None
    """Between the two points; nothing where they were not compared."""
    similarity: float | None
    """Of the two texts in per cent; nothing where they were not compared."""
    age: timedelta
    """Since that case was reported."""
    rule: str


@attrs.frozen
class SimilarReport:
    """One report of the payload, and what it is likely to be a duplicate of, the first one first."""

    position: str
    key: str
    category: str = ""
    known: str = ""
    """The case that this very report already is, where it was filed before."""
    cases: tuple[SimilarCase, ...] = ()
    problems: tuple[Problem, ...] = ()
    """Why it could not become a case."""


@attrs.frozen
class SimilarReports:
    """The answer for a payload: a row for each report in it, and what is wrong with the payload as a whole."""

    reports: tuple[SimilarReport, ...] = ()
    problems: tuple[Problem, ...] = ()


def similar(intake: Intake, channel: str, payload: bytes, now: datetime) -> SimilarReports:
    """See :meth:`cmsdk.City.similar`."""
    if not isinstance(payload, bytes | bytearray | memoryview):
        raise RejectedInput([problem("CMS521", channel, kind=type(payload).__name__)])
    body = bytes(payload)
    refused = refusal(intake.plan, channel, body)
    if refused is not None:
        return SimilarReports(problems=(refused,))
    guard, problems = Guard(), list[Problem]()
    reports = tuple(_reports(intake, intake.plan.channels[channel], body, now, guard, problems))
    return SimilarReports(reports, (*problems, *guard.problems()))


def _reports(
    intake: Intake, channel: Channel, payload: bytes, now: datetime, guard: Guard, problems: list[Problem]
) -> Iterator[SimilarReport]:
    ranked = Ranked(channel, intake.plan.origins["cmsdk_channels", channel.id])
    found = guard.drain(ranked, lambda: iter(channel.read(payload)))
    reader = Reader(intake.plan, channel.id, "", now)
    window = Window(intake.plan.city, intake.ledger, intake.pipeline.matching)
    for batch in batches(items_of(found, ranked, problems, guard)):
        yield from _batch(intake, batch, reader, window, guard)


def _batch(intake: Intake, items: list[Item], reader: Reader, window: Window, guard: Guard) -> Iterator[SimilarReport]:
    read = reader.read(items)
    drafts = [row for row in read if isinstance(row, Draft)]
    keys = [row.report.key for row in drafts]
    known = intake.ledger.known(intake.plan.city, reader.channel, keys)
    decided = intake.pipeline.decide(drafts, guard)
    window.begin(decided)
    likely = iter(zip(decided, window.ask(decided, guard), strict=True))
    for row in read:
        if isinstance(row, Quarantined):
            yield SimilarReport(row.position, row.key, problems=row.problems)
            continue
        triaged, cases = next(likely)
        case = known.get(triaged.report.key, "")
        shown = tuple(_shown(one, reader.received) for one in cases if one.case.id != case)
        yield _row(triaged, case, shown)


def _row(triaged: Triaged, known: str, cases: tuple[SimilarCase, ...]) -> SimilarReport:
    return SimilarReport(triaged.position, triaged.report.key, triaged.category, known, cases[:MOST])


def _shown(one: Likely, now: datetime) -> SimilarCase:
    case = one.case
    return SimilarCase(case.id, case.state, case.text, one.metres, one.similarity, now - case.at, one.rule)
