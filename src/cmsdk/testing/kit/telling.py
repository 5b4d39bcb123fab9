"""A result in words, for people who read it in a terminal."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
import tomllib

from cmsdk.testing.story import say

from .results import Outcome, Result

MOST = 5
"""Problems that are told in full; of more, how many."""


@cache
def _titles() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads(files(__package__).joinpath("titles.toml").read_text(encoding="utf-8"))


def title(check: str, lang: str) -> str:
    """What a check asks for, in a few words."""
    return _titles()[check][lang]


def told(result: Result, lang: str) -> str:
    """The check, what is wrong with what, and how to mend it."""
    lines = [f"{result.check} · {title(result.check, lang)} · {result.thing}"]
    if result.outcome is Outcome.NOT_RUN:
        lines.append(f"  {say('check-not-run', lang)}")
    for found in result.problems[:MOST]:
        lines += [f"  {found.code} {found.what(lang)}", f"      [{found.where}]" if found.where else ""]
    if len(result.problems) > MOST:
        lines.append(f"  {say('check-more', lang, count=len(result.problems) - MOST)}")
    remedies = dict.fromkeys(found.remedy(lang) for found in result.problems[:MOST])
    lines += [f"      {say('remedy', lang, text=remedy)}" for remedy in remedies]
    return "\n".join(filter(None, lines))
