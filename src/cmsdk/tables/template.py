"""Empty tables for office staff to fill in, and the check of a folder of filled ones."""

from collections.abc import Callable, Iterable, Iterator, Mapping
import csv
import io
from pathlib import Path
from typing import Any, Final

import attrs

from cmsdk.contract.api import HOOKS
from cmsdk.contract.context import AssemblyContext
from cmsdk.contract.workflow import Workflow
from cmsdk.model.errors import RejectedInput
from cmsdk.model.problem import Problem, problem

from .city import FOLDER, TableCity
from .columns import TableSchema
from .read import read_table
from .schema import TABLES

DOCUMENTS: Final = (
    "approach.toml", "calendar.toml", "channels.toml", "city.toml", "divisions.geojson", "enforcement.toml",
    "grids.geojson", "indicators.toml", "notifiers.toml", "routing.toml", "work-rules.toml", "workflow.toml",
)  # fmt: skip
"""Files of a folder of tables that are no tables; further, ``reports/*.toml``."""
_SUFFIXES: Final = (".csv", ".xlsx")


def header(schema: TableSchema, lang: str = "en") -> list[str]:
    """The names of the columns, in English or Chinese."""
    return [column.chinese[0] if lang == "zh" else column.name for column in schema.columns]


def template(schema: TableSchema, lang: str = "en") -> str:
    """The table as CSV: its header, and one example row behind a ``#``, which is not read until that is taken away."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(header(schema, lang))
    first, *others = (column.shown(lang) for column in schema.columns)
    writer.writerow([f"#{first}", *others])
    return out.getvalue()


@attrs.frozen
class Checked:
    """What a folder holds: its files with their number of rows, and every mistake."""

    files: Mapping[str, int | None]
    """Path from the folder → rows of a table; ``None`` for a document."""
    problems: tuple[Problem, ...]


def _context(folder: Path) -> AssemblyContext:
    """The folder as a plugin sees its own: ``tables/x`` is the folder's ``x``."""

    def inside(path: str) -> Path:
        return folder / path.removeprefix(FOLDER).lstrip("/")

    def resource(path: str) -> bytes | None:
        file = inside(path)
        try:
            return file.read_bytes() if file.is_file() else None
        except OSError as error:
            raise RejectedInput([problem("CMS903", path, file=file, error=error.strerror or error)]) from error

    def resources(path: str) -> tuple[str, ...]:
        found = inside(path)
        return tuple(sorted(f"{path}/{f.name}" for f in found.iterdir())) if found.is_dir() else ()

    return AssemblyContext("", folder.name, resource, resources)


def files_read(folder: Path) -> Iterator[tuple[str, bool]]:
    """Files of a folder of tables that are read, each with whether it is a table."""
    for file in sorted(folder.iterdir()):
        if file.suffix in _SUFFIXES and file.stem in TABLES:
            yield file.name, True
        elif file.name in DOCUMENTS:
            yield file.name, False
    yield from ((f"reports/{file.name}", False) for file in sorted(folder.glob("reports/*.toml")))


def _unknown(folder: Path) -> Iterator[Problem]:
    """Files that look like tables or documents and are none: a name mistyped is a table that is silently not read."""
    known = ", ".join((*TABLES, *DOCUMENTS))
    for file in sorted(folder.iterdir()):
        if file.suffix in _SUFFIXES and file.stem not in TABLES:
            yield problem("CMS907", str(file), table=file.stem, known=known)
        elif file.suffix in {".toml", ".geojson"} and file.name not in DOCUMENTS:
            yield problem("CMS907", str(file), table=file.name, known=known)


def _bytes(file: Path, where: str, problems: list[Problem]) -> bytes | None:
    """What the file holds; where it cannot be read, or is a folder of that name, a problem more."""
    try:
        return file.read_bytes()
    except OSError as error:
        said = problem("CMS903", where, file=file, error=error.strerror or error)
        problems += [said] if said not in problems else []
        return None


def _asked(folder: Path) -> tuple[list[Any], list[Problem]]:
    """All that the folder contributes, by the very path that a plugin's tables take."""
    city, context = TableCity(), _context(folder)
    made: list[Any] = []
    problems: list[Problem] = []
    for hook in HOOKS:
        try:
            made += getattr(city, hook)(context)
        except RejectedInput as rejected:
            problems += rejected.problems
    return made, problems


def check_folder(folder: Path, check_flow: Callable[[Workflow], Iterable[Problem]]) -> Checked:
    """Everything that is wrong with the tables and documents of ``folder`` (a plugin's own, or its ``tables``).

    ``check_flow`` looks at a workflow as a graph. References to other tables are looked at when a city is
    assembled: here they may lead to another plugin.
    """
    inner = folder / FOLDER
    folder = inner if inner.is_dir() else folder
    made, problems = _asked(folder)
    prefix = f"{folder.name}/{FOLDER}/"
    files: dict[str, int | None] = {}
    for name, is_table in files_read(folder):
        files[name] = None
        payload = _bytes(folder / name, prefix + name, problems)
        if is_table and payload is not None:
            read = read_table(payload, TABLES[Path(name).stem], prefix + name)
            files[name] = len(read.rows)
            # a table that no document names yet, or that a mistake in another one kept from being read
            problems = list(dict.fromkeys((*problems, *read.problems)))
    for flow in (item for item in made if isinstance(item, Workflow)):
        problems += check_flow(flow)
    placed = (
        attrs.evolve(p, where=str(folder / p.where.removeprefix(prefix))) if p.where.startswith(prefix) else p
        for p in problems
    )
    return Checked(files, (*_unknown(folder), *placed))
