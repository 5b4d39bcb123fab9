"""Kinds of responsibility agreements (责任书种类)."""

from typing import ClassVar

import attrs

from .base import CommunityRow


@attrs.frozen(kw_only=True)
class AgreementKind(CommunityRow):
    """What a shop keeper signs for, and how long (门前三包: 卫生、绿化、秩序; 四包 adds 设施, 五包 adds 立面)."""

    table: ClassVar[str] = "agreements"
    leads: ClassVar[tuple[tuple[str, str], ...]] = (("measure", "measures"),)
    name: str
    items: tuple[str, ...]
    months: int = attrs.field()
    """Its term, in months of the calendar from the day on which it is signed (期间按民法典第201、202条)."""
    notice_days: int = 0
    """So many days before its end its renewal is due."""
    measure: str = ""
    """The measure of the city's table ``measures`` that it is on a case; empty: it is none."""

    @months.validator
    def _some(self, _attribute: object, value: int) -> None:
        if value < 1:
            raise ValueError("months: an agreement holds for at least one month")
