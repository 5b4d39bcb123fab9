"""An example of each problem (示例): one that a run really gave, so that a reader sees what the sentences mean.

The examples stand in ``messages/examples/``, a file a hundred of codes: the place, and the facts; ``en`` has those of
a run in English where they are words of a language. Files that are wrong in this way, and the same files mended, stand
in ``messages/mended.toml``.
"""

from collections.abc import Mapping
import re
from typing import Any, Final

from .problem import Problem
from .words import catalogue

_FACT: Final = re.compile(r"(?<!\{)\{(\w+)\}")
_PARTS: Final = ("what", "why", "remedy")


def facts_named(found: Problem) -> set[str]:
    """The names of the facts that the sentences of ``found`` tell, and those that say what was expected."""
    entry, expected = catalogue()[found.code], catalogue("expected")
    sentences = [text for part in _PARTS for text in entry[part].values()]
    for name, value in found.facts:
        if name in {"expected", "error"} and value in expected:
            sentences += expected[value].values()
    return {name for text in sentences for name in _FACT.findall(text)}


def example(code: str, lang: str = "en") -> Problem:
    """A problem of ``code`` as a run gave it, for readers of ``lang``. Raises KeyError for an unknown code."""
    given: Mapping[str, Any] = catalogue(f"examples/{code[3]}")[code]
    facts = {**given, **(given.get("en", {}) if lang == "en" else {})}
    facts.pop("en", None)
    return Problem(code, facts.pop("where", ""), tuple(facts.items()))


def mended(code: str) -> Mapping[str, str] | None:
    """A ``file`` of a plugin that gives ``code``, as ``wrong``, and as ``right``; none for most codes."""
    return catalogue("mended").get(code)
