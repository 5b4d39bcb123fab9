"""``cmsdk ledger upgrade``: a ledger of an earlier version is brought up to this one."""

import click

from cmsdk.ledger.upgrade import upgrade_ledger
from cmsdk.ledger.urls import shown
from cmsdk.serial import Form

from . import options
from .answer import Answer, Asked
from .lang import say
from .progress import progress
from .screen import Screen
from .spoken import SpokenCommand


@click.command("upgrade", cls=SpokenCommand, help="help-ledger-upgrade")
@options.ledger
@options.plain
@options.answering
def upgrade(asked: Asked) -> Answer:
    """Bring the ledger up; one that is current already stays as it is. Raises StoreUnavailable."""
    with progress(asked, "progress-upgrade") as tell:
        found = upgrade_ledger(asked.ledger, progress=tell)

    def show(screen: Screen) -> None:
        key = "ledger-upgraded" if found.done else "ledger-current"
        screen.line(say(key, found=found.found, version=found.version), "bold")
        if found.key:
            screen.line(say("ledger-upgrade-key", file=found.key))
        for city in found.stale:
            screen.line(say("ledger-stale", city=city, ledger=shown(asked.ledger)))

    form: Form = {
        "found": found.found, "version": found.version, "rebuild": list(found.stale), "key": found.key or None,
    }  # fmt: skip
    return Answer(form, show)
