"""A city's plan, whole: assembled from its plugins, and asking for nothing that there is not."""

from collections.abc import Sequence

from cmsdk.contract.plan import CityPlan
from cmsdk.model.errors import AssemblyError
from cmsdk.registry.assembly import assemble
from cmsdk.registry.discovery import Discovered

from .reporting import check_reporting


def planned(rows: Sequence[Discovered], city: str) -> CityPlan:
    """The plan of ``city``.

    Raises:
        AssemblyError: with every problem that keeps the plan from being whole.
    """
    plan = assemble(rows, city)
    found = tuple(check_reporting(plan))
    if found:
        raise AssemblyError(found)
    return plan
