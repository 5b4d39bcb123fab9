"""How long personal data is kept once a case has ended (保存期限): rules of a city, as data."""

from enum import StrEnum
from typing import Final

import attrs

from cmsdk.model.approach import Approach

from .base import Named
from .catalogue import CategoryKind

DELIVERY_DAYS: Final = 30
"""Natural days for which a delivery's bytes are kept where the city says nothing (contracts §9)."""


class Destroys(StrEnum):
    """What goes when a term is over."""

    PERSON = "person"
    """The person's key: name, numbers, address, and with it the item as it came and the attachments."""
    RAW = "raw"
    """The item as it came; who reported stays."""
    ATTACHMENTS = "attachments"
    """附件: what is attached to the case; who reported stays."""
    DELIVERY = "delivery"
    """The bytes of the delivery, counted from its arrival."""


@attrs.frozen(kw_only=True)
class RetentionRow(Named):
    """A row of ``retention.csv``: how long what is kept of which cases, counted from the day on which they ended.

    The row that says most about a case holds: its category, else the nearest above, then kind, then means. Of rows
    that say the same, the longest term holds. One for all cases holds for the people of community work that has come
    to its end, too.
    """

    category: str = ""
    kind: CategoryKind | None = None
    approach: Approach | None = None
    years: int = 0
    days: int = 0
    destroys: tuple[Destroys, ...] = attrs.field()

    @destroys.validator
    def _something(self, _attribute: object, value: tuple[Destroys, ...]) -> None:
        if not value:
            raise ValueError("destroys: say what goes: person, raw, attachments, delivery")
        if Destroys.DELIVERY in value and (len(value) > 1 or self.category or self.kind or self.approach):
            raise ValueError("destroys: delivery stands in a row of its own, for all cases, since a delivery has many")

    def __attrs_post_init__(self) -> None:
        """A term is given in one unit."""
        if (self.years > 0) == (self.days > 0):
            raise ValueError("years, days: give one of the two")


@attrs.frozen(kw_only=True)
class RetentionRules(Named):
    """The retention of a city (保存期限表). One a city: the most specific plugin's; nothing else is ever destroyed."""

    rows: tuple[RetentionRow, ...] = ()


NO_RETENTION: Final = RetentionRules(id="core-retention")
"""Where no plugin says anything, only the bytes of deliveries have a term."""
