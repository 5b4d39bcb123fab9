"""The part of a city that seals its ledger, checks it, and proves a case."""

from collections.abc import Collection, Sequence
from datetime import datetime

from cmsdk.model.errors import NotAllowed
from cmsdk.model.problem import problem
from cmsdk.sealing.findings import Verification
from cmsdk.sealing.keys import SealKey, SealPublicKey
from cmsdk.sealing.prove import Proof
from cmsdk.sealing.seal import LedgerSeal
from cmsdk.sealing.verify import Progress

from .part import Part
from .sealing import Sealed, last_seal, prove_case, seal_ledger, verify_ledger


class Proving(Part):
    """Seals over the ledger, with the key of this city."""

    def seal(self, key: SealKey, *, now: datetime | None = None) -> Sealed | None:
        """Seal all that was entered since the last seal; ``None`` where there is nothing new.

        The seal is an entry itself; publish it (``Sealed.seal``), so that nobody can take it back. Others may write
        meanwhile. A clock that went back does not keep it from being made, and is named in ``Sealed.problems``.

        Raises:
            StoreUnavailable: the ledger cannot be read or written; then there is no seal.
        """
        return seal_ledger(self.ledger, key, self.plan.city, self.plan.fingerprint, self._now(now))

    def last_seal(self) -> LedgerSeal | None:
        """The newest seal in the ledger, to be published again. Raises StoreUnavailable."""
        return last_seal(self.ledger)

    def verify(
        self,
        *,
        seals: Sequence[LedgerSeal] = (),
        keys: Collection[SealPublicKey] = (),
        progress: Progress | None = None,
    ) -> Verification:
        """Check the whole ledger, as :func:`cmsdk.verify_ledger` does. Raises StoreUnavailable."""
        return verify_ledger(self.ledger, seals=seals, keys=keys, progress=progress)

    def prove(self, case_id: str) -> Proof:
        """The proof of a case or an enforcement file, for somebody who trusts nobody here: ``Proof.text`` is its file.

        Raises:
            NotAllowed: there is no such case in this city, or no seal holds it yet.
            StoreUnavailable: the ledger cannot be read.
        """
        made = prove_case(self.ledger, case_id)
        if made.city != self.plan.city:
            raise NotAllowed([problem("CMS710", case_id, case=case_id, city=self.plan.city, other=made.city)])
        return made
