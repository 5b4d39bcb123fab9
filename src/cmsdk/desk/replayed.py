"""What a replay found (试算结果): what was decided, what would be, and how load and mix would shift; running sums."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final

import attrs

from cmsdk.model.approach import Approach, Mode
from cmsdk.model.clock import before
from cmsdk.model.decisions import Stage, Step
from cmsdk.model.problem import Problem, problem
from cmsdk.model.triaged import Triaged

EXAMPLES: Final = 20
"""Cases that differ of which a replay keeps what differs; all of them go to whoever asked for ``each``."""
FIELDS: Final = (
    "category", "approach", "division", "grid", "station", "unit", "mode", "standard", "due", "provisional",
)  # fmt: skip
"""What of a decision is compared."""
FLOWS: Final = ("category", "approach", "station", "unit", "mode")
"""What is counted by what it was and what it would be."""
LOADS: Final = ("unit", "station", "approach")
"""What cases are counted by, before and after."""
_RULED: Final = {
    "category": Stage.CLASSIFY, "approach": Stage.CLASSIFY, "division": Stage.LOCATE, "grid": Stage.LOCATE,
    "station": Stage.LOCATE, "unit": Stage.ROUTE, "mode": Stage.ROUTE, "standard": Stage.DUE, "due": Stage.DUE,
    "provisional": Stage.DUE,
}  # fmt: skip
"""Field → the stage that decides it."""


@attrs.frozen
class Decided:
    """What a plan decides of one report when it comes in."""

    category: str
    approach: Approach
    division: str
    grid: str
    station: str
    unit: str
    mode: Mode
    standard: str
    due: datetime
    """Deadline for handling, aware, in the city's zone."""
    provisional: bool
    rules: Mapping[Stage, str] = attrs.field(factory=dict, eq=False)
    """Stage → the rule whose answer counts: its id, ``core:…`` where the core itself answered."""

    def rule(self, field: str) -> str:
        """The rule that decided a field."""
        return self.rules.get(_RULED[field], "")

    def differs(self, other: "Decided") -> tuple[str, ...]:
        """The fields in which they differ."""
        return tuple(name for name in FIELDS if _value(self, name) != _value(other, name))

    def told(self, field: str) -> str:
        """A field as text; empty where there is nothing."""
        value = getattr(self, field)
        if isinstance(value, datetime):
            return value.isoformat()
        return ("yes" if value else "") if isinstance(value, bool) else str(value)


def _value(decided: Decided, name: str) -> object:
    value = getattr(decided, name)
    # moments of two zones are never equal in the hour that comes twice
    return value.timestamp() if isinstance(value, datetime) else value


def decided(triaged: Triaged) -> Decided:
    """What triage has decided, with the rules that did."""
    due = triaged.due
    return Decided(
        triaged.category, triaged.approach, triaged.division, triaged.grid, triaged.station, triaged.unit, triaged.mode,
        triaged.standard, due.at, due.provisional, rules_of(triaged.trail),
    )  # fmt: skip


def rules_of(trail: Iterable[Step]) -> Mapping[Stage, str]:
    """For each stage the rule whose answer counts, its last one."""
    return {step.stage: step.rule for step in trail if step.answer or step.rule.startswith("core:")}


@attrs.frozen
class Replayed:
    """One case: what the ledger has, what the present plan says today, and what the changed one would."""

    case: str
    at: datetime
    """Time of the report."""
    text: str
    """Title, or the beginning of the text; redacted as it is stored."""
    recorded: Decided
    present: Decided
    changed: Decided

    @property
    def fields(self) -> tuple[str, ...]:
        """In what the changed plan differs from the present one."""
        return self.present.differs(self.changed)


@attrs.define
class Pair:
    """A count under the present plan and under the changed one."""

    before: int = 0
    after: int = 0


@attrs.define(kw_only=True)
class Replay:
    """The whole result. ``differ`` counts cases; each field counts those in which it differs."""

    city: str
    present: str
    """Fingerprint of the present plan."""
    changed: str
    """Fingerprint of the changed one."""
    plugins: tuple[str, ...] = ()
    """Plugins that are others."""
    new: Mapping[str, str] = attrs.field(factory=dict)
    """Names, by id, of the categories, units and stations that only the changed plan has."""
    cases: int = 0
    differ: int = 0
    linked: int = 0
    """Cases that follow another one; they are decided like all, and no load counts them."""
    incomplete: int = 0
    """Cases that were recorded before ledgers kept all that the sender gave."""
    unreadable: list[str] = attrs.field(factory=list)
    """Cases that cannot be replayed, the first ``EXAMPLES``."""
    skipped: int = 0
    """How many these are."""
    fields: Counter[str] = attrs.field(factory=Counter)
    since: Counter[str] = attrs.field(factory=Counter)
    """The fields in which the present plan already differs from what was recorded; key ``""`` counts the cases."""
    flows: Counter[tuple[str, str, str]] = attrs.field(factory=Counter)
    """Field, before, after."""
    loads: dict[str, dict[str, Pair]] = attrs.field(factory=dict)
    """By ``unit``, ``station`` and ``approach``: how many cases, without those that follow another."""
    earlier: int = 0
    later: int = 0
    """Deadlines that would be earlier, and later."""
    provisional: Pair = attrs.field(factory=Pair)
    unclassified: Pair = attrs.field(factory=Pair)
    desk: Pair = attrs.field(factory=Pair)
    """Cases that come to the duty desk."""
    examples: list[Replayed] = attrs.field(factory=list)
    failed: tuple[Problem, ...] = ()
    """Contributions of the changed plan that fail, or answer wrongly, on these reports."""

    def add(self, row: Replayed, *, linked: bool, desks: tuple[str, str]) -> None:
        """Count one case; ``desks`` are the duty desks of both plans."""
        self.cases += 1
        self.linked += linked
        one, other = row.present, row.changed
        since = row.recorded.differs(one)
        self.since.update((*since, "") if since else ())
        for field in LOADS if not linked else ():
            by = self.loads.setdefault(field, {})
            by.setdefault(str(getattr(one, field)), Pair()).before += 1
            by.setdefault(str(getattr(other, field)), Pair()).after += 1
        for pair, was, would in (
            (self.provisional, one.provisional, other.provisional),
            (self.unclassified, not one.category, not other.category),
            (self.desk, one.unit == desks[0], other.unit == desks[1]),
        ):
            pair.before += was
            pair.after += would
        fields = row.fields
        if fields:
            self._differing(row, fields)

    def _differing(self, row: Replayed, fields: tuple[str, ...]) -> None:
        self.differ += 1
        self.fields.update(fields)
        for field in FLOWS:
            if field in fields:
                self.flows[field, row.present.told(field), row.changed.told(field)] += 1
        if "due" in fields:
            later = before(row.present.due, row.changed.due)
            self.later += later
            self.earlier += not later
        if len(self.examples) < EXAMPLES:
            self.examples.append(row)

    def skip(self, case: str) -> None:
        """Count one that cannot be replayed."""
        self.skipped += 1
        if len(self.unreadable) < EXAMPLES:
            self.unreadable.append(case)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is to be known of the result before it is believed."""
        found = list(self.failed)
        if self.skipped:
            ids = ", ".join(self.unreadable) + (", …" if self.skipped > len(self.unreadable) else "")
            found.append(problem("CMS935", self.unreadable[0], count=self.skipped, ids=ids))
        if self.incomplete:
            found.append(problem("CMS936", self.city, count=self.incomplete))
        return tuple(found)
