"""``cmsdk ledger seal``, ``verify``, ``prove``: a ledger is sealed and checked, a case of it proved."""

from pathlib import Path

import attrs
import click

from cmsdk.desk.sealing import prove_case, verify_ledger
from cmsdk.publish.view import clock_time
from cmsdk.publish.write import write
from cmsdk.sealing.findings import Verification
from cmsdk.sealing.keys import SealKey, SealPublicKey
from cmsdk.sealing.seal import LedgerSeal, read_seal

from . import options
from .answer import DONE, LOOK, Answer, Asked
from .lang import say
from .opening import opened
from .progress import progress
from .screen import Screen
from .spoken import SpokenCommand

FILE = click.Path(path_type=Path, dir_okay=False)


@click.command("seal", cls=SpokenCommand, help="help-ledger-seal")
@options.option("--key", type=FILE, help="option-seal-key")
@options.option("--to", type=FILE, help="option-seal-to")
@options.working
@options.answering
def seal(asked: Asked, key: Path | None, to: Path | None) -> Answer:
    """Seal what was entered since the last seal. Raises RejectedInput."""
    secret = SealKey.read(key)
    with opened(asked) as city, progress(asked, "progress-seal"):
        made = city.city.seal(secret, now=city.at)
        zone = city.city.plan.zone
        found = made.seal if made else city.city.last_seal()
    if to is not None and found is not None:
        write(found.published.encode(), to)

    def show(screen: Screen) -> None:
        if found is None:
            screen.line(say("seal-nothing"))
            return
        how = "sealed" if made else "sealed-before"
        screen.line(say(how, seal=found.seal, entries=found.entries, streams=found.streams), "bold")
        screen.pairs([
            (say("column-seal-span"), f"{found.first}…{found.last}"),
            (say("column-seal-at"), clock_time(found.moment, zone)),
            (say("column-seal-root"), found.root),
            (say("column-seal-key"), found.key),
        ])  # fmt: skip
        if to is not None:
            screen.line(say("seal-written", file=to))

    problems = made.problems if made else ()
    data = {"seal": found.form if found else None, "new": made is not None}
    return Answer(data, show, problems, LOOK if problems else DONE)


@click.command("verify", cls=SpokenCommand, help="help-ledger-verify")
@options.option("--seal", "seals", type=FILE, multiple=True, help="option-published-seal")
@options.option("--public-key", "keys", type=FILE, multiple=True, help="option-public-key")
@options.ledger
@options.plain
@options.answering
def verify(asked: Asked, seals: tuple[Path, ...], keys: tuple[Path, ...]) -> Answer:
    """Check the whole ledger. Raises RejectedInput."""
    published: list[LedgerSeal] = [read_seal(path) for path in seals]
    public = [SealPublicKey.read(path) for path in keys]
    with progress(asked, "progress-verify") as tell:
        found = verify_ledger(asked.ledger, seals=published, keys=public, progress=tell)
    form = attrs.asdict(found, filter=lambda field, _: field.name != "problems")
    form |= {"sound": found.sound, "findings": [{"code": p.code, **dict(p.facts)} for p in found.problems]}
    return Answer(form, lambda screen: _show(screen, found), found.problems, DONE if found.sound else LOOK)


def _show(screen: Screen, found: Verification) -> None:
    screen.line(say("verified", entries=found.entries, streams=found.streams, seals=found.seals), "bold")
    for key in found.keys:
        screen.line(say("verified-key", key=key))
    sealed = say("verified-sealed", sealed=found.sealed, later=found.later)
    screen.line(sealed if found.seals else say("no-seals"))
    count = len(found.problems) + found.more
    screen.line(say("verified-found", count=count) if count else say("verified-sound"), "bold")
    if not count:
        screen.line(say("verified-states"))


@click.command("prove", cls=SpokenCommand, help="help-ledger-prove")
@click.argument("case_id", metavar="CASE")
@options.option("--to", type=FILE, required=True, help="option-proof-to")
@options.ledger
@options.plain
@options.answering
def prove(asked: Asked, case_id: str, to: Path) -> Answer:
    """Write the proof of a case. Raises RejectedInput, NotAllowed."""
    with progress(asked, "progress-prove"):
        made = prove_case(asked.ledger, case_id)
    write(made.text.encode(), to)
    later, sealed = len(made.unsealed), made.seal
    form = {"file": str(to), "case": case_id, "entries": len(made.entries), "unsealed": later, "seal": sealed.seal}

    def show(screen: Screen) -> None:
        screen.line(say("proved", case=case_id, entries=len(made.entries), seal=sealed.seal, file=to), "bold")
        if later:
            screen.line(say("proved-later", later=later))
        screen.line(say("verified-key", key=sealed.key))

    return Answer(form, show)
