"""Where a division stands among divisions, for rows that a report groups by sub-district."""

from typing import Final

from cmsdk.contract.plan import CityPlan
from cmsdk.model.place import Level

_CITIES: Final = (Level.CITY, Level.DISTRICT)


def lies_in(plan: CityPlan, division: str) -> bool:
    """Whether a division is not another city's: a county-level city has the tables of the city above it, too.

    What lies nowhere, as a functional zone without a code, is its own.
    """
    lineage = plan.area_lineage("", division)
    above = (code for code in lineage if code in plan.divisions)
    return plan.city in lineage or all(_level(plan, code) not in _CITIES for code in above)


def subdistrict_of(plan: CityPlan, division: str) -> str:
    """The sub-district (街道) that a division is or lies in; empty above that level."""
    lineage = plan.area_lineage("", division)
    return next((code for code in lineage if code in plan.divisions and _level(plan, code) is Level.SUBDISTRICT), "")


def _level(plan: CityPlan, code: str) -> Level:
    return plan.divisions[code].level


def name_of(plan: CityPlan, division: str) -> str:
    """A division's name, else its code."""
    return plan.divisions[division].name if division in plan.divisions else division
