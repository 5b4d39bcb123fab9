"""Clearances (清理台账): piles, bills and plots that were cleared away, each count with its place."""

from datetime import date
from typing import ClassVar

import attrs

from .base import Work, WorkCommand, day, key, names, number, words


@attrs.frozen(kw_only=True)
class RecordClearance(WorkCommand):
    """Write down what was cleared at a place (登记清理)."""

    name: ClassVar[str] = "clearance.record"
    chinese: ClassVar[str] = "登记清理"
    matter: str = key("清理类别")
    """Row of ``clearance-classes``."""
    count: int = number("清理数量")
    """How many; 1, if left out."""
    day: date | None = day("日期")
    """The day of the command, if left out."""
    place: str = words("地点")
    division: str = key("区划")
    unit: str = key("承办单位")
    partners: tuple[str, ...] = names("联合单位")
    """Units that cleared it together with ``unit``, such as a property company."""
    campaign: str = key("活动")
    drive: str = key("整治行动")
    case: str = key("案件")
    """The case that is settled by it: the measure of the class is taken on it."""


@attrs.frozen(kw_only=True)
class VoidClearance(WorkCommand):
    """Strike out a clearance that was written down by mistake (作废清理)."""

    name: ClassVar[str] = "clearance.void"
    chinese: ClassVar[str] = "作废清理"
    reason: str = words("原因")


@attrs.frozen(kw_only=True)
class Clearance(Work):
    """A line of the clearance tally (清理台账)."""

    kind: ClassVar[str] = "clearance"
    chinese: ClassVar[str] = "清理记录"
    matter: str = ""
    count: int = 0
    day: date | None = None
    place: str = ""
    division: str = ""
    unit: str = ""
    partners: tuple[str, ...] = ()
    campaign: str = ""
    """Own name of the campaign."""
    drive: str = ""
    """Own name of the drive."""
    reason: str = ""
    """Why it was struck out."""

    @property
    def stands(self) -> bool:
        """Whether it counts: it was not struck out."""
        return not self.reason
