"""Starts the process in which a plugin is checked, and hears what it tells; says where it hung or ended."""

from collections.abc import Iterable, Mapping
import json
import os
import re
import subprocess
import sys
from typing import Any, Final

import attrs

from cmsdk.model.problem import Problem, problem

from .blocking import whole
from .child import form_of
from .target import Target

_MOST_STEPS: Final = 600.0
"""Seconds after which the whole process is ended, whatever it tells: it would be a fault of the kit."""
_FRAME: Final = re.compile(r'File "(?P<file>[^"]+)", line (?P<line>\d+) in (?P<name>\S+)')
_DUMPED: Final = "Timeout ("
"""How the watchdog's message begins."""
_CRASHED: Final = "Fatal Python error"
"""How Python's message begins where code in C has ended the process."""

Key = tuple[str, str, str]
"""Check, kind and thing."""


@attrs.frozen
class Told:
    """What a process told before it ended."""

    done: Mapping[Key, tuple[Problem, ...]]
    broken: bool = False
    """Whether the city could not be assembled."""
    digest: Mapping[str, str] = attrs.field(factory=dict)
    stopped: tuple[Key, Problem] | None = None
    """The step in which it hung or ended, with the problem that says where."""


@attrs.define
class Apart:
    """A process at work on a target, with the seed of Python's hashes that it was given."""

    target: Target
    seed: int = 0
    skip: Iterable[Key] = ()
    digest_only: bool = False
    _process: "subprocess.Popen[str]" = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        """Start it, and hand it what it is asked: it works while others do."""
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-W", "ignore::RuntimeWarning:runpy", "-m", "cmsdk.testing.kit.child"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8",
            errors="replace", env={**os.environ, "PYTHONHASHSEED": str(self.seed), "PYTHONIOENCODING": "utf-8"},
        )  # fmt: skip
        asked = {"target": form_of(self.target), "skip": [list(key) for key in self.skip]}
        stdin = self._process.stdin
        if stdin is not None:
            stdin.write(json.dumps({**asked, "digest_only": self.digest_only}) + "\n")
            stdin.flush()

    def told(self) -> Told:
        """Wait for its end; whoever breaks off waiting ends it."""
        try:
            out, said = self._process.communicate(timeout=_MOST_STEPS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            out, said = self._process.communicate()
            said = said or _DUMPED
        finally:
            self.end()
        return self._read([json.loads(line) for line in out.splitlines() if line.startswith("{")], said)

    def end(self) -> None:
        """Leave nothing of it behind, whether it is done or not."""
        self._process.kill()
        self._process.wait()

    def _read(self, lines: list[dict[str, Any]], said: str) -> Told:
        done: dict[Key, tuple[Problem, ...]] = {}
        begun: Key | None = None
        for line in lines:
            key = str(line.get("begin") or line.get("done")), str(line.get("kind")), str(line.get("thing"))
            if "digest" in line:
                return Told(done, digest=line["digest"])
            if "begin" in line:
                begun = key
                continue
            begun, done[key] = None, tuple(map(_problem, line["problems"]))
            if line["broken"]:
                return Told(done, broken=True)
        return Told(done, stopped=(begun or ("city-assembles", "city", self.target.plugin), self._stop(said)))

    def _stop(self, said: str) -> Problem:
        if _DUMPED in said:
            return problem("CMS955", self._place(said), seconds=f"{self.target.limit:g}")
        lines = [line for line in said.splitlines() if line.strip()]
        last = next((line for line in lines if line.startswith(_CRASHED)), lines[-1] if lines else "—")
        where = self._place(said) if _FRAME.search(said) else self.target.plugin
        return problem("CMS961", where, status=self._process.returncode, error=last[:200])

    def _place(self, said: str) -> str:
        """The innermost function of the plugin among those that the watchdog wrote down, innermost first."""
        root = self.target.root
        roots = tuple(os.path.join(name, "") for name in (whole(root), root.resolve()))  # noqa: PTH118
        frames = list(_FRAME.finditer(said))
        own = next((frame for frame in frames if frame["file"].startswith(roots)), None)
        frame = own or (frames[0] if frames else None)
        if frame is None:
            return self.target.plugin
        return f"{os.path.basename(frame['file'])}:{frame['line']} ({frame['name']})"  # noqa: PTH119


def _problem(form: list[Any]) -> Problem:
    code, where, facts = form
    return Problem(code, where, tuple((name, value) for name, value in facts))
