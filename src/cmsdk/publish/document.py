"""A report definition and the cases of a period → a document."""

from collections.abc import Sequence
from datetime import datetime

from cmsdk.contract.output import Bar, Bars, Document, ReportDefinition, Table
from cmsdk.contract.plan import CityPlan
from cmsdk.model.approach import Approach
from cmsdk.model.case import Case
from cmsdk.model.errors import RejectedInput
from cmsdk.model.figures import Count, Figures, Times, VisitRow
from cmsdk.model.mix import BREAKDOWNS, MixOf
from cmsdk.model.problem import problem
from cmsdk.model.words import label

from .chances import judged
from .columns import FIELDS
from .parts import Section, Told, check_filled, filled, header, numbered, section
from .period import Period
from .view import View, clock_time

NOTHING_TOLD = Told()
MIX_BY = "mix_by_"
"""Before what a mix is broken down by, the name of a section of a report."""
COUNTED = ("states", "units", "categories", "channels", "kinds")
"""Sections of counts."""
SECTIONS = ("mix", *(MIX_BY + by for by in BREAKDOWNS), *COUNTED, "visits", "ledger")


def breakdowns(definition: ReportDefinition) -> tuple[str, ...]:
    """By what the report breaks the mix down, for whoever counts its figures."""
    return tuple(by for by in BREAKDOWNS if MIX_BY + by in definition.sections)


def _bars(figures: Figures, lang: str) -> Bars:
    bars = tuple(Bar(label(s.approach, lang), s.count, s.share, s.target) for s in figures.mix.shares)
    note = label("mix_note", lang), *judged(figures.mix, lang)
    return Bars(label("mix", lang), bars, " ".join(note) if lang == "en" else "".join(note))


def _mixes(by: str, rows: Sequence[MixOf], lang: str) -> Table:
    """One row a part: its cases, the share of each means, and whether that is more than chance."""
    approaches = (label(approach, lang) for approach in Approach)
    header = (label("name", lang), label("cases", lang), *approaches, label("more_than_chance", lang))
    cells = [
        (
            row.label,
            str(row.mix.total),
            *(f"{s.count} · {s.share:.1f} %" for s in row.mix.shares),
            label("yes" if row.more_than_chance else "no", lang),
        )
        for row in rows
    ]
    return Table(label(MIX_BY + by, lang), header, cells)


def _counts(name: str, rows: Sequence[Count], lang: str, *, own: bool) -> Table:
    names = ("name", "cases", "open", "late", *(("exempt",) if any(row.exempt for row in rows) else ()))
    header = tuple(label(key, lang) for key in names)
    # labels of states are the workflow's, in its own language; their ids are English words
    ids = name == "states" and not own
    cells = [(r.key if ids else r.label, str(r.cases), str(r.open), str(r.late), str(r.exempt)) for r in rows]
    return Table(label(name, lang), header, [row[: len(header)] for row in cells])


_VISITS = (
    "name", "visited", "valid_visits", "contacted", "solved", "satisfied", "basically_satisfied", "contacted_rate",
    "solved_rate", "satisfied_rate", "score",
)  # fmt: skip


def _share(share: float | None) -> str:
    return "—" if share is None else f"{share:.1f}"


def _visit_cells(row: VisitRow, name: str) -> tuple[str, ...]:
    counts = row.visited, row.valid, row.contacted, row.solved, row.satisfied, row.basically
    rates = row.contacted_rate, row.solved_rate, row.satisfied_rate, row.score
    return (name, *map(str, counts), *map(_share, rates))


def _visits(figures: Figures, lang: str) -> Table:
    """Return visits by unit, and the summary last."""
    rows = [_visit_cells(row, row.label) for row in figures.visits.units]
    if figures.visits.summary is not None:
        rows.append(_visit_cells(figures.visits.summary, label("average", lang)))
    return Table(label("visits", lang), tuple(label(key, lang) for key in _VISITS), rows)


def _apart(figures: Figures, lang: str) -> list[tuple[str, str]]:
    """What is counted apart, where there is any."""

    def times(counted: Times) -> str:
        return f"{counted.cases} ({counted.times}×)" if counted.times else ""

    flows = figures.flows
    told = (
        ("linked_cases", str(figures.linked or "")),
        ("on_the_spot", str(flows.on_the_spot or "")),
        ("exempt_cases", str(figures.exempt or "")),
        ("returned_cases", times(flows.returns)),
        ("reworked_cases", times(flows.reworks)),
        ("reopened_cases", times(flows.reopenings)),
    )
    return [(label(name, lang), value) for name, value in told if value]


def _ledger(definition: ReportDefinition, cases: Sequence[Case], view: View) -> Table:
    unknown = [name for name in (*(c.field for c in definition.columns), *definition.sort) if name not in FIELDS]
    if unknown:
        known = ", ".join(FIELDS)
        raise RejectedInput(
            [
                problem("CMS412", definition.source, error=f"column or sort field {name!r}; known are {known}")
                for name in unknown
            ]
        )
    header = tuple(c.label_en or c.label if view.lang == "en" else c.label for c in definition.columns)
    ordered = sorted(cases, key=lambda case: tuple(FIELDS[f](case, view) for f in definition.sort))
    rows = [tuple(FIELDS[c.field](case, view) for c in definition.columns) for case in ordered]
    return Table(label("ledger", view.lang), header, rows)


def document(
    definition: ReportDefinition,
    cases: Sequence[Case],
    figures: Figures,
    plan: CityPlan,
    period: Period,
    lang: str,
    now: datetime,
    erased: frozenset[str] = frozenset(),
    told: Told = NOTHING_TOLD,
) -> Document:
    """The report of ``cases``; ``erased`` are keys of people, ``told`` is what its own sections show.

    Raises RejectedInput where the definition is wrong, or a text names what nobody has said.
    """
    view = View(plan, lang, now, erased)
    check_filled(definition, told)
    own = {part.id: part for part in definition.parts}
    sections: tuple[Section, ...] = tuple(
        section(own[name], told, view) if name in own else _of_cases(name, definition, cases, figures, view)
        for name in definition.sections
    )
    title = definition.title_en or definition.title if lang == "en" else definition.title
    shown = header(definition.header, told, lang) if definition.header else _facts(figures, period, view)
    if definition.letter:
        sections = tuple(numbered(sections, lang))
    return Document(filled(title, told), lang, shown, sections, definition.letter)


def _facts(figures: Figures, period: Period, view: View) -> tuple[tuple[str, str], ...]:
    """The usual lines at the head of a report."""
    plan, lang = view.plan, view.lang
    return (
        (label("city", lang), plan.profile.name_en or plan.profile.name if lang == "en" else plan.profile.name),
        (label("period", lang), period.text or label("all_time", lang)),
        (label("total", lang), str(figures.total)),
        *_apart(figures, lang),
        (label("made", lang), clock_time(view.now, plan.zone)),
        (label("plan", lang), plan.fingerprint),
    )


def _of_cases(
    name: str, definition: ReportDefinition, cases: Sequence[Case], figures: Figures, view: View
) -> Table | Bars:
    """A section that every report may have: about the cases of its period."""
    lang = view.lang
    if name == "mix":
        return _bars(figures, lang)
    if name == "visits":
        return _visits(figures, lang)
    if name in {MIX_BY + by for by in figures.mixes}:
        by = name.removeprefix(MIX_BY)
        return _mixes(by, figures.mixes[by], lang)
    if name == "ledger":
        return _ledger(definition, cases, view)
    if name in COUNTED:
        return _counts(name, getattr(figures, name), lang, own=view.own)
    raise RejectedInput(
        [problem("CMS412", definition.source, error=f"section {name!r}; known are {', '.join(SECTIONS)}")]
    )
