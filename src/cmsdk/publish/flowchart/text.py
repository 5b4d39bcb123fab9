"""Text of a drawing: what may stand in it, how wide it is, and where it breaks."""

from collections.abc import Iterable
from math import ceil
import re
from typing import Final
from unicodedata import category, east_asian_width

import attrs

_UNFIT: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)
"""What XML 1.0 does not allow, and marks that turn the direction of the text around them."""
_NARROW: Final = frozenset("fijlrtI.,:;|!'()[] ")
_BROAD: Final = frozenset("mwMW@%")

_FULL: Final = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef"
_ITEM: Final = re.compile("(?<=[、，；])|(?<=[,;·] )")
"""Between the items of a list."""
_WORD: Final = re.compile(rf"(?<=\s)|(?<=[{_FULL}])(?![、，；：。）」])")
"""Between words, and between full-width characters."""


@attrs.frozen
class Style:
    """A way of writing: its name in the style sheet, size in units of the drawing, and width beside plain text."""

    name: str
    size: int
    factor: float = 1.0

    @property
    def high(self) -> int:
        """From one line to the next."""
        return ceil(self.size * 1.36)


HEAD: Final = Style("head", 20, 1.08)
STATE: Final = Style("state", 15, 1.08)
ID: Final = Style("id", 11)
STAY: Final = Style("stay", 11)
COMMAND: Final = Style("command", 13, 1.08)
ROLE: Final = Style("role", 11)
GUARD: Final = Style("guard", 11)
NOTE: Final = Style("note", 12)


@attrs.frozen
class Line:
    """One line of text in one style."""

    text: str
    style: Style

    @property
    def wide(self) -> int:
        """Width in units of the drawing."""
        return width(self.text, self.style)


def fit(text: str) -> str:
    """``text`` on one line with nothing in it that a drawing cannot hold."""
    return " ".join(_UNFIT.sub("", text).split())


def _em(character: str) -> float:
    """A character's width beside the size of the text, rather too wide than too narrow: readers' fonts differ."""
    if east_asian_width(character) in "WFA":
        return 1.0
    if category(character) in {"Mn", "Me"}:
        return 0.0
    if character in _NARROW:
        return 0.37
    if character in _BROAD:
        return 0.95
    return 0.62 if character.isascii() and not character.isupper() else 0.74


def width(text: str, style: Style) -> int:
    """The width of ``text``: a full-width character is as wide as it is high."""
    return ceil(sum(map(_em, text)) * style.size * style.factor)


def _pieces(text: str, style: Style, most: int) -> Iterable[str]:
    """``text`` where a line may break: between items, within a long item between words, within a long word anywhere."""
    for item in _ITEM.split(text):
        for word in [item] if width(item.rstrip(), style) <= most else _WORD.split(item):
            kept = ""
            for character in word:
                if kept and width(kept + character, style) > most and not character.isspace():
                    yield kept
                    kept = ""
                kept += character
            yield kept


def wrapped(text: str, style: Style, most: int, lines: int = 4) -> tuple[Line, ...]:
    """``text`` in lines of at most ``most`` units; what does not stand in ``lines`` lines is left out after "…"."""
    made, line = [], ""
    for piece in _pieces(fit(text), style, most):
        if line and width((line + piece).rstrip(), style) > most:
            made.append(line.rstrip(" ·"))
            line = ""
        line += piece
    made = [text for text in (*made, line.rstrip()) if text]
    if len(made) > lines:
        made = [*made[: lines - 1], made[lines - 1][:-1] + "…"]
    return tuple(Line(text, style) for text in made)


def high(lines: Iterable[Line]) -> int:
    """Height of lines under one another."""
    return sum(line.style.high for line in lines)


def broad(lines: Iterable[Line]) -> int:
    """Width of the widest line; 0 of none."""
    return max((line.wide for line in lines), default=0)
