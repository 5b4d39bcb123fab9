"""Where the ``cmsdk`` command begins: with one clear line where click and rich are not installed."""

import io
import os
import sys

from cmsdk.model.problem import problem

from .lang import choose

NEEDED = {"click", "rich"}
"""Packages of the extra ``cli``."""


def _forgiving(stream: object) -> None:
    """Let a terminal that knows no Chinese show escapes instead of failing."""
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(errors="backslashreplace")


def main() -> None:
    """Run the command line and leave with its exit code."""
    _forgiving(sys.stdout)
    _forgiving(sys.stderr)
    try:
        import rich  # noqa: F401  screens import it where they draw; here we only learn whether it is there

        from .app import cli
    except ModuleNotFoundError as error:
        if error.name not in NEEDED:
            raise
        lang = choose(sys.argv[1:], os.environ)
        sys.stderr.write(problem("CMS906", package=error.name, extra="cli").line(lang) + "\n")
        raise SystemExit(2) from None
    try:
        cli.main()
    except KeyboardInterrupt:
        raise SystemExit(130) from None
