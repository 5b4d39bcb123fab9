"""The check of the seals themselves: their own chain, their signatures, and those that were published."""

from collections.abc import Collection, Iterable, Iterator, Sequence

import attrs

from cmsdk.contract.ports_proof import EntryRow
from cmsdk.model.entry import GENESIS
from cmsdk.model.problem import Problem, problem

from .findings import Findings
from .keys import SealPublicKey
from .seal import SEALS, LedgerSeal, seal_of


@attrs.frozen
class Held:
    """A seal that stands in the ledger, and the entry that holds it."""

    seal: LedgerSeal
    row: EntryRow


def held_seals(rows: Iterable[EntryRow], findings: Findings) -> tuple[Held, ...]:
    """The seals in the entries of their stream; what is none is named."""
    found = []
    for row in rows:
        try:
            found.append(Held(seal_of(row[8]), row))
        except (TypeError, ValueError):
            findings.add(no_form(row[2], row[5], row[0]))
    return tuple(found)


def no_form(version: int, at: str, number: object) -> Problem:
    """What is said of an entry in the stream of seals that holds none."""
    facts = {"seal": version, "first": "—", "last": "—", "at": at, "number": number, "key": "—"}
    return problem("CMS843", f"{SEALS}#{version}", **facts, error="seal-no-form")


def check_seals(held: Sequence[Held], keys: Collection[SealPublicKey], findings: Findings) -> None:
    """Whether each seal follows from the one before it and is signed with one of ``keys``.

    Where none is given, a city's first seal in the ledger says what its key is.
    """
    known = frozenset(key.raw.hex() for key in keys)
    before: LedgerSeal | None = None
    firsts: dict[str, str] = {}
    for one in held:
        seal = one.seal
        for error in _wrong(one, before):
            findings.add(broken(seal, one.row[0], error))
        if seal.public_key not in (known or {firsts.setdefault(seal.city, seal.public_key)}):
            findings.add(broken(seal, one.row[0], "seal-other-key"))
        before = seal


def _wrong(one: Held, before: LedgerSeal | None) -> Iterator[str]:
    seal, (number, _, version, city, _, at, _, _, data, _, _) = one.seal, one.row
    if not seal.genuine:
        yield "seal-no-signature"
    if seal.previous != (before.digest if before else GENESIS):
        yield "seal-not-chained"
    if seal.first != (before.last + 1 if before else 1) or not seal.first <= seal.last < number:
        yield "seal-misplaced"
    if (seal.seal, seal.city, seal.at, seal.text) != (version, city, at, data):
        yield "seal-other-entry"


def broken(seal: LedgerSeal, number: object, error: str) -> Problem:
    """What is said of a seal that does not hold; ``number`` is that of its entry."""
    return problem(
        "CMS843", f"{SEALS}#{seal.seal}", seal=seal.seal, first=seal.first, last=seal.last, at=seal.at, number=number,
        key=seal.key, error=error,
    )  # fmt: skip


def check_published(
    published: Sequence[LedgerSeal], held: Sequence[Held], keys: Collection[SealPublicKey], findings: Findings
) -> None:
    """Whether the ledger still has the seals that were published, just as they are."""
    standing = {one.seal.seal: one.seal.text for one in held}
    known = frozenset(key.raw.hex() for key in keys)
    for seal in published:
        if not seal.genuine:
            findings.add(broken(seal, "—", "seal-no-signature"))
        if known and seal.public_key not in known:
            findings.add(broken(seal, "—", "seal-other-key"))
        text = standing.get(seal.seal)
        if text != seal.text:
            error = "seal-removed" if text is None else "seal-replaced"
            facts = {"seal": seal.seal, "first": seal.first, "last": seal.last, "at": seal.at, "key": seal.key}
            findings.add(problem("CMS844", f"{SEALS}#{seal.seal}", **facts, error=error))


def to_refold(held: Sequence[Held], published: Sequence[LedgerSeal]) -> list[LedgerSeal]:
    """The seals whose spans are folded anew: a published one stands before the ledger's own of that number.

    In order of number, without such as overlap with one before them.
    """
    by_number = {one.seal.seal: one.seal for one in held} | {seal.seal: seal for seal in published}
    chosen: list[LedgerSeal] = []
    for seal in sorted(by_number.values(), key=lambda seal: (seal.first, seal.last)):
        if (chosen[-1].last if chosen else 0) < seal.first <= seal.last:
            chosen.append(seal)
    return chosen
