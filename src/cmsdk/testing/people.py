"""Who acts in a step: a person of the city, or one that the scenario makes up with roles and unit."""

from collections.abc import Iterator
import re
from typing import Final

from cmsdk.contract.plan import CityPlan
from cmsdk.model.commands import Actor

from .nearest import nearest
from .verbs import actor
from .vocabulary import KNOWN

_MADE_UP: Final = re.compile(r"(?P<id>[^:@]+):(?P<roles>[^:@]*)(?:@(?P<unit>[^:@]*))?\Z")
"""``id:role1,role2@unit``; no roles and no unit are allowed: ``passer-by:``."""


def _parts(by: str) -> tuple[str, tuple[str, ...], str] | None:
    found = _MADE_UP.match(by)
    if found is None:
        return None
    roles = tuple(role.strip() for role in found["roles"].split(",") if role.strip())
    return found["id"].strip(), roles, (found["unit"] or "").strip()


def unknown_in(by: str, plan: CityPlan) -> Iterator[tuple[str, str]]:
    """Names in ``by`` that the city does not know: kind (``person``, ``role``, ``unit``) and name."""
    if by in plan.officers:
        return
    parts = _parts(by)
    if parts is None:
        yield "person", by
        return
    known = set(KNOWN["role"](plan))
    yield from (("role", role) for role in parts[1] if role not in known)
    if parts[2] and parts[2] not in plan.units:
        yield "unit", parts[2]


def nearest_person(by: str, plan: CityPlan) -> str:
    """The id of the person whose name stands where an id should, else the nearest ids."""
    named = [officer.id for officer in plan.officers.values() if officer.name == by]
    return ", ".join(named) or nearest(by, plan.officers)


def acting(by: str, plan: CityPlan) -> Actor:
    """The actor of a step that was found to be right."""
    officer = plan.officers.get(by)
    if officer is not None:
        return actor(officer.id, officer.roles, officer.unit)
    person, roles, unit = _parts(by) or (by, (), "")
    return actor(person, roles, unit)


def spoken(by: str, plan: CityPlan) -> str:
    """The actor in a sentence."""
    officer = plan.officers.get(by)
    return f"{officer.name} ({officer.id})" if officer is not None else by
