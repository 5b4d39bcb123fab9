"""``cmsdk receive``: a file that arrived at a channel becomes cases."""

import os
from pathlib import Path
import sys

import click

from cmsdk.desk.intake import MAX_DELIVERY, Outcome
from cmsdk.model.case import Case
from cmsdk.model.errors import RejectedInput
from cmsdk.model.problem import Severity, problem
from cmsdk.publish.columns import FIELDS
from cmsdk.publish.view import View

from . import options
from .answer import CANNOT, DONE, LOOK, Answer, Asked
from .lang import LANG, say
from .opening import opened
from .progress import progress
from .screen import Screen, short
from .spoken import SpokenCommand

SHOWN = 40
"""Rows of a table that people still read."""


def read_file(path: str) -> bytes:
    """The bytes of a file, ``-`` being the standard input. Raises RejectedInput."""
    try:
        if path == "-":
            return sys.stdin.buffer.read(MAX_DELIVERY + 1)
        with Path(path).open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            if size > MAX_DELIVERY:
                raise RejectedInput([problem("CMS518", path, size=size, most=MAX_DELIVERY)])
            return file.read(MAX_DELIVERY + 1)  # a device has no size
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise RejectedInput([problem("CMS903", path, file=path, error=reason)]) from error


def _lines(path: str, payload: bytes) -> int | None:
    """How many items to expect at most, where that can be told without reading them."""
    return payload.count(b"\n") or None if path.casefold().endswith((".csv", ".jsonl")) else None


def _name(path: str) -> str:
    """The file's name as text."""
    return Path(path).name.encode("utf-8", "replace").decode()


def code_of(outcome: Outcome) -> int:
    """The exit code of an outcome."""
    if outcome.received == 0 and any(p.severity is Severity.ERROR for p in outcome.problems):
        return CANNOT
    return LOOK if outcome.problems or outcome.quarantined else DONE


def show_cases(screen: Screen, outcome: Outcome, view: View) -> None:
    """The table of new cases."""
    shown, count = outcome.cases[:SHOWN], len(outcome.case_ids)
    screen.table(
        [say(f"column-{name}") for name in ("id", "matter", "category", "unit", "mode", "due")],
        [
            (
                case.id,
                matter(case, 30),
                short(FIELDS["category_name"](case, view), 24),
                FIELDS["unit_name"](case, view),
                FIELDS["mode"](case, view),
                due_text(case, view),
            )
            for case in shown
        ],
    )
    if count > len(shown):
        screen.line(say("receive-more", shown=len(shown), count=count, city=view.plan.city))


def matter(case: Case, width: int) -> str:
    """What it is about, with a mark where the case is linked to a first one, or recurs."""
    mark = say("mark-linked", first=case.linked) if case.linked else say("mark-recurs") if case.recurs else ""
    return mark + short(case.title or case.text, width)


def due_text(case: Case, view: View) -> str:
    """The deadline, with a word where it is provisional or past."""
    words = [FIELDS["due"](case, view)]
    if case.due and case.due.provisional:
        words.append(say("word-provisional"))
    if case.late(view.now):
        words.append(say("word-late"))
    return " ".join(words)


def show_quarantine(screen: Screen, outcome: Outcome) -> None:
    """What could not become a case, and why."""
    screen.heading(say("receive-quarantine", count=len(outcome.quarantined)))
    for row in outcome.quarantined[:SHOWN]:
        screen.line(say("receive-item", position=row.position, key=short(row.key, 24)))
        screen.reasons(row.problems)
    if len(outcome.quarantined) > SHOWN:
        screen.line(say("receive-more-quarantine", shown=SHOWN, count=len(outcome.quarantined)))


def counts_line(outcome: Outcome) -> str:
    """The counts in one sentence."""
    told = say("receive-counts", **outcome.counts)
    return told + " " + say("receive-linked", linked=outcome.linked) if outcome.linked else told


@click.command("receive", cls=SpokenCommand, help="help-receive")
@click.argument("channel", metavar="CHANNEL")
@click.argument("file", metavar="FILE")
@options.working
@options.answering
def receive(asked: Asked, channel: str, file: str) -> Answer:
    """Store, read, triage, record; then say what became of every item."""
    payload = read_file(file)
    with opened(asked, begins=True) as city, progress(asked, "progress-receive", _lines(file, payload)) as tell:
        outcome = city.city.receive(channel, payload, now=city.at, name=_name(file), progress=tell)
        data, view = city.city.as_json(outcome, LANG.get()), View(city.city.plan, LANG.get(), city.now)

    def show(screen: Screen) -> None:
        if outcome.received or not outcome.problems:
            screen.line(counts_line(outcome), "bold")
        if outcome.cases:
            show_cases(screen, outcome, view)
        if outcome.quarantined:
            show_quarantine(screen, outcome)

    return Answer(data, show, tuple(outcome.problems), code_of(outcome))
