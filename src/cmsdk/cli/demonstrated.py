"""One city's demonstration: its ledger begun anew, its script played, its figures counted, its documents published."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

import attrs

from cmsdk.city import City
from cmsdk.contract.plan import CityPlan
from cmsdk.ledger.open import open_ledger
from cmsdk.ledger.urls import SQLITE
from cmsdk.model.case import Case
from cmsdk.model.errors import RejectedInput
from cmsdk.model.figures import Figures
from cmsdk.model.indicated import Indicated
from cmsdk.model.problem import Problem, problem
from cmsdk.publish.explain import Explanation
from cmsdk.publish.view import View
from cmsdk.registry.discovery import Discovered

from .entered import entered_problems
from .lang import LANG, say
from .play import Played, Received, Tabled, enter_tables, play, receive_samples
from .script import Script

LEDGER: Final = "ledger.db"
PAGE: Final = "problem-ledger.html"


@attrs.frozen(kw_only=True)
class Demo:
    """All that a demonstration shows."""

    script: Script
    plan: CityPlan
    now: datetime
    received: list[Received]
    played: list[Played]
    tabled: list[Tabled]
    cases: list[Case]
    figures: Figures
    indicators: tuple[Indicated, ...]
    explanation: Explanation
    page: Path
    document: Path | None
    """What the script of the tour has published beside it."""
    ledger: Path

    @property
    def view(self) -> View:
        """How it is shown in the language of the run."""
        return View(self.plan, LANG.get(), self.now)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Refusals that the script did not foresee, and rows of tables that were not carried out."""
        unforeseen = [p for played in self.played for p in played.unforeseen]
        return (*unforeseen, *(p for table in self.tabled for p in entered_problems(table.entered, self.view)))


def demonstrate(row: Discovered, script: Script, rows: Sequence[Discovered], folder: Path) -> Demo:
    """Play ``script`` of the plugin ``row`` into ``folder``.

    Raises:
        CmsdkError: the city cannot be assembled, the script names what is not there, or a file cannot be written.
    """
    ledger = _fresh_ledger(folder, script)
    with City.open(script.city, f"{SQLITE}{ledger}", plugins=rows) as city:
        return _run(city, script, row.root, folder)


def _run(city: City, script: Script, root: Path, folder: Path) -> Demo:
    received = receive_samples(city, script, root)
    played, cases = play(city, script, received)
    tabled = enter_tables(city, script, root)
    now, tour, lang = script.moment(script.now, city.plan.zone), script.tour, LANG.get()
    page, document = city.publish(script.report, to=folder / PAGE, lang=lang, now=now), None
    if tour.report:
        to = folder / f"{tour.report}.html"
        document = city.publish(tour.report, to=to, lang=lang, now=now, values=tour.values).resolve()
    return Demo(
        script=script, plan=city.plan, now=now, received=received, played=played, tabled=tabled,
        cases=list(city.cases(now=now)), figures=city.figures(now=now),
        indicators=city.indicators(tour.indicators, now=now),
        explanation=city.explain(cases[script.explain].id, lang, now=now),
        page=page.resolve(), document=document, ledger=(folder / LEDGER).resolve(),
    )  # fmt: skip


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
