"""What triage says of one report: the frozen end of its draft."""

import attrs

from .approach import Approach, Mode
from .clock import Due
from .decisions import Step
from .report import Person, Report


@attrs.frozen(slots=False)  # faster to make
class Triaged:
    """A report with its category, approach, place, owner and deadline, and the trail of each decision.

    ``raw`` is the item as it came (JSON text), ``position`` its place in the delivery; ``person``
    stands apart and never enters an entry.
    """

    report: Report
    raw: str
    position: str
    person: Person | None
    category: str
    approach: Approach
    division: str
    grid: str
    station: str
    unit: str
    mode: Mode
    standard: str
    due: Due
    trail: tuple[Step, ...]
    recurs: tuple[str, ...] = ()
