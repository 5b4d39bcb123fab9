"""Rows of community work: what they lead to is there, and commands are ones that exist, and hand-ins find a counter."""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from cmsdk.contract.community.base import WorkRole
from cmsdk.contract.community.handin import HandInKind
from cmsdk.contract.plan import CityPlan
from cmsdk.model.problem import Problem, problem
from cmsdk.model.works.known import WORK_COMMANDS

from .resolve import nearest


def _known(plan: CityPlan) -> Mapping[str, Mapping[str, Any]]:
    """Table → what stands in it, by id."""
    found: dict[str, dict[str, Any]] = {}
    for row in plan.community.values():
        found.setdefault(row.table, {})[row.id] = row
    return {
        **found, "stations": plan.stations, "units": plan.units, "people": plan.officers, "grids": plan.grids,
        "divisions": plan.divisions, "measures": plan.measures, "calendars": plan.calendars,
        "channels": plan.channels, "categories": {**plan.categories, **plan.other_categories},
    }  # fmt: skip


def check_community(plan: CityPlan) -> Iterator[Problem]:
    """Ids that rows name are in their tables, commands of roles exist, and some station takes each hand-in."""
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
    for item in plan.rows(HandInKind).values():
        if not any(all(map(station.offers, item.services)) for station in plan.stations.values()):
            yield problem("CMS634", item.source or item.key, item=item.id, services=", ".join(item.services) or "—")
