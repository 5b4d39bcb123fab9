"""All checks, in the order in which they run."""

from typing import Final

from .check import Check, Kind, Tier
from .checks import (
    calendars,
    callables,
    channels,
    city,
    faults,
    locked,
    people,
    reached,
    reports,
    routes,
    rows,
    stored,
    work_rules,
    workflow,
)

HASH_SEED: Final = Check("hash-seed-independent", "CMS960", Tier.SOLID, (Kind.CITY,), lambda _stand, _thing: iter(()))
"""It compares two processes, so it is judged where both are seen (:mod:`cmsdk.testing.kit.run`)."""
CHECKS: Final[tuple[Check, ...]] = (
    *city.CHECKS, *rows.CHECKS, *routes.CHECKS, *callables.CHECKS, *channels.CHECKS, *calendars.CHECKS,
    *workflow.CHECKS, *stored.CHECKS, *reports.CHECKS, *work_rules.CHECKS,
    *faults.CHECKS, *people.CHECKS, *reached.CHECKS, *locked.CHECKS, *city.LAST,
)  # fmt: skip
"""Those that one process can make."""
ALL: Final[tuple[Check, ...]] = (*CHECKS, HASH_SEED)
BY_ID: Final = {check.id: check for check in ALL}
