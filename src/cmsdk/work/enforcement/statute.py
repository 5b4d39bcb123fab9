"""A city's enforcement rules ready for use: rows by command, terms counted on the city's calendar."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cached_property
from weakref import WeakKeyDictionary

import attrs

from cmsdk.clock.clocks import Clocks
from cmsdk.clock.working import WorkClock
from cmsdk.contract.enforcement import EnforcementRules, LenientOffence, Term, TermUnit
from cmsdk.contract.organisation import Officer
from cmsdk.contract.plan import CityPlan
from cmsdk.contract.workflow import Transition
from cmsdk.model.command import Actor
from cmsdk.model.enforcement import NONE, Penalty
from cmsdk.model.enforcement_fields import FileCommand
from cmsdk.model.enforcement_kinds import HEARING_KINDS, PartyKind, PenaltyKind

_MONTHS = 12
_DECEMBER = 12


def months_on(day: date, months: int) -> date:
    """The same day ``months`` later (earlier, where negative), or the last of that month where it has no such day."""
    year, month = divmod(day.year * _MONTHS + day.month - 1 + months, _MONTHS)
    first = date(year, month + 1, 1)
    after = date(year + (month + 1) // _DECEMBER, (month + 1) % _DECEMBER + 1, 1)
    return min(first + timedelta(days=day.day - 1), after - timedelta(days=1))


@attrs.frozen(slots=False, eq=False)
class Statute:
    """The rules, who may enforce, the lists of lenient exits, and the clock of the city. Moments are aware."""

    rules: EnforcementRules
    clock: WorkClock
    officers: Mapping[str, Officer] = attrs.field(factory=dict)
    offences: Mapping[str, LenientOffence] = attrs.field(factory=dict)
    merged: Mapping[str, tuple[str, ...]] = attrs.field(factory=dict)
    """Role → roles that its holders fill as well (合并岗位)."""

    @cached_property
    def rows(self) -> Mapping[str, tuple[Transition, ...]]:
        """Command → its rows of the table, in order."""
        found: dict[str, tuple[Transition, ...]] = {}
        for row in self.rules.transitions:
            found[row.command] = (*found.get(row.command, ()), row)
        return found

    def roles(self, actor: Actor) -> frozenset[str]:
        """The actor's roles, and those that they fill as well by the city's table."""
        return frozenset(actor.roles).union(*(self.merged.get(role, ()) for role in actor.roles))

    def measures(self, command: FileCommand) -> Sequence[str]:
        """The measures of the city's catalogue that a command is on the case; for a penalty one for each kind."""
        table = self.rules.measures
        kinds = penalty(getattr(command, "kinds", ()), getattr(command, "fine", NONE)).kinds
        named = [command.name, *(f"{command.name}.{kind}" for kind in kinds)]
        return [table[name] for name in named if name in table]

    def basis(self, guard: str) -> str:
        """The article that ``guard`` stands on."""
        return self.rules.guards.get(guard, "")

    def local(self, moment: datetime) -> datetime:
        """``moment`` on the city's clock."""
        return self.clock.local(moment)

    def day(self, moment: datetime) -> date:
        """The date of ``moment`` in the city."""
        return self.local(moment).date()

    def holiday(self, day: date) -> bool:
        """Whether the calendar names ``day`` as a day off; a plain weekend is no statutory holiday (法定节假日)."""
        return self.clock.calendar.days.get(day) is False

    def knows(self, day: date) -> bool:
        """Whether the calendar's known days reach to ``day``."""
        return self.clock.calendar.known_from <= day <= self.clock.calendar.known_until

    def last_day(self, term: str, start: datetime | date) -> date | None:
        """The last day of ``term`` that began on the day of ``start``; nothing where the rules set no such term."""
        found = self.rules.terms.get(term)
        if found is None:
            return None
        return self.end_of(found, self.day(start) if isinstance(start, datetime) else start)

    def end_of(self, term: Term, first: date) -> date:
        """The last day of ``term``; the day on which it begins is not counted."""
        match term.unit:
            case TermUnit.DAY:
                return first + timedelta(days=term.amount)
            case TermUnit.MONTH:
                return months_on(first, term.amount)
            case TermUnit.YEAR:
                return months_on(first, term.amount * _MONTHS)
            case TermUnit.WORK_DAY:
                day, left = first, term.amount
                while left:
                    day += timedelta(days=1)
                    left -= self.clock.works_on(day)
                return day

    def counted(self, term: Term, first: date, until: date) -> int:
        """Days of ``term`` that have passed after ``first`` up to ``until``, in days that the term counts."""
        span = (until - first).days
        if term.unit is not TermUnit.WORK_DAY:
            return max(span, 0)
        return sum(self.clock.works_on(first + timedelta(days=n)) for n in range(1, span + 1))

    def over(self, term: str, start: datetime | date, now: datetime) -> bool:
        """Whether the last day of ``term`` has passed; a term that is not set is over at once."""
        last = self.last_day(term, start)
        return last is None or self.day(now) > last

    def within(self, term: str, start: datetime | date, now: datetime) -> bool:
        """Whether ``now`` lies in ``term``; a term that is not set never ends."""
        last = self.last_day(term, start)
        return last is None or self.day(now) <= last

    def sum(self, name: str) -> Decimal | None:
        """A sum that the rules set, or nothing where it is unknown."""
        found = self.rules.sums.get(name)
        return None if found is None else found.amount

    def hearing_due(self, penalty: Penalty, party: PartyKind) -> bool:
        """Whether the party may ask for a hearing (article 63 of 行政处罚法).

        Where the city has not said from which amount on a fine is a larger one, every fine gives the right.
        """
        if HEARING_KINDS.intersection(penalty.kinds):
            return True
        if penalty.fine == NONE:
            return False
        threshold = self.sum(f"hearing_{party}")
        return threshold is None or penalty.fine >= threshold

    def night(self, moment: datetime) -> bool:
        """Whether ``moment`` lies in the hours in which nothing is executed."""
        clock: time = self.local(moment).time()
        return self.rules.night is not None and self.rules.night.holds(clock)


_COMPILED: WeakKeyDictionary[CityPlan, Statute] = WeakKeyDictionary()


def statute_of(plan: CityPlan) -> Statute | None:
    """The statute of ``plan``, compiled on first use; nothing where no plugin brings rules of enforcement files."""
    found = _COMPILED.get(plan)
    if found is None and plan.enforcement is not None:
        clock = Clocks(plan).named(plan.profile.calendar)
        merged = plan.workflow.merged
        found = _COMPILED[plan] = Statute(plan.enforcement, clock, plan.officers, plan.offences, merged)
    return found


def penalty(kinds: tuple[PenaltyKind, ...], fine: Decimal) -> Penalty:
    """The penalty with each kind once, in the order of the law; a fine is one of its kinds."""
    named = {*kinds, *((PenaltyKind.FINE,) if fine else ())}
    return Penalty(tuple(kind for kind in PenaltyKind if kind in named), fine)
