"""How ``city nearest`` shows what is near its point."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from cmsdk.contract.plan import CityPlan
from cmsdk.desk.points import Nearby
from cmsdk.model.hours import Door

from .lang import say
from .screen import Screen

_DOORS: Final = {Door.OPEN: "door-open", Door.UNKNOWN: "door-unknown", Door.CLOSED: "door-closed"}


def near_form(plan: CityPlan, found: Sequence[Nearby], grid: str, at: datetime) -> dict[str, object]:
    """What machines get: grid of the point, moment, and stations with metres (whole) and door."""
    return {
        "city": plan.city,
        "at": at.isoformat(),
        "grid": grid,
        "stations": [
            {
                "id": near.station.id, "name": near.station.name, "kind": near.station.kind,
                "metres": round(near.metres), "door": near.door,
                "opens": near.station.opens, "services": list(near.station.services),
            }
            for near in found
        ],
        "without_point": sum(station.point is None for station in plan.stations.values()),
    }  # fmt: skip


def show_near(screen: Screen, plan: CityPlan, found: Sequence[Nearby]) -> None:
    """A row a station, and how many could not be measured."""
    if found:
        screen.table(
            [say("near-station"), say("near-metres"), say("near-door"), say("near-hours"), say("near-services")],
            [
                [
                    near.station.name, str(round(near.metres)), say(_DOORS[near.door]),
                    near.station.opens, ", ".join(near.station.services),
                ]
                for near in found
            ],
        )  # fmt: skip
    else:
        screen.line(say("near-none"))
    unplaced = sum(station.point is None for station in plan.stations.values())
    if unplaced:
        screen.line(say("near-unplaced", count=unplaced))
