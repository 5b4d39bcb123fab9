"""The port by which all that the entries have made is made anew, and what came of it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Final, Protocol

import attrs

from cmsdk.model.case import Case
from cmsdk.model.entry import Entry
from cmsdk.model.problem import Problem, problem

if TYPE_CHECKING:
    from .ports import Matter

KEEP: Final = 1000
"""Ids that are named; the rest is counted."""
NAMED: Final = 20
"""Ids that a problem names."""


class Left(StrEnum):
    """Why a stream's rows are left as they are."""

    UNKNOWN = "unknown"
    """It is of a kind that is not known here."""
    BROKEN = "broken"
    """Its entries cannot be read, or do not follow on one another."""


Fold = Callable[[Sequence[Entry]], "Case | Matter | Left"]
"""What the entries of one stream make."""


@attrs.frozen
class Named:
    """Some of the rows: how many, and the ids of the first ``KEEP``."""

    count: int = 0
    ids: tuple[str, ...] = ()

    def and_(self, ids: Iterable[str]) -> "Named":
        """These and more."""
        more = tuple(ids)
        return Named(self.count + len(more), (*self.ids, *more[: KEEP - len(self.ids)])) if more else self


@attrs.frozen(kw_only=True)
class Rebuilt:
    """What a rebuild has found so far, stream by stream."""

    after: str = ""
    """The last stream that it has come to."""
    whole: bool = False
    """Whether it has come to the end."""
    streams: int = 0
    right: int = 0
    """How many were as their entries make them."""
    differed: Named = Named()
    """Rows that were otherwise, and have been made anew."""
    missing: Named = Named()
    """Rows that were not there, and have been made anew."""
    strays: Named = Named()
    """Rows without entries, which have been taken away."""
    broken: Named = Named()
    """Streams whose entries cannot be read; their rows are left."""
    unknown: Named = Named()
    """Streams of a kind that is not known here; their rows are left."""

    miscounted: bool = False
    """Whether the tallies were otherwise than the cases; they have been counted anew."""

    @property
    def intact(self) -> bool:
        """Whether every row was as its entries make it."""
        return not (
            self.miscounted or self.differed.count or self.missing.count or self.strays.count or self.broken.count
        )

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is to be looked at."""
        found = (
            ("CMS880", self.differed), ("CMS881", self.missing), ("CMS882", self.strays), ("CMS883", self.broken),
            ("CMS884", self.unknown),
        )  # fmt: skip
        counted = (problem("CMS890"),) if self.miscounted else ()
        return counted + tuple(
            problem(code, named.ids[0], count=named.count, ids=_listed(named)) for code, named in found if named.count
        )


def _listed(named: Named) -> str:
    return ", ".join(named.ids[:NAMED]) + (", …" if named.count > NAMED else "")


class Rebuilding(Protocol):
    """The part of the ledger that makes projections anew."""

    def rebuild(self, city: str, fold: Fold, *, anew: bool = False) -> Iterator[Rebuilt]:
        """Compare all that is projected of a city with what its entries make, mend it, and say how far that is.

        A batch at a time, each in a short transaction of its own, so that others may write meanwhile. One that was
        interrupted goes on where it stood, unless it is to begin ``anew``.
        """
        ...
