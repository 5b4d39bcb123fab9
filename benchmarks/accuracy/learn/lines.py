"""One line a task: what was measured, on how many, with what share, and whether that is enough."""

from collections.abc import Callable, Sequence
from pathlib import Path
import sys

import attrs
from typing_extensions import override

from .folder import data_folder


@attrs.frozen
class Line:
    """A measured task; ``threshold`` is the least share of ``n`` that must be right."""

    name: str
    right: int
    n: int
    threshold: float
    note: str = ""

    @property
    def share(self) -> float:
        """Share of what is right; nothing measured is nothing right."""
        return self.right / self.n if self.n else 0.0

    @property
    def ok(self) -> bool:
        """Whether the threshold is reached."""
        return self.share >= self.threshold

    @override
    def __str__(self) -> str:
        said = "ok" if self.ok else "NOT REACHED"
        note = f"  ({self.note})" if self.note else ""
        return f"{self.name:<58} n={self.n:<6} share={self.share:.4f} threshold={self.threshold:.4f} {said}{note}"


def run(measure: Callable[[Path], Sequence[Line]]) -> None:
    """Print the lines that ``measure`` gives for the data folder on the command line; exit 1 if one is not reached."""
    lines = list(measure(data_folder()))
    for line in lines:
        print(line)
    sys.exit(not all(line.ok for line in lines))
