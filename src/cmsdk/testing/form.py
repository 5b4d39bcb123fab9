"""What a scenario file says, as values; nothing of it has been looked up in a city yet."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

import attrs
from typing_extensions import override

Moment = str | datetime | date
"""A moment as the file has it: a text, or one of TOML's own."""
Leaf = str | int | float | datetime | date | list[object]
"""A value that is expected, or given to a command."""

FIELDS: Final = (
    "text", "title", "category", "kind", "place", "division", "grid", "lon", "lat", "crs", "tags", "measures",
    "name", "phone", "id_number", "address", "external_id", "at",
)  # fmt: skip
"""Fields of a report that may be given."""
ONLY: Final = "case"
"""What the one report of a scenario is called."""


@attrs.frozen
class Spot:
    """A place in a scenario file, as messages name it: file and line, scenario, and the part of it."""

    file: str
    line: int = 0
    parts: tuple[str, ...] = ()

    def at(self, *parts: str, line: int = 0) -> "Spot":
        """A place further in."""
        return Spot(self.file, line or self.line, (*self.parts, *parts))

    @override
    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return " › ".join((place, *self.parts))


@attrs.frozen(kw_only=True)
class Given:
    """A report (上报) of a scenario: what it is called, when it is received, at which channel, its fields."""

    name: str
    after: str = ""
    channel: str = ""
    fields: Mapping[str, str]
    at: Moment | None = None
    """The report's own time; nothing where the file does not say, an empty text where it has none."""
    written_at: str = ""
    """Its time as the sender wrote it, where nobody may be able to read that."""
    spot: Spot


@attrs.frozen
class Expectation:
    """A path into what can be seen of a case, and the value that is expected there."""

    path: tuple[str, ...]
    value: Leaf
    spot: Spot

    @property
    def name(self) -> str:
        """The path as it is written."""
        return ".".join(self.path)


@attrs.frozen(kw_only=True)
class Step:
    """A step: who gives which command when, and what is expected of it. Without a command it only looks."""

    number: int
    at: Moment | None = None
    after: str = ""
    do: str = ""
    by: str = ""
    words: Mapping[str, str]
    """The fields of the command, as texts."""
    case: str = ""
    file: str = ""
    """What the scenario calls the enforcement file that the step is about; empty: it is about the case."""
    key: str = ""
    expect: tuple[Expectation, ...] = ()
    spot: Spot

    @property
    def refused(self) -> str:
        """The guard or code by which it is expected to be refused."""
        return next((str(wanted.value) for wanted in self.expect if wanted.name == "refused"), "")


@attrs.frozen(kw_only=True)
class Outlook:
    """What is expected at the end, of one of the cases or enforcement files, and of the city."""

    case: str = ""
    file: str = ""
    expect: tuple[Expectation, ...]
    spot: Spot


@attrs.frozen(kw_only=True)
class Scenario:
    """One scenario (情景): a name that says its point, reports, steps, and what must hold at the end."""

    name: str
    why: str = ""
    basis: str = ""
    at: Moment
    given: tuple[Given, ...]
    steps: tuple[Step, ...]
    ends: tuple[Outlook, ...]
    spot: Spot


@attrs.frozen(kw_only=True)
class ScenarioFile:
    """A file of scenarios, all of one city."""

    name: str
    city: str
    language: str = ""
    plugins: tuple[str, ...] = ()
    """Folders of plugins that are not installed, from the file's own folder."""
    scenarios: tuple[Scenario, ...]
