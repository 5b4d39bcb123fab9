"""What a division that has ended became: merged, split, renamed (行政区划变更)."""

from collections.abc import Mapping

from cmsdk.contract.base import Applies, Contribution
from cmsdk.contract.places import Division

from .validity import Days, holds


def ended(item: Contribution, days: Days) -> bool:
    """Whether ``item`` held once and holds no more on the day that counts for it."""
    last = item.valid.last
    return last is not None and days[item.applies is Applies.AT_DECISION] > last


def successors(divisions: Mapping[str, Division], code: str, days: Days) -> tuple[str, ...]:
    """Codes of the divisions that stand for ``code`` on these days, in the order of the rows.

    The division itself where it holds; where it has ended, what it became, followed through all changes since;
    nothing where it does not hold yet, or ended and nobody says what it became.
    """
    found: dict[str, None] = {}
    seen: set[str] = set()
    waiting = [code]
    while waiting:
        code = waiting.pop(0)
        division = divisions.get(code)
        if division is None or code in seen:
            continue
        seen.add(code)
        if holds(division, days):
            found[code] = None
        elif ended(division, days):
            waiting += division.became
    return tuple(found)
