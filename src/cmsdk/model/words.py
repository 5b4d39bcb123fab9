"""The library's words in Chinese and English: tables of ``messages/``, which a translator can edit."""

from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
import re
import tomllib
from typing import Any, Final

_OPTIONAL: Final = re.compile(r"<<(.*?)>>")
"""Part of a sentence that is left out where a fact that it names is unknown: empty, or a dash."""
_FACT: Final = re.compile(r"\{(\w+)\}")
_WORD: Final = re.compile(r"[A-Za-z]+")
_DAYS_TO: Final = re.compile(r"([A-Z][a-z]{2})-([A-Z][a-z]{2})")
_UNKNOWN: Final = ("", "—")


@cache
def catalogue(name: str = "problems") -> Mapping[str, Mapping[str, Any]]:
    """The message table ``messages/<name>.toml``: key → sentences by part and language."""
    text = files(__package__).joinpath("messages", f"{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def label(key: str, lang: str, name: str = "labels") -> str:
    """A word of ``messages/<name>.toml``; a key that is no label (a city's own state) is its own word."""
    words = catalogue(name).get(key)
    return key if words is None else str(words.get(lang) or words["en"])


class _Facts(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return f"{{{key}}}"


def fill(sentence: str, facts: Iterable[tuple[str, str]]) -> str:
    """``sentence`` with its ``{names}`` replaced by ``facts``; a name without a fact stays visible.

    A part in ``<<…>>`` stands only where all facts that it names are known.
    """
    known = _Facts(facts)

    def told(part: re.Match[str]) -> str:
        return "" if any(known.get(name) in _UNKNOWN for name in _FACT.findall(part[1])) else part[1]

    return _OPTIONAL.sub(told, sentence).format_map(known)


def whole(sentence: str) -> str:
    """``sentence`` for a reference page: names in braces, and all parts."""
    return _OPTIONAL.sub(r"\1", sentence)


def spoken_span(text: str, lang: str) -> str:
    """``..2026-12-31`` and ``2026-01-01..`` in words; two days, and other texts, as they are."""
    first, dots, last = text.partition("..")
    if not dots or (first and last):
        return text
    key = "span-from" if first else "span-until" if last else "span-always"
    return fill(label(key, lang), (("day", first or last),))


def spoken_times(text: str, lang: str) -> str:
    """Days and times of day in the notation of the tables, with the words for days of the reader's language."""
    ranged = _DAYS_TO.sub(r"\1至\2", text) if lang == "zh" else text
    return _WORD.sub(lambda word: label(word[0], lang), ranged)
