"""The rows of how long data is kept: their categories completed, as those of all other rows are."""

from collections.abc import Iterable

import attrs

from cmsdk.contract.base import Contribution
from cmsdk.contract.plan import Ranked
from cmsdk.contract.retention import NO_RETENTION, RetentionRules
from cmsdk.model.problem import Problem

from .resolve import Categories, completed


def retention_of(
    offered: Iterable[Ranked[Contribution]], categories: Categories, problems: list[Problem]
) -> RetentionRules:
    """The rules among ``offered``, with full category keys; what names no category is said in ``problems``."""
    for ranked in offered:
        if isinstance(ranked.item, RetentionRules):
            rows = tuple(Ranked(row, ranked.plugin) for row in ranked.item.rows)
            whole = [row for row in rows if not row.item.category]
            named = completed(tuple(row for row in rows if row.item.category), categories, problems)
            return attrs.evolve(ranked.item, rows=tuple(row.item for row in (*whole, *named)))
    return NO_RETENTION
