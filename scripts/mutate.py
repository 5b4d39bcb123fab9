"""Mutation tests: which small faults in the given files no test notices. ``make mutate`` calls it.

The tests are collected and run once, to know which of them come through which function. Each mutant then gets a
forked child of this process, in which the function's code is exchanged in place and those tests are run until one
fails, the quickest first; so a mutant costs a second, not a new interpreter. A value that a module names is exchanged
in all modules that know it by that name. What is neither (a field of a class, say) takes longer: the child forgets the
project's modules and collects anew.
"""

import argparse
from collections import defaultdict
from collections.abc import Iterator, Sequence
import contextlib
from dataclasses import dataclass, field
import gc
from importlib.machinery import SourceFileLoader
import os
from pathlib import Path
import random
import resource
import signal
import sys
import time
from types import CodeType, FrameType, FunctionType, ModuleType
from typing import Any, Final, TextIO

from _pytest.runner import runtestprotocol
from hypothesis import HealthCheck, Phase, settings
from mutants import Mutant, mutants
import pytest

ROOT: Final = Path(__file__).resolve().parents[1]
WORK: Final = ROOT / "src" / "cmsdk" / "work"
FILES: Final = tuple(
    WORK / f"{name}.py"
    for name in (
        "case", "decide", "approvals", "guards", "effects", "clock_guards", "clock_effects", "passing_guards",
        "passing_effects", "holding", "waking", "ladder",
    )
)  # fmt: skip
OPTIONS: Final = (
    "-q",
    "-p",
    "no:cacheprovider",
    "-p",
    "no:xdist",
    "-m",
    "not slow",
    "-W",
    "ignore::pytest.PytestAssertRewriteWarning",
)
MEMORY: Final = 4 << 30
"""Bytes that a mutant may take before it counts as noticed."""
SURVIVED, NOTICED, TOO_LONG, UNREACHED = "survived", "noticed", "too long", "unreached"
Function = tuple[str, str]
"""A file, and the qualified name of a function in it."""


class Quick:
    """Properties are tried with the same examples each time; a failing one is not made smaller."""

    def pytest_configure(self) -> None:
        """Before any test is imported."""
        settings.register_profile(
            "mutants", derandomize=True, database=None, deadline=None, phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        settings.load_profile("mutants")


@dataclass
class Trial(Quick):
    """A plugin of pytest that runs the tests once, and then on each mutant."""

    wanted: Sequence[Mutant]
    out: TextIO
    found: list[tuple[Mutant, str]] = field(default_factory=list)
    broken: str = ""
    _through: dict[Function, list[pytest.Item]] = field(default_factory=lambda: defaultdict(list))
    _took: dict[str, float] = field(default_factory=dict)
    _functions: dict[str, list[FunctionType]] = field(default_factory=lambda: defaultdict(list))

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Instead of running the tests once."""
        if session.testsfailed:
            self.broken = "the tests cannot be collected"
        elif self._baseline(session):
            for number, mutant in enumerate(self.wanted, start=1):
                self.found.append((mutant, self._verdict(mutant, session)))
                if self.found[-1][1] in {SURVIVED, UNREACHED}:
                    self._say(f"{number}/{len(self.wanted)} {self.found[-1][1]}: {mutant}")
                elif number % 50 == 0:
                    self._say(f"{number}/{len(self.wanted)}")
        return True

    def _say(self, line: str) -> None:
        print(line, file=self.out, flush=True)

    def _baseline(self, session: pytest.Session) -> bool:
        """Run every test; note how long each takes and which functions it comes through."""
        paths = {str(mutant.path) for mutant in self.wanted}
        for number, item in enumerate(session.items):
            came: set[Function] = set()

            def trace(frame: FrameType, _event: str, _arg: object, came: set[Function] = came) -> None:
                if frame.f_code.co_filename in paths:
                    came.add((frame.f_code.co_filename, frame.f_code.co_qualname))

            after = session.items[(number + 1) % len(session.items)]
            began = time.perf_counter()
            sys.settrace(trace)
            reports = runtestprotocol(item, log=False, nextitem=after)
            sys.settrace(None)
            if any(report.failed for report in reports):
                self.broken = f"{item.nodeid} fails without any mutant"
                return False
            self._took[item.nodeid] = time.perf_counter() - began
            for function in came:
                self._through[function].append(item)
        for made in gc.get_objects():
            if type(made) is FunctionType and made.__code__.co_filename in paths:
                self._functions[made.__code__.co_filename].append(made)
        gc.freeze()  # children share what none of them changes
        self._say(f"{len(session.items)} tests in {sum(self._took.values()):.0f} s; {len(self.wanted)} mutants")
        return True

    def _verdict(self, mutant: Mutant, session: pytest.Session) -> str:
        items = self._items(mutant)
        if not items:
            return UNREACHED
        child = os.fork()
        if child == 0:
            _quiet()
            functions = self._functions[str(mutant.path)]
            if not (exchange(mutant.code, functions) if mutant.function else rename(mutant)):
                os._exit(_anew(mutant, items, 60 + 5 * sum(self._took[item.nodeid] for item in items)))
            os._exit(self._in_place(items, session))
        _, status = os.waitpid(child, 0)
        if os.WIFSIGNALED(status):
            return TOO_LONG if os.WTERMSIG(status) == signal.SIGALRM else NOTICED
        return SURVIVED if os.WEXITSTATUS(status) == 0 else NOTICED

    def _items(self, mutant: Mutant) -> list[pytest.Item]:
        """The tests that may notice, the quickest first."""
        path = str(mutant.path)
        if mutant.function:
            found = self._through.get((path, mutant.function), [])
        else:
            found = list({item.nodeid: item for (file, _), items in self._through.items() if file == path
                          for item in items}.values())  # fmt: skip
        return sorted(found, key=lambda item: self._took[item.nodeid])

    def _in_place(self, items: Sequence[pytest.Item], session: pytest.Session) -> int:
        session._setupstate.teardown_exact(items[0])  # noqa: SLF001  what the last test of all had set up
        for item, after in zip(items, [*items[1:], None], strict=True):
            signal.alarm(10 + int(5 * self._took[item.nodeid]))
            if any(report.failed for report in runtestprotocol(item, log=False, nextitem=after)):
                return 1
        return 0


def exchange(code: CodeType, functions: Sequence[FunctionType]) -> bool:
    """Whether the functions of a file have their code from ``code`` now."""
    new = {(each.co_qualname, each.co_firstlineno): each for each in _codes(code)}
    for made in functions:
        wanted = new.get((made.__code__.co_qualname, made.__code__.co_firstlineno))
        if wanted is not None and wanted != made.__code__:
            try:
                made.__code__ = wanted
            except ValueError:  # another number of names from outside
                return False
    return True


def rename(mutant: Mutant) -> bool:
    """Whether everybody who knows the value by its name knows the mutant's now."""
    if mutant.value is None:
        return False
    home = next(vars(each) for each in _modules() if getattr(each, "__file__", None) == str(mutant.path))
    made = dict(home)
    exec(mutant.value, made)  # noqa: S102  a statement of our own file
    old = home[mutant.name]
    for module in _modules():
        if vars(module).get(mutant.name) is old:
            setattr(module, mutant.name, made[mutant.name])
    return True


def _modules() -> list[ModuleType]:
    return [module for module in sys.modules.values() if isinstance(module, ModuleType)]


def _codes(code: CodeType) -> Iterator[CodeType]:
    for each in code.co_consts:
        if isinstance(each, CodeType):
            yield each
            yield from _codes(each)


def _quiet() -> None:
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def _anew(mutant: Mutant, items: Sequence[pytest.Item], seconds: float) -> int:
    """Import everything of the project again, with the mutant in place of its file, and run the tests."""
    signal.alarm(int(seconds))
    ours = [name for name, module in sys.modules.items() if str(getattr(module, "__file__", "")).startswith(str(ROOT))]
    for name in ours:
        if name not in {"__main__", "mutants"} and ".venv" not in str(sys.modules[name].__file__):
            del sys.modules[name]
    read = SourceFileLoader.get_code

    def get_code(self: SourceFileLoader, fullname: str) -> CodeType | None:
        return mutant.code if self.path == str(mutant.path) else read(self, fullname)

    SourceFileLoader.get_code = get_code  # type: ignore[method-assign,assignment]
    return int(pytest.main(["-x", *OPTIONS, *(item.nodeid for item in items)], plugins=[Quick()]))


def report(found: Sequence[tuple[Mutant, str]], out: TextIO) -> float:
    """Print the score of each file and of all; gives that of all, in per cent."""
    by_file: dict[str, list[str]] = defaultdict(list)
    for mutant, verdict in found:
        by_file[mutant.path.name].append(verdict)
    by_file["all"] = [verdict for _, verdict in found]
    score = 0.0
    for name, verdicts in by_file.items():
        killed = sum(verdict in {NOTICED, TOO_LONG} for verdict in verdicts)
        score = 100 * killed / len(verdicts)
        print(f"{name:24} {killed:4} of {len(verdicts):4} noticed, {score:5.1f} %", file=out, flush=True)
    return score


def main(argv: Sequence[str] | None = None) -> int:
    """Run it; 0 where the score is at least the one that is asked for."""
    words: Any = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("files", nargs="*", type=Path, help="files to mutate; those of cases at work if left out")
    words.add_argument("--tests", nargs="+", default=["tests/work"], help="tests that have to notice")
    words.add_argument("--least", type=float, default=85, help="score in per cent that has to be reached")
    words.add_argument("--sample", type=int, default=0, help="only so many mutants, always the same ones")
    words.add_argument("--lines", default="", help="only mutants of these lines, as 10-20")
    given = words.parse_args(argv)
    os.chdir(ROOT)
    files = [path.resolve() for path in given.files] or [path for path in FILES if path.is_file()]
    wanted = [mutant for path in files for mutant in mutants(path)]
    if given.lines:
        first, _, last = given.lines.partition("-")
        wanted = [mutant for mutant in wanted if int(first) <= mutant.line <= int(last or first)]
    if 0 < given.sample < len(wanted):
        wanted = random.Random(0).sample(wanted, given.sample)  # noqa: S311  the same ones each time
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    trial = Trial(wanted, out)
    with open(os.devnull, "w", encoding="utf-8") as nowhere, contextlib.redirect_stdout(nowhere):  # noqa: PTH123
        pytest.main([*OPTIONS, *given.tests], plugins=[trial])
    if trial.broken or not trial.found:
        print(trial.broken or "nothing was tried", file=out, flush=True)
        return 2
    return 0 if report(trial.found, out) >= given.least else 1


if __name__ == "__main__":
    sys.exit(main())
