"""Calls that an app or a test makes today are still taken: ``calls.txt`` names the parameters of functions and methods.

A line is a name and its parameters: ``?`` may be left out, ``*`` is given by name only. New functions, and new
parameters that may be left out, need no line; a release adds them. What was released may not go.
"""

from importlib import import_module
import inspect
from pathlib import Path

import pytest

LINES = Path(__file__).with_name("calls.txt").read_text(encoding="utf-8").splitlines()


def _parameters(name: str) -> list[inspect.Parameter]:
    door, _, path = name.partition(":")
    thing = import_module(door)
    for part in path.split("."):
        thing = getattr(thing, part)
    own = list(inspect.signature(thing).parameters.values())  # type: ignore[arg-type]
    return [p for p in own if p.name != "self"]


@pytest.mark.parametrize("line", LINES, ids=lambda line: line.partition(" ")[0])
def test_a_call_of_a_door_is_taken_as_before(line: str) -> None:
    name, *written = line.split()
    now = _parameters(name)
    kinds = {p.name: "*" if p.kind is p.KEYWORD_ONLY else "" for p in now}
    free = {p.name for p in now if p.default is not p.empty or p.kind in {p.VAR_KEYWORD, p.VAR_POSITIONAL}}
    known = [word.strip("*?") for word in written]
    assert [word for word in known if word not in kinds] == []
    assert [p.name for p in now if p.name not in known and p.name not in free] == [], "has to be given now"
    assert [word for word in written if not word.endswith("?") and word.strip("*?") not in kinds] == []
    assert [word for word in written if word.endswith("?") and word.strip("*?") not in free] == [], (
        "has to be given now"
    )
    placed = [word.strip("?") for word in written if not word.startswith("*")]
    assert [p.name for p in now if not kinds[p.name]][: len(placed)] == placed, "by position, as before"
