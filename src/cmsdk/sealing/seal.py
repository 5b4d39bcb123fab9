"""A seal (封存) as a value: what it names, what of it is signed, how it is stored and published."""

from collections import deque
from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256
from itertools import groupby
import json
from operator import itemgetter
from pathlib import Path
from typing import Any, Final

import attrs

from cmsdk.contract.ports_proof import Head, Inspection
from cmsdk.model.entry import GENESIS
from cmsdk.model.errors import RejectedInput
from cmsdk.model.problem import problem
from cmsdk.serial import StoredForm, canonical

from .keys import SealKey, SealPublicKey
from .merkle import MerkleFold, Step, leaf

SEALS: Final = "seals"
"""The stream of seals; a ledger has one."""
KIND: Final = "seal"
TYPE: Final = "sealed"
"""Kind of the matter, and type of its entries."""
SEAL: Final = StoredForm("seal")
_SIGNED_FOR: Final = b"cmsdk ledger seal\n"
"""Stands before what is signed, so that the signature passes for nothing else that this key may sign."""


@attrs.frozen(kw_only=True)
class LedgerSeal:
    """A seal over the entries ``first … last`` and, by the newest of each, over all of the streams that they are in.

    Hashes, keys and signatures are hexadecimal.
    """

    seal: int
    """1 for the first one of a ledger."""
    city: str
    """Whose key it is."""
    at: str
    """When it was made: ISO 8601 with offset."""
    first: int
    last: int
    """Numbers of the entries since the seal before, both included."""
    entries: int
    streams: int
    """How many there are."""
    root: str
    """Merkle root over the streams that got entries, in order of their names (:mod:`cmsdk.sealing.merkle`)."""
    order: str
    """SHA-256 over the hashes of the entries, one after the other as they are numbered."""
    previous: str
    """SHA-256 of the seal before as it is stored; 64 zeros for none."""
    public_key: str
    key: str
    """The public key's fingerprint, which people compare."""
    signature: str = ""

    @property
    def form(self) -> dict[str, Any]:
        """As JSON."""
        return {"v": SEAL.version, **attrs.asdict(self)}

    @property
    def text(self) -> str:
        """As it is stored: JSON with sorted keys and without spaces."""
        return canonical(self.form)

    @property
    def published(self) -> str:
        """The text of a file that publishes it: the same JSON, a field a line."""
        return json.dumps(self.form, ensure_ascii=False, indent=1) + "\n"

    @property
    def digest(self) -> str:
        """What the next seal names as ``previous``."""
        return sha256(self.text.encode()).hexdigest()

    @property
    def moment(self) -> datetime:
        """When it was made."""
        return datetime.fromisoformat(self.at)

    def _signed(self) -> bytes:
        form = self.form
        del form["signature"]
        return _SIGNED_FOR + canonical(form).encode()

    def sign(self, key: SealKey) -> "LedgerSeal":
        """The seal with its signature."""
        return attrs.evolve(self, signature=key.sign(self._signed()))

    @property
    def genuine(self) -> bool:
        """Whether the key that it names has signed it as it is."""
        try:
            public = SealPublicKey(bytes.fromhex(self.public_key))
        except ValueError:
            return False
        return public.fingerprint == self.key and public.signed(self._signed(), self.signature)


_BOUND: Final = 2**63
"""No store numbers as far as this."""
_KINDS: Final = {field.name: field.type for field in attrs.fields(LedgerSeal)}


def seal_of(text: str) -> LedgerSeal:
    """The seal in a text of JSON. Raises ValueError where there is none."""
    try:
        form = SEAL.load(text)
    except (AttributeError, TypeError, RecursionError) as error:
        raise ValueError("no JSON object") from error
    if form.keys() != _KINDS.keys() or any(type(form[name]) is not kind for name, kind in _KINDS.items()):
        raise ValueError("not the fields of a seal")
    if any(type(value) is int and not 0 < value < _BOUND for value in form.values()):
        raise ValueError("not the numbers of a seal")
    found = LedgerSeal(**form)
    if found.moment.utcoffset() is None:
        raise ValueError("a time without an offset")
    found.text.encode()
    return found


def read_seal(path: Path) -> LedgerSeal:
    """A published seal. Raises RejectedInput where the file cannot be read or holds none."""
    try:
        return seal_of(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise RejectedInput([problem("CMS903", str(path), file=path, error=error.strerror)]) from error
    except ValueError as error:
        raise RejectedInput([problem("CMS845", str(path), file=path, error="seal-no-seal")]) from error


def moment_of(text: str) -> datetime | None:
    """The moment that a stored text names; ``None`` where it names none, or is no text."""
    try:
        moment = datetime.fromisoformat(text)
    except (TypeError, ValueError):
        return None
    return None if moment.utcoffset() is None else moment


@attrs.frozen
class Folded:
    """The streams of a seal, folded: root and number, the path of the one that was asked for, the latest date."""

    root: str
    streams: int
    path: tuple[Step, ...]
    latest: Head | None


def fold(heads: Iterable[Head], wanted: str = "") -> Folded:
    """The Merkle tree over the last of ``heads`` of each stream, which come by stream and version."""
    tree, latest, newest = MerkleFold(), None, None
    for stream, entries in groupby(heads, key=itemgetter(0)):
        (head,) = deque(entries, maxlen=1)
        tree.add(leaf(*head[:3]), wanted=stream == wanted)
        moment = moment_of(head[3])
        if moment is not None and (newest is None or moment > newest):
            latest, newest = head, moment
    streams = tree.count
    root, path = tree.close()
    return Folded(root, streams, path, latest)


def order_of(inspection: Inspection, first: int, last: int) -> tuple[str, int]:
    """The hash over the hashes of the entries ``first … last`` in order of number, and how many there are."""
    digest, count = sha256(), 0
    for count, (_, text) in enumerate(inspection.numbers(first, last), start=1):  # noqa: B007  the last one counts
        digest.update(str(text).encode("utf-8", "surrogatepass"))
    return digest.hexdigest(), count


def seal_entries(
    inspection: Inspection, previous: LedgerSeal | None, key: SealKey, city: str, at: datetime
) -> tuple[LedgerSeal, Head | None]:
    """A signed seal over all that was entered since ``previous``, and the latest dated of the heads that it holds."""
    first, last = (previous.last + 1 if previous else 1), inspection.last()
    folded = fold(inspection.heads(first, last))
    order, count = order_of(inspection, first, last)
    public = key.public
    made = LedgerSeal(
        seal=previous.seal + 1 if previous else 1, city=city, at=at.isoformat(), first=first, last=last, entries=count,
        streams=folded.streams, root=folded.root, order=order, previous=previous.digest if previous else GENESIS,
        public_key=public.raw.hex(), key=public.fingerprint,
    )  # fmt: skip
    return made.sign(key), folded.latest
