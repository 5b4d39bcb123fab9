"""The check of a whole ledger (核验): by number, by stream, then the seals; all that is wrong at once."""

from collections.abc import Callable, Collection, Sequence
from typing import Final

from cmsdk.contract.ports_proof import Inspection
from cmsdk.model.problem import problem

from .findings import Findings, Verification
from .keys import SealPublicKey
from .ranges import Ranges
from .seal import SEALS, LedgerSeal
from .seals import broken, check_published, check_seals, held_seals, to_refold
from .streams import check_streams

Progress = Callable[[int], None]
"""Told how many rows were read so far; each entry is read twice."""
TOLD: Final = 5000
"""Rows between two words of progress."""
_LEAST: Final = -(2**63)
"""The least number that a store can hold: one before the first entry has no place either."""


class _Ticks:
    """Counts rows."""

    def __init__(self, progress: Progress | None) -> None:
        self.count = 0
        self._progress = progress

    def __call__(self) -> None:
        self.count += 1
        if self._progress is not None and not self.count % TOLD:
            self._progress(self.count)


def verify(
    inspection: Inspection, published: Sequence[LedgerSeal], keys: Collection[SealPublicKey], progress: Progress | None
) -> Verification:
    """Check the ledger. Memory grows with the seals and the findings, not with the entries."""
    findings, ticks = Findings(), _Ticks(progress)
    held = held_seals(inspection.entries(SEALS), findings)
    check_seals(held, keys, findings)
    check_published(published, held, keys, findings)
    ranges = Ranges(to_refold(held, published))
    last = _numbers(inspection, ranges, findings, ticks)
    entries = ticks.count
    streams = check_streams(inspection.entries(), inspection.projected(), ranges, findings, ticks)
    numbers = {one.seal.text: one.row[0] for one in held}
    for refolded in ranges.all:
        if error := refolded.differs():
            findings.add(broken(refolded.seal, numbers.get(refolded.seal.text, "—"), error))
    sealed = max((one.seal.last for one in held), default=0)
    later = max(0, entries - sealed - sum(one.row[0] > sealed for one in held))
    named = tuple(dict.fromkeys(one.seal.key for one in held))
    found = tuple(findings.problems)
    return Verification(entries, streams, len(held), min(sealed, last), named, found, findings.more, later)


def _numbers(inspection: Inspection, ranges: Ranges, findings: Findings, ticks: _Ticks) -> int:
    """Walk the entries in order of number, which has no gap; the last number."""
    last, before = inspection.last(), 0
    for number, digest in inspection.numbers(_LEAST, last):
        if number != before + 1:
            findings.add(problem("CMS840", f"{number}", before=before, number=number))
        ranges.number(number, digest)
        before = number
        ticks()
    ranges.end()
    return last
