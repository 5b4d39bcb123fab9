"""Gaps (欠缺): checks that a plugin does not hold yet, each with its reason, in ``conformance.toml`` of its project.

::

    [[gap]]
    check = "calendar-covers"
    thing = "mycity-working-days"   # left out: whatever it is about
    reason = "The notice for next year comes out in November."

They are strict: a gap that is closed has to be struck off.
"""

from pathlib import Path
import tomllib
from typing import Any, Final

import attrs

from cmsdk.model.errors import RejectedInput
from cmsdk.model.problem import Problem, problem
from cmsdk.testing.nearest import nearest

FILE: Final = "conformance.toml"
_KEYS: Final = ("check", "thing", "reason")


@attrs.frozen
class Gap:
    """One gap; without ``thing`` it is about all that the check finds."""

    check: str
    reason: str
    thing: str = ""


def _problems(number: int, form: Any, known: frozenset[str]) -> list[Problem]:  # noqa: ANN401  whatever TOML holds
    where = f"{FILE} › gap {number}"
    if not isinstance(form, dict) or any(not isinstance(value, str) for value in form.values()):
        return [problem("CMS952", where, key="gap", near="check, thing, reason")]
    found = [problem("CMS952", where, key=key, near=nearest(key, _KEYS)) for key in sorted(form.keys() - set(_KEYS))]
    if form.get("check", "") not in known:
        near = nearest(form.get("check", ""), sorted(known))
        found.append(problem("CMS952", where, key=f"check = {form.get('check', '')}", near=near))
    if not form.get("reason", "").strip():
        found.append(problem("CMS953", where, check=form.get("check", "")))
    return found


def read_gaps(project: Path | None, known: frozenset[str]) -> tuple[Gap, ...]:
    """The gaps of a project, none where it has no such file.

    Raises:
        RejectedInput: every mistake of the file: no TOML, an unknown key or check, a gap without a reason.
    """
    path = None if project is None else project / FILE
    if path is None or not path.is_file():
        return ()
    try:
        form = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, RecursionError) as error:
        raise RejectedInput([problem("CMS954", FILE, error=error)]) from error
    rows = form.get("gap", [])
    found = [problem("CMS952", FILE, key=key, near="gap") for key in sorted(form.keys() - {"gap"})]
    rows = rows if isinstance(rows, list) else [rows]
    for number, row in enumerate(rows, start=1):
        found += _problems(number, row, known)
    if found:
        raise RejectedInput(found)
    return tuple(Gap(row["check"], row["reason"].strip(), row.get("thing", "")) for row in rows)
