"""Thresholds of filing conditions (阈值), read from their text where it says what is compared; three answers."""

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from functools import cache
import operator
import re
from typing import Final

import attrs

from .measured import AMOUNT, COMMA, Amount, Measured, folded, read_amount

_SIGNS: Final[dict[str, Callable[[Fraction, Fraction], bool]]] = {
    "≥": operator.ge,
    ">": operator.gt,
    "≤": operator.le,
    "<": operator.lt,
}
_TEST = re.compile(r"(?P<name>[^\d<>≥≤=×]*?) ?(?P<sign>[<>≥≤]) ?(?P<amount>\d.*)")
_WORDS: Final = {
    "≥": ("大于等于", "大于或等于", "不少于", "不低于", "不小于", "至少", "at least ", "no less than "),
    "≤": ("小于等于", "小于或等于", "不超过", "不高于", "不大于", "不多于", "至多", "at most ", "no more than "),
    ">": ("大于", "超过", "高于", "多于", "more than "),
    "<": ("小于", "不足", "不满", "低于", "少于", "less than "),
}
"""Words that are read as signs before a number. 超过 and 不满 do not include it, 以上 and 以下 behind it do
(民法典 art. 1259)."""
_SIGN_OF: Final = {word: sign for sign, words in _WORDS.items() for word in words}
_BEFORE = re.compile(rf"({'|'.join(sorted(_SIGN_OF, key=len, reverse=True))}) ?(?=\d)")
_BEHIND = re.compile(rf"(?<![\d./])(?<!\d,)({AMOUNT})(?:及|或|\(含\))?(以上|以下)")
_MEANT = re.compile(rf"{'|'.join(sorted(_SIGN_OF, key=len, reverse=True))}|以上|以下")
_NUMERAL = re.compile(r"[\d一二两三四五六七八九十百千万半]")
_OR = re.compile(r"或|\|| or ")
_AND = re.compile(rf"[;且、&]|{COMMA}| and ")


@attrs.frozen
class Comparison:
    """One comparison: what is measured (names, any of which will do), the sign, and the amount."""

    names: tuple[str, ...]
    sign: str
    amount: Amount

    def measured(self, measures: Sequence[Measured]) -> Measured | None:
        """The one value that this is about: by name, else the only one of its dimension; nothing where unsure."""
        same = [m for m in measures if m.amount.dimension is self.amount.dimension]
        if self.names:
            called = [m for m in same if m.name and any(n in m.name or m.name in n for n in self.names)]
            exact = [m for m in called if m.name in self.names]
            # a value without a name may be the one, where no other could be
            same = exact or called or ([m for m in same if not m.name] if len(same) == 1 else [])
        return same[0] if len(same) == 1 else None

    def holds(self, measures: Sequence[Measured]) -> bool | None:
        """Whether the measured value meets it; ``None`` where the report has none."""
        found = self.measured(measures)
        return None if found is None else _SIGNS[self.sign](found.amount.value, self.amount.value)


@attrs.frozen
class Threshold:
    """Alternatives (或), each of comparisons that hold together (且). A size without a sign is where it is measured."""

    ways: tuple[tuple[Comparison, ...], ...]

    def holds(self, measures: Sequence[Measured]) -> bool | None:
        """Whether it is met, not met, or (``None``) cannot be told from what was measured."""
        return _any(_all(test.holds(measures) for test in way) for way in self.ways)

    def values(self, measures: Sequence[Measured]) -> tuple[Measured, ...]:
        """The measured values that it looks at."""
        found = [m for way in self.ways for test in way if (m := test.measured(measures)) is not None]
        return tuple(dict.fromkeys(found))


def _all(answers: Iterable[bool | None]) -> bool | None:
    found = list(answers)
    return False if False in found else None if None in found else True


def _any(answers: Iterable[bool | None]) -> bool | None:
    found = list(answers)
    return True if True in found else None if None in found else False


def _test(part: str, names: tuple[str, ...]) -> Comparison | None:
    """The comparison in ``part``; ``None`` where it only says where one measures. Raises ValueError."""
    match = _TEST.fullmatch(part)
    if match is None:
        read_amount(part)
        return None
    own = match["name"].strip()
    return Comparison((own,) if own else names, match["sign"], read_amount(match["amount"]))


def _unclear(way: tuple[Comparison, ...]) -> bool:
    """Whether two comparisons would look at one value, although they are about two: nothing says which is which."""
    about = [(test.names, test.amount.dimension) for test in way]
    return len(set(about)) < len(about)


def _signed(text: str) -> str:
    """``text``, folded, with signs for words that compare: ``大于25平方米`` is ``>25平方米``, ``3处以上`` ``≥3处``."""
    plain = _BEFORE.sub(lambda found: _SIGN_OF[found[1]], folded(text))
    return _BEHIND.sub(lambda found: ("≥" if found[found.lastindex or 0] == "以上" else "≤") + found[1], plain)


def compares(text: str) -> bool:
    """Whether ``text`` has a sign of comparison, or a word for one and a number, and so is meant to be read."""
    plain = folded(text)
    return any(sign in plain for sign in _SIGNS) or bool(_MEANT.search(plain) and _NUMERAL.search(plain))


@cache
def read_threshold(text: str, names: tuple[str, ...] = ()) -> Threshold | None:
    """The threshold in ``text``, nothing where it is only words: ``>25cm²``, ``≥5%或>2m²``, ``>100m²，深>15cm``.

    Parts are joined by a comma or 且 (all of them) or by 或 (any of them, weaker than 且). A part may begin with
    what is measured; ``names`` says it for parts that do not. Words such as 大于 and 以上 are read as signs. A size
    without a sign, as in ``150cm×150cm，>2cm``, is the place in which one measures, and is not compared.
    """
    ways, names = [], tuple(map(folded, names))
    try:
        for way in _OR.split(_signed(text)):
            tests = [_test(part.strip(), names) for part in _AND.split(way) if part.strip()]
            kept = tuple(test for test in tests if test is not None)
            if not kept or _unclear(kept):
                return None
            ways.append(kept)
    except ValueError:
        return None
    return Threshold(tuple(ways))
