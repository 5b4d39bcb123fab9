"""A progress bar on the terminal's error stream, for whatever takes more than a second."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
import sys
from threading import Timer
from typing import Final

from .answer import Asked
from .lang import say

PATIENCE: Final = 1.0
"""Seconds before a bar appears."""


@contextmanager
def progress(asked: Asked, what: str, total: int | None = None) -> Iterator[Callable[[int], None] | None]:
    """Tell the people at the terminal that ``what`` (a key of ``messages.toml``) is going on.

    Yields what is to be called with the number of items done; ``None`` where nobody looks on, as when the
    error stream is no terminal or JSON is asked for.
    """
    if asked.json or not sys.stderr.isatty():
        yield None
        return
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    from .console import make_console

    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TextColumn("{task.completed:,.0f}", markup=False),
        TimeElapsedColumn(),
    )
    bar = Progress(*columns, console=make_console(sys.stderr, 80), transient=True)
    task = bar.add_task(say(what), total=total)
    timer = Timer(PATIENCE, bar.start)
    timer.daemon = True
    timer.start()
    try:
        yield lambda done: bar.update(task, completed=done, total=max(done, total) if total else None)
    finally:
        timer.cancel()
        timer.join()
        bar.stop()
