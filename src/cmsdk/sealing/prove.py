"""The proof of one case (存证): its entries, the path to a seal, and the seal. Nothing personal stands in it."""

from collections.abc import Sequence
import json
from typing import Any, Final

import attrs

from cmsdk.contract.ports_proof import EntryRow, Inspection
from cmsdk.model.errors import NotAllowed
from cmsdk.model.problem import Severity, problem
from cmsdk.serial import StoredForm

from .findings import Findings
from .merkle import Step
from .ranges import Ranges
from .seal import SEALS, LedgerSeal, fold
from .seals import broken, held_seals
from .streams import check_stream

PROOF: Final = StoredForm("proof")
FIELDS: Final = ("stream", "version", "city", "type", "at", "by", "plan", "data", "prev", "hash")
"""Fields of an entry in a proof: those that its hash holds, and the hash."""


@attrs.frozen(kw_only=True)
class Proof:
    """What a stranger needs to check a case: ``docs/howto/prove-a-case.md`` has the program."""

    case: str
    entries: tuple[EntryRow, ...]
    """Those that the seal holds, in order."""
    unsealed: tuple[EntryRow, ...]
    """Those that came later: chained to the others, and held by no seal yet."""
    path: tuple[Step, ...]
    seal: LedgerSeal

    @property
    def city(self) -> str:
        """Whose case it is."""
        return self.entries[0][3]

    @property
    def form(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "v": PROOF.version, "case": self.case, "entries": _forms(self.entries), "unsealed": _forms(self.unsealed),
            "path": self.path, "seal": self.seal.form,
        }  # fmt: skip

    @property
    def text(self) -> str:
        """The text of its file."""
        return json.dumps(self.form, ensure_ascii=False, indent=1) + "\n"


def _forms(rows: Sequence[EntryRow]) -> list[dict[str, Any]]:
    return [dict(zip(FIELDS, row[1:], strict=True)) for row in rows]


def prove(inspection: Inspection, case: str) -> Proof:
    """The proof of a case, or of another stream, by the last seal that holds it.

    Raises:
        NotAllowed: there is no such stream, its entries were changed, no seal holds it yet, or the ledger gives that
            seal no more.
    """
    rows, findings = list(inspection.entries(case)), Findings()
    if not rows:
        raise NotAllowed([problem("CMS701", case, case=case)])
    check_stream(case, rows, Ranges([]), findings, lambda: None)
    if wrong := [found for found in findings.problems if found.severity is Severity.ERROR]:
        raise NotAllowed(wrong)
    held = held_seals(inspection.entries(SEALS), Findings())
    for one in reversed(held):
        seal = one.seal
        sealed = [row for row in rows if row[0] <= seal.last]
        if sealed and sealed[-1][0] >= seal.first:
            folded = fold(inspection.heads(seal.first, seal.last), case)
            if not seal.genuine or folded.root != seal.root:
                error = "seal-root" if seal.genuine else "seal-no-signature"
                raise NotAllowed([broken(seal, one.row[0], error)])
            return Proof(
                case=case, entries=tuple(sealed), unsealed=tuple(rows[len(sealed) :]), path=folded.path, seal=seal
            )
    raise NotAllowed([problem("CMS846", case, case=case, number=rows[0][0])])
