"""``indicators.toml``: what the city counts."""

from collections.abc import Iterator
from typing import Any

import attrs

from cmsdk.contract.indicators import How, Indicator

from .settings import guarded, structure


@attrs.frozen(kw_only=True)
class _Indicator:
    id: str
    name: str
    name_en: str = ""
    view: str
    how: How = How.COUNT
    column: str = ""
    where: dict[str, tuple[str, ...]] = attrs.field(factory=dict)
    per: str = ""
    digits: int = 0
    target: int | None = None
    basis: str = ""
    replaces: str = ""


@attrs.frozen(kw_only=True)
class _Indicators:
    indicator: tuple[_Indicator, ...]


def indicators(form: dict[str, Any], where: str) -> Iterator[Indicator]:
    """Each ``[[indicator]]`` of the file."""
    for given in structure(form, _Indicators, where).indicator:
        yield guarded(lambda given=given: Indicator(**attrs.asdict(given), source=where), where)  # type: ignore[misc]
