"""``cmsdk ledger export``, ``import`` and ``copy``: a whole ledger into a folder, out of one, to another engine."""

from collections.abc import Mapping
from pathlib import Path

import click

from cmsdk.ledger.moving.door import copy_ledger, export_ledger, import_ledger
from cmsdk.ledger.moving.manifest import FORMATS
from cmsdk.ledger.moving.results import Carried
from cmsdk.ledger.urls import shown
from cmsdk.serial import Form

from . import options
from .answer import DONE, LOOK, Answer, Asked
from .lang import say
from .progress import progress
from .screen import Screen
from .spoken import SpokenCommand

FOLDER = click.Path(path_type=Path, file_okay=False)
KEY_FILE = click.Path(path_type=Path, dir_okay=False)


def rows_shown(screen: Screen, rows: Mapping[str, int], new: Mapping[str, int] | None = None) -> None:
    """How many rows each table has, and how many of them are new."""
    heads = ["table", "rows", *([] if new is None else ["added"])]
    lines = [
        (table, f"{count:,}", *([] if new is None else [f"{new.get(table, 0):,}"]))
        for table, count in sorted(rows.items())
        if count
    ]
    screen.table([say(f"column-{head}") for head in heads], lines)


def objects_shown(screen: Screen, carried: Carried) -> None:
    """How many attachments have come along, where there are any."""
    if carried.objects:
        screen.line(say("objects-carried", count=carried.objects))


def objects_form(carried: Carried) -> Form:
    """The same as JSON."""
    return {"there": carried.objects, "new": carried.new}


def state(carried: Carried) -> int:
    """The exit code: whether an attachment is missing."""
    return LOOK if carried.problems else DONE


@click.command("export", cls=SpokenCommand, help="help-ledger-export")
@options.ledger
@options.option("--to", type=FOLDER, required=True, help="option-export-to")
@options.option("--format", "form", type=click.Choice(FORMATS), default=FORMATS[0], help="option-export-format")
@options.plain
@options.answering
def export(asked: Asked, to: Path, form: str) -> Answer:
    """Write a whole ledger into a folder."""
    with progress(asked, "progress-export") as tell:
        done = export_ledger(asked.ledger, to, format=form, progress=tell)
    manifest = done.manifest

    def show(screen: Screen) -> None:
        rows_shown(screen, manifest.rows())
        screen.line(say("exported", files=len(manifest.files), folder=to), "bold")
        objects_shown(screen, done.carried)
        if done.kept:
            screen.line(say("export-kept", count=done.kept))
        screen.line(say("key-apart", key=manifest.key))

    form_ = {
        "folder": str(to), "format": manifest.format, "files": len(manifest.files), "kept": done.kept,
        "rows": dict(manifest.rows()), "key": manifest.key, "cities": list(manifest.cities),
        "objects": objects_form(done.carried),
    }  # fmt: skip
    return Answer(form_, show, done.carried.problems, state(done.carried))


@click.command("import", cls=SpokenCommand, help="help-ledger-import")
@click.argument("folder", type=FOLDER, metavar="DIR")
@options.ledger
@options.option("--key-file", type=KEY_FILE, metavar="FILE")
@options.plain
@options.answering
def import_(asked: Asked, folder: Path, key_file: Path | None) -> Answer:
    """Take an export into a ledger."""
    with progress(asked, "progress-import") as tell:
        done = import_ledger(folder, asked.ledger, key_file=key_file, progress=tell)

    def show(screen: Screen) -> None:
        rows_shown(screen, done.rows, done.new)
        screen.line(
            say("imported" if any(done.new.values()) else "imported-nothing", ledger=shown(asked.ledger)), "bold"
        )
        objects_shown(screen, done.carried)

    form: Form = {
        "rows": dict(done.rows), "new": dict(done.new), "kept": done.kept, "objects": objects_form(done.carried),
    }  # fmt: skip
    return Answer(form, show, done.carried.problems, state(done.carried))


@click.command("copy", cls=SpokenCommand, help="help-ledger-copy")
@options.option("--from", "source", metavar="URL", required=True, help="option-copy-from")
@options.option("--to", metavar="URL", required=True, help="option-copy-to")
@options.option("--key-file", type=KEY_FILE, metavar="FILE")
@options.plain
@options.answering
def copy(asked: Asked, source: str, to: str, key_file: Path | None) -> Answer:
    """Copy a ledger to another engine, or to another place."""
    with progress(asked, "progress-copy") as tell:
        done = copy_ledger(source, to, key_file=key_file, progress=tell)

    def show(screen: Screen) -> None:
        rows_shown(screen, done.rows)
        screen.line(say("copied", streams=f"{done.streams:,}"), "bold")
        objects_shown(screen, done.carried)
        screen.line(say("key-apart", key=done.key))

    form: Form = {
        "rows": dict(done.rows), "streams": done.streams, "key": done.key, "objects": objects_form(done.carried),
    }  # fmt: skip
    return Answer(form, show, done.carried.problems, state(done.carried))
