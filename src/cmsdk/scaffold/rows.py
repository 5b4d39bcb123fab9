"""The tables of a new plugin: the header and commented example of each, and rows that make a small city of them."""

from collections.abc import Iterator, Mapping
import csv
from functools import cache
from importlib.resources import files
import io
from string import Template
import tomllib
from typing import Any, Final

import attrs

from cmsdk.tables.schema import TABLES
from cmsdk.tables.template import template

_WORDS: Final = "words"


@cache
def _tables() -> Mapping[str, Any]:
    return tomllib.loads(files(__package__).joinpath("tables.toml").read_text(encoding="utf-8"))


@attrs.frozen
class Kind:
    """What the texts of a new city hang on."""

    lang: str
    national: bool
    python: bool

    def text(self, cell: Any) -> str:  # noqa: ANN401  a text, or texts by language and kind of city
        """The one text of ``cell`` that is meant."""
        while isinstance(cell, Mapping):
            cell = cell[self.lang if self.lang in cell else "national" if self.national else "own"]
        return str(cell)

    def has(self, row: Mapping[str, Any]) -> bool:
        """Whether a row is one of this city's."""
        return row.get("only", "") in {"", "national" if self.national else "own", "python" if self.python else ""}

    def words(self, facts: Mapping[str, str]) -> dict[str, str]:
        """``facts``, and the words that tables and documents share."""
        own = {name: Template(self.text(cell)).substitute(facts) for name, cell in _tables()[_WORDS].items()}
        return {**facts, **own}


def tables(kind: Kind, words: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The file name and text of each table; ``words`` fill its cells."""
    for name, rows in _tables().items():
        own = [row for row in rows if kind.has(row)] if name != _WORDS else []
        if not own:
            continue
        out = io.StringIO(template(TABLES[name], kind.lang), newline="")
        out.seek(0, io.SEEK_END)
        writer = csv.writer(out, lineterminator="\r\n")
        columns = [column.name for column in TABLES[name].columns]
        for row in own:
            writer.writerow([Template(kind.text(row.get(column, ""))).substitute(words) for column in columns])
        yield f"{name}.csv", out.getvalue()
