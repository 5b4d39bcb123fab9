"""For whom somebody acts: their unit, and the communities that they belong to. Pure."""

from cmsdk.contract.plan import CityPlan
from cmsdk.model.command import Actor


def unit_of(by: Actor, plan: CityPlan) -> str:
    """The unit that somebody acts for: the one they say, else that of the roster."""
    officer = plan.officers.get(by.id)
    return by.unit or (officer.unit if officer is not None else "")


def acts_for(by: Actor, unit: str, plan: CityPlan) -> bool:
    """Whether somebody's unit is ``unit``, or one below it."""
    above, seen = unit_of(by, plan), set[str]()
    while above and above != unit and above not in seen:
        seen.add(above)
        found = plan.units.get(above)
        above = found.parent if found is not None else ""
    return bool(unit) and above == unit


def communities(by: Actor, plan: CityPlan) -> tuple[str, ...]:
    """The divisions that somebody speaks for: that of their unit, and those whose grids they lead (网格长)."""
    unit = plan.units.get(unit_of(by, plan))
    led = (grid.division for grid in plan.grids.values() if grid.leader == by.id)
    return tuple(dict.fromkeys(one for one in (unit.division if unit is not None else "", *led) if one))
