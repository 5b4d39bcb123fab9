"""``cmsdk ledger merge``, ``conflicts`` and ``settle``: an offline laptop's ledger comes home."""

from collections.abc import Sequence
import json
import os
from pathlib import Path
from typing import Final

import click

from cmsdk.ledger.open import sqlite_path
from cmsdk.model.errors import RejectedInput
from cmsdk.model.problem import Problem, problem
from cmsdk.publish.refusals import refusal_problem
from cmsdk.serial import Form
from cmsdk.work.conflict import Conflict

from . import options
from .acting import person
from .answer import DONE, LOOK, Answer, Asked
from .lang import say
from .ledger_moving import KEY_FILE
from .opening import opened
from .progress import progress
from .receive import SHOWN
from .screen import Screen
from .spoken import SpokenCommand

_EMPTY: Final[tuple[object, ...]] = (None, "", [], {})


def _form(conflict: Conflict) -> Form:
    why = conflict.refusal
    return {
        "id": conflict.id, "stream": conflict.stream, "case": conflict.case, "command": conflict.command,
        "at": conflict.at, "by": conflict.by, "state": conflict.state, "note": conflict.note,
        "settled_by": conflict.settled_by, "code": why.code, "guard": why.guard, "said": conflict.data,
    }  # fmt: skip


def _problem(conflict: Conflict) -> Problem:
    return refusal_problem(conflict.refusal, conflict.id)


def _said(conflict: Conflict) -> str:
    """What was said in the command, as it is kept: masked."""
    form = json.loads(conflict.data)
    fields = form.get("command", form)  # what is no command's, such as an attachment, stands in the entry itself
    return " · ".join(
        f"{name}={_value(value)}" for name, value in fields.items() if name != "v" and value not in _EMPTY
    )


def _value(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _table(screen: Screen, rows: Sequence[Conflict]) -> None:
    heads = [say(f"column-{name}") for name in ("conflict", "stream", "command", "by", "done-at", "code", "state")]
    lines = [
        (one.id, one.stream, one.command, one.by, one.at[:16].replace("T", " "), one.refusal.code,
         say(f"conflict-{one.state}")) for one in rows[:SHOWN]
    ]  # fmt: skip
    screen.table(heads, lines)
    for one in rows[:SHOWN]:
        if fields := _said(one):
            screen.line(say("conflict-said", conflict=one.id, fields=fields))
    if len(rows) > SHOWN:
        screen.line(say("moved-more", shown=SHOWN, count=len(rows)))


@click.command("merge", cls=SpokenCommand, help="help-ledger-merge")
@click.argument("other", metavar="URL")
@options.option("--by", required=True, metavar="PERSON")
@options.option("--dry-run", is_flag=True)
@options.option("--key-file", type=KEY_FILE, metavar="FILE", help="option-laptop-key")
@options.working
@options.answering
def merge(asked: Asked, other: str, by: str, dry_run: bool, key_file: Path | None) -> Answer:
    """Bring home what was done on an offline ledger."""
    path = sqlite_path(other)
    if path is not None and not os.path.exists(path):  # noqa: PTH110  Path.exists fails on odd names
        raise RejectedInput([problem("CMS903", other, file=path, error=os.strerror(2))])
    with opened(asked) as city, progress(asked, "progress-merge") as tell:
        who = person(city.city.plan, by)
        done = city.city.merge(other, who, key_file=key_file, now=city.at, dry_run=dry_run, progress=tell)

    def show(screen: Screen) -> None:
        counts = {"taken": len(done.streams), "repeats": len(done.repeats), "done": len(done.done), "again": done.again}
        screen.pairs([(say(f"merged-{name}"), f"{count:,}") for name, count in counts.items()])
        if done.conflicts:
            _table(screen, done.conflicts)
            screen.line(say("merge-conflicts", count=len(done.conflicts)))
        screen.line(say("merge-rehearsed" if dry_run else "merged"), "bold")

    form = {
        "streams": list(done.streams), "repeats": [list(pair) for pair in done.repeats],
        "done": [list(pair) for pair in done.done], "conflicts": [_form(one) for one in done.conflicts],
        "again": done.again, "written": not dry_run,
    }  # fmt: skip
    problems = (*map(_problem, done.conflicts), *done.problems)
    return Answer(form, show, problems, LOOK if problems else DONE)


@click.command("conflicts", cls=SpokenCommand, help="help-ledger-conflicts")
@options.option("--all", "everything", is_flag=True, help="option-all-conflicts")
@options.working
@options.answering
def conflicts(asked: Asked, everything: bool) -> Answer:
    """What merges have left for a person."""
    with opened(asked) as city:
        rows = list(city.city.conflicts(settled=everything))

    def show(screen: Screen) -> None:
        if rows:
            _table(screen, rows)
        screen.line(say("conflicts-count" if rows else "conflicts-none", count=len(rows)))

    return Answer({"conflicts": [_form(one) for one in rows]}, show)


@click.command("settle", cls=SpokenCommand, help="help-ledger-settle")
@click.argument("conflict", metavar="CONFLICT")
@options.option("--by", required=True, metavar="PERSON")
@options.option("--note", required=True, metavar="TEXT")
@options.working
@options.answering
def settle(asked: Asked, conflict: str, by: str, note: str) -> Answer:
    """Say what came of a conflict."""
    with opened(asked) as city:
        done = city.city.settle(conflict, note, person(city.city.plan, by), now=city.at)
    return Answer(_form(done), lambda screen: screen.line(say("conflict-settled-now", conflict=conflict)))
