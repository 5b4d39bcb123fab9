"""The library's words in Chinese and English: tables of ``messages/``, which a translator can edit."""

from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
import tomllib
from typing import Any


@cache
def catalogue(name: str = "problems") -> Mapping[str, Mapping[str, Any]]:
    """The message table ``messages/<name>.toml``: key → sentences by part and language."""
    text = files(__package__).joinpath("messages", f"{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def label(key: str, lang: str) -> str:
    """A word of ``messages/labels.toml``; a key that is no label (a city's own state) is its own word."""
    words = catalogue("labels").get(key)
    return key if words is None else str(words.get(lang) or words["en"])


class _Facts(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return f"{{{key}}}"


def fill(sentence: str, facts: Iterable[tuple[str, str]]) -> str:
    """``sentence`` with its ``{names}`` replaced by ``facts``; a name without a fact stays visible."""
    return sentence.format_map(_Facts(facts))
