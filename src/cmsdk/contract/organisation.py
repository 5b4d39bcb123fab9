"""Who does the work: units and the people in them."""

from enum import StrEnum

import attrs

from .base import PERSONAL, Named


class UnitKind(StrEnum):
    """Kinds of unit (单位类型)."""

    DEPARTMENT = "department"
    SQUAD = "squad"
    SUBDISTRICT = "subdistrict"
    PARTNER = "partner"
    VOLUNTEERS = "volunteers"


@attrs.frozen(kw_only=True)
class Unit(Named):
    """A unit (单位) that can own a case."""

    name: str
    kind: UnitKind = UnitKind.DEPARTMENT
    parent: str = ""
    division: str = ""
    """Of a sub-district's unit: the division that it answers for, where a routing policy falls back to it."""
    phone: str = attrs.field(default="", metadata=PERSONAL)
    calendar: str = ""
    """Id of the calendar that limits of its cases are counted on; the city's where it names none."""


@attrs.frozen(kw_only=True)
class Officer(Named):
    """A person on the city's side (人员) with roles that workflow tables name."""

    name: str = attrs.field(metadata=PERSONAL)
    unit: str = ""
    roles: tuple[str, ...] = ()
    certificate: str = attrs.field(default="", metadata=PERSONAL)
    """执法证号."""
    phone: str = attrs.field(default="", metadata=PERSONAL)
