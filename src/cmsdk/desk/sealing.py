"""Sealing, checking and proving a ledger: what needs no plan of a city."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
import os
from typing import Final

import attrs

from cmsdk.contract.ports import Ledger, Matter, MatterChange
from cmsdk.ledger.open import open_ledger, sqlite_path
from cmsdk.model.entry import GENESIS, Entry, seal
from cmsdk.model.errors import StoreUnavailable
from cmsdk.model.problem import Problem, problem
from cmsdk.sealing.findings import Verification
from cmsdk.sealing.keys import SealKey, SealPublicKey
from cmsdk.sealing.prove import Proof, prove
from cmsdk.sealing.seal import KIND, SEALS, TYPE, LedgerSeal, moment_of, seal_entries, seal_of
from cmsdk.sealing.seals import no_form
from cmsdk.sealing.verify import Progress, verify

BY: Final = "cmsdk"
"""Who seals, in the entry: nobody by hand."""
TRIES: Final = 3
"""How often sealing begins anew because somebody else was sealing."""


@attrs.frozen
class Sealed:
    """A seal that was made (封存), and what is to be looked at."""

    seal: LedgerSeal
    problems: tuple[Problem, ...] = ()
    """The clock went back: the seal before it, or an entry in it, has a later date (CMS842)."""


def seal_matter(entry: Entry) -> Matter:
    """The projection of the seals after ``entry``."""
    return Matter(SEALS, KIND, entry.city, "", TYPE, entry.version, entry.at, entry.data)


def seal_ledger(ledger: Ledger, key: SealKey, city: str, plan: str, at: datetime) -> Sealed | None:
    """Seal all that was entered since the last seal; ``None`` where that is nothing but the last seal itself.

    The entries are read at one moment, so whole commits are sealed, and others may write meanwhile; the seal is then
    entered in one transaction. Raises StoreUnavailable.
    """
    for _ in range(TRIES):
        last = next(reversed(ledger.entries(SEALS)), None)
        previous = _held(last) if last else None
        with ledger.inspecting() as inspection:
            if inspection.last() <= (previous.last + 1 if previous else 0):
                return None
            made, latest = seal_entries(inspection, previous, key, city, at)
        entry = seal(
            stream=SEALS, version=made.seal, city=city, type_=TYPE, at=at, by=BY, plan=plan, data=made.text,
            prev=last.hash if last else GENESIS,
        )  # fmt: skip
        if ledger.append_all([MatterChange(seal_matter(entry), (entry,))]):
            found = latest and moment_of(latest[3])
            late = [(latest[0], latest[1], latest[3])] if latest and found and found > at else []
            return Sealed(made, tuple(_later(*one, at) for one in late))
        at = max([at, *(one.at for one in ledger.entries(SEALS)[-1:])])  # whoever was first may have begun later
    raise StoreUnavailable([problem("CMS804", SEALS, url=SEALS, error="seal-not-entered")])


def last_seal(ledger: Ledger) -> LedgerSeal | None:
    """The newest seal, to be published again. Raises StoreUnavailable."""
    last = next(reversed(ledger.entries(SEALS)), None)
    return _held(last) if last else None


def _held(entry: Entry) -> LedgerSeal:
    """The seal in its entry. Raises StoreUnavailable where somebody has put something else there."""
    try:
        return seal_of(entry.data)
    except ValueError as error:
        raise StoreUnavailable([no_form(entry.version, entry.at.isoformat(), "—")]) from error


def _later(stream: str, version: int, dated: str, at: datetime) -> Problem:
    facts = {"stream": stream, "version": version, "number": "—", "at": at.isoformat(), "before": dated}
    return problem("CMS842", f"{stream}#{version}", **facts, error="entry-dated-after")


@contextmanager
def standing(ledger: str | Ledger) -> Iterator[Ledger]:
    """The ledger, or that at a URL, closed afterwards. None is begun. Raises StoreUnavailable."""
    if not isinstance(ledger, str):
        yield ledger
        return
    path = sqlite_path(ledger)
    if path is not None and not os.path.exists(path):  # noqa: PTH110  Path.exists fails on odd names
        raise StoreUnavailable([problem("CMS903", ledger, file=path, error=os.strerror(2))])
    opened = open_ledger(ledger)
    try:
        yield opened
    finally:
        opened.close()


def verify_ledger(
    ledger: str | Ledger,
    *,
    seals: Sequence[LedgerSeal] = (),
    keys: Collection[SealPublicKey] = (),
    progress: Progress | None = None,
) -> Verification:
    """Check a whole ledger, given or at a URL: everything that was changed, removed, inserted, swapped or cut off.

    Needs neither the ledger's key nor a plugin. ``seals`` are published ones that the ledger must still have, ``keys``
    those that seals may be signed with; without any, a city's first seal says what its key is. ``progress`` is told
    how many rows were read; each entry is read twice.

    Raises:
        StoreUnavailable: the ledger cannot be read.
    """
    with standing(ledger) as opened, opened.inspecting() as inspection:
        return verify(inspection, seals, keys, progress)


def prove_case(ledger: str | Ledger, case: str) -> Proof:
    """The proof of a case in a ledger, given or at a URL; needs neither the ledger's key nor a plugin.

    Raises:
        NotAllowed: there is no such case, no seal holds it yet, or the ledger gives that seal no more.
        StoreUnavailable: the ledger cannot be read.
    """
    with standing(ledger) as opened, opened.inspecting() as inspection:
        return prove(inspection, case)
