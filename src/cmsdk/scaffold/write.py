"""Writes the distribution of a new plugin; what is there already is never touched."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from importlib.resources import files
from importlib.resources.abc import Traversable
import os
from pathlib import Path
from string import Template
from typing import Final

import attrs

from cmsdk.model.errors import RejectedInput
from cmsdk.model.ids import is_national
from cmsdk.model.problem import problem
from cmsdk.registry.discovery import Discovered

from .names import Names, misnamed
from .rows import Kind, tables

_SUFFIX: Final = ".in"
_EVERY: Final = {
    "pyproject.toml": "pyproject.toml",
    ".gitignore": "gitignore",
    "README.md": "README.md",
    "ci.sh": "ci.sh",
    "conformance.toml": "conformance.toml",
    "src/$package/cmsdk.toml": "cmsdk.toml",
    "src/$package/tables/city.toml": "city.toml",
    "src/$package/tables/channels.toml": "channels.toml",
    "src/$package/tables/reports/ledger.toml": "ledger.toml",
    "src/$package/samples/hotline.csv": "hotline.csv",
    "tests/conftest.py": "conftest.py",
    "tests/test_city.py": "test_city.py",
    "tests/test_conformance.py": "test_conformance.py",
    "tests/$name.scenario.toml": "city.scenario.toml",
}
"""File of every distribution → its template: of the language where there is one, else the common one."""
_OWN: Final = {"src/$package/tables/calendar.toml": "calendar.toml"}
_PYTHON: Final = {"src/$package/__init__.py": "plugin.py", "tests/$name-python.scenario.toml": "python.scenario.toml"}
_TABLES_ONLY: Final = {"src/$package/__init__.py": "no_plugin.py"}
_SHEET: Final = "utf-8-sig"
"""Encoding of tables: the mark at the beginning tells office programs that it is UTF-8."""


NATIONAL_YEAR: Final = 2026
"""A year whose working days the national pack knows."""


@attrs.frozen
class Written:
    """A distribution that was written: its folder, its names, and its files as paths from the folder."""

    folder: Path
    names: Names
    lang: str
    tables_only: bool
    files: tuple[str, ...]


def language_for(scope: str) -> str:
    """The language of a new plugin where none is chosen: Chinese for a six-digit code, else English."""
    return "zh" if is_national(scope) else "en"


def _template(name: str, lang: str) -> Traversable:
    root = files(__package__).joinpath("templates")
    own = root.joinpath(lang, name + _SUFFIX)
    return own if own.is_file() else root.joinpath(name + _SUFFIX)


def _monday(year: int, month: int) -> date:
    """The first Monday of a month: a working day that, made a holiday, is one."""
    first = date(year, month, 1)
    return first + timedelta(days=-first.weekday() % 7)


def _days(year: int, *, national: bool) -> dict[str, str]:
    """The days that tables and scenarios name; scenarios begin in early March, when nobody has a holiday we know of."""
    monday = _monday(NATIONAL_YEAR if national else year, 3)
    days = {
        "monday": monday, "thursday": monday + timedelta(days=3), "holiday": _monday(year, 5),
        "next_holiday": _monday(year + 1, 5),
    }  # fmt: skip
    return {"year": str(year), "until": str(year + 1), **{name: day.isoformat() for name, day in days.items()}}


def _texts(names: Names, kind: Kind, year: int) -> Iterator[tuple[str, str, str]]:
    """Path, text and encoding of every file."""
    facts = {**names.facts(python=kind.python), **_days(year, national=kind.national)}
    words = kind.words(facts)
    wanted = {**_EVERY, **({} if kind.national else _OWN), **(_PYTHON if kind.python else _TABLES_ONLY)}
    for path, name in wanted.items():
        text = _template(name, kind.lang).read_text(encoding="utf-8")
        yield Template(path).substitute(words), Template(text).substitute(words), "utf-8"
    for name, text in tables(kind, words):
        yield f"src/{names.package}/tables/{name}", text, _SHEET


def new_plugin(
    name: str,
    scope: str,
    *,
    year: int,
    installed: Iterable[Discovered],
    to: Path | None = None,
    lang: str = "",
    tables_only: bool = False,
) -> Written:
    """Write the distribution of the plugin ``name`` for the city ``scope`` into the new folder ``to``.

    ``to`` is by default ``cmsdk-NAME`` here, ``lang`` (``zh``, ``en``) that of :func:`language_for`. Without
    ``tables_only`` there is a class of its own, with one rule in Python. A calendar of its own begins with ``year``.
    ``installed`` are the plugins beside which it will be used.

    Raises:
        RejectedInput: a name, the city or the folder cannot be taken (CMS926 to CMS929: all that is wrong at once), or
            a file cannot be written (CMS905).
    """
    names, lang = Names(name, scope), lang or language_for(scope)
    folder = to or Path(names.distribution)
    found = list(misnamed(names, installed))
    if os.path.lexists(folder):
        found.append(problem("CMS929", str(folder), folder=folder))
    if found:
        raise RejectedInput(found)
    texts = list(_texts(names, Kind(lang, names.national, not tables_only), year))
    for path, text, encoding in texts:
        _write(folder / path, text, encoding)
    return Written(folder, names, lang, tables_only, tuple(sorted(path for path, _, _ in texts)))


def _write(file: Path, text: str, encoding: str) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("x", encoding=encoding, newline="") as stream:
            stream.write(text)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise RejectedInput([problem("CMS905", str(file), file=file, error=reason)]) from error
