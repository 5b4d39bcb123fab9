"""The part of a city that keeps its ledger in order: what the entries have made is made anew (重建投影)."""

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

from cmsdk.contract.ports import Matter
from cmsdk.contract.ports_rebuild import Left, Rebuilt
from cmsdk.model.case import Case
from cmsdk.model.enforcement_commands import OpenFile
from cmsdk.model.entry import GENESIS, Entry
from cmsdk.model.errors import StoreUnavailable
from cmsdk.sealing.seal import TYPE as SEALED
from cmsdk.work.attachments import ATTACH, rebuilt
from cmsdk.work.case import fold
from cmsdk.work.community.forms import WorkForms
from cmsdk.work.community.kinds import kind_of
from cmsdk.work.community.kinds import rebuilt as rebuilt_work
from cmsdk.work.conflict import RAISED
from cmsdk.work.conflict import fold as fold_conflict
from cmsdk.work.enforcement.file import fold as fold_file
from cmsdk.work.enforcement.forms import FileForms
from cmsdk.work.enforcement.statute import statute_of
from cmsdk.work.forms import REPORTED
from cmsdk.work.person_stream import Done
from cmsdk.work.person_stream import matter_of as of_person

from .conflicts import conflict_matter
from .filing import matter_of
from .part import Part
from .sealing import seal_matter


class Upkeep(Part):
    """Keeps the ledger of a city in order."""

    def rebuild(self, *, anew: bool = False, progress: Callable[[int], None] | None = None) -> Rebuilt:
        """Make what lists and figures are read from anew from the entries, and say what was not as it should be.

        Stream by stream, a thousand at a time in a short transaction each, so that others may work meanwhile. One that
        was interrupted goes on where it stood, unless it is to begin ``anew``. ``progress`` is told how many streams
        are done. The terms of enforcement files are reckoned by the present rules.

        Raises:
            StoreUnavailable: the ledger cannot be read or written; what was done before stays done.
        """
        found = Rebuilt()
        for found in self.ledger.rebuild(self.plan.city, self._makes(), anew=anew):
            if progress is not None:
                progress(found.streams)
        return found

    def _makes(self) -> Callable[[Sequence[Entry]], Case | Matter | Left]:
        makers = self._makers()

        def made(entries: Sequence[Entry]) -> Case | Matter | Left:
            first = entries[0].type
            make = makers.get(first) or (_of_work if kind_of(first) is not None else None)
            if not _follow_on(entries):
                return Left.BROKEN
            if make is None:
                return Left.UNKNOWN
            try:
                return make(entries) or Left.BROKEN
            except (StoreUnavailable, ValueError, LookupError, TypeError, AttributeError):
                # of a newer version, or changed by hand: whatever is not as we write it
                return Left.BROKEN

        return made

    def _makers(self) -> Mapping[str, Callable[[Sequence[Entry]], Case | Matter | None]]:
        """Type of the first entry of a stream → what the stream is made into."""
        forms, files, statute = self._forms, FileForms(), statute_of(self.plan)

        def of_file(entries: Sequence[Entry]) -> Matter | None:
            file = fold_file(entries, files)
            return matter_of(file, entries[-1].at, files, statute) if file is not None and statute else None

        return {
            REPORTED: lambda entries: fold(entries, forms),
            **({OpenFile.name: of_file} if statute is not None else {}),
            **dict.fromkeys(Done, of_person),
            ATTACH: rebuilt,
            RAISED: _of_conflict,
            SEALED: lambda entries: seal_matter(entries[-1]),
        }


def _of_work(entries: Sequence[Entry]) -> Matter | None:
    return rebuilt_work(entries, WorkForms())


def _of_conflict(entries: Sequence[Entry]) -> Matter | None:
    conflict = fold_conflict(entries)
    return None if conflict is None else conflict_matter(conflict, entries[-1].at)


def _follow_on(entries: Sequence[Entry]) -> bool:
    """Whether none is missing between the first and the last. Whether one was changed is asked by the proof."""
    if entries[0].version != 1 or entries[0].prev != GENESIS:
        return False
    return all(later.version == one.version + 1 and later.prev == one.hash for one, later in pairwise(entries))
