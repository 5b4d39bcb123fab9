"""The catalogue of measures (措施), and the lawful exceptions to the order of means (例外)."""

from typing import Final

import attrs

from cmsdk.model.approach import Approach

from .base import Named

MOST_MONTHS: Final = 120
"""No exception looks further back than ten years: the law on penalties looks back five at most (Art. 36)."""


@attrs.frozen(kw_only=True)
class Measure(Named):
    """A measure that may be taken on a case (措施), such as advice, an order to correct or a fine."""

    name: str
    name_en: str = ""
    approach: Approach
    """Which of the three means it belongs to."""
    requires: tuple[str, ...] | None = None
    """All that must have been taken before on the same case (前置): ids of measures, or an approach for any measure of
    it. ``None``: what the city's policy asks of its approach; an empty one: nothing."""
    excused_by: tuple[str, ...] | None = None
    """Exceptions of the policy that stand for what is skipped (例外). ``None``: those of its approach; an empty one:
    nothing is ever skipped."""

    def called(self, lang: str) -> str:
        """Its name in a language, in the other where it has none there."""
        return self.name_en or self.name if lang == "en" else self.name


@attrs.frozen(kw_only=True)
class Excuse:
    """A lawful exception (例外), for which a step may be skipped; whoever claims it gives the reason."""

    name: str
    name_en: str = ""
    basis: str = ""
    months: int = attrs.field(default=0)
    """For a repeat: within how many months an earlier case saw what is skipped here. 0: no earlier case is asked."""
    article: bool = False
    """Whether the article of the statute has to be named."""

    @months.validator
    def _look_back(self, _attribute: object, value: int) -> None:
        if not 0 <= value <= MOST_MONTHS:
            raise ValueError(f"months: {value} is not from 0 to {MOST_MONTHS}; give months, or 0 for none")

    def called(self, lang: str) -> str:
        """Its name in a language, in the other where it has none there."""
        return self.name_en or self.name if lang == "en" else self.name


def standard_excuses() -> dict[str, Excuse]:
    """The exceptions of a policy that names none: danger, repeat, statute. A national pack gives each its basis.

    Twelve months are how long an offence keeps a next one from being the first in published lists (首违免罚清单).
    """
    return {
        "danger": Excuse(name="安全危险", name_en="danger"),
        "repeat": Excuse(name="十二个月内再次发生", name_en="repeat within 12 months", months=12),
        "statute": Excuse(name="法律法规规定直接采取", name_en="a statute orders it directly", article=True),
    }
