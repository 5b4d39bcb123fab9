"""The answer of a command: what is shown to people, what machines get (contracts §8), and the exit code."""

from collections.abc import Callable, Iterable
import json
import os
from pathlib import Path
import re
import sys
from typing import Final, TextIO

import attrs

from cmsdk.model.errors import CmsdkError
from cmsdk.model.problem import Problem

from .lang import LANG
from .screen import Screen

DONE, LOOK, CANNOT = 0, 1, 2
"""Exit codes: done; done, and there is something to look at; cannot."""

_UNSAFE: Final = re.compile("[\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""What a terminal might act on, or cannot show, beside what JSON escapes anyway."""


@attrs.frozen
class Asked:
    """The options that commands share."""

    city: str = ""
    ledger: str = ""
    at: str = ""
    plugins: tuple[Path, ...] = ()
    json: bool = False


def _nothing(_screen: Screen) -> None:
    """A command that fails has nothing to show but its problems."""


@attrs.frozen
class Answer:
    """What a command has to say. ``told`` means that ``show`` prints the problems itself."""

    data: object
    show: Callable[[Screen], None] = _nothing
    problems: tuple[Problem, ...] = ()
    code: int = DONE
    told: bool = False


def cannot(problems: Iterable[Problem], data: object = None) -> Answer:
    """The answer where nothing could be done."""
    return Answer(data, problems=tuple(problems), code=CANNOT)


def problem_forms(problems: Iterable[Problem]) -> list[dict[str, str]]:
    """Problems as JSON, in the language of the run."""
    return [p.as_json(LANG.get()) for p in problems]


def json_text(value: object, stream: TextIO) -> str:
    """``value`` as JSON that any terminal can show: nothing in it is acted on, nothing is lost."""
    utf = (stream.encoding or "").casefold().startswith("utf")
    text = json.dumps(value, ensure_ascii=not utf, indent=1)
    return _UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def _print(answer: Answer, asked: Asked) -> None:
    if asked.json:
        form = {"ok": answer.code != CANNOT, "data": answer.data, "problems": problem_forms(answer.problems)}
        sys.stdout.write(json_text(form, sys.stdout) + "\n")
    else:
        answer.show(Screen(sys.stdout))
        if answer.problems and not answer.told:
            sys.stdout.flush()
            Screen(sys.stderr).problems(answer.problems)
    sys.stdout.flush()


def hush() -> None:
    """Nobody reads on, or nothing can be written: let what is still buffered go nowhere, without a word."""
    sink = os.open(os.devnull, os.O_WRONLY)
    for name in ("stdout", "stderr"):
        try:
            getattr(sys, name).flush()
        except OSError:
            _let_go(name, sink)
    os.close(sink)


def _let_go(name: str, sink: int) -> None:
    try:
        os.dup2(sink, getattr(sys, name).fileno())
    except (OSError, ValueError):
        setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115, PTH123  open until the process ends


def deliver(asked: Asked, work: Callable[[], Answer]) -> int:
    """Do ``work``, print its answer, and give the exit code. The four exceptions become problems."""
    try:
        answer = work()
    except CmsdkError as error:
        answer = cannot(error.problems)
    try:
        _print(answer, asked)
    except BrokenPipeError:
        hush()
    except OSError:  # such as a full disk: what was done is done, but nobody was told
        hush()
        return CANNOT
    return answer.code
