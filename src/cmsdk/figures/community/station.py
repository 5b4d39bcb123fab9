"""Figures of stations (站点统计): who staffs them, what is in stock and has to be ordered, who was served."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from cmsdk.contract.community.station import Supply
from cmsdk.figures.community.places import lies_in, subdistrict_of
from cmsdk.figures.views import Seen, View
from cmsdk.model.hours import Door
from cmsdk.model.viewed import Cell, ViewRow
from cmsdk.model.works.duty import Duty
from cmsdk.model.works.station import StationBook
from cmsdk.rules.rosters import on_duty
from cmsdk.rules.stationing import staff_of

_OPEN: Final = {Door.OPEN: 1, Door.CLOSED: 0, Door.UNKNOWN: None}
"""Nothing where a station publishes no hours."""


def _books(seen: Seen) -> dict[str, StationBook]:
    """Station → the book that it keeps now: the one begun last."""
    books = sorted(seen.of(StationBook), key=lambda book: (book.begun or seen.now, book.id))
    return {book.station: book for book in books}


def _on_duty(seen: Seen, now: datetime) -> dict[str, dict[str, str]]:
    """Station → the officers who are on duty there now, by id, with their names."""
    found: dict[str, dict[str, str]] = {}
    for duty in on_duty(seen.plan, {one.id: one for one in seen.of(Duty)}, now):
        officers = seen.plan.officers
        found.setdefault(duty.station, {}).update(
            {id_: officers[id_].name if id_ in officers else id_ for id_ in duty.officers}
        )
    return found


def _stations(seen: Seen) -> Iterator[ViewRow]:
    plan, now = seen.plan, seen.now.astimezone(seen.plan.zone)
    days, duties = plan.calendars[plan.profile.calendar].days, _on_duty(seen, now)
    for station in plan.stations.values():
        if station.valid.holds(now.date()) and lies_in(plan, station.division):
            staff = staff_of(plan, station.id, now.date())
            cells: dict[str, Cell] = {
                "station": station.id, "name": station.name, "kind": station.kind.value, "division": station.division,
                "subdistrict": subdistrict_of(plan, station.division), "opens": station.opens,
                "open_now": _OPEN[station.hours.door(now, days.get)], "services": ";".join(station.services),
                "unit": station.unit, "staff": len(staff), "officers": ";".join(one.name for one in staff),
                "on_duty": ";".join(duties.get(station.id, {}).values()),
                "located": int(station.point is not None),
            }  # fmt: skip
            yield ViewRow(cells, (station.id,))


def _supplies(seen: Seen) -> Iterator[ViewRow]:
    books = _books(seen)
    for row in seen.plan.rows(Supply).values():
        book = books.get(row.station)
        stock = book.held(row.item) if book else None
        below = stock is not None and stock.amount < row.minimum
        cells: dict[str, Cell] = {
            "station": row.station, "item": row.item, "measure": row.measure, "minimum": row.minimum,
            "stock": stock.amount if stock else None, "at": stock.at if stock else None, "below": int(below),
            "since": stock.low if stock else None, "unit": seen.plan.stations[row.station].unit,
            "reorder": max(row.reorder, row.minimum - stock.amount) if stock and below else 0,
        }  # fmt: skip
        yield ViewRow(cells, (row.id, *([book.id] if book else [])))


def _movements(seen: Seen) -> Iterator[ViewRow]:
    for book in seen.of(StationBook):
        for one in sorted(book.movements, key=lambda one: (one.day, one.item)):
            if seen.within(one.day):
                cells: dict[str, Cell] = {
                    "station": book.station, "day": one.day, "item": one.item, "taken_in": one.taken_in,
                    "given_out": one.given_out, "difference": one.difference,
                }  # fmt: skip
                yield ViewRow(cells, (book.id,))


def _services(seen: Seen) -> Iterator[ViewRow]:
    for book in seen.of(StationBook):
        for one in sorted(book.served, key=lambda one: (one.day, one.service)):
            if seen.within(one.day):
                cells: dict[str, Cell] = {
                    "station": book.station,
                    "day": one.day,
                    "service": one.service,
                    "people": one.people,
                }
                yield ViewRow(cells, (book.id,))


VIEWS: Final = (
    View(
        id="stations",
        columns=(
            "station", "name", "kind", "division", "subdistrict", "opens", "open_now", "services", "unit", "staff",
            "officers", "on_duty", "located",
        ),
        rows=_stations,
        works=(Duty,),
    ),
    View(
        id="supplies",
        columns=(
            "station", "item", "measure", "minimum", "stock", "at", "below", "since", "reorder", "unit",
        ),
        rows=_supplies,
        works=(StationBook,),
    ),
    View(
        id="supply-movements",
        columns=("station", "day", "item", "taken_in", "given_out", "difference"),
        rows=_movements,
        works=(StationBook,),
    ),
    View(
        id="services",
        columns=("station", "day", "service", "people"),
        rows=_services,
        works=(StationBook,),
    ),
)  # fmt: skip
