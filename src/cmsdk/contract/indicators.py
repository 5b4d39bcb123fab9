"""Indicators (指标): what a city counts, as data over a view: numerator, filter, denominator, rounding, target."""

from collections.abc import Mapping
from enum import StrEnum

import attrs

from .base import Named


class How(StrEnum):
    """How rows become a number (统计方式)."""

    COUNT = "count"
    """Rows (计数)."""
    SUM = "sum"
    """The sum of a column of numbers (求和)."""
    DISTINCT = "distinct"
    """Different values of a column, an empty one is none (去重计数)."""


Where = Mapping[str, tuple[str, ...]]
"""Column → the values of which it has one; a cell that lists several (``a;b``) has each of them."""


@attrs.frozen(kw_only=True)
class Indicator(Named):
    """A number that a city reports (统计指标), or a share in per cent where it names what it is a part of."""

    name: str
    name_en: str = ""
    view: str
    """Such as ``duties``; ``cmsdk work views`` lists them with their columns."""
    how: How = How.COUNT
    column: str = attrs.field(default="")
    """What is summed, or told apart."""
    where: Where = attrs.field(factory=dict)
    per: str = ""
    """The indicator that it is a share of; nothing can be said where that is 0."""
    digits: int = attrs.field(default=0)
    """Decimals, halves up."""
    target: int | None = None
    """What the city aims at, at least."""

    @column.validator
    def _is_named(self, _attribute: object, value: str) -> None:
        if (self.how is How.COUNT) == bool(value):
            raise ValueError(f"column: {self.how} {'takes no column' if value else 'needs a column'}")

    @digits.validator
    def _are_few(self, _attribute: object, value: int) -> None:
        if not 0 <= value <= 4:  # noqa: PLR2004  nobody reads more
            raise ValueError(f"digits: {value} is not from 0 to 4")
