"""The process in which a plugin is checked (``python -m cmsdk.testing.kit.child``): its code runs nowhere else.

Reads what to do from standard input, as JSON, and writes one line of JSON for each thing that begins or is done. The
streams are kept apart from those on which plugins may print as much as they like: that goes nowhere. Where a step takes
too long, Python's own watchdog writes where every thread stands and ends the process; the parent reads that.
"""

from collections.abc import Iterator, Mapping
import faulthandler
import json
import os
from pathlib import Path
import sys
import traceback
from typing import IO, Any

import attrs

from cmsdk.model.errors import CmsdkError
from cmsdk.model.problem import Problem

from .blocking import Blocking, whole
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
    """The JSON form of a target; folders by their whole paths, under the names they are given: links stay links."""
    form = attrs.asdict(target)
    for name in ("folder", "project"):
        form[name] = whole(form[name]) if form[name] else ""
    return {**form, "beside": [whole(path) for path in target.beside]}


def problem_form(found: Problem) -> list[Any]:
    """A problem as a value, in no language."""
    return [found.code, found.where, [list(fact) for fact in found.facts]]


class Child:
    """Runs the checks that are asked for, and tells of each."""

    def __init__(self, stand: Stand, stream: int, errors: IO[str]) -> None:
        """``stream`` is a file descriptor that is nobody else's, and so is that of ``errors``, for the watchdog."""
        self._stand, self._stream, self._errors = stand, stream, errors

    def _tell(self, **form: object) -> None:
        os.write(self._stream, (json.dumps(form, ensure_ascii=True) + "\n").encode())

    def _step(self, check: str, kind: str, thing: str) -> None:
        """A step begins: the watchdog counts anew."""
        self._tell(begin=check, kind=kind, thing=thing)
        faulthandler.dump_traceback_later(self._stand.target.limit, exit=True, file=self._errors)

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


def _kept(number: int) -> int:
    """A descriptor of the parent's stream ``number``; what is printed there from now on goes nowhere."""
    kept = os.dup(number)
    os.dup2(os.open(os.devnull, os.O_WRONLY), number)
    return kept


def main() -> None:
    """Do what standard input asks for, and end at once: no thread and no exit handler of a plugin holds it up."""
    stream = _kept(1)
    errors = os.fdopen(_kept(2), "w", encoding="utf-8", errors="backslashreplace")
    faulthandler.enable(errors)

    def ended(*error: Any) -> None:  # noqa: ANN401  what sys.excepthook gets
        traceback.print_exception(*error, file=errors)
        errors.flush()
        os._exit(1)

    sys.excepthook = ended
    _do(stream, errors)
    os._exit(0)


def _do(stream: int, errors: IO[str]) -> None:
    asked = json.loads(sys.stdin.readline())
    sys.dont_write_bytecode = True
    target = target_of(asked["target"])
    if target.code_root is not None:
        sys.path.insert(0, str(target.code_root))
    blocking = Blocking(target.root)
    stand = Stand(target, blocking)
    blocking.begin()
    skip = frozenset((check, kind, thing) for check, kind, thing in asked["skip"])
    Child(stand, stream, errors).run(skip, asked["digest_only"])


if __name__ == "__main__":
    main()
