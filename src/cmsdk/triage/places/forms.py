"""How names of places are written: official, as people leave them, and where either counts in a text."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from enum import IntEnum
from functools import cache
from importlib.resources import files
import re
import tomllib
from typing import Final
import unicodedata

import attrs

LEAST: Final = 2
"""Fewest characters of a name that counts in text."""
_FIRST_OF_CJK, _LAST_OF_SPACED = "\u2e80", "\u0590"


class Form(IntEnum):
    """How much of an official name is left."""

    FULL = 0
    """The name as a table gives it."""
    SHORT = 1
    """Without the body that sits there (X社区 for X社区居委会); still a name that somebody gave."""
    CUT = 2
    """Without its official ending (示范 for 示范区)."""


@attrs.frozen
class Writing:
    """The words of ``names.toml``, of all languages together: a text may mix them."""

    endings: tuple[tuple[str, tuple[str, ...]], ...]
    before_cut: frozenset[str]
    road_after_cut: re.Pattern[str]
    road_after_full: re.Pattern[str]
    body_after_cut: re.Pattern[str]
    slips_before: tuple[str, ...]
    telling_apart: frozenset[str]
    official: tuple[str, ...]
    """The endings of official names."""


@cache
def writing() -> Writing:
    """``names.toml``, read once."""
    text = files(__package__).joinpath("names.toml").read_text(encoding="utf-8")
    tongues = list(tomllib.loads(text).values())

    def either(key: str) -> re.Pattern[str]:
        return re.compile("|".join(t[key] for t in tongues))

    return Writing(
        tuple((ending, tuple(left)) for t in tongues for ending, left in t["endings"].items()),
        frozenset(c for t in tongues for c in t["before_cut"]),
        either("road_after_cut"),
        either("road_after_full"),
        either("body_after_cut"),
        tuple(ending for t in tongues for ending in t["slips_before"]),
        frozenset(c for t in tongues for c in t["telling_apart"]),
        tuple(ending for t in tongues for ending in t["endings"]),
    )


_WIDE_MARKS: Final = tuple((mark, unicodedata.normalize("NFKC", mark)) for mark in "，：；！？（）")
"""Most of what keeps a Chinese text from being NFKC: to replace it alone takes a tenth of the time."""


def fold(text: str) -> str:
    """Text as words are matched: NFKC, case folded."""
    for wide, plain in _WIDE_MARKS:
        text = text.replace(wide, plain)
    if not unicodedata.is_normalized("NFKC", text):
        text = unicodedata.normalize("NFKC", text)
    return text.casefold()


def forms(name: str) -> Iterator[tuple[str, Form]]:
    """``name`` and what people leave of it, where enough is left."""
    yield name, Form.FULL
    for ending, left in writing().endings:
        if name.endswith(ending):
            stem = name.removesuffix(ending)
            for kept in left:
                if len(stem) >= (LEAST if not kept else 1):
                    yield stem + kept, Form.SHORT if kept else Form.CUT
            return


def cut(name: str) -> str:
    """``name`` without its official ending, or nothing where it has none or little is left."""
    return next((word for word, form in forms(name) if form is Form.CUT), "")


def _spaced(character: str) -> bool:
    """Whether it belongs to a script that sets spaces between words: Latin, Greek, Cyrillic, and digits."""
    return character < _LAST_OF_SPACED and character.isalnum()


def is_whole(text: str, start: int, end: int) -> bool:
    """Whether the hit begins and ends with a word, where its script sets spaces between words."""
    inside = start and _spaced(text[start - 1]) and _spaced(text[start])
    runs_on = end < len(text) and _spaced(text[end - 1]) and _spaced(text[end])
    return not (inside or runs_on)


def begins(text: str, start: int, before: tuple[str, ...], ends: AbstractSet[int]) -> bool:
    """Whether a name can begin at ``start``: no longer word runs on into it.

    Before it stands nothing, a sign that is no Chinese character, one of ``before_cut``, one of the words
    ``before`` (the city's name), or another name, which ends at one of ``ends``.
    """
    if start == 0 or start in ends:
        return True
    last = text[start - 1]
    return last < _FIRST_OF_CJK or not last.isalpha() or last in writing().before_cut or _follows(text, start, before)


def _follows(text: str, start: int, before: tuple[str, ...]) -> bool:
    """Whether one of the words ends at ``start``, and no longer one of them runs on (示范市中心 is not 示范 + 市中)."""
    ending = [word for word in before if text.endswith(word, 0, start)]
    return bool(ending) and not any(
        len(word) > len(short) and text.startswith(word, start - len(short)) for short in ending for word in before
    )


def stands_alone(
    text: str, start: int, end: int, before: tuple[str, ...], ends: AbstractSet[int], *, prose: bool = False
) -> bool:
    """Whether a word stands right after a name, or by itself between signs that are no Chinese characters.

    In ``prose`` what stands between signs is as often one of a list of things (饭店、酒店、浴室): there it has to be
    all of the text.
    """
    if start in ends or _follows(text, start, before):
        return True
    if prose:
        return not any(c.isalnum() for c in (*text[:start], *text[end:]))
    return not any(c >= _FIRST_OF_CJK and c.isalpha() for c in (text[start - 1 : start], text[end : end + 1]) if c)


def counts(text: str, start: int, end: int, form: Form, before: tuple[str, ...], ends: AbstractSet[int]) -> bool:
    """Whether a name of this form counts at this place of ``text``."""
    if not is_whole(text, start, end):
        return False
    how = writing()
    if form is Form.FULL:
        if not text.endswith(how.official, start, end):
            return not how.road_after_full.match(text, end)
        ending = next(e for e in how.official if text.endswith(e, start, end))
        # of 湖村 one character is a name: it may be the end of any other village's
        return end - start - len(ending) >= LEAST or begins(text, start, before, ends)
    if not begins(text, start, before, ends):
        return False
    if form is Form.SHORT:
        return not how.road_after_full.match(text, end)
    return not (how.road_after_cut.match(text, end) or how.body_after_cut.match(text, end))
