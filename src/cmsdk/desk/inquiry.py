"""What a city answers about one case: as it stands, who answers for it, who follows it, why it is where it is."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import attrs

from cmsdk.model.case import Case
from cmsdk.model.command import Actor, Command, Refusal
from cmsdk.model.report import Erased
from cmsdk.model.words import label
from cmsdk.publish.attached import attachment_form, attachments_told, counted
from cmsdk.publish.explain import Explanation, explain
from cmsdk.publish.file_view import FileView
from cmsdk.publish.refusals import refusal_problem
from cmsdk.publish.view import View
from cmsdk.serial import Form
from cmsdk.work.attachments import fold, stream_of
from cmsdk.work.responsible import Responsible, responsible
from cmsdk.work.wording import command as read_command
from cmsdk.work.wording import command_id

from .drawings import Drawings
from .intake import Outcome
from .lists import Desk
from .part import check_kinds
from .parties import KIND
from .sheets import CaseSheet, Sheets, erased
from .timekeeping import Timekeeping


class Inquiry(Timekeeping):
    """The part of a city that is asked about a case. Moments are aware, and default to the city's clock."""

    def case(self, case_id: str, *, now: datetime | None = None) -> Case:
        """The case, folded from its entries, with its trail. Raises NotAllowed if there is none here.

        One whose hold is over by ``now`` has resumed, whether that has been entered or not.
        """
        return self._acting.waking.awake(self._acting.stream(case_id).case, self._now(now))

    def sheet(
        self, case_id: str, lang: str = "en", *, by: Actor | None = None, now: datetime | None = None
    ) -> CaseSheet:
        """The case with all that an app shows beside it: clocks, who answers for it, what is possible next.

        For ``by``, only the steps that they may take: by their roles, and by every condition that does not hang on
        what they fill in. Its ``as_json()`` is what ``cmsdk cases show --json`` prints; names are in ``lang``.

        Raises:
            NotAllowed: there is no such case in this city.
            RejectedInput: ``by`` is no actor.
        """
        if by is not None:
            check_kinds("sheet", ("by", by, Actor))
        return self._sheets(lang, now).sheet(case_id, by)

    def as_json(self, answer: Case | Outcome, lang: str = "en", *, now: datetime | None = None) -> Form:
        """What machines get of a case, as a row of a list, or of what ``receive`` answered (contracts §8).

        Moments are in the city's time; what the city calls its states, units and categories, and the problems, are in
        ``lang`` (zh or en) where it has words in it.
        """
        sheets = self._sheets(lang, now)
        return sheets.case(answer) if isinstance(answer, Case) else sheets.outcome(answer)

    def _sheets(self, lang: str, now: datetime | None) -> Sheets:
        return Sheets(self._acting, self.deadlines, View(self.plan, lang, self._now(now)))

    def command(self, name: str, fields: Mapping[str, str] | None = None) -> Command:
        """The command that a form or a message names, by its id or by the city's own label, its fields read from text.

        Yes and no are ``yes`` and ``no`` (是、否), days and moments ISO 8601, lists stand between ``;``.

        Raises:
            RejectedInput: there is no such command, or fields of it are unknown or unreadable; all of them at once.
        """
        return read_command(command_id(name, self.plan), fields or {})

    def erased(self, case_id: str) -> Erased | None:
        """Whether the reporter of a case was erased, and when; no personal data, so nothing is entered."""
        return erased(self.ledger, case_id)

    def _erased(self, cases: Sequence[Case]) -> frozenset[str]:
        """Keys of the reporters of ``cases`` who were erased."""
        kept = self.ledger.kept([case.person for case in cases if case.person])
        return frozenset(key for key, at in kept.items() if at is not None)

    def responsible(self, case: Case) -> Responsible | None:
        """Who answers for ``case`` now: one role at one unit, and the officer by name where somebody is assigned."""
        return responsible(case, self.plan)

    def linked_to(self, case_id: str, *, now: datetime | None = None) -> Sequence[Case]:
        """The cases that are linked to this one and follow it, in order of id, without their trails."""
        moment = self._now(now)
        return self._acting.linked_to(self.case(case_id, now=moment).id, moment)

    @property
    def drawings(self) -> Drawings:
        """Pictures: the workflow of the city, and what a case went through."""
        return Drawings(self._acting, self.deadlines, self._now)

    @property
    def desk(self) -> Desk:
        """Lists for a desk: what is open, due, overdue, what was said where; and counts that read no case."""
        return Desk(self.plan, self.ledger, self._acting.waking, self._now)

    def in_words(self, refusal: Refusal, of: str, lang: str = "en", *, now: datetime | None = None) -> str:
        """Why a command on ``of``, a case or an enforcement file, was refused, and what would do, in one line.

        States, commands and roles are called what the city calls them where its words are in ``lang`` (zh or en);
        ``Refusal.what`` and its sisters, which know no city, have the ids.
        """
        matter = self.ledger.matter(of)
        view = (View if matter is None or matter.kind != KIND else FileView)(self.plan, lang, self._now(now))
        return refusal_problem(refusal, of, view).line(lang)

    def explain(self, case_id: str, lang: str = "en", *, now: datetime | None = None) -> Explanation:
        """Why the case is where it is; ``str()`` of it is text for people."""
        moment = self._now(now)
        stream = self._acting.stream(case_id)
        case = self._acting.waking.awake(stream.case, moment)
        forms = [self._forms.read(entry) for entry in stream.entries]
        linked = [other.id for other in self.linked_to(case_id, now=moment)]
        clocks = self.deadlines.clocks(case, stream.entries, moment)
        refusals = self.ledger.refusals(case_id)
        found = self.responsible(case)
        who = View(self.plan, lang, moment).who(found.role, found.unit, found.officer) if found else ""
        erased = self.erased(case_id)
        reporter = erased.told(lang) if erased else ""
        told = explain(case, stream.entries, forms, self.plan, lang, moment, clocks, linked, refusals, who, reporter)
        return self._with_attachments(told, View(self.plan, lang, moment))

    def _with_attachments(self, told: Explanation, view: View) -> Explanation:
        """What is attached to the case, and who added, read and removed it."""
        entries = self.ledger.entries(stream_of(told.case.id))
        if not entries:
            return told
        found = fold(entries, told.case.id, self.plan.city)
        row = (label("attachments", view.lang), counted(found.kept, view.lang))
        story = sorted((*told.story, *attachments_told(entries, view)), key=lambda one: one.at)
        forms = tuple(attachment_form(item, view) for item in found.items)
        return attrs.evolve(told, facts=(*told.facts, row), story=tuple(story), attachments=forms)
