"""``cmsdk demo``: the whole job on a city's samples, from files to the ledger, the figures and a report."""

from pathlib import Path
from typing import Any

import click

from cmsdk.city import City
from cmsdk.ledger.open import open_ledger
from cmsdk.ledger.urls import SQLITE
from cmsdk.model.errors import RejectedInput
from cmsdk.model.problem import problem
from cmsdk.publish.chances import as_json

from . import options
from .answer import DONE, LOOK, Answer, Asked
from .counted import figures_form
from .demo_screen import show_demo
from .forms import quarantine_item
from .lang import LANG, say
from .opening import found_plugins
from .play import Demo, play, receive_samples
from .progress import progress
from .receive import counts
from .script import Script, find_script
from .spoken import SpokenCommand

LEDGER, PAGE = "ledger.db", "problem-ledger.html"


def _fresh_ledger(folder: Path, script: Script) -> Path:
    """The file of the ledger; an older one is removed if all that it holds came from this script. Raises."""
    file = folder / LEDGER
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if file.exists():
            _only_ours(file, script)
            for ending in ("", "-wal", "-shm"):
                file.with_name(file.name + ending).unlink(missing_ok=True)
    except OSError as error:
        raise RejectedInput([problem("CMS905", str(file), file=file, error=error.strerror or error)]) from error
    return file


def _only_ours(file: Path, script: Script) -> None:
    ledger = open_ledger(f"{SQLITE}{file}")
    try:
        names = {d.name for city in ledger.cities() for d in ledger.deliveries(city)}
        strangers = names - {d.file for d in script.delivery} or set(ledger.cities()) - {script.city}
    finally:
        ledger.close()
    if strangers:
        raise RejectedInput([problem("CMS905", str(file), file=file, error=say("demo-not-ours"))])


def _run(city: City, script: Script, root: Path, folder: Path) -> Demo:
    received = receive_samples(city, script, root)
    played, cases = play(city, script, received)
    now = script.moment(script.now, city.plan.zone)
    page = city.publish(script.report, to=folder / PAGE, lang=LANG.get(), now=now)
    explanation = city.explain(cases[script.explain].id, LANG.get(), now=now)
    return Demo(received, played, city.figures(now=now), explanation, page.resolve(), (folder / LEDGER).resolve())


def _form(demo: Demo, script: Script) -> dict[str, Any]:
    f = demo.figures
    mix = as_json(f.mix)
    return {
        "city": script.city,
        "deliveries": [
            {"file": r.sample.file, "channel": r.sample.channel, **counts(r.outcome)} for r in demo.received
        ],
        "quarantined": [
            {"file": r.sample.file, **quarantine_item(q)} for r in demo.received for q in r.outcome.quarantined
        ],
        "work": [p.form() for p in demo.played],
        "figures": figures_form(f),
        "mix": mix.pop("shares"),
        "mix_test": mix,
        "explained": demo.explanation.as_json(),
        "page": str(demo.page),
        "ledger": str(demo.ledger),
    }  # fmt: skip


@click.command("demo", cls=SpokenCommand, help="help-demo")
@options.option("--city", metavar="ID", default="", help="option-demo-city")
@options.option(
    "--to", type=click.Path(path_type=Path), default="demo", metavar="DIR", show_default=True, help="option-demo-to"
)
@options.plugins
@options.plain
@options.answering
def demo(asked: Asked, to: Path) -> Answer:
    """Receive, triage, work, count, explain, publish."""
    rows = found_plugins(asked)
    row, script = find_script(rows, asked.city)
    ledger = _fresh_ledger(to, script)
    with City.open(script.city, f"{SQLITE}{ledger}", plugins=rows) as city, progress(asked, "progress-demo"):
        shown = _run(city, script, row.root, to)
        now = script.moment(script.now, city.plan.zone)
        cases = list(city.cases(now=now))
    unforeseen = tuple(p for played in shown.played for p in played.unforeseen)
    return Answer(
        _form(shown, script),
        lambda screen: show_demo(screen, shown, city.plan, cases, now),
        unforeseen,
        LOOK if unforeseen else DONE,
    )
