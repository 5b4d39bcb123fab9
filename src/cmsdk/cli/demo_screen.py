"""How a demonstration looks on the screen."""

from collections import Counter

from cmsdk.model.case import Case
from cmsdk.publish.columns import FIELDS
from cmsdk.publish.refusals import refusal_problem
from cmsdk.publish.view import View

from .cases import show_explanation
from .demonstrated import Demo
from .entered import entered_line, entered_problems
from .lang import say
from .mix_screen import show_mix
from .plan_screen import city_name
from .play import Played, Received, path_of
from .receive import due_text
from .screen import Screen, short
from .work_views import show_indicators

EXPLORE = '"SELECT state, count(*) FROM cases GROUP BY state"'
"""A first question to the ledger."""
MOST = 8
"""Names of a count that are shown."""


def show_demo(screen: Screen, demo: Demo) -> None:
    """Everything, in the order in which it happened."""
    plan, cases, view = demo.plan, demo.cases, demo.view
    screen.line(say("demo-title", city=city_name(plan), id=plan.city, plan=plan.fingerprint), "bold")
    _received(screen, demo.received)
    _quarantined(screen, demo.received)
    _triaged(screen, cases, view)
    _worked(screen, demo.played, view)
    _ledger(screen, cases, view)
    _community(screen, demo)
    screen.heading(say("demo-mix"))
    show_mix(screen, demo.figures.mix)
    screen.heading(say("demo-explain", id=demo.explanation.case.id))
    show_explanation(screen, demo.explanation)
    screen.heading(say("demo-files"))
    screen.line(say("demo-page"))
    for page in filter(None, (demo.page, demo.document)):
        screen.raw(f"  {page}")
    screen.line(say("demo-ledger"))
    screen.raw(f"  {demo.ledger}")
    screen.line(say("demo-explore"))
    screen.raw(f"  cmsdk cases list --open --ledger sqlite:///{demo.ledger}")
    screen.raw(f"  sqlite3 {demo.ledger} {EXPLORE}")


def _received(screen: Screen, received: list[Received]) -> None:
    screen.heading(say("demo-received"))
    names = ("received", "cases", "duplicates", "quarantined")
    rows = [
        (r.sample.file, r.sample.channel, r.sample.at, *(str(r.outcome.counts[name]) for name in names))
        for r in received
    ]
    screen.table([say(f"column-{name}") for name in ("file", "channel", "time", *names)], rows)


def _quarantined(screen: Screen, received: list[Received]) -> None:
    screen.heading(say("demo-quarantine"))
    for r in received:
        for row in r.outcome.quarantined:
            screen.line(f"{r.sample.file} · " + say("receive-item", position=row.position, key=short(row.key, 24)))
            screen.reasons(row.problems)


def _triaged(screen: Screen, cases: list[Case], view: View) -> None:
    """How many of each category kind, means and mode."""
    screen.heading(say("demo-triage", count=len(cases)))
    for field in ("mode", "approach", "unit_name", "category_name"):
        found = Counter(FIELDS[field](case, view) for case in cases)
        most = " · ".join(f"{name} {count}" for name, count in found.most_common(MOST))
        more = f" · … ({len(found)})" if len(found) > MOST else ""
        screen.pairs([(say(f"demo-by-{field}"), most + more)])


def _worked(screen: Screen, played: list[Played], view: View) -> None:
    screen.heading(say("demo-work", count=len(played)))
    screen.table([say(f"column-{name}") for name in ("id", "matter", "path", "state")], [_day(p, view) for p in played])
    for p in played:
        for step, _, refusal in p.done:
            if refusal is not None:
                screen.line(say("demo-refused", id=p.case.id, command=step.do, by=step.by))
                screen.reasons([refusal_problem(refusal, p.case.id, view)])


def _day(played: Played, view: View) -> tuple[str, ...]:
    said = [FIELDS[field](played.case, view) for field in ("state_label", "satisfied")]
    case = played.case
    path = path_of(view.plan, played, view.lang)
    return case.id, short(case.title or case.text, 30), path, " · ".join(filter(None, said))


def _community(screen: Screen, demo: Demo) -> None:
    """The tables of work, row by row carried out, and what the city counts."""
    screen.heading(say("demo-community"))
    for table in demo.tabled:
        screen.line(f"{table.file} · {entered_line(table.entered)}")
        screen.reasons(entered_problems(table.entered, demo.view))
    if demo.indicators:
        show_indicators(screen, demo.indicators)


def _ledger(screen: Screen, cases: list[Case], view: View) -> None:
    screen.heading(say("demo-ledger-table", now=view.time(view.now), count=len(cases)))
    header = [say(f"column-{name}") for name in ("id", "matter", "category", "unit", "state", "due")]
    screen.table(
        header,
        [
            (
                case.id,
                short(case.title or case.text, 28),
                short(FIELDS["category_name"](case, view), 22),
                short(FIELDS["unit_name"](case, view), 26),
                FIELDS["state_label"](case, view),
                due_text(case, view),
            )
            for case in cases
        ],
    )
    late = sum(case.late(view.now) for case in cases)
    screen.line(say("demo-late", late=late, count=len(cases)))
