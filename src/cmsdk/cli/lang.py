"""In which language the command line speaks, and its words (``messages.toml``)."""

from collections.abc import Mapping, Sequence
from contextvars import ContextVar
from functools import cache
from importlib.resources import files
import tomllib

from cmsdk.model.words import fill

LANGUAGES = ("zh", "en")
LANG: ContextVar[str] = ContextVar("lang", default="en")
"""The language of this run."""


def from_environment(environ: Mapping[str, str]) -> str:
    """``zh`` for a Chinese locale, else ``en``; the first of LC_ALL, LC_MESSAGES and LANG that is set counts."""
    locale = next(filter(None, (environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    return "zh" if locale.casefold().startswith("zh") else "en"


def choose(args: Sequence[str], environ: Mapping[str, str]) -> str:
    """The language that ``--lang`` names anywhere in ``args``, else the environment's.

    Read before click parses, so that help and usage errors are in it too.
    """
    for number, arg in enumerate(args):
        name, equals, value = arg.partition("=")
        if name == "--lang":
            value = value if equals else next(iter(args[number + 1 :]), "")
            if value in LANGUAGES:
                return value
    return from_environment(environ)


@cache
def _words() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads(files(__package__).joinpath("messages.toml").read_text(encoding="utf-8"))


def say(key: str, /, **facts: object) -> str:
    """A sentence of the command line in the language of this run."""
    sentences = _words()[key]
    return fill(sentences[LANG.get()], ((name, str(value)) for name, value in facts.items()))
