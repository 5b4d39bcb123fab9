"""Who acts in a step: a person of the city, or one that the scenario makes up with roles and unit."""

from collections.abc import Iterator

from cmsdk.contract.plan import CityPlan
from cmsdk.work.wording import actor_of

from .nearest import nearest
from .vocabulary import KNOWN


def unknown_in(by: str, plan: CityPlan) -> Iterator[tuple[str, str]]:
    """Names in ``by`` that the city does not know: kind (``person``, ``role``, ``unit``) and name."""
    if by in plan.officers:
        return
    actor = actor_of(by, plan)
    if actor is None:
        yield "person", by
        return
    known = set(KNOWN["role"](plan))
    yield from (("role", role) for role in actor.roles if role not in known)
    if actor.unit and actor.unit not in plan.units:
        yield "unit", actor.unit


def nearest_person(by: str, plan: CityPlan) -> str:
    """The id of the person whose name stands where an id should, else the nearest ids."""
    named = [officer.id for officer in plan.officers.values() if officer.name == by]
    return ", ".join(named) or nearest(by, plan.officers)


def spoken(by: str, plan: CityPlan) -> str:
    """The actor in a sentence."""
    officer = plan.officers.get(by)
    return f"{officer.name} ({officer.id})" if officer is not None else by
