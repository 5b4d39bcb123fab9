"""The part of a city that keeps enforcement files (执法案卷)."""

from collections.abc import Iterator
from datetime import datetime
from functools import cached_property

import attrs

from cmsdk.model.command import Actor, Refusal
from cmsdk.model.enforcement import EnforcementFile
from cmsdk.model.enforcement_commands import FileCommand, OpenFile
from cmsdk.model.file_clock import FileClock
from cmsdk.model.report import Person
from cmsdk.publish.file_story import FileDone, FileStory, story
from cmsdk.publish.file_view import FileView
from cmsdk.work.enforcement.clocks import clocks
from cmsdk.work.enforcement.file import possible_from

from .filing import Filing
from .masking import own_name
from .part import Part, check_kinds


class Files(Part):
    """Enforcement files of a city: each belongs to a case, is a stream of its own, and never stands for the case."""

    @cached_property
    def _filing(self) -> Filing:
        return Filing(self.plan, self.ledger, self._acting)

    def open_file(
        self,
        case_id: str,
        opening: OpenFile,
        by: Actor,
        *,
        person: Person | None = None,
        now: datetime | None = None,
    ) -> EnforcementFile | Refusal:
        """Open an enforcement file for a case: the file, or a refusal that says why and what would do.

        The party is named by a key of the app's own, the same for the same party in all files; who it is, ``person``,
        is kept apart from the file. What is written is cleaned and masked as a report is.

        Raises:
            RejectedInput: ``opening`` is no ``OpenFile``, or ``by`` no actor.
            NotAllowed: there is no such case in this city, or the city has no rules of enforcement files.
            StoreUnavailable: the ledger cannot be written.
        """
        check_kinds(str(case_id), ("opening", opening, OpenFile), ("by", by, Actor))
        moment = self._now(now)
        (file_id,) = self.ids.take(1, moment)
        return self._filing.open(file_id, attrs.evolve(opening, case=case_id), by, moment, person)

    def enforce(
        self, file_id: str, command: FileCommand, by: Actor, *, now: datetime | None = None, key: str = ""
    ) -> EnforcementFile | Refusal:
        """Carry out ``command`` on a file: the file after it, or a refusal that says why and what would do.

        ``key`` is your own name for this very command (idempotency key): sent twice, it is carried out once.

        A command that is a measure by the rules' table is entered on the case as well, in the same transaction; each
        of the two entries names the other stream. Where the case's workflow has no such step the file goes on alone.

        Raises:
            RejectedInput: ``command`` is no command on a file, or ``by`` no actor.
            NotAllowed: there is no such file in this city, or the city has no rules of enforcement files.
            StoreUnavailable: the ledger cannot be written.
        """
        check_kinds(str(file_id), ("command", command, FileCommand), ("by", by, Actor))
        return self._filing.act(file_id, command, by, self._now(now), own_name(key))

    def file(self, file_id: str) -> EnforcementFile:
        """The file, folded from its entries. Raises NotAllowed if there is none here."""
        return self._filing.stream(file_id).file

    def files(
        self, *, case: str | None = None, state: str | None = None, after: str = "", limit: int | None = None
    ) -> Iterator[EnforcementFile]:
        """Files that match all that is given, in order of id; ``after`` is the last id of the page before."""
        return self._filing.files(case, state, after, limit)

    def file_clocks(self, file_id: str, *, now: datetime | None = None) -> tuple[FileClock, ...]:
        """The statutory terms of a file, running and done, with their lights."""
        filing = self._filing
        return clocks(filing.stream(file_id).file, filing.statute, self._now(now))

    def explain_file(self, file_id: str, lang: str = "en", *, now: datetime | None = None) -> FileStory:
        """What was done on a file and what was refused, on what basis, and every term; ``str()`` is text for people."""
        filing, moment = self._filing, self._now(now)
        stream, statute = filing.stream(file_id), filing.statute
        read = [(entry, filing.forms.read(entry)) for entry in stream.entries]
        done = [FileDone(e, filing.forms.command(e, form), form["effects"]) for e, form in read]
        running = clocks(stream.file, statute, moment)
        following = possible_from(stream.file.state, statute)
        view = FileView(self.plan, lang, moment)
        return story(stream.file, done, self.ledger.refusals(file_id), running, following, view)
