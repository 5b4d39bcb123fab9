"""The city itself: its profile and its policy on the order of means."""

from collections.abc import Mapping
import re
from typing import Final

import attrs
from typing_extensions import override

from cmsdk.model.approach import Approach

from .base import Contribution, Named
from .catalogue import CategoryKind
from .deciding import Principle
from .measures import Excuse, Measure, standard_excuses


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
    grid_code: str = attrs.field(default="")
    """Regular expression that the whole code of a unit grid (单元网格) matches, such as ``[0-9]{15}``; empty: any code.
    Cities use 14 (CJ/T 213-2005), 15 and 16 digits."""
    default_condition: str = "first"
    """Which filing condition holds where the report gives no facts: ``first`` by id, ``shortest`` or ``longest``."""

    @grid_code.validator
    def _is_a_pattern(self, _attribute: object, value: str) -> None:
        try:
            re.compile(value)
        except re.error as error:
            raise ValueError(
                f"grid_code: {value!r} is no regular expression ({error}); write such as [0-9]{{15}}"
            ) from error

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
    """7-2-1 (721工作法): the order of means, its lawful exceptions, and the mix aimed at (measured, never forced)."""

    name: str = ""
    target: Mapping[Approach, int] = attrs.field(
        factory=lambda: {Approach.SERVICE: 70, Approach.MANAGEMENT: 20, Approach.ENFORCEMENT: 10}
    )
    """Per cent by approach; they add to 100."""
    first: Mapping[str, Approach] = attrs.field(factory=dict)
    """First approach by category kind; service where none is named."""
    requires: Mapping[Approach, tuple[str, ...]] = attrs.field(
        factory=lambda: {
            Approach.MANAGEMENT: (Approach.SERVICE.value,),
            Approach.ENFORCEMENT: (Approach.MANAGEMENT.value,),
        }
    )
    """What must have been taken before a measure of an approach, where its row says nothing: ids of measures, or
    approaches. Educate and order first is what published regulations on enforcement say; a national pack gives
    the basis, and a city may ask for nothing."""
    excuses: Mapping[str, Excuse] = attrs.field(factory=standard_excuses)
    """The lawful exceptions by id."""
    excused_by: Mapping[Approach, tuple[str, ...]] = attrs.field()
    """Which exceptions let a measure of an approach skip a step, where its row says nothing; left out: all of them."""

    @excused_by.default
    def _any(self) -> Mapping[Approach, tuple[str, ...]]:
        return dict.fromkeys((Approach.MANAGEMENT, Approach.ENFORCEMENT), tuple(self.excuses))

    def steps_before(self, measure: Measure) -> tuple[str, ...]:
        """What must have been taken before ``measure``: ids of measures, or approaches."""
        return self.requires.get(measure.approach, ()) if measure.requires is None else measure.requires

    def excuses_of(self, measure: Measure) -> tuple[str, ...]:
        """Ids of the exceptions that let ``measure`` skip a step."""
        return self.excused_by.get(measure.approach, ()) if measure.excused_by is None else measure.excused_by

    @target.validator
    def _adds_to_hundred(self, _attribute: object, value: Mapping[Approach, int]) -> None:
        if sum(value.values()) != 100:  # noqa: PLR2004  per cent
            raise ValueError(f"target: the shares add to {sum(value.values())}, not 100; correct them")


SUBDISTRICT: Final = "subdistrict"
"""Fallback: what no row routes goes to the sub-district in which it lies."""


@attrs.frozen(kw_only=True)
class RoutingPolicy(Named):
    """Which principle is asked first (先属主后属地, 先属地后属主), by kind of category, and who gets what nobody owns.

    Rows of a layer are asked by ``order``: all that stand on its first principle, then its second, then rows of
    no principle or another. A kind without an order is routed by category and area alone.
    """

    name: str = ""
    order: Mapping[CategoryKind, tuple[Principle, ...]] = attrs.field(factory=dict)
    fallback: str = attrs.field(default="")
    """``subdistrict``: the unit of that kind whose division the case lies in, before the duty desk. Empty: the desk."""

    @order.validator
    def _once(self, _attribute: object, value: Mapping[CategoryKind, tuple[Principle, ...]]) -> None:
        for kind, principles in value.items():
            if len(set(principles)) < len(principles):
                raise ValueError(f"order: {kind} names a principle twice; name each once")

    @fallback.validator
    def _known(self, _attribute: object, value: str) -> None:
        if value not in {"", SUBDISTRICT}:
            raise ValueError(f"fallback: {value!r} is not known; write {SUBDISTRICT!r}, or leave it out")
