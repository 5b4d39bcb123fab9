"""Enforcement (行政执法) as data: the table of a file's steps, terms and sums, and the lists of lenient exits."""

from collections.abc import Mapping
from datetime import time
from decimal import Decimal
from enum import StrEnum
from typing import Final

import attrs

from .base import Named
from .workflow import STAYS, Transition


class TermUnit(StrEnum):
    """Units of a statutory term. The day on which it begins is not counted; its last day is open to its end."""

    WORK_DAY = "work_day"
    """Days that the city's calendar works on (article 85 of 行政处罚法: terms of 2, 3, 5 and 7 days)."""
    DAY = "day"
    MONTH = "month"
    YEAR = "year"


@attrs.frozen(kw_only=True)
class Term:
    """A term (期限) and the article that sets it."""

    amount: int = attrs.field()
    unit: TermUnit
    basis: str

    @amount.validator
    def _positive(self, _attribute: object, value: int) -> None:
        if value < 1:
            raise ValueError(f"amount: {value} is no length of a term; give 1 or more")


@attrs.frozen(kw_only=True)
class Sum:
    """A number that a rule sets, such as the most that may be fined on the spot; ``basis`` is the article."""

    amount: Decimal = attrs.field()
    basis: str

    @amount.validator
    def _not_negative(self, _attribute: object, value: Decimal) -> None:
        if not value.is_finite() or value < 0:
            raise ValueError(f"amount: {value} is less than nothing; give 0 or more")


@attrs.frozen(kw_only=True)
class Night:
    """Hours in which nothing is executed (夜间), of the city's clock; ``ends`` lies on the next day."""

    begins: time
    ends: time
    basis: str

    def holds(self, clock: time) -> bool:
        """Whether it is night at ``clock``."""
        return clock >= self.begins or clock < self.ends


FILE_GUARDS: Final = (
    "allowed_hours",
    "certificate_shown",
    "consented",
    "corrected",
    "correction_ordered",
    "court_application_term",
    "days_in_order",
    "decision_extension",
    "decision_term",
    "discovery_term",
    "educated",
    "evidence",
    "faultless",
    "first_time",
    "hearing_concluded",
    "hearing_host",
    "hearing_notice_term",
    "hearing_request_term",
    "hearing_told",
    "known_item",
    "legal_review",
    "listed_first",
    "monitoring_reviewed",
    "no_harm",
    "not_raised",
    "not_recused",
    "notified",
    "on_the_spot_limits",
    "overdue",
    "payment_overdue",
    "performed",
    "preservation_term",
    "promised",
    "published",
    "reason_when_late",
    "recorded_archive",
    "recorded_decision",
    "recorded_investigation",
    "recorded_service",
    "recorded_start",
    "recusal_settled",
    "reminded_before_court",
    "reminded_before_substitution",
    "rights_told",
    "seal_extension",
    "seal_term",
    "separate_collection",
    "slight_harm",
    "statement_heard",
    "suit_term_over",
    "supply_kept",
    "two_officers",
)
"""Ids of the guards that a table may name; they are built in, and do nothing where no row names them."""

TERMS: Final = (
    "court_application",
    "court_reminder",
    "decision",
    "decision_extension",
    "discovery",
    "discovery_grave",
    "hearing_notice",
    "hearing_request",
    "payment",
    "preservation",
    "publication",
    "seal",
    "seal_extension",
    "service",
    "substitute_reminder",
    "suit",
)
"""Ids of the terms that guards and clocks look up; one that the rules leave out limits nothing."""

SUMS: Final = (
    "hearing_citizen",
    "hearing_organisation",
    "on_site",
    "on_the_spot_citizen",
    "on_the_spot_organisation",
    "surcharge_percent",
)
"""Ids of the sums that guards look up; one that is left out is unknown, and the safe side is taken."""


@attrs.frozen(kw_only=True)
class EnforcementRules(Named):
    """The rules of a city for its enforcement files (执法办案规则). One a city: the most specific plugin's.

    ``transitions`` are rows as of a workflow, from ``initial``, in which a file is before it is opened, to ``ends``.
    ``guards`` says on which article each guard that the rows name stands.
    """

    initial: str
    ends: tuple[str, ...]
    transitions: tuple[Transition, ...]
    guards: Mapping[str, str] = attrs.field(factory=dict)
    terms: Mapping[str, Term] = attrs.field(factory=dict)
    sums: Mapping[str, Sum] = attrs.field(factory=dict)
    night: Night | None = None
    measures: Mapping[str, str] = attrs.field(factory=dict)
    """Command, or ``penalise.`` and a kind of penalty → the measure of the city's catalogue that it is on the case."""
    labels: Mapping[str, str] = attrs.field(factory=dict)
    lang: str = ""
    """Language of the labels (``zh``, ``en``); empty: the city's first."""

    def steps_of(self, measure: str) -> tuple[str, ...]:
        """The commands on a file that are ``measure``, an id of the catalogue; a penalty is named without its kind."""
        named = (command.partition(".")[0] for command, other in self.measures.items() if other == measure)
        return tuple(dict.fromkeys(named))

    @property
    def states(self) -> tuple[str, ...]:
        """All states that a row names, in order of first mention."""
        named = [self.initial, *(s for row in self.transitions for s in (*row.sources, row.to)), *self.ends]
        return tuple(dict.fromkeys(state for state in named if state != STAYS))


class LenientExit(StrEnum):
    """Which exit a row is of (不予处罚情形), article 33 of 行政处罚法."""

    SLIGHT = "slight"
    """轻微不罚: must not be punished."""
    FIRST = "first"
    """首违不罚: may be left unpunished."""


@attrs.frozen(kw_only=True)
class LenientOffence(Named):
    """A row of the city's lists of offences that are not punished (轻微、首违不罚清单)."""

    matter: str
    """The offence, as the list has it."""
    exit: LenientExit
    conditions: str = ""
    months: int = attrs.field(default=12)
    """Of a first offence: months without another one at the same body that make it a first."""

    @months.validator
    def _positive(self, _attribute: object, value: int) -> None:
        if value < 1:
            raise ValueError(f"months: {value} is no span; give 1 or more")
