"""Responsibility agreements (门前三包、四包责任书): what a shop keeper has signed for, and whether it is kept."""

from datetime import date, datetime
from typing import ClassVar

import attrs

from .base import Work, WorkCommand, day, key, words


@attrs.frozen(kw_only=True)
class SignAgreement(WorkCommand):
    """Sign an agreement (签订责任书); who signs it stands apart as the person of this piece of work."""

    name: ClassVar[str] = "agreement.sign"
    chinese: ClassVar[str] = "签订责任书"
    agreement: str = key("责任书")
    """Row of the city's table ``agreements``."""
    party: str = key("当事人编号")
    """The city's own number for whoever signs, as an enforcement file names them; never a name."""
    shop: str = words("店铺")
    address: str = words("地址")
    division: str = key("区划")
    grid: str = key("网格")
    until: date | None = day("有效期至")
    """The last day on which it holds; the row's term from today, if left out."""
    case: str = key("案件")
    """The case on which signing it is a measure, if any."""
    excuse: str = key("例外")
    """The lawful exception, where the measure skips a step on that case."""
    reason: str = words("理由")


@attrs.frozen(kw_only=True)
class RenewAgreement(WorkCommand):
    """Renew an agreement (续签责任书), from the end of its term or, where that is over, from today."""

    name: ClassVar[str] = "agreement.renew"
    chinese: ClassVar[str] = "续签责任书"
    until: date | None = day("有效期至")


@attrs.frozen(kw_only=True)
class BreachAgreement(WorkCommand):
    """Write down that something of the agreement was not kept (登记违约)."""

    name: ClassVar[str] = "agreement.breach"
    chinese: ClassVar[str] = "登记违约"
    item: str = key("条款")
    """Which of the things that were signed for."""
    case: str = key("案件")
    """The case that it is about, on which reminding of the agreement is a measure; nothing where it is settled so."""
    excuse: str = key("例外")
    """The lawful exception, where the measure skips a step on that case; the earlier case of a repeat is found."""
    reason: str = words("理由")


@attrs.frozen(kw_only=True)
class CureBreach(WorkCommand):
    """Write down that breaches are put right (完成整改): those of one item, or all."""

    name: ClassVar[str] = "agreement.cure"
    chinese: ClassVar[str] = "完成整改"
    item: str = key("条款")


@attrs.frozen(kw_only=True)
class EndAgreement(WorkCommand):
    """End an agreement before its term (终止责任书), as when a shop closes."""

    name: ClassVar[str] = "agreement.end"
    chinese: ClassVar[str] = "终止责任书"
    reason: str = words("理由")


@attrs.frozen
class Breach:
    """Something that was not kept (违约): when, of which item, on which case, and when it was put right."""

    item: str
    at: datetime
    case: str = ""
    cured: datetime | None = None


@attrs.frozen(kw_only=True)
class Agreement(Work):
    """An agreement and how it is kept (责任书台账)."""

    kind: ClassVar[str] = "agreement"
    chinese: ClassVar[str] = "门前责任书"
    agreement: str = ""
    party: str = ""
    shop: str = ""
    address: str = ""
    division: str = ""
    grid: str = ""
    items: tuple[str, ...] = ()
    """What it binds to, as the row said when it was signed."""
    until: date | None = None
    """The last day on which it holds."""
    renewals: tuple[datetime, ...] = ()
    breaches: tuple[Breach, ...] = ()
    measured: tuple[str, ...] = ()
    """The cases on which it was a measure, in order: each is an earlier case that the ladder may look at."""
    ended: datetime | None = None

    @property
    def standing(self) -> tuple[Breach, ...]:
        """The breaches that are not put right."""
        return tuple(breach for breach in self.breaches if breach.cured is None)
