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


def _fill() -> bool:
    """Give closed streams a sink, lest a file that is opened later stands in their place; whether one can answer."""
    heard = sys.stdout is not None
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115, PTH123  until the process ends
    return heard


def main() -> None:
    """Run the command line and leave with its exit code; 2, without a word, where the answer cannot be written."""
    heard = _fill()
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
    from .answer import CANNOT, hush

    try:
        cli.main()
    except KeyboardInterrupt:
        raise SystemExit(130) from None
    except SystemExit:
        if heard:
            raise
        raise SystemExit(CANNOT) from None
    except OSError as error:
        if error.filename is not None:  # a file's, not a stream's
            raise
        hush()
        raise SystemExit(CANNOT) from None
