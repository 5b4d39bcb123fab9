"""``cmsdk ledger rekey`` and ``retain``: another key for the ledger, and what is past its term."""

from pathlib import Path

import click

from cmsdk.desk.retaining import Retained
from cmsdk.ledger.keys.source import KeySource, write_key
from cmsdk.ledger.open import open_ledger
from cmsdk.model.errors import RejectedInput
from cmsdk.model.problem import problem

from . import options
from .answer import Answer, Asked
from .lang import say
from .opening import opened
from .progress import progress
from .receive import SHOWN
from .screen import Screen
from .spoken import SpokenCommand


@click.command("rekey", cls=SpokenCommand, help="help-ledger-rekey")
@options.option("--to", type=click.Path(path_type=Path, dir_okay=False), required=True, help="option-new-key")
@options.ledger
@options.plain
@options.answering
def rekey(asked: Asked, to: Path) -> Answer:
    """Every key wrapped with the key in a file, which is made if it is not there. Raises RejectedInput."""
    ledger = open_ledger(asked.ledger)
    try:
        write_key(to)
        key = KeySource(str(to), beside=to, environment={}).key(begins=False)
        with progress(asked, "progress-rekey") as tell:
            count = ledger.rekey(key, tell)
    except OSError as error:
        raise RejectedInput([problem("CMS903", str(to), file=to, error=error.strerror)]) from error
    finally:
        ledger.close()
    return Answer(
        {"file": str(to), "wrapped": count},
        lambda screen: screen.line(say("ledger-rekeyed", count=count, file=to)),
    )


@click.command("retain", cls=SpokenCommand, help="help-ledger-retain")
@options.option("--dry-run", is_flag=True)
@options.working
@options.answering
def retain(asked: Asked, dry_run: bool) -> Answer:
    """Destroy what is past its term, or only list it."""
    with opened(asked) as city, progress(asked, "progress-retain") as tell:
        found = city.city.retain(now=city.at, dry_run=dry_run, progress=tell)
    rows = [(one.case, str(one.what), one.last.isoformat(), one.row.id, one.row.basis) for one in found.past]
    form = [
        {"case": one.case, "destroys": one.what, "last": one.last.isoformat(), "rule": one.row.id} for one in found.past
    ]

    def show(screen: Screen) -> None:
        if rows:
            names = ("id", "retain-what", "retain-last", "retain-rule", "retain-basis")
            screen.table([say(f"column-{name}") for name in names], rows[:SHOWN])
        if len(rows) > SHOWN:
            screen.line(say("moved-more", shown=SHOWN, count=len(rows)))
        screen.line(_said(found), "bold")
        if found.refused:
            screen.line(say("retain-refused", count=len(found.refused)))

    data = {
        "past": form, "deliveries": found.overdue, "counts": {
            "people": found.people, "raws": found.raws, "attachments": found.attachments,
            "deliveries": found.deliveries,
        }, "refused": found.refused, "written": found.written,
    }  # fmt: skip
    return Answer(data, show)


def _said(found: Retained) -> str:
    facts = {name: getattr(found, name) for name in ("people", "raws", "attachments", "deliveries")}
    return say("retained" if found.written else "retain-would", **facts)
