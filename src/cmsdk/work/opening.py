"""From a triaged report to the first entries of its case."""

from datetime import datetime

import attrs

from cmsdk.contract.matching import Earlier
from cmsdk.contract.ports import NewCase
from cmsdk.model.case import Case
from cmsdk.model.commands import Link
from cmsdk.model.entry import GENESIS, Entry, chain, seal
from cmsdk.model.triaged import Triaged

from .case import carry_out
from .effects import Effects
from .forms import REPORTED, TRIAGED, CaseForms

SYSTEM = "cmsdk"
"""The actor of entries that no person made."""


def open_case(case_id: str, triaged: Triaged, plan: str, initial: str, now: datetime, forms: CaseForms) -> NewCase:
    """The case with its two first entries, chained; equal to the fold of them (a test holds it to that)."""
    report = triaged.report
    person = f"p-{case_id}" if triaged.person else ""
    at = now.isoformat()
    said, decided = forms.reported(triaged, person, initial), forms.triaged(triaged)
    first = chain(GENESIS, case_id, 1, report.city, REPORTED, at, SYSTEM, plan, said)
    second = chain(first, case_id, 2, report.city, TRIAGED, at, SYSTEM, plan, decided)
    entries = (
        Entry(case_id, 1, report.city, REPORTED, now, SYSTEM, plan, said, GENESIS, first),
        Entry(case_id, 2, report.city, TRIAGED, now, SYSTEM, plan, decided, first, second),
    )
    case = Case(
        id=case_id,
        city=report.city,
        channel=report.channel,
        report=report.key,
        at=report.at,
        opened=now,
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
        state=initial,
        version=2,
        last=now,
        trail=triaged.trail,
        plan=plan,
        recurs=triaged.recurs,
    )
    return NewCase(case, triaged.raw, triaged.position, triaged.person, entries)


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
