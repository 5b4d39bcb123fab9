"""Ids of cases and deliveries: they sort by time, and a clerk can read the day off them."""

from collections.abc import Sequence
from datetime import UTC, datetime
from secrets import randbelow
from threading import Lock
from typing import Final

_DIGITS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O, U, which people misread."""
_SPACE: Final = 32**6
"""Ids of one process in one millisecond start somewhere in here."""


def _base32(number: int, width: int) -> str:
    digits = []
    for _ in range(width):
        number, rest = divmod(number, 32)
        digits.append(_DIGITS[rest])
    return "".join(reversed(digits))


class TimeOrderedIds:
    """``YYMMDD-mmmmmm-nnnnnn``: UTC day, millisecond of the day, and a number that starts at random.

    Ids of one source ascend, even if its clock steps back; two processes meet in the same
    millisecond and number once in a billion.
    """

    def __init__(self) -> None:
        """A new source; it may be shared by threads."""
        self._lock = Lock()
        self._last = ("", -1)

    def take(self, count: int, now: datetime) -> Sequence[str]:
        """``count`` new ids, ascending."""
        moment = now.astimezone(UTC)
        millisecond = ((moment.hour * 60 + moment.minute) * 60 + moment.second) * 1000 + moment.microsecond // 1000
        prefix = f"{moment:%y%m%d}-{_base32(millisecond, 6)}-"
        with self._lock:
            last_prefix, last = self._last
            if prefix > last_prefix:
                start = randbelow(_SPACE // 2)
            else:
                prefix, start = last_prefix, last + 1
            self._last = (prefix, start + count - 1)
        return [prefix + _base32(number, 6) for number in range(start, start + count)]
