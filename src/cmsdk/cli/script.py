"""What ``cmsdk demo`` plays: a city's samples and a day of work on them (``samples/demo.toml`` of its plugin)."""

from collections.abc import Sequence
from datetime import datetime, time
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

import attrs

from cmsdk.model.errors import RejectedInput
from cmsdk.model.problem import problem
from cmsdk.registry.discovery import Discovered
from cmsdk.tables.settings import guarded, parse, structure
from cmsdk.triage.times import read_time

FILE: Final = "samples/demo.toml"
WORK: Final = "samples/work"
"""Folder of the tables of work; they are carried out in the order of their names."""


@attrs.frozen(kw_only=True)
class Sample:
    """A sample delivery: its file beside ``demo.toml``, its channel, and when it was received."""

    file: str
    channel: str
    at: str


@attrs.frozen(kw_only=True)
class Step:
    """One command of the day. ``refused`` marks one that the workflow is expected to refuse."""

    at: str
    by: str
    do: str
    set: dict[str, str] = attrs.field(factory=dict)
    """Fields of the command, as ``--set`` gives them."""
    refused: bool = False


@attrs.frozen(kw_only=True)
class Work:
    """The day of one case, found by its report's number, or by how its text begins."""

    channel: str
    report: str = ""
    starts: str = ""
    step: tuple[Step, ...]


@attrs.frozen(kw_only=True)
class Tour:
    """What is shown of this city where several are gone over in short (巡览), and of its community work in full."""

    title: str = ""
    title_en: str = ""
    indicators: tuple[str, ...] = ()
    """What the city counts of its own mechanisms; all its indicators, where none is named."""
    report: str = ""
    """The document that it publishes of them, beside ``report`` of the script."""
    values: dict[str, str] = attrs.field(factory=dict)
    """What the texts of that document name beside indicators."""

    def called(self, lang: str) -> str:
        """The title in a language."""
        return self.title_en or self.title if lang == "en" else self.title


@attrs.frozen(kw_only=True)
class Script:
    """A demonstration. Times without a day are on ``day``; all are the city's own."""

    city: str
    report: str
    day: str
    now: str
    explain: str
    """Number of the report whose case is explained in full."""
    delivery: tuple[Sample, ...]
    work: tuple[Work, ...]
    first: bool = False
    """This is what is shown in full where no city is named, and several have a demonstration."""
    tour: Tour = Tour()

    def moment(self, text: str, zone: ZoneInfo) -> datetime:
        """A time of the script."""
        return read_time(text if "-" in text else f"{self.day} {text}", zone, time())[0]


def read_script(root: Path, where: str) -> Script:
    """The script of the plugin in ``root``. Raises RejectedInput with all that is wrong with it."""
    file = root / FILE
    try:
        payload = file.read_bytes()
    except OSError as error:
        raise RejectedInput([problem("CMS903", where, file=file, error=error.strerror or error)]) from error
    script = structure(parse(payload, where), Script, where)
    for text in (script.now, *(d.at for d in script.delivery), *(s.at for w in script.work for s in w.step)):
        guarded(lambda text=text: script.moment(text, ZoneInfo("UTC")), where)  # type: ignore[misc]
    return script


def work_tables(root: Path) -> list[Path]:
    """The tables of work of the plugin in ``root``, in the order in which they are carried out."""
    return sorted(file for file in (root / WORK).glob("*") if file.suffix in {".csv", ".xlsx"})


def with_samples(rows: Sequence[Discovered]) -> list[Discovered]:
    """The plugins that bring a demonstration."""
    return [row for row in rows if row.manifest is not None and (row.root / FILE).is_file()]


def find_script(rows: Sequence[Discovered], city: str) -> tuple[Discovered, Script]:
    """The plugin that brings samples of ``city``, and its script.

    Raises:
        RejectedInput: there is none, or a script cannot be read.
    """
    found = [(row, read_script(row.root, f"{row.label}/{FILE}")) for row in with_samples(rows)]
    wanted = next(((row, script) for row, script in found if city == script.city), None)
    if wanted is not None:
        return wanted
    known = ", ".join(sorted(script.city for _, script in found)) or "—"
    raise RejectedInput([problem("CMS917", city or FILE, city=city or "—", file=FILE, known=known)])
