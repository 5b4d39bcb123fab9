"""Rows of community work: what they lead to is there, commands exist, items stand once, hand-ins find a counter."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from difflib import get_close_matches
from typing import Any, get_args, get_type_hints

import attrs

from cmsdk.contract.community.base import WorkRole
from cmsdk.contract.community.handin import HandInKind
from cmsdk.contract.community.station import Supply
from cmsdk.contract.community.systems import SystemDuty
from cmsdk.contract.plan import CityPlan
from cmsdk.model.problem import Problem, problem
from cmsdk.model.works.known import WORK_COMMANDS, WORKS

from .resolve import nearest


def _known(plan: CityPlan) -> Mapping[str, Mapping[str, Any]]:
    """Table → what stands in it, by id."""
    found: dict[str, dict[str, Any]] = {}
    for row in plan.community.values():
        found.setdefault(row.table, {})[row.id] = row
    return {
        **found, "stations": plan.stations, "units": plan.units, "people": plan.officers, "grids": plan.grids,
        "divisions": plan.divisions, "measures": plan.measures, "calendars": plan.calendars,
        "channels": plan.channels, "indicators": plan.indicators,
        "categories": {**plan.categories, **plan.other_categories}, "areas": {**plan.divisions, **plan.grids},
    }  # fmt: skip


def check_community(plan: CityPlan) -> Iterator[Problem]:
    """What is wrong with the tables of community work."""
    known = _known(plan)
    for row in plan.community.values():
        for field, table, name in row.references():
            if name not in known.get(table, {}):
                near = nearest(name, known.get(table, {}))
                yield problem("CMS302", row.source or row.key, field=field, what=table, name=name, near=near)
    for role in plan.rows(WorkRole).values():
        if role.command not in WORK_COMMANDS:
            near = get_close_matches(role.command, WORK_COMMANDS, n=1, cutoff=0)[0]
            yield problem("CMS473", role.source or role.key, command=role.command, near=near)
    yield from _supplies(plan)
    yield from _hand_ins(plan)
    for duty in plan.rows(SystemDuty).values():
        yield from _evidence(duty)


def _supplies(plan: CityPlan) -> Iterator[Problem]:
    """An item stands once among the supplies of a station."""
    seen: dict[tuple[str, str], str] = {}
    for row in plan.rows(Supply).values():
        first = seen.setdefault((row.station, row.item), row.id)
        if first != row.id:
            where = row.source or row.key
            yield problem("CMS481", where, id=row.id, first=first, item=row.item, station=row.station)


def _hand_ins(plan: CityPlan) -> Iterator[Problem]:
    """Some station takes each kind of hand-in."""
    for item in plan.rows(HandInKind).values():
        if not any(all(map(station.offers, item.services)) for station in plan.stations.values()):
            yield problem("CMS634", item.source or item.key, item=item.id, services=", ".join(item.services) or "—")


def _evidence(duty: SystemDuty) -> Iterator[Problem]:
    """A system is kept by a moment of a kind of work, and by fields that this kind has."""
    moments = [f"{kind}.{name}" for kind, work in WORKS.items() for name in _moments(work)]
    if duty.evidence not in moments:
        yield _no_evidence(duty, duty.evidence, moments)
        return
    fields = [field.name for field in attrs.fields(WORKS[duty.evidence.partition(".")[0]])]
    for (field, _), written in zip(duty.conditions, duty.where, strict=True):
        if field not in fields or "=" not in written:
            yield _no_evidence(duty, written, fields)


def _no_evidence(duty: SystemDuty, given: str, known: Iterable[str]) -> Problem:
    near = get_close_matches(given, list(known), n=1, cutoff=0)[0]
    return problem("CMS635", duty.source or duty.key, system=duty.id, given=given, near=near)


def _moments(work: type[Any]) -> list[str]:
    """The fields of a record that say when something was done."""
    return [name for name, hint in get_type_hints(work).items() if {date, datetime} & {hint, *get_args(hint)}]
