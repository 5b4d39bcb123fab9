"""What a ledger knows of people (contracts §9): who they are, where they stand, and how their keys are destroyed."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

import attrs

from cmsdk.model.report import Person

if TYPE_CHECKING:
    from .ports import MatterChange, Quarantined


@attrs.frozen(kw_only=True)
class Erasing:
    """What is destroyed for good (删除): in one transaction with the entries that say so."""

    at: datetime
    people: Sequence[str] = ()
    """Keys of people: with their key goes who they are, and the item as it came of a case that stands under it."""
    raws: Sequence[str] = ()
    """Cases whose item as it came goes; who reported stays."""
    deliveries: Sequence[str] = ()
    """Deliveries whose bytes go, and with them those of all deliveries that have the same bytes."""
    quarantined: "Sequence[Quarantined]" = ()


class PeopleStore(Protocol):
    """The part of the ledger that keeps people apart. Raises StoreUnavailable."""

    def person(self, key: str) -> Person | None:
        """A person's data by key; nothing once the key is destroyed."""
        ...

    def people(
        self, city: str, *, key: str = "", phone: str = "", id_number: str = ""
    ) -> Mapping[str, datetime | None]:
        """The keys in a city under which somebody stands, with the moment of their erasure, if they were erased.

        By exactly one of ``key``, ``phone`` and ``id_number``, however the number is written; whoever was erased is
        found by key alone.
        """
        ...

    def kept(self, keys: Sequence[str]) -> Mapping[str, datetime | None]:
        """Those of ``keys`` that are known, with the moment of their erasure, if they were erased."""
        ...

    def holding(self, cases: Sequence[str]) -> Mapping[str, Sequence[str]]:
        """Case → the deliveries in which its report came, repeats included, whose bytes can still be read."""
        ...

    def past_term(self, city: str, before: datetime) -> Sequence[str]:
        """Deliveries of a city whose bytes can be read, and which last came in (the same bytes) before that moment."""
        ...

    def destroyed(self, delivery: str) -> datetime | None:
        """When the bytes of a delivery were destroyed."""
        ...

    def erase(self, changes: "Sequence[MatterChange]", erasing: Erasing, *, last: bool = True) -> bool:
        """Destroy, and append the entries that say so, all or nothing. ``False`` if another writer was first.

        After the ``last`` of a row of such calls the engine lets go of what it keeps of former rows.
        """
        ...

    def rekey(self, key: bytes, progress: Callable[[int], None] | None = None) -> int:
        """Wrap every key with another ledger's key of 32 bytes, in one transaction; how many were wrapped anew.

        From then on the old one opens nothing. Raises StoreUnavailable where ``key`` is the old one.
        """
        ...
