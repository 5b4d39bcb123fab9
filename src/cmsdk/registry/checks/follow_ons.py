"""Mistakes that only follow from others: a reference to a row that is there, but is itself broken, is not wrong."""

from collections.abc import Collection, Iterable, Iterator
import re
from typing import Final

from cmsdk.model.problem import Problem, Severity

_FILE: Final = re.compile(r"tables/(?P<table>[a-z-]+)\.(?:csv|xlsx|toml|geojson)\b")
_HEADERS: Final = frozenset({"CMS402", "CMS416"})
"""A header that is not understood: its column is missing in the rows, and no row is."""
_MADE_OF: Final = {"calendars": ("calendar", "calendar-days")}
"""What a reference leads to → the files that it comes from, where they are not called so."""

_FOLLOWS: Final = {
    "CMS326": frozenset({"categories", "schemes"}),
    "CMS330": frozenset(_MADE_OF["calendars"]),
    "CMS341": frozenset({"divisions"}),
    "CMS344": frozenset({"grids"}),
    "CMS397": frozenset({"measures"}),
    "CMS462": frozenset({"notifiers"}),
    "CMS464": frozenset({"notices"}),
}
"""What may follow from any mistake in these tables."""


class Broken:
    """What of the tables could not be read, by the problems that were found in them."""

    def __init__(self, problems: Iterable[Problem], failed: Collection[str]) -> None:
        """``failed`` are the hooks that did not give all that they have."""
        self._failed = failed
        self._rows: set[str] = set()
        self._lost: set[str] = set()
        self._marred: set[str] = set()
        for found in problems:
            file = _FILE.search(found.where)
            if file is None or found.code in _HEADERS or found.severity is Severity.WARNING:
                continue
            row = dict(found.facts).get("row", "")
            self._marred.add(file["table"])
            if row:
                self._rows.add(row)
            elif not found.where[file.start() :].startswith(f"{file['table']}.geojson", len("tables/")):
                # nobody knows which rows are missing
                self._lost.add(file["table"])

    def _holds(self, name: str, tables: Iterable[str]) -> bool:
        """Whether ``name`` may stand in a row that could not be read."""
        known = name in self._rows or any(row.endswith(f"/{name}") for row in self._rows)
        return known or any(table in self._lost for table in tables)

    def explains(self, found: Problem) -> bool:
        """Whether ``found`` may be gone once what is broken is mended."""
        facts = dict(found.facts)
        match found.code:
            case "CMS302":
                tables = facts["what"].split(", ")
                return self._holds(facts["name"], [t for what in tables for t in _MADE_OF.get(what, (what,))])
            case "CMS301":
                return self._holds(facts["code"], ("categories",))
            case "CMS395":
                return self._holds(facts["name"], ("measures",))
            case "CMS209":
                return self._holds(facts["replaces"], ())
            case "CMS370":
                return "cmsdk_workflow" in self._failed
            case "CMS210":
                return facts["hook"] in self._failed
            case code:
                return bool(self._marred & _FOLLOWS.get(code, frozenset()))


def without_follow_ons(found: Iterable[Problem], broken: Broken) -> Iterator[Problem]:
    """``found`` without what only follows from what is broken."""
    return (problem for problem in found if not broken.explains(problem))
