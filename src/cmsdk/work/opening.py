"""From a triaged report to the first entries of its case."""

from datetime import datetime

import attrs

from cmsdk.contract.matching import Earlier
from cmsdk.contract.ports import NewCase
from cmsdk.model.case import Case
from cmsdk.model.commands import Link
from cmsdk.model.copies import made_of
from cmsdk.model.entry import GENESIS, Entry, chain, seal
from cmsdk.model.report import person_key
from cmsdk.model.triaged import Triaged

from .case import carry_out
from .forms import REPORTED, TRIAGED, CaseForms
from .procedure import Effects

SYSTEM = "cmsdk"
"""The actor of entries that no person made."""


@attrs.frozen
class Opening:
    """Opens the cases of one batch: all of them at one moment and under one plan."""

    plan: str
    """Fingerprint of the plan that decided."""
    initial: str
    """State in which a case begins."""
    now: datetime
    forms: CaseForms
    _at: str = attrs.field(init=False)
    """``now`` as it is hashed."""

    @_at.default
    def _told(self) -> str:
        return self.now.isoformat()

    def case(self, case_id: str, triaged: Triaged) -> NewCase:
        """The case with its two first entries, chained; equal to the fold of them (a test holds it to that)."""
        report = triaged.report
        person = person_key(case_id) if triaged.person else ""
        said, decided = self.forms.reported(triaged, person, self.initial), self.forms.triaged(triaged)
        first = self._entry(case_id, 1, report.city, REPORTED, said, GENESIS)
        second = self._entry(case_id, 2, report.city, TRIAGED, decided, first.hash)
        case = Case(
            id=case_id,
            city=report.city,
            channel=report.channel,
            report=report.key,
            at=report.at,
            opened=self.now,
            title=report.title,
            text=report.text,
            kind=report.kind,
            place=report.place,
            point=report.point,
            person=person,
            category=triaged.category,
            approach=triaged.approach,
            division=triaged.division,
            grid=triaged.grid,
            station=triaged.station,
            unit=triaged.unit,
            mode=triaged.mode,
            standard=triaged.standard,
            due=triaged.due,
            state=self.initial,
            version=2,
            last=self.now,
            trail=triaged.trail,
            plan=self.plan,
            recurs=triaged.recurs,
        )
        return NewCase(case, triaged.raw, triaged.position, triaged.person, (first, second))

    def _entry(self, stream: str, version: int, city: str, type_: str, data: str, prev: str) -> Entry:
        """As :func:`cmsdk.model.entry.seal` makes it, whose moment is written out once for the batch."""
        digest = chain(prev, stream, version, city, type_, self._at, SYSTEM, self.plan, data)
        fields = {
            "stream": stream, "version": version, "city": city, "type": type_, "at": self.now, "by": SYSTEM,
            "plan": self.plan, "data": data, "prev": prev, "hash": digest,
        }  # fmt: skip
        return made_of(fields, Entry)


def link_new(new: NewCase, first: Earlier, forms: CaseForms, state: str, clock: Effects) -> NewCase:
    """``new`` linked to ``first``, whose ``state`` and owner it takes over, in an entry of its own.

    ``clock`` is what it does to its clock, where the first one sleeps (``clock_effects.joining``).
    """
    effects = {"linked": first.id, "unit": first.unit, "mode": first.mode, **clock}
    last = new.entries[-1]
    entry = seal(
        stream=last.stream, version=last.version + 1, city=last.city, type_=Link.name, at=last.at, by=SYSTEM,
        plan=last.plan, data=forms.commanded(Link(to=first.id), state, effects), prev=last.hash,
    )  # fmt: skip
    case = carry_out(new.case, state, effects, entry)
    return attrs.evolve(new, case=case, entries=(*new.entries, entry))
