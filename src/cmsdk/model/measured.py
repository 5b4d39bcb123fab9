"""Measured values (量): what somebody measured on the spot, as a report has it, and amounts that compare exactly."""

from collections.abc import Iterator
from enum import StrEnum
from fractions import Fraction
import re
from typing import Final
import unicodedata

import attrs

from .expected import Expected


class Dimension(StrEnum):
    """What an amount is of; amounts of different dimensions do not compare."""

    LENGTH = "length"
    AREA = "area"
    SHARE = "share"
    COUNT = "count"


_UNITS: Final[dict[str, tuple[Dimension, Fraction]]] = {
    **dict.fromkeys(("mm", "毫米"), (Dimension.LENGTH, Fraction(1, 1000))),
    **dict.fromkeys(("cm", "厘米", "公分"), (Dimension.LENGTH, Fraction(1, 100))),
    **dict.fromkeys(("m", "米"), (Dimension.LENGTH, Fraction(1))),
    **dict.fromkeys(("km", "公里", "千米"), (Dimension.LENGTH, Fraction(1000))),
    **dict.fromkeys(("mm2", "平方毫米"), (Dimension.AREA, Fraction(1, 1_000_000))),
    **dict.fromkeys(("cm2", "平方厘米"), (Dimension.AREA, Fraction(1, 10_000))),
    **dict.fromkeys(("m2", "平方米", "平米"), (Dimension.AREA, Fraction(1))),
    "%": (Dimension.SHARE, Fraction(1, 100)),
    **dict.fromkeys(("个", "处", "盏", "根", "棵", "株", "块", "辆", "件", "张", "只"), (Dimension.COUNT, Fraction(1))),
}
"""Units with what they measure, in metres, square metres, parts of one, and pieces (SI; counters of everyday use)."""

_NUMBER = r"\d{1,9}(?:\.\d{1,9})?"
_UNIT = "|".join(sorted(map(re.escape, _UNITS), key=len, reverse=True))
_AMOUNT = re.compile(
    rf"(?P<top>\d{{1,9}})/(?P<bottom>\d{{1,9}})|(?P<one>{_NUMBER}) ?(?P<unit>{_UNIT})?"
    rf"(?: ?[x×*] ?(?P<two>{_NUMBER}) ?(?P<unit2>{_UNIT}))?"
)
AMOUNT: Final = re.sub(r"\?P<\w+>", "?:", _AMOUNT.pattern)
"""The pattern of an amount in a folded text, without groups."""
_NAMED = re.compile(r"(?P<name>[^\d=:<>≥≤]*?)(?<![-−.]) ?[=:]? ?(?P<amount>\d.*)")
COMMA: Final = r"(?:,(?!\d)|(?<!\d),|(?<=[a-z]2),)"
"""A comma between two parts, in a folded text. One between the digits of a number (``1,000``, ``0,5``) is none: such
a number means two things, and is not read. The digit of a unit (``30cm2,40%``) is no digit of a number."""
_BETWEEN = re.compile(rf"[;、\n]|{COMMA}")


def folded(text: str) -> str:
    """``text`` as it is read here: NFKC (``cm²`` is ``cm2``, full width is plain), lower case, no space around it."""
    plain = unicodedata.normalize("NFKC", text).replace("\u2044", "/").replace("^2", "2").replace("^", "")
    return plain.casefold().replace(">=", "≥").replace("<=", "≤").replace("⩾", "≥").replace("⩽", "≤").strip()


@attrs.frozen
class Amount:
    """An exact amount in the base unit of its dimension: metres, square metres, parts of one, pieces."""

    value: Fraction
    dimension: Dimension


def read_amount(text: str) -> Amount:
    """The amount that ``text`` names: ``30cm²``, ``0.5 m2``, ``3cm``, ``1/3``, ``5%``, ``100cm×100cm``, ``3个``, ``3``.

    A number alone is a count, two lengths multiplied are an area, a fraction is a share. Raises ValueError.
    """
    match = _AMOUNT.fullmatch(folded(text))
    if match is None:
        raise Expected("amount-form")
    if match["top"]:
        if int(match["bottom"]) == 0:
            raise Expected("amount-zero")
        return Amount(Fraction(int(match["top"]), int(match["bottom"])), Dimension.SHARE)
    if match["two"]:
        first, second = (_UNITS[match[unit] or match["unit2"]] for unit in ("unit", "unit2"))
        if {first[0], second[0]} != {Dimension.LENGTH}:
            raise Expected("amount-lengths")
        return Amount(Fraction(match["one"]) * first[1] * Fraction(match["two"]) * second[1], Dimension.AREA)
    dimension, factor = _UNITS[match["unit"]] if match["unit"] else (Dimension.COUNT, Fraction(1))
    return Amount(Fraction(match["one"]) * factor, dimension)


@attrs.frozen
class Measured:
    """One measured value of a report: what was measured (may be empty), the words, and the amount."""

    name: str
    text: str
    """The value as it was written, such as ``30cm2``."""
    amount: Amount

    @property
    def said(self) -> str:
        """Name and value as a report has them."""
        return f"{self.name}={self.text}" if self.name else self.text


def read_measures(text: str) -> Iterator[Measured | tuple[str, ValueError]]:
    """The values in ``破损面积=30cm²; 高差=3cm``; for a part that is none, the part and what is wrong with it."""
    for part in _BETWEEN.split(folded(text)):
        if not part.strip():
            continue
        match = _NAMED.fullmatch(part.strip())
        if match is None:
            yield part.strip(), Expected("amount-none")
            continue
        try:
            yield Measured(match["name"].strip(), match["amount"], read_amount(match["amount"]))
        except ValueError as error:
            yield part.strip(), error
