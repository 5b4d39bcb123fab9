"""``cmsdk ledger backup`` and ``restore``: a copy of a ledger in use, and a ledger from it."""

from pathlib import Path

import click

from cmsdk.ledger.moving.door import backup_ledger, restore_ledger
from cmsdk.ledger.moving.results import BackedUp, Copied
from cmsdk.ledger.urls import shown
from cmsdk.serial import Form

from . import options
from .answer import Answer, Asked
from .lang import say
from .ledger_moving import KEY_FILE, objects_form, objects_shown, rows_shown, state
from .progress import progress
from .screen import Screen
from .spoken import SpokenCommand


@click.command("backup", cls=SpokenCommand, help="help-ledger-backup")
@options.ledger
@options.option("--to", type=click.Path(path_type=Path), required=True, help="option-backup-to")
@options.plain
@options.answering
def backup(asked: Asked, to: Path) -> Answer:
    """A copy of a ledger while it is in use."""
    with progress(asked, "progress-backup") as tell:
        done = backup_ledger(asked.ledger, to, progress=tell)
    entries = done.entries if isinstance(done, BackedUp) else done.manifest.rows()["entries"]

    def show(screen: Screen) -> None:
        screen.line(say("backed-up", file=to, entries=f"{entries:,}"), "bold")
        if not isinstance(done, BackedUp):
            screen.line(say("backed-up-as-export"))
        objects_shown(screen, done.carried)
        screen.line(say("backup-key"))

    form: Form = {
        "to": str(to), "entries": entries, "file": isinstance(done, BackedUp), "objects": objects_form(done.carried),
    }  # fmt: skip
    return Answer(form, show, done.carried.problems, state(done.carried))


@click.command("restore", cls=SpokenCommand, help="help-ledger-restore")
@click.argument("backup", type=click.Path(path_type=Path), metavar="BACKUP")
@options.option("--ledger", metavar="URL", required=True)
@options.option("--key-file", type=KEY_FILE, metavar="FILE")
@options.plain
@options.answering
def restore(asked: Asked, backup: Path, key_file: Path | None) -> Answer:
    """A ledger from a backup."""
    with progress(asked, "progress-copy") as tell:
        done = restore_ledger(backup, asked.ledger, key_file=key_file, progress=tell)

    def show(screen: Screen) -> None:
        rows_shown(screen, done.rows)
        screen.line(say("restored", ledger=shown(asked.ledger)), "bold")
        objects_shown(screen, done.carried)
        if isinstance(done, Copied):
            screen.line(say("key-apart", key=done.key))

    form: Form = {"rows": dict(done.rows), "objects": objects_form(done.carried)}
    return Answer(form, show, done.carried.problems, state(done.carried))
