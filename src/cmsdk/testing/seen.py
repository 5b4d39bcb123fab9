"""What can be seen, and so expected, of a case or an enforcement file at a moment: what a path may begin with."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

import attrs

from cmsdk.city import City
from cmsdk.desk.intake import Outcome
from cmsdk.model.case import Case
from cmsdk.model.clock import Light, StageClock
from cmsdk.model.course import Course
from cmsdk.model.enforcement import EnforcementFile
from cmsdk.model.figures import Figures
from cmsdk.model.file_clock import FileClock

from .paths import hint_at, members, value_at

COURSE: Final = "course"
"""Attribute of a case whose own attributes may be named as the case's: ``returns`` for ``course.returns``."""
_ROW: Final = 3
"""Parts of a path to a row of figures: ``figures.states.filed``."""


@attrs.frozen
class Received:
    """What became of the reports of a scenario: counts (contracts §8), and the codes of what was wrong."""

    reports: int
    cases: int
    duplicates: int
    quarantined: int
    linked: int
    problems: tuple[str, ...]

    @classmethod
    def of(cls, outcomes: Sequence[Outcome]) -> "Received":
        """The sums over all deliveries."""
        rows = [row for outcome in outcomes for row in outcome.quarantined]
        found = [*(p for o in outcomes for p in o.problems), *(p for row in rows for p in row.problems)]
        return cls(
            sum(o.received for o in outcomes), sum(len(o.case_ids) for o in outcomes),
            sum(o.duplicates for o in outcomes), len(rows), sum(o.linked for o in outcomes),
            tuple(p.code for p in found),
        )  # fmt: skip


@attrs.frozen
class Seen:
    """One moment of a scenario."""

    city: City
    case: Case | None
    now: datetime
    outcomes: Sequence[Outcome]
    file: EnforcementFile | None = None
    """The enforcement file that is looked at, in place of the case."""

    def terms(self) -> dict[str, FileClock]:
        """The last clock of each statutory term of the file."""
        found = () if self.file is None else self.city.file_clocks(self.file.id, now=self.now)
        return {clock.term: clock for clock in found}

    def file_entries(self) -> int:
        """Entries of the file in the ledger."""
        return 0 if self.file is None else self.file.version

    def clocks(self) -> dict[str, StageClock]:
        """The last clock of each stage."""
        if self.case is None:
            return {}
        entries = self.city.ledger.entries(self.case.id)
        return {clock.stage: clock for clock in self.city.deadlines.clocks(self.case, entries, self.now)}

    def light(self) -> Light | None:
        """The light of the deadline."""
        return None if self.case is None else self.city.deadlines.light(self.case, self.now)

    def late(self) -> bool:
        """Whether the deadline is or was missed."""
        return self.case is not None and self.case.late(self.now)

    def entries(self) -> int:
        """Entries of the case in the ledger."""
        return 0 if self.case is None else len(self.city.ledger.entries(self.case.id))

    def _by_id(self, path: Sequence[str]) -> Sequence[str]:
        """``path`` with the keys that rows of figures have, where it names them as the city does."""
        if path[0] != "figures" or len(path) < _ROW:
            return path
        which, key = path[1:_ROW]
        plan = self.city.plan
        if which == "categories" and f"{plan.profile.scheme}/{key}" in plan.categories:
            key = f"{plan.profile.scheme}/{key}"
        elif which == "states":
            key = next((state for state, label in plan.workflow.labels.items() if label == key), key)
        return (path[0], which, key, *path[_ROW:])

    def at(self, path: Sequence[str]) -> Any:  # noqa: ANN401  any attribute
        """What stands at a path that is known."""
        if self.file is not None:
            return self._in_file(path, self.file)
        path, special = self._by_id(path), SPECIAL.get(path[0])
        if special is not None:
            return value_at(special[1](self), path[1:])
        if path[0] not in members(Case):
            path = (COURSE, *path)
        return value_at(self.case, path)

    def _in_file(self, path: Sequence[str], file: EnforcementFile) -> Any:  # noqa: ANN401  any attribute
        special = FILE_SPECIAL.get(path[0])
        return value_at(file, path) if special is None else value_at(special[1](self), path[1:])


SPECIAL: Final[Mapping[str, tuple[Any, Callable[[Seen], Any]]]] = {
    "light": (Light, Seen.light),
    "late": (bool, Seen.late),
    "entries": (int, Seen.entries),
    "clock": (Mapping[str, StageClock], Seen.clocks),
    "figures": (Figures, lambda seen: seen.city.figures(now=seen.now)),
    "received": (Received, lambda seen: Received.of(seen.outcomes)),
}
"""Names besides the attributes of the case: their type, and how they are seen."""
REFUSED: Final = "refused"
"""Name under which a step says by which guard or code it is refused."""
UNSEEN: Final = ("id", "trail", "person")
"""Attributes that hang on chance or stand apart; nobody should expect them."""
FILE_SPECIAL: Final[Mapping[str, tuple[Any, Callable[[Seen], Any]]]] = {
    "terms": (Mapping[str, FileClock], Seen.terms),
    "entries": (int, Seen.file_entries),
}
"""As ``SPECIAL``, of an enforcement file."""
_FILE_UNSEEN: Final = ("id", "plan")


def names(*, of_file: bool = False) -> tuple[str, ...]:
    """All names that a path may begin with, of a case or of an enforcement file."""
    if of_file:
        return (*(name for name in members(EnforcementFile) if name not in _FILE_UNSEEN), *FILE_SPECIAL)
    own = (name for name in members(Case) if name not in UNSEEN)
    return tuple(dict.fromkeys((*own, *members(Course), *SPECIAL)))


def hint_of(path: Sequence[str], *, of_file: bool = False) -> Any:  # noqa: ANN401  a type
    """The type of what stands at ``path``; its first name is known. Raises UnknownPathError."""
    first = path[0]
    if of_file:
        special = FILE_SPECIAL.get(first)
        return hint_at(EnforcementFile, path) if special is None else hint_at(special[0], path[1:])
    if first in SPECIAL:
        return hint_at(SPECIAL[first][0], path[1:])
    if first not in members(Case):
        path = (COURSE, *path)
    return hint_at(Case, path)
