"""Codes that a spreadsheet program took for numbers or dates, or that were typed with odd characters."""

from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal
import re
from typing import Final
import unicodedata

REFERRING: Final = frozenset({"area", "category", "division", "grid", "parent"})
"""Columns that name a code of another table: a spreadsheet changes it there as well."""

_NUMBER: Final = re.compile(r"(\d+)\.0+")
_POWER: Final = re.compile(r"\d(?:\.\d+)?[eE]\+?\d+")
_DATE: Final = re.compile(
    r"(?P<month>\d{1,2})月(?P<day>\d{1,2})日"
    r"|(?:\d{4}[-/年])(?P<month_2>\d{1,2})[-/月](?P<day_2>\d{1,2})日?(?: 00:00:00)?"
    r"|(?P<first>\d{1,2})-(?P<name>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)",
    re.IGNORECASE,
)
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def _of_power(cell: str) -> str:
    """The whole number, where no digit was cut off: ``3.7028E+11`` no longer says all twelve of them."""
    value, digits = Decimal(cell), re.split("[eE]", cell)[0].replace(".", "")
    return str(int(value)) if value.adjusted() + 1 == len(digits) else ""


def _of_date(found: re.Match[str]) -> str:
    if found["name"]:
        return f"{_MONTHS.index(found['name'].casefold()) + 1}-{int(found['first'])}"
    month, day = found["month"] or found["month_2"], found["day"] or found["day_2"]
    return f"{int(month)}-{int(day)}"


def code_before(cell: str) -> str | None:
    """What a spreadsheet made of a code: the code as it was; empty where that is lost, None where nothing was made."""
    if number := _NUMBER.fullmatch(cell):
        return number[1]
    if _POWER.fullmatch(cell):
        return _of_power(cell)
    day = _DATE.fullmatch(cell)
    return _of_date(day) if day else None


def plain(cell: str) -> str:
    """``cell`` with full-width letters and digits as plain ones, and without blanks that a table shows as nothing."""
    return "".join(unicodedata.normalize("NFKC", cell).split())


def lost_zeros(codes: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Key and former code of those codes, given as key and code, that are one digit short of most others."""
    digits = [(key, code) for key, code in codes if code.isdigit()]
    lengths = Counter(len(code) for _, code in digits)
    for key, code in digits:
        if lengths[len(code) + 1] > lengths[len(code)]:
            yield key, f"0{code}"
