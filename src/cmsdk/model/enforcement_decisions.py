"""Commands on an enforcement file from the notice to the decision (告知、听证、审核、决定)."""

from datetime import date
from decimal import Decimal
from typing import ClassVar

import attrs

from .command import words
from .enforcement_fields import FileCommand, choice, flag, ids, money, on_day, penalties
from .enforcement_kinds import EvidenceKind, PenaltyKind


@attrs.frozen(kw_only=True)
class Notify(FileCommand):
    """事先告知: facts, reasons, basis, rights, the penalty intended; ``until`` is the last day for a statement."""

    name: ClassVar[str] = "notify"
    facts: str = words()
    reason: str = words()
    basis: str = words()
    rights_told: bool = flag()
    hearing_told: bool = flag()
    kinds: tuple[PenaltyKind, ...] = penalties()
    fine: Decimal = money()
    until: date | None = on_day()


@attrs.frozen(kw_only=True)
class HearStatement(FileCommand):
    """听取陈述申辩; ``made`` is no where the party says that it makes none."""

    name: ClassVar[str] = "hear_statement"
    made: bool = flag()
    statement: str = words()
    result: str = words()


@attrs.frozen(kw_only=True)
class RequestHearing(FileCommand):
    """申请听证."""

    name: ClassVar[str] = "request_hearing"


@attrs.frozen(kw_only=True)
class WaiveHearing(FileCommand):
    """放弃听证, in writing."""

    name: ClassVar[str] = "waive_hearing"


@attrs.frozen(kw_only=True)
class NotifyHearing(FileCommand):
    """通知听证: the day, and who presides."""

    name: ClassVar[str] = "notify_hearing"
    on: date | None = on_day()
    host: str = words()


@attrs.frozen(kw_only=True)
class HoldHearing(FileCommand):
    """举行听证; ``result`` is the record."""

    name: ClassVar[str] = "hold_hearing"
    result: str = words()


@attrs.frozen(kw_only=True)
class ReviewLegally(FileCommand):
    """法制审核, with its opinion."""

    name: ClassVar[str] = "review_legally"
    passed: bool = flag()
    result: str = words()


@attrs.frozen(kw_only=True)
class ExtendDecision(FileCommand):
    """延长办案期限, where a rule provides for it."""

    name: ClassVar[str] = "extend_decision"
    reason: str = words()


@attrs.frozen(kw_only=True)
class Penalise(FileCommand):
    """处罚决定; ``public`` where it is to be published."""

    name: ClassVar[str] = "penalise"
    kinds: tuple[PenaltyKind, ...] = penalties()
    fine: Decimal = money()
    facts: str = words()
    basis: str = words()
    public: bool = flag()


@attrs.frozen(kw_only=True)
class PenaliseOnTheSpot(FileCommand):
    """当场处罚决定: by a numbered form that is handed over at once; the last four fields as those of ``file``."""

    name: ClassVar[str] = "penalise_on_the_spot"
    officers: tuple[str, ...] = ids()
    certificate_shown: bool = flag()
    rights_told: bool = flag()
    statement_heard: bool = flag()
    evidence: EvidenceKind | None = choice(EvidenceKind)
    facts: str = words()
    basis: str = words()
    kinds: tuple[PenaltyKind, ...] = penalties()
    fine: Decimal = money()
    form: str = words()
    demand: str = words()
    until: date | None = on_day()
    public: bool = flag()
    excuse: str = words()
    reason: str = words()
    earlier: str = words()
    article: str = words()


@attrs.frozen(kw_only=True)
class ExcuseSlight(FileCommand):
    """轻微不罚."""

    name: ClassVar[str] = "excuse_slight"
    reason: str = words()


@attrs.frozen(kw_only=True)
class ExcuseFirst(FileCommand):
    """首违不罚."""

    name: ClassVar[str] = "excuse_first"
    reason: str = words()


@attrs.frozen(kw_only=True)
class ExcuseNoFault(FileCommand):
    """无主观过错不罚."""

    name: ClassVar[str] = "excuse_no_fault"
    reason: str = words()


@attrs.frozen(kw_only=True)
class FindNotProved(FileCommand):
    """违法事实不能成立."""

    name: ClassVar[str] = "find_not_proved"
    reason: str = words()


@attrs.frozen(kw_only=True)
class TransferFile(FileCommand):
    """移送: to the authority that has the power."""

    name: ClassVar[str] = "transfer"
    to: str = words()
    reason: str = words()
