"""The city itself: its profile and its policy on the order of means."""

from collections.abc import Mapping

import attrs
from typing_extensions import override

from cmsdk.model.approach import Approach

from .base import Contribution, Named


@attrs.frozen(kw_only=True)
class CityProfile(Contribution):
    """What every city must say of itself (城市概况)."""

    name: str
    name_en: str = ""
    time_zone: str
    """IANA name, e.g. ``Asia/Shanghai``."""
    duty_desk: str
    """Id of the unit that gets whatever no row routes (值班台)."""
    languages: tuple[str, ...] = ("en",)
    scheme: str = ""
    """``scheme/version`` that bare category codes in the city's tables refer to."""
    calendar: str = "natural-days"
    """Id of the calendar that deadlines are counted on where a row names none."""
    default_condition: str = "first"
    """Which filing condition holds where the report gives no facts: ``first`` by id, ``shortest`` or ``longest``."""

    @property
    def mask_language(self) -> str:
        """Language of the masks for personal data: Chinese where the city lists it, else English."""
        return "zh" if "zh" in self.languages else "en"

    @property
    @override
    def key(self) -> str:
        """There is one profile a city."""
        return "profile"


@attrs.frozen(kw_only=True)
class ApproachPolicy(Named):
    """7-2-1 (721工作法): which means comes first, and the mix the city aims at. Measured, never forced."""

    name: str = ""
    target: Mapping[Approach, int] = attrs.field(
        factory=lambda: {Approach.SERVICE: 70, Approach.MANAGEMENT: 20, Approach.ENFORCEMENT: 10}
    )
    """Per cent by approach; they add to 100."""
    first: Mapping[str, Approach] = attrs.field(factory=dict)
    """First approach by category kind; service where none is named."""

    @target.validator
    def _adds_to_hundred(self, _attribute: object, value: Mapping[Approach, int]) -> None:
        if sum(value.values()) != 100:  # noqa: PLR2004  per cent
            raise ValueError(f"target: the shares add to {sum(value.values())}, not 100; correct them")
