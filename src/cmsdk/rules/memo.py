"""Answers that are kept for the next case that asks the same: most cases are like others."""

from collections.abc import Callable, Hashable
from typing import Final, Generic, TypeVar

MOST: Final = 20_000
"""Answers that are kept; where there are more, keeping begins anew."""

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class _Absent:
    """Stands for no answer yet, since ``None`` is one."""


_ABSENT: Final = _Absent()


class Memo(Generic[K, V]):
    """Answers by all that they depend on. Threads may share one: an answer is never read back from what is kept."""

    def __init__(self, most: int = MOST) -> None:
        """``most`` answers are kept."""
        self._most = most
        self._kept: dict[K, V] = {}

    def __len__(self) -> int:
        """How many answers are kept."""
        return len(self._kept)

    def get_or(self, key: K, make: Callable[[], V]) -> V:
        """The answer kept for ``key``, else the one that ``make`` gives, which is kept."""
        kept: V | _Absent = self._kept.get(key, _ABSENT)
        if not isinstance(kept, _Absent):
            return kept
        made = make()
        if len(self._kept) >= self._most:
            self._kept.clear()
        self._kept[key] = made
        return made
