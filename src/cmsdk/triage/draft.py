"""The mutable draft that stages write to, so that one frozen value is built at the end: eight copies cost an insert."""

from collections.abc import Iterable, Sequence

import attrs

from cmsdk.contract.base import Contribution
from cmsdk.model.approach import Approach, Mode
from cmsdk.model.clock import Due
from cmsdk.model.decisions import Step
from cmsdk.model.report import Person, Report
from cmsdk.model.triaged import Triaged
from cmsdk.rules.validity import days_of, holds


@attrs.define
class Draft:
    """A report on its way through the stages."""

    report: Report
    raw: str
    position: str
    person: Person | None
    noticed: tuple[Step, ...] = ()
    """What reading noticed: the first steps of the trail."""
    searched: str = ""
    """Title and text, case folded, for finding words."""
    category: str = ""
    approach: Approach | None = None
    division: str = ""
    grid: str = ""
    station: str = ""
    unit: str = ""
    mode: Mode = Mode.TRANSFER
    standard: str = ""
    due: Due | None = None
    steps: list[Step] = attrs.field(factory=list)

    def freeze(self) -> Triaged:
        """The decided value. Every stage has run: approach and deadline are there."""
        if self.approach is None or self.due is None:
            raise ValueError(f"draft {self.report.key} left triage without approach or deadline")
        return Triaged(
            self.report, self.raw, self.position, self.person, self.category, self.approach, self.division, self.grid,
            self.station, self.unit, self.mode, self.standard, self.due, tuple(self.steps),
        )  # fmt: skip


def split(numbers: Iterable[int], item: Contribution, drafts: Sequence[Draft]) -> tuple[list[int], list[int]]:
    """The numbers of the drafts for which a callable holds, which it is asked about; and those of the others."""
    if item.valid.always:
        return list(numbers), []
    asked: list[int] = []
    left: list[int] = []
    for n in numbers:
        (asked if holds(item, days_of(drafts[n].report)) else left).append(n)
    return asked, left
