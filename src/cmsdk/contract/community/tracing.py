"""How causes are traced (问题溯源): what a place is, how far back is compared, and what is more than chance."""

from typing import ClassVar

import attrs

from cmsdk.model.expected import Expected
from cmsdk.model.place import Level

from .base import CommunityRow


@attrs.frozen(kw_only=True)
class Tracing(CommunityRow):
    """One way of looking for places where a class of problem recurs (溯源口径)."""

    table: ClassVar[str] = "tracing"
    level: Level | None = None
    """Places are divisions of this level; grids where it is left out."""
    before: int = attrs.field(default=90)
    """Days before the period that are compared as well."""
    least: int = attrs.field(default=3)
    """Days on which it must have come up in the period; fewer are never named."""
    percent: int = attrs.field(default=5)
    """Chance in per cent that any place at all is named where nothing recurs (after Holm's method)."""

    @before.validator
    def _not_endless(self, _attribute: object, value: int) -> None:
        _check("before", value, 0, 3660)

    @least.validator
    def _more_than_once(self, _attribute: object, value: int) -> None:
        _check("least", value, 2, 366)

    @percent.validator
    def _a_chance(self, _attribute: object, value: int) -> None:
        _check("percent", value, 1, 50)


def _check(name: str, value: int, least: int, most: int) -> None:
    if not least <= value <= most:
        raise Expected("between", column=name, given=value, least=least, most=most)
