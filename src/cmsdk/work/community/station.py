"""A station's book at work (站点台账): what is in stock, what has to be ordered again, who was served."""

from datetime import date
from typing import Any, Final

import attrs

from cmsdk.contract.community.station import Supply
from cmsdk.contract.places import Station
from cmsdk.model.command import Refusal
from cmsdk.model.works.station import CountStock, GiveOut, Movement, Served, ServePeople, StationBook, Stock, TakeIn

from .shape import BEGINS, Asked, Found, Happened, Step, WorkKind, refuse, unknown

KEPT: Final = "kept"
ANY: Final = (*BEGINS, KEPT)
Moved = Asked[StationBook, TakeIn | GiveOut | CountStock]


def _station(asked: Asked[Any, Any]) -> Station | Refusal:
    name, stations = asked.work.name.partition("/")[0], asked.plan.stations
    return stations[name] if name in stations else unknown(asked.command, "work", name, stations, "stations")


def _supply(asked: Moved, station: Station) -> Supply | Refusal:
    """The row of the item at this station, by its id or by what the station calls it."""
    rows = [row for row in asked.plan.rows(Supply).values() if row.station == station.id]
    item = asked.command.item
    found = next((row for row in rows if item in {row.id, row.item}), None)
    return found or unknown(asked.command, "item", item, [row.item for row in rows], Supply.table)


def _moved(asked: Moved) -> Found | Refusal:
    """What is in stock after it; a re-order notice (补货提醒) with the step that brings it below its minimum."""
    command, station = asked.command, _station(asked)
    if isinstance(station, Refusal):
        return station
    row = _supply(asked, station)
    if isinstance(row, Refusal):
        return row
    if not command.amount and not isinstance(command, CountStock):
        return refuse("CMS471", "needs", command=command.name, field="amount")
    before = asked.work.held(row.item)
    held = before.amount if before else 0
    if isinstance(command, GiveOut) and command.amount > held:
        facts = {"item": row.item, "stock": held, "amount": command.amount, "measure": row.measure}
        return refuse("CMS479", "stock", row.basis, station=station.id, **facts)
    stock = {TakeIn: held + command.amount, GiveOut: held - command.amount}.get(type(command), command.amount)
    effects = {
        "station": station.id, "day": asked.today.isoformat(), "item": row.item, "stock": stock, "change": stock - held,
        "low": stock < row.minimum,
    }  # fmt: skip
    if stock < row.minimum and (before is None or before.low is None):
        amount = max(row.reorder, row.minimum - stock)
        effects["reorder"] = {"amount": amount, "minimum": row.minimum, "measure": row.measure, "unit": station.unit}
    return Found(effects)


def _changed(work: StationBook, command: TakeIn | GiveOut | CountStock, happened: Happened) -> dict[str, Any]:
    found = happened.effects
    item, day, change = found["item"], date.fromisoformat(found["day"]), found["change"]
    before = work.held(item)
    since = before.low if before and before.low else happened.at
    stock = Stock(item=item, amount=found["stock"], at=happened.at, low=since if found["low"] else None)
    that_day = next((one for one in work.movements if (one.day, one.item) == (day, item)), None)
    sum_ = that_day or Movement(day=day, item=item)
    if isinstance(command, TakeIn):
        sum_ = attrs.evolve(sum_, taken_in=sum_.taken_in + change)
    elif isinstance(command, GiveOut):
        sum_ = attrs.evolve(sum_, given_out=sum_.given_out - change)
    else:
        sum_ = attrs.evolve(sum_, difference=sum_.difference + change)
    return {
        "station": found["station"],
        "stock": (*(one for one in work.stock if one.item != item), stock),
        "movements": (*(one for one in work.movements if one is not that_day), sum_),
    }


def _offered(asked: Asked[StationBook, ServePeople]) -> Found | Refusal:
    """Only what the station offers is counted, under the name that it has there."""
    station = _station(asked)
    if isinstance(station, Refusal):
        return station
    if asked.command.service not in station.services:
        return unknown(asked.command, "service", asked.command.service, station.services, "stations")
    return Found({"station": station.id, "day": asked.today.isoformat(), "people": asked.command.people or 1})


def _served(work: StationBook, command: ServePeople, happened: Happened) -> dict[str, Any]:
    day, people = date.fromisoformat(happened.effects["day"]), happened.effects["people"]
    same = next((one for one in work.served if (one.day, one.service) == (day, command.service)), None)
    sum_ = Served(day=day, service=command.service, people=people + (same.people if same else 0))
    return {
        "station": happened.effects["station"],
        "served": (*(one for one in work.served if one is not same), sum_),
    }


STATIONS: Final = WorkKind(
    StationBook,
    (
        *(Step(command, ANY, KEPT, _changed, _moved, needs=("item",)) for command in (TakeIn, GiveOut, CountStock)),
        Step(ServePeople, ANY, KEPT, _served, _offered, needs=("service",)),
    ),
)
