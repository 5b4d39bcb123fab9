"""The process in which a plugin is checked (``python -m cmsdk.testing.kit.child``): its code runs nowhere else.

Reads what to do from standard input, as JSON, and writes one line of JSON for each thing that begins or is done. The
stream is kept apart from standard output, on which plugins may print. Where a step takes too long, Python's own
watchdog writes where every thread stands and ends the process; the parent reads that.
"""

from collections.abc import Iterator, Mapping
import faulthandler
import json
import os
from pathlib import Path
import sys
from typing import Any

import attrs

from cmsdk.model.errors import CmsdkError
from cmsdk.model.problem import Problem

from .blocking import Blocking
from .check import Check, Kind, Thing
from .digest import digest
from .known import CHECKS
from .stand import Stand
from .target import Target

ASSEMBLY = CHECKS[0].id
"""The check that comes first, and without which there is nothing to look at."""


def target_of(form: Mapping[str, Any]) -> Target:
    """A target from its JSON form."""
    paths = {name: Path(form[name]) if form[name] else None for name in ("folder", "project")}
    beside, only = tuple(map(Path, form["beside"])), form["only"]
    return Target(**{**form, **paths, "beside": beside, "only": None if only is None else tuple(only)})


def form_of(target: Target) -> dict[str, Any]:
    """The JSON form of a target; folders by their whole paths."""
    form = attrs.asdict(target)
    for name in ("folder", "project"):
        form[name] = str(form[name].resolve()) if form[name] else ""
    return {**form, "beside": [str(path.resolve()) for path in target.beside]}


def problem_form(found: Problem) -> list[Any]:
    """A problem as a value, in no language."""
    return [found.code, found.where, [list(fact) for fact in found.facts]]


class Child:
    """Runs the checks that are asked for, and tells of each."""

    def __init__(self, stand: Stand, stream: int) -> None:
        """``stream`` is a file descriptor that is nobody else's."""
        self._stand, self._stream = stand, stream

    def _tell(self, **form: object) -> None:
        os.write(self._stream, (json.dumps(form, ensure_ascii=True) + "\n").encode())

    def _step(self, check: str, kind: str, thing: str) -> None:
        """A step begins: the watchdog counts anew."""
        self._tell(begin=check, kind=kind, thing=thing)
        faulthandler.dump_traceback_later(self._stand.target.limit, exit=True)

    def run(self, skip: frozenset[tuple[str, str, str]], digest_only: bool) -> None:
        """Assemble, then every check of every thing that is not in ``skip``; ends with the digest."""
        plugin = self._stand.target.plugin
        self._step(ASSEMBLY, Kind.CITY, plugin)
        try:
            self._stand.plan, self._stand.collected  # noqa: B018  made here, under this step's name
        except CmsdkError as error:
            self._done(ASSEMBLY, Kind.CITY, plugin, error.problems, broken=True)
            return
        for check, kind, thing in () if digest_only else self._steps():
            if (check.id, kind, thing.name) not in skip:
                self._step(check.id, kind, thing.name)
                self._done(check.id, kind, thing.name, tuple(check.run(self._stand, thing)))
        self._step("digest", "", "")
        self._tell(digest=dict(digest(self._stand)))

    def _done(self, check: str, kind: str, thing: str, found: tuple[Problem, ...], *, broken: bool = False) -> None:
        self._tell(done=check, kind=kind, thing=thing, problems=[problem_form(one) for one in found], broken=broken)

    def _steps(self) -> Iterator[tuple[Check, Kind, Thing]]:
        for check in CHECKS:
            for kind in check.kinds:
                yield from ((check, kind, thing) for thing in self._stand.things(kind) if check.about(thing))


def main() -> None:
    """Do what standard input asks for."""
    stream = os.dup(1)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    asked = json.loads(sys.stdin.readline())
    sys.dont_write_bytecode = True
    target = target_of(asked["target"])
    if target.code_root is not None:
        sys.path.insert(0, str(target.code_root))
    blocking = Blocking(target.root.resolve())
    stand = Stand(target, blocking)
    blocking.begin()
    skip = frozenset((check, kind, thing) for check, kind, thing in asked["skip"])
    Child(stand, stream).run(skip, asked["digest_only"])
    faulthandler.cancel_dump_traceback_later()


if __name__ == "__main__":
    main()
