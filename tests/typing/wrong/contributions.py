"""Contributions with a field that is missing, unknown, or of another type; callables of another shape."""

from collections.abc import Sequence

from cmsdk import plugin as door
from cmsdk.plugin import (
    Approach,
    Band,
    CaseFacts,
    Channel,
    Classified,
    Classifier,
    Item,
    Limit,
    LimitRow,
    LimitUnit,
    Report,
    Route,
    Routed,
    RouteRow,
    Unit,
)

Unit(id="x")  # E: [call-arg]
Unit(id="x", nmae="X", name="X")  # E: [call-arg]
Unit("x", "X")  # E: [call-arg]
Unit(id=1, name="X")  # E: [arg-type]
RouteRow(id="x", unit="u", band=3)  # E: [arg-type]
RouteRow(id="x", unit="u", principle="owner")  # E: [arg-type]
LimitRow(id="x", limit=5)  # E: [arg-type]
Limit(5, "work_day")  # E: [arg-type]
Classified("toy/1/S1", "service")  # E: [arg-type]
UNIT = Unit(id="x", name="X")
UNIT.name = "Y"  # E: [misc]
LimitUnit.WORKDAY  # E: [attr-defined]  # noqa: B018


def read_text(payload: str) -> list[Item]:
    return [Item(position="1", raw=payload, fields={"text": payload})]


def read_one(payload: bytes) -> Item:
    return Item(position="1", raw="", fields={})


def one_by_one(report: Report) -> Classified | None:
    return Classified("toy/1/S1", Approach.SERVICE) if report.text else None


def by_name(cases: Sequence[CaseFacts]) -> list[str]:
    return [case.unit for case in cases]  # E: [attr-defined]


Channel(id="x", read=read_text)  # E: [arg-type]
Channel(id="x", read=read_one)  # E: [arg-type]
Classifier(id="x", decide=one_by_one)  # E: [arg-type]
Route(id="x", band=Band.LOCAL, decide=by_name)  # E: [arg-type]
Routed()  # E: [call-arg]
door.Roouted("x")  # E: [attr-defined]
