"""Many problems of one kind in one file: the first of them, and how many more there are."""

from collections import Counter
from collections.abc import Iterable
import re
from typing import Final

import attrs

from cmsdk.model.problem import Problem, errors_first

MOST: Final = 5
"""So many problems of one code in one file are all shown; of more, the first ``SHOWN``."""
SHOWN: Final = 3
_FILE: Final = re.compile(r"(.*?\.[a-z]\w*)(?=[: ])", re.DOTALL)
"""The file in the place of a problem; the row, or the path inside a document, follows it."""


@attrs.frozen
class Told:
    """A problem that is shown, and how many more of its code and file it stands for."""

    problem: Problem
    more: int = 0
    file: str = ""


def _file(where: str) -> str:
    found = _FILE.match(where)
    return found[1] if found else where


def few(problems: Iterable[Problem]) -> list[Told]:
    """Problems to show, errors before warnings; the last of a code and file that is cut short says how many follow."""
    listed = [(found, (found.code, _file(found.where))) for found in errors_first(problems)]
    counts, seen, told = Counter(kind for _, kind in listed), Counter[tuple[str, str]](), []
    for found, kind in listed:
        seen[kind] += 1
        most, count = counts[kind], seen[kind]
        if most <= MOST or count < SHOWN:
            told.append(Told(found))
        elif count == SHOWN:
            told.append(Told(found, most - SHOWN, kind[1]))
    return told
