"""The value of an indicator (指标值), with what it was counted from."""

from fractions import Fraction
from math import floor

import attrs


def rounded(value: Fraction, digits: int) -> str:
    """``value`` as text with so many decimals, halves up (四舍五入)."""
    whole = floor(value * 10**digits + Fraction(1, 2))
    text = str(abs(whole)).rjust(digits + 1, "0")
    sign = "-" if whole < 0 else ""
    return sign + (f"{text[:-digits]}.{text[-digits:]}" if digits else text)


@attrs.frozen
class Indicated:
    """What an indicator came to.

    ``value`` is exact, in per cent where it is a share; nothing where the denominator is 0.
    """

    id: str
    name: str
    name_en: str
    value: Fraction | None
    digits: int = 0
    share: bool = False
    target: int | None = None
    sources: tuple[str, ...] = ()
    """Ids of what was counted."""

    @property
    def met(self) -> bool | None:
        """Whether the target is reached; nothing where there is none, or no value."""
        return None if self.target is None or self.value is None else self.value >= self.target

    @property
    def text(self) -> str:
        """The value as reports show it: ``250``, ``98.5 %``; a dash where nothing can be said."""
        if self.value is None:
            return "—"
        return rounded(self.value, self.digits) + (" %" if self.share else "")

    def called(self, lang: str) -> str:
        """Its name in a language."""
        return self.name_en or self.name if lang == "en" else self.name
