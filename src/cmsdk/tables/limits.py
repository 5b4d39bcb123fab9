"""Amount and unit of a limit as lists of limits write them: what is no time, or could mean two, is said by name."""

from collections.abc import Collection, Mapping
from functools import cache
from typing import Any, Final

from cmsdk.model.problem import Problem, problem
from cmsdk.model.words import catalogue

from .columns import TableSchema

COLUMNS: Final[Mapping[str, str]] = {"limits": "amount", "standards": "limit"}
"""Table → its column for the amount of a limit; the unit stands in ``unit``."""

_CODES: Final[Mapping[str, str]] = {
    "money": "CMS421",
    "percent": "CMS421",
    "hour": "CMS422",
    "day": "CMS422",
    "month": "CMS423",
    "year": "CMS423",
    "second": "CMS423",
    "same_day": "CMS424",
}
"""Entry of ``not_limits.toml`` → the code of its problem."""


@cache
def _named() -> Mapping[str, tuple[str, Mapping[str, Any]]]:
    """Word for a unit → the code of its problem, and what is said of it."""
    return {word: (_CODES[name], said) for name, said in catalogue("not_limits").items() for word in said["words"]}


def _refused(unit: str, where: str) -> Problem | None:
    code, entry = _named().get(unit.casefold(), ("", {}))
    if not code:
        return None
    facts = {f"{part}_{lang}": entry[part][lang] for part in ("is", "remedy") for lang in ("en", "zh")}
    return problem(code, where, value=unit, **facts)


def judged(
    schema: TableSchema, cells: Mapping[str, str], filled: Collection[str], where: str, wrong: list[Problem]
) -> list[Problem]:
    """``wrong`` of a row, where its limit is none: one problem that says what it is, for those of amount and unit.

    ``cells`` are the row's texts by column, ``filled`` the columns that the table has at all.
    """
    amount = COLUMNS.get(schema.name)
    if amount is None or not {amount, "unit"} <= set(filled):
        return wrong
    unit = cells.get("unit", "")
    found = _refused(unit, f"{where} [unit]") if unit else None
    if found is None and not unit and not cells.get(amount) and schema.name == "limits":
        found = problem("CMS425", where, id=cells.get("id", ""))
    if found is None:
        return wrong
    mine = {f"{where} [{name}]" for name in (amount, "unit")}
    return [*(p for p in wrong if p.where not in mine), found]
