"""What a desk asks of a ledger, beside what every app does: lists in pages, by index, and counts that read no case."""

from collections.abc import Mapping, Sequence
from datetime import datetime
import re
from typing import Final, Protocol

import attrs

from cmsdk.model.case import Case
from cmsdk.model.place import Point
from cmsdk.model.tallies import Tally

_NUMBER: Final = re.compile(r"[0-9]{1,18}")
_MOMENT: Final = re.compile(r"[0-9T:.+-]{1,40}")


@attrs.frozen(kw_only=True)
class DeskQuery:
    """Which cases of a city a desk lists: every field that is given must match.

    Those whose clock runs out (``due_until``) come by deadline, soonest first; all others newest first, in the order
    in which they were recorded.
    """

    city: str
    ended: tuple[str, ...] = ()
    """States that are left out: the ends of the workflow, for a list of what is open."""
    unit: str | None = None
    officer: str | None = None
    grid: str | None = None
    due_from: datetime | None = None
    due_until: datetime | None = None
    """Only cases whose clock runs, and is due from ``due_from`` until ``due_until`` (not included)."""
    words: tuple[str, ...] = ()
    """Words (see :mod:`cmsdk.model.finding`) that stand in title, text or place."""
    near: Point | None = None
    metres: float = 0
    """Only cases with a point at most so far from ``near``."""
    after: str = ""
    """``next`` of the page before."""
    limit: int = 50

    @property
    def by_deadline(self) -> bool:
        """Whether its cases come by deadline."""
        return self.due_until is not None

    @property
    def key(self) -> tuple[str, int] | None:
        """``after`` as deadline (UTC; empty where they come newest first) and number; nothing where it is no key."""
        due, _, number = self.after.rpartition("/")
        right = _NUMBER.fullmatch(number) and (_MOMENT.fullmatch(due) if self.by_deadline else not due)
        return (due, int(number)) if right else None


@attrs.frozen
class CasePage:
    """A page of cases (分页), and the key by which the next one is asked for; empty where this is the last."""

    cases: tuple[Case, ...]
    next: str = ""


class DeskLedger(Protocol):
    """The part of a ledger that serves a desk. Raises StoreUnavailable."""

    def page(self, query: DeskQuery) -> CasePage:
        """One page of the cases that match; as of one moment. An ``after`` that is no key begins anew."""
        ...

    def overdue(self, city: str, moment: datetime) -> Mapping[str, int]:
        """Unit → how many of its cases have a running clock whose deadline lies before ``moment`` (aware)."""
        ...

    def tallies(self, city: str, first: datetime | None, end: datetime | None) -> Sequence[Tally]:
        """How many cases were opened from ``first`` until ``end`` (aware, in the city's zone; open where ``None``).

        Whole months are counted beforehand; of the others only the cases of these days are read.
        """
        ...

    def index(self, most: int, least: int = 1) -> int:
        """Enter the texts of the next ``most`` cases into the index of words; how many there were.

        Nothing is done where fewer than ``least`` wait for it.
        Who looks for words finds every case, indexed or not; what is not is read one by one.
        """
        ...
