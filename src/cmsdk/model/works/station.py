"""A station's book (站点台账): supplies (物资) taken in, given out and counted, and services (便民服务) given.

Its own name is the id of its station; ``STATION/2027`` begins another book of the same station.
"""

from datetime import date, datetime
from typing import ClassVar

import attrs
from typing_extensions import override

from .base import Work, WorkCommand, key, number


@attrs.frozen(kw_only=True)
class TakeIn(WorkCommand):
    """Put supplies into stock (物资入库)."""

    name: ClassVar[str] = "station.take_in"
    chinese: ClassVar[str] = "物资入库"
    item: str = key("物资")
    """A row of the table of supplies: its id, or what this station calls it."""
    amount: int = number("数量")


@attrs.frozen(kw_only=True)
class GiveOut(WorkCommand):
    """Give out, lend or use up supplies (物资发放)."""

    name: ClassVar[str] = "station.give_out"
    chinese: ClassVar[str] = "物资发放"
    item: str = key("物资")
    amount: int = number("数量")


@attrs.frozen(kw_only=True)
class CountStock(WorkCommand):
    """Count what is there (物资盘点); what it differs by from the book is entered with it."""

    name: ClassVar[str] = "station.count"
    chinese: ClassVar[str] = "物资盘点"
    item: str = key("物资")
    amount: int = number("数量")


@attrs.frozen(kw_only=True)
class ServePeople(WorkCommand):
    """Serve people who came (便民服务): information, directions, first aid, and whatever else the station offers."""

    name: ClassVar[str] = "station.serve"
    chinese: ClassVar[str] = "便民服务"
    service: str = key("服务")
    """As the station's row has it."""
    people: int = number("服务人次")
    """How many were served; one, where it is left out."""


@attrs.frozen(kw_only=True)
class Stock:
    """How much of an item there is (库存)."""

    item: str
    amount: int
    at: datetime
    """When it last changed or was counted."""
    low: datetime | None = None
    """Since when there is less than the minimum, if there is."""


@attrs.frozen(kw_only=True)
class Movement:
    """What an item did on a day (物资流水)."""

    day: date
    item: str
    taken_in: int = 0
    given_out: int = 0
    difference: int = 0
    """By how much counting differed from the book."""


@attrs.frozen(kw_only=True)
class Served:
    """How many people had a service on a day (服务人次)."""

    day: date
    service: str
    people: int


@attrs.frozen(kw_only=True)
class StationBook(Work):
    """A station's book, summed up by day (站点台账)."""

    kind: ClassVar[str] = "station"
    chinese: ClassVar[str] = "站点台账"
    station: str = ""
    stock: tuple[Stock, ...] = ()
    movements: tuple[Movement, ...] = ()
    served: tuple[Served, ...] = ()

    @property
    @override
    def told_units(self) -> tuple[str, ...]:
        """The unit that the station belongs to."""
        return (self.station,)

    @property
    @override
    def told_state(self) -> str:
        """``reorder`` (补货) where its newest entry has brought supplies below their minimum."""
        return "reorder" if any(stock.low == self.last for stock in self.stock) else self.state

    def held(self, item: str) -> Stock | None:
        """The stock of an item; nothing where it never came in and was never counted."""
        return next((stock for stock in self.stock if stock.item == item), None)
