"""``cmsdk replay``: what a change of the rules would have done to past reports. Nothing is written to the ledger."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
import csv
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import click

from cmsdk.builtin.csv_format import defused
from cmsdk.contract.output import Document, Table
from cmsdk.desk.publishing import rendered
from cmsdk.desk.replay_told import document_of
from cmsdk.desk.replayed import FIELDS, Pair, Replay, Replayed
from cmsdk.model.errors import RejectedInput
from cmsdk.model.problem import problem
from cmsdk.publish.write import format_for, write

from . import options
from .answer import DONE, LOOK, Answer, Asked
from .coverage import MOST
from .lang import LANG, say
from .opening import found_plugins, moment, opened
from .progress import progress
from .screen import Screen
from .spoken import SpokenCommand

Each = Callable[[Replayed], None]


@click.command("replay", cls=SpokenCommand, help="help-replay")
@options.option("--with", "given", required=True, metavar="PATH")
@options.option("--from", "first", metavar="DAY", default="", help="option-replay-from")
@options.option("--to", "last", metavar="DAY", default="", help="option-replay-to")
@options.option("--report", "report", metavar="FILE", default="", help="option-replay-report")
@options.option("--list", "file", metavar="FILE", default="", help="option-replay-list")
@options.city
@options.ledger
@options.plugins
@options.plain
@options.answering
def replay(asked: Asked, given: str, first: str, last: str, report: str, file: str) -> Answer:
    """Decide past reports again under the present rules and the changed ones."""
    with opened(asked) as city, progress(asked, "progress-replay") as told, _listed(file) as each:
        plan = city.city.plan
        renderer = format_for(plan, Path(report)) if report else None
        days = _days(first, last, plan.zone)
        found = city.city.replay(
            given, plugins=found_plugins(asked), first=days[0], last=days[1], each=each, progress=told
        )
        made = document_of(found, plan, LANG.get())
        if renderer is not None:
            write(rendered(made, renderer, plan), Path(report))
    data = {"from": _day(days[0]), "to": _day(days[1]), **replay_form(found)}
    data |= {"report": report or None, "list": file or None}
    return Answer(data, lambda screen: show_document(screen, made), found.problems, LOOK if found.differ else DONE)


def _days(first: str, last: str, zone: ZoneInfo) -> tuple[date | None, date | None]:
    """The days in the city's zone. Raises RejectedInput: one is no day, or the last lies before the first."""
    some, other = (
        None if at is None else at.astimezone(zone).date() for at in (moment(first, zone), moment(last, zone))
    )
    if some is not None and other is not None and other < some:
        raise RejectedInput([problem("CMS991", "--to", first=some, last=other)])
    return some, other


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


@contextmanager
def _listed(name: str) -> Iterator[Each | None]:
    """Writes every case that differs to a CSV as it comes, so that no number of them has to be kept."""
    if not name:
        yield None
        return
    with ExitStack() as stack:
        try:
            file = stack.enter_context(Path(name).open("x", encoding="utf-8-sig", newline=""))
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or error
            raise RejectedInput([problem("CMS905", name, file=name, error=reason)]) from error
        # half a list looks like a whole one, and would stand in the way of the next replay
        undone = stack.enter_context(ExitStack())
        undone.callback(Path(name).unlink, missing_ok=True)
        rows = csv.writer(file)
        rows.writerow(("case", "reported", "text", "field", "recorded", "present", "changed", "rule"))

        def each(row: Replayed) -> None:
            for field in row.fields:
                told = (side.told(field) for side in (row.recorded, row.present, row.changed))
                cells = (row.case, row.at.isoformat(), row.text, field, *told, row.changed.rule(field))
                rows.writerow(map(defused, cells))

        yield each
        undone.pop_all()


def _decided_form(row: Replayed) -> dict[str, Any]:
    sides = {"recorded": row.recorded, "present": row.present, "changed": row.changed}
    fields = {
        field: {**{name: side.told(field) for name, side in sides.items()}, "rule": row.changed.rule(field)}
        for field in row.fields
    }
    return {"case": row.case, "at": row.at.isoformat(), "text": row.text, "fields": fields}


def _pair_form(pair: Pair) -> dict[str, int]:
    return {"before": pair.before, "after": pair.after}


def replay_form(found: Replay) -> dict[str, Any]:
    """The result as JSON: all counts, and the first cases that differ."""
    return {
        "city": found.city, "present": found.present, "changed": found.changed, "plugins": list(found.plugins),
        "cases": found.cases, "differ": found.differ, "linked": found.linked, "skipped": found.skipped,
        "incomplete": found.incomplete, "fields": {name: found.fields[name] for name in FIELDS if found.fields[name]},
        "since": {name or "cases": count for name, count in sorted(found.since.items())},
        "deadlines": {"earlier": found.earlier, "later": found.later},
        "unclassified": _pair_form(found.unclassified), "desk": _pair_form(found.desk),
        "provisional": _pair_form(found.provisional),
        "loads": {field: {key: _pair_form(p) for key, p in sorted(by.items())} for field, by in found.loads.items()},
        "flows": [
            {"field": field, "before": was, "after": would, "cases": count}
            for (field, was, would), count in sorted(found.flows.items(), key=lambda flow: (-flow[1], flow[0]))
        ],
        "examples": [_decided_form(row) for row in found.examples],
    }  # fmt: skip


def show_document(screen: Screen, made: Document) -> None:
    """The document's tables; what it draws stands in one of them, too."""
    screen.line(made.title, "bold")
    screen.pairs(made.facts)
    for section in made.sections:
        if isinstance(section, Table):
            screen.heading(section.title)
            screen.table(section.header, section.rows[:MOST])
            if len(section.rows) > MOST:
                screen.line(say("proof-more", count=len(section.rows) - MOST))
