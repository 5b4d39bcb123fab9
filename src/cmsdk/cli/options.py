"""Options that many commands share, and the value that they make together."""

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

import attrs
import click

from .answer import Answer, Asked, deliver
from .lang import LANGUAGES
from .spoken import SpokenOption

F = TypeVar("F", bound=Callable[..., Any])


def option(*names: str, **settings: Any) -> Callable[[F], F]:  # noqa: ANN401  click's own settings
    """A click option whose help is the key ``option-<name>`` of ``messages.toml``."""
    longest = max(names, key=len).lstrip("-")
    settings.setdefault("help", f"option-{longest}")
    return click.option(*names, cls=SpokenOption, **settings)


def _stacked(*decorators: Callable[[F], F]) -> Callable[[F], F]:
    def decorate(function: F) -> F:
        for decorator in reversed(decorators):
            function = decorator(function)
        return function

    return decorate


plain = _stacked(
    option("--json", is_flag=True),
    option("--lang", type=click.Choice(LANGUAGES)),
)
"""How the answer is given."""
city = option("--city", metavar="ID", default="")
at = option("--at", metavar="TIME", default="")
plugins = option("--plugins", multiple=True, type=click.Path(path_type=Path), metavar="DIR")
ledger = option("--ledger", metavar="URL", default="sqlite:///cmsdk.db", show_default=True)
working = _stacked(city, ledger, at, plugins, plain)
"""Everything that a command on a ledger takes."""


PATHS = {"file", "to", "folder", "plugins"}
"""Parameters that name files; a file's name may be bytes that are no text."""


def _readable(value: Any) -> Any:  # noqa: ANN401  a parameter of any command
    """Words that are no text in any encoding become question marks: no store could take them as they are."""
    if isinstance(value, tuple):
        return tuple(map(_readable, value))
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value


def answering(work: Callable[..., Answer]) -> Callable[..., int]:
    """Make ``work(asked, **own options)`` a click callback: gathers the shared options, delivers its answer."""
    shared = set(attrs.fields_dict(Asked))

    @wraps(work)
    def run(**given: Any) -> int:  # noqa: ANN401  whatever the command's own options are
        given.pop("lang", None)
        given = {name: value if name in PATHS else _readable(value) for name, value in given.items()}
        asked = Asked(**{name: given.pop(name) for name in shared & given.keys()})
        return deliver(asked, lambda: work(asked, **given))

    return run
