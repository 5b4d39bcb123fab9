"""A TOML table being read: each key that is unknown, missing or of another kind is noted, and reading goes on."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

import attrs

from cmsdk.model.problem import Problem, problem

from .form import Leaf, Moment, Spot
from .nearest import nearest


def _shown(value: object) -> str:
    return f"{value}" if isinstance(value, str | int | float | date) else type(value).__name__


def as_text(value: object) -> str:
    """A value as a form would give it: yes and no, numbers and days in figures, lists with semicolons."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ";".join(map(as_text, value))
    return value.isoformat() if isinstance(value, date) else str(value)


@attrs.frozen
class Table:
    """One table of the file. ``found`` collects the mistakes of the whole file."""

    form: Mapping[str, Any]
    spot: Spot
    found: list[Problem]

    def knows(self, keys: Sequence[str]) -> None:
        """Note every key that is not one of ``keys``, with the nearest of them that is not written yet."""
        free = [key for key in keys if key not in self.form]
        for key in self.form:
            if key not in keys:
                known = ", ".join(keys)
                self.note("CMS606", key, key=key, near=nearest(key, free or keys), known=known)

    def note(self, code: str, key: str, /, **facts: object) -> None:
        """Note a mistake at ``key``."""
        self.found.append(Problem(code, str(self.spot.at(key)), problem("", "", **facts).facts))

    def misfit(self, key: str, expected: str) -> None:
        """Note that the value at ``key`` is not what is expected there (a key of ``messages/expected.toml``)."""
        self.note("CMS607", key, key=key, value=_shown(self.form.get(key)), expected=expected)

    def needs(self, key: str) -> None:
        """Note that ``key`` is missing or empty, unless it is there."""
        if self.form.get(key) in (None, "", [], {}):
            self.found.append(problem("CMS608", str(self.spot), key=key))

    def text(self, key: str) -> str:
        """A text; empty where there is none."""
        value = self.form.get(key, "")
        if isinstance(value, str):
            return value.strip()
        self.misfit(key, "scenario-text")
        return ""

    def moment(self, key: str) -> Moment | None:
        """A moment as it is written; whether it can be read is seen later, in the city's zone."""
        value = self.form.get(key)
        if value is None or isinstance(value, str | datetime | date):
            return value
        self.misfit(key, "scenario-moment")
        return None

    def names(self, key: str) -> tuple[str, ...]:
        """A list of texts; one text is a list of one."""
        value = self.form.get(key, [])
        listed = [value] if isinstance(value, str) else value
        if isinstance(listed, list) and all(isinstance(name, str) for name in listed):
            return tuple(listed)
        self.misfit(key, "scenario-texts")
        return ()

    def table(self, key: str) -> "Table":
        """A table; empty where there is none."""
        return next(iter(self.tables(key, key)), Table({}, self.spot.at(key), self.found))

    def tables(self, key: str, called: str = "") -> list["Table"]:
        """A list of tables, or the one table; called ``key 1``, ``key 2`` …, or as ``called`` says."""
        value = self.form.get(key, [])
        listed = [value] if isinstance(value, dict) else value
        if isinstance(listed, list) and all(isinstance(one, dict) for one in listed):
            names = [called or (key if isinstance(value, dict) else f"{key} {n}") for n in range(1, len(listed) + 1)]
            return [Table(one, self.spot.at(name), self.found) for one, name in zip(listed, names, strict=True)]
        self.misfit(key, "scenario-table")
        return []

    def leaves(self, names: Iterable[str] = ()) -> Iterator[tuple[tuple[str, ...], Leaf]]:
        """Every value of the table and the tables in it with its path; a dot in a key parts it as dotted keys do."""
        for key, value in self.form.items():
            path = (*names, *key.split("."))
            if isinstance(value, dict):
                yield from Table(value, self.spot, self.found).leaves(path)
            else:
                yield path, value
