"""The enforcement file (执法案卷) as its entries make it; articles are of 行政处罚法 (2021) unless another is named."""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Final

import attrs

from .enforcement_kinds import EvidenceKind, FileOutcome, Harm, PartyKind, PenaltyKind, RecordedStage, ReviewGround

NONE: Final = Decimal(0)
"""No money; amounts are in the currency of the city, yuan in China."""


@attrs.frozen
class Penalty:
    """A penalty, intended or decided: its kinds, and the fine where there is one."""

    kinds: tuple[PenaltyKind, ...]
    fine: Decimal = NONE


@attrs.frozen
class Evidence:
    """A piece of evidence, referred to by ``item``; ``monitoring`` says that a device took it (article 41)."""

    kind: EvidenceKind
    item: str
    monitoring: bool = False
    reviewed: bool = False


@attrs.frozen
class Notice:
    """What the party was told before the decision (事先告知, article 44)."""

    at: datetime
    penalty: Penalty
    until: date
    """Last day for a statement, as the notice gives it."""
    hearing_told: bool


@attrs.frozen
class Hearing:
    """How far a hearing has come (听证, articles 63 to 65)."""

    requested: datetime | None = None
    waived: datetime | None = None
    notified: datetime | None = None
    on: date | None = None
    host: str = ""
    held: datetime | None = None


@attrs.frozen
class Correction:
    """An order to correct (责令改正, article 28), and when it was followed."""

    ordered: datetime | None = None
    until: date | None = None
    done: date | None = None

    @property
    def in_time(self) -> bool:
        """Whether it was corrected within the ordered term, or before any order."""
        return self.done is not None and (self.until is None or self.done <= self.until)


@attrs.frozen
class Held:
    """Something kept for the procedure: evidence preserved (登记保存) or a thing sealed (查封、扣押)."""

    item: str
    since: datetime
    days: int = 0
    """Of a sealing: days as decided, an extension included."""
    extended: bool = False
    ended: datetime | None = None


@attrs.frozen
class Decision:
    """What was decided, when; ``public`` says that it is to be published (article 48)."""

    outcome: FileOutcome
    at: datetime
    penalty: Penalty = Penalty(())
    on_the_spot: bool = False
    public: bool = False


@attrs.frozen
class Settling:
    """What became of a decision: served, published, paid, performed, reminded, executed. Moments are aware."""

    served: datetime | None = None
    published: datetime | None = None
    defer: date | None = None
    """Last day of payment where it was put off (延期缴纳, article 66)."""
    paid: Decimal = NONE
    paid_at: datetime | None = None
    """When something was last paid."""
    surcharge: Decimal = NONE
    """As last reckoned (加处罚款, article 72)."""
    performed: datetime | None = None
    reminded: datetime | None = None
    court: datetime | None = None
    executed: datetime | None = None


@attrs.frozen(kw_only=True)
class EnforcementFile:
    """One enforcement file. It is linked to a case and never stands for it.

    The party is named by ``party``, a key into the people that are kept apart; ``matter`` is redacted.
    """

    id: str
    city: str
    case: str = ""
    state: str = ""
    unit: str = ""
    """The body that proceeds (执法机关)."""
    party: str = ""
    party_kind: PartyKind = PartyKind.CITIZEN
    matter: str = ""
    offence: str = ""
    """Row of the city's lists of lenient exits that it is under, if any."""
    act_ended: date | None = None
    """Last day of the act (article 36: a continuing act counts from its end)."""
    grave: bool = False
    """Danger to life, health or finance with harm done: five years instead of two."""
    opened: datetime | None = None
    filed: datetime | None = None
    officers: tuple[str, ...] = ()
    recusal_asked: tuple[str, ...] = ()
    recused: tuple[str, ...] = ()
    certificate_shown: bool = False
    evidence: tuple[Evidence, ...] = ()
    preserved: tuple[Held, ...] = ()
    recorded: tuple[RecordedStage, ...] = ()
    harm: Harm | None = None
    correction: Correction = Correction()
    promised: bool = False
    educated: bool = False
    faultless: bool = False
    """The party has proved that it is not at fault."""
    grounds: tuple[ReviewGround, ...] = ()
    notice: Notice | None = None
    defended: bool = False
    heard: bool = False
    """The party made a statement, or said that it makes none."""
    hearing: Hearing = Hearing()
    reviewed: datetime | None = None
    extended: bool = False
    decision: Decision | None = None
    settling: Settling = Settling()
    sealed: tuple[Held, ...] = ()
    keys: tuple[str, ...] = ()
    """Callers' names of commands that were carried out (idempotency keys)."""
    version: int = 0
    last: datetime | None = None
    plan: str = ""

    @property
    def outcome(self) -> FileOutcome | None:
        """How it was decided, if it was."""
        return self.decision.outcome if self.decision else None

    @property
    def open_seals(self) -> Iterator[Held]:
        """Things that are still sealed."""
        return (held for held in self.sealed if held.ended is None)
