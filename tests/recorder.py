"""What the run's own problems looked like: examples for the catalogue, and a check that those there are still real.

``pytest --record-problems FILE …`` writes a few occurrences of each code that the library gave, one a line: from these
an example is chosen by hand for ``model/messages/examples/``. Without the option the facts of each code
that a run gives are compared with those of its example, once a code, so that an example cannot outlive its code.
"""

from collections.abc import Callable, Iterator
import json
import os
from pathlib import Path
import re
import sys
from typing import Any, Final

import pytest

from cmsdk.model.examples import example, facts_named
from cmsdk.model.problem import Problem, catalogue

MOST: Final = 40
"""So many different occurrences of a code are looked at in a run."""
SHOWN: Final = 5
"""So many of a code are written: those that say least of the machine, and then the shortest."""
_SOURCES: Final = ("/src/cmsdk/", "/cmsdk_")
_READ_BACK: Final = ("model/examples.py", "ledger/rows.py", "testing/kit/apart.py")
"""Files that make a problem anew from what was stored or sent, which may be a test's own."""
_BUILDERS: Final = frozenset({"problem", "__init__", "evolve", "<genexpr>", "of", "refuse"})
_OF_MACHINE: Final = re.compile(r"/(?:tmp|home|work|Users|private)\b|\bport \d|0x[0-9a-f]{6}|[0-9a-f]{12,}|pytest")

Occurrence = tuple[str, tuple[tuple[str, str], ...]]
_SEEN: dict[str, set[Occurrence]] = {}
_GONE: list[str] = []
_RECORDING: list[str] = []


def _by_the_library() -> bool:
    """Whether the problem was made by cmsdk or a plugin, not by a test that needed one."""
    frame = sys._getframe(2)
    while frame.f_back is not None and frame.f_code.co_name in _BUILDERS:
        frame = frame.f_back
    file = Path(frame.f_code.co_filename).as_posix()
    return any(part in file for part in _SOURCES) and not file.endswith(_READ_BACK)


def _compare(given: Problem) -> None:
    """Note a code whose example names facts that a run does not give."""
    shown = facts_named(example(given.code)) & facts_named(Problem(given.code))
    if missing := shown - {name for name, _ in given.facts}:
        _GONE.append(f"{given.code}: a run gives {dict(given.facts)}, its example has also {sorted(missing)}")


def _noting(made: Callable[..., None]) -> Callable[..., None]:
    def init(self: Problem, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  any way to make a problem
        made(self, *args, **kwargs)
        code, known = str(self.code), _SEEN.get(str(self.code))
        if known is not None and (not _RECORDING or len(known) >= MOST):
            return
        if _by_the_library():
            _SEEN.setdefault(code, set()).add((self.where, self.facts))
            if known is None and code in catalogue() and code in catalogue(f"examples/{code[3]}"):
                _compare(self)

    return init


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--record-problems", metavar="FILE", help="write examples of all problems that the run gives")


def pytest_configure(config: pytest.Config) -> None:
    _RECORDING[:] = [file for file in [config.getoption("--record-problems")] if file]
    if not getattr(Problem.__init__, "notes", False):
        init = _noting(Problem.__init__)
        init.notes = True  # type: ignore[attr-defined]
        Problem.__init__ = init  # type: ignore[method-assign]


def pytest_runtest_teardown() -> None:
    """A test that gave a code with other facts than its example has fails."""
    told, _GONE[:] = list(_GONE), []
    assert not told, "mend model/messages/examples: " + "; ".join(told)


def _written() -> Iterator[str]:
    for code, found in sorted(_SEEN.items()):
        yield f"[{code}]"
        ranked = sorted(found, key=lambda one: (len(_OF_MACHINE.findall(repr(one))), len(repr(one)), repr(one)))
        for where, facts in ranked[:SHOWN]:
            given = "".join(f", {name} = {json.dumps(value, ensure_ascii=False)}" for name, value in facts)
            yield f"example = {{ where = {json.dumps(where, ensure_ascii=False)}{given} }}"


def pytest_sessionfinish() -> None:
    """Each process of pytest-xdist writes a file of its own."""
    for file in _RECORDING:
        worker = os.environ.get("PYTEST_XDIST_WORKER", "")
        Path(file + (f".{worker}" if worker else "")).write_text("\n".join(_written()) + "\n", encoding="utf-8")
