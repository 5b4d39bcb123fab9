"""The check of every stream: each entry has the hash of its fields and follows from the one before it."""

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from operator import itemgetter

from cmsdk.contract.ports_proof import EntryRow
from cmsdk.model.entry import GENESIS, chain
from cmsdk.model.problem import problem

from .findings import Findings
from .ranges import Ranges
from .seal import moment_of

Tick = Callable[[], None]
"""Called after each entry."""


class Kept:
    """The versions that the projections have, walked beside the streams."""

    def __init__(self, rows: Iterator[tuple[str, int]], findings: Findings) -> None:
        """``rows`` come by id."""
        self._rows = rows
        self._findings = findings
        self._next = next(rows, None)

    def version(self, stream: str) -> int:
        """What is projected of ``stream``, 0 for nothing; what was passed over has no entries at all."""
        while self._next is not None and str(self._next[0]) < stream:
            self._skip()
        if self._next is None or str(self._next[0]) != stream:
            return 0
        version = self._next[1]
        self._next = next(self._rows, None)
        return version

    def close(self) -> None:
        """No stream comes any more."""
        while self._next is not None:
            self._skip()

    def _skip(self) -> None:
        assert self._next is not None  # noqa: S101  asked before
        stream, kept = self._next
        self._findings.add(problem("CMS841", str(stream), stream=stream, version=0, kept=kept, number="—"))
        self._next = next(self._rows, None)


def check_streams(
    rows: Iterator[EntryRow], projected: Iterator[tuple[str, int]], ranges: Ranges, findings: Findings, tick: Tick
) -> int:
    """Check all streams, in order of stream and version, and fold them into the seals; how many there are."""
    kept, count = Kept(projected, findings), 0
    for name, entries in groupby(rows, key=itemgetter(1)):
        count += 1
        stream = str(name)
        version, number = check_stream(stream, entries, ranges, findings, tick)
        found = kept.version(stream)
        if found != version:
            where = f"{stream}#{version}"
            findings.add(problem("CMS841", where, stream=stream, version=version, kept=found, number=number))
    kept.close()
    return count


def check_stream(
    stream: str, entries: Iterable[EntryRow], ranges: Ranges, findings: Findings, tick: Tick
) -> tuple[int, int]:
    """Check one stream: version and number of its last entry."""
    version, number, prev, made = 0, 0, GENESIS, ""
    for row in entries:
        n, _, v, city, type_, at, by, plan, data, before, digest = row
        if v != version + 1 or before != prev or n < number:
            _placed(row, version, number, prev, findings)
        if not _holds(before, stream, v, city, type_, at, by, plan, data, digest):
            findings.add(problem("CMS837", f"{stream}#{v}", stream=stream, version=v, number=n, type=type_, at=at))
        if at != made:
            _dated(row, made, findings)
        if not ranges.low <= n <= ranges.high:
            ranges.turn(n)
        ranges.head = (stream, v, digest)
        tick()
        version, number, prev, made = (v if type(v) is int else version + 1), n, digest, at
    ranges.end()
    return version, number


def _holds(
    prev: str, stream: str, version: int, city: str, type_: str, at: str, by: str, plan: str, data: str, digest: str
) -> bool:
    """Whether the fields of an entry give its hash."""
    try:
        return chain(prev, stream, version, city, type_, at, by, plan, data) == digest
    except (TypeError, UnicodeEncodeError):  # what stands in the store is no text
        return False


def _placed(row: EntryRow, version: int, number: int, prev: str, findings: Findings) -> None:
    """Name what does not follow from the entry before, which has ``version``, ``number`` and the hash ``prev``."""
    n, stream, v, *_, before, _ = row
    where = f"{stream}#{v}"
    if v != version + 1:
        first, last = version + 1, (v - 1 if type(v) is int else v)
        findings.add(problem("CMS839", where, stream=stream, version=v, number=n, first=first, last=last))
    if before != prev:
        findings.add(problem("CMS838", where, stream=stream, version=v, number=n, error="entry-not-chained"))
    if n < number:
        findings.add(problem("CMS838", where, stream=stream, version=v, number=n, error="entry-out-of-order"))


def _dated(row: EntryRow, made: str, findings: Findings) -> None:
    """Name an entry that has no date, or one before that of the entry before, ``made``: the clock went back."""
    n, stream, v, _, _, at, *_ = row
    moment, before = moment_of(at), moment_of(made)
    if moment is None or (before is not None and moment < before):
        error = "entry-no-moment" if moment is None else "entry-dated-before"
        where = f"{stream}#{v}"
        findings.add(problem("CMS842", where, stream=stream, version=v, number=n, at=at, before=made, error=error))
