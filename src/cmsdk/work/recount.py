"""The deadline of a case whose category or filing standard was corrected (更正后重算时限). Pure."""

import attrs

from cmsdk.model.case import Case
from cmsdk.model.clock import Due
from cmsdk.rules.handling import Chosen
from cmsdk.rules.limits import calendar_of

from .procedure import Procedure
from .running import deadline


def recounted(case: Case, chosen: Chosen, procedure: Procedure) -> Due:
    """The deadline by ``chosen``, counted on the current plan from the case's own start; it keeps what it was granted.

    Each extension adds the new limit once more; holds move the deadline as they did. What was provisional stays so:
    a recount of deadlines makes it firm where it is.
    """
    clock = procedure.clocks.named(calendar_of(procedure.plan, chosen.calendar, case.unit))
    bare = clock.due(case.at, chosen.limit)
    due = deadline(attrs.evolve(case, due=bare), procedure.clocks) or bare
    return attrs.evolve(due, provisional=due.provisional or (case.due is not None and case.due.provisional))
