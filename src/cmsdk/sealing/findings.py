"""What a check of the ledger has found: each thing by name, all of them at once."""

from typing import Final

import attrs

from cmsdk.model.problem import Problem

MOST: Final = 10_000
"""Findings that are kept; of the others, which could be as many as there are entries, only the number."""


@attrs.frozen
class Verification:
    """The outcome of a check of the ledger (核验)."""

    entries: int
    streams: int
    seals: int
    sealed: int
    """Number of the last entry that a seal holds; what came later is chained, and no seal holds it yet."""
    keys: tuple[str, ...]
    """Fingerprints of the keys that the seals name, in order: to be compared with those that the city publishes."""
    problems: tuple[Problem, ...]
    """Everything that was found, the first ``MOST`` of it."""
    more: int = 0
    """How many findings there were beyond these."""
    later: int = 0
    """Entries after the last that a seal holds, without the seals' own."""

    @property
    def sound(self) -> bool:
        """Whether nothing was found."""
        return not self.problems


def _printable(text: str) -> str:
    return text.encode("utf-8", "backslashreplace").decode()


class Findings:
    """Gathers what is found."""

    def __init__(self) -> None:
        """Nothing yet."""
        self.problems: list[Problem] = []
        self.more = 0

    def add(self, found: Problem) -> None:
        """One more. What stands in the store may be no text; it is named all the same."""
        if len(self.problems) < MOST:
            facts = tuple((name, _printable(value)) for name, value in found.facts)
            self.problems.append(Problem(found.code, _printable(found.where), facts))
        else:
            self.more += 1
