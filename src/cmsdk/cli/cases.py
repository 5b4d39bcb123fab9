"""``cmsdk cases``: list, show, explain; acting and counting anew have files of their own."""

from collections.abc import Sequence
from itertools import islice
from typing import Any

import click

from cmsdk.model.case import Case
from cmsdk.model.clock import Light
from cmsdk.model.words import label
from cmsdk.publish.attached import counted
from cmsdk.publish.clocks import clock_lines
from cmsdk.publish.columns import FIELDS
from cmsdk.publish.explain import Explanation
from cmsdk.publish.view import View
from cmsdk.work.responsible import Responsible

from . import options
from .answer import Answer, Asked
from .desk import Wanted, apart, wanting
from .filters import wanted_grid, wanted_state, wanted_unit
from .lang import LANG, say
from .opening import Opened, opened
from .receive import due_text, matter
from .screen import Screen, short
from .spoken import SpokenGroup
from .workflow import roles_label, step_label

group = SpokenGroup("cases", help="help-cases")


@group.command("list", help="help-cases-list")
@options.option("--state", default="")
@options.option("--unit", default="")
@options.option("--grid", default="")
@options.option("--open", "open_only", is_flag=True, help="option-open")
@options.option("--light", type=click.Choice([light.value for light in Light]), default=None)
@options.option("--rule", metavar="ROW", default="")
@wanting
@options.option("--limit", type=click.IntRange(1, 10_000), default=100, show_default=True)
@options.option("--after", metavar="ID", default="")
@options.working
@options.answering
def list_cases(
    asked: Asked, state: str, unit: str, grid: str, open_only: bool, light: str | None, rule: str, limit: int,
    after: str, **desk: Any,  # noqa: ANN401  the fields of Wanted
) -> Answer:  # fmt: skip
    """A page of cases in order of id; soonest due, or newest first, where that is asked for."""
    wanted = Wanted(**desk)
    with opened(asked) as city:
        if wanted.given:
            apart(state, light, rule)
            found = wanted.page(city, unit=unit, grid=grid, open_only=open_only, after=after, limit=limit)
            return _page(found.cases, found.next, city)
        plan, now, lit = city.city.plan, city.now, city.city.deadlines.light
        cases = city.city.cases(
            state=wanted_state(plan, state), unit=wanted_unit(plan, unit), grid=wanted_grid(plan, grid),
            open_only=open_only or light is not None, after=after, limit=None if light or rule else limit + 1, now=now,
        )  # fmt: skip
        # neither is a column of the ledger: a light hangs on the moment, a rule stands in the trail
        kept = (
            c for c in cases if (light is None or lit(c, now) == light) and (not rule or _decided(city, c.id, rule))
        )
        page = list(islice(kept, limit + 1))
        return _page(page[:limit], page[limit - 1].id if page[limit:] else "", city)


def _decided(city: Opened, case: str, rule: str) -> bool:
    """Whether a step of the case's trail was decided by this rule; a list comes without trails."""
    return any(step.rule == rule for step in city.city.case(case, now=city.at).trail)


def _page(page: Sequence[Case], following: str, city: Opened) -> Answer:
    """A page, and the key of the next one."""
    plan, now, lit = city.city.plan, city.now, city.city.deadlines.light
    view = View(plan, LANG.get(), now)

    def show(screen: Screen) -> None:
        if page:
            screen.table(
                [say(f"column-{name}") for name in ("id", "state", "matter", "category", "unit", "due", "light")],
                [(*_row(case, view), label(lit(case, now) or "", view.lang)) for case in page],
            )
        screen.line(say("cases-count", count=len(page)) if page else say("cases-none"))
        if following:
            screen.line(say("cases-more", after=following))

    forms = [city.city.as_json(case, LANG.get(), now=now) for case in page]
    return Answer({"cases": forms, "next": following or None}, show)


def _row(case: Case, view: View) -> tuple[str, ...]:
    return (
        case.id,
        FIELDS["state_label"](case, view),
        matter(case, 30),
        short(FIELDS["category_name"](case, view), 24),
        FIELDS["unit_name"](case, view),
        due_text(case, view),
    )


@group.command("show", help="help-cases-show")
@click.argument("case_id", metavar="ID")
@options.working
@options.answering
def show_case(asked: Asked, case_id: str) -> Answer:
    """One case, and what may be done with it next."""
    with opened(asked) as city:
        return case_answer(city.city.case(case_id, now=city.at), city)


def case_answer(case: Case, city: Opened, headline: str = "") -> Answer:
    """A case and its next steps; in brief under a headline."""
    plan, now = city.city.plan, city.now
    view, sheet = View(plan, LANG.get(), now), city.city.sheet(case.id, LANG.get(), now=now)
    steps, erased = sheet.possible, sheet.erased
    kept = [item for item in sheet.attachments if item.presence == "kept"]

    def show(screen: Screen) -> None:
        if headline:
            screen.line(headline, "bold")
        facts = _facts(case, view) if not headline else _brief(case, view)
        more = [
            *_responsible(sheet.responsible, view),
            *([(label("reporter", view.lang), erased.told(view.lang))] if erased else []),
            *_waiting(case, view),
            *_at_work(case, view),
            *_together(case, sheet.followers, view),
            (
                label("attachments", view.lang),
                counted(kept, view.lang),
            ),
        ]
        screen.pairs([*facts, *more])
        if sheet.clocks and not headline:
            screen.heading(label("clocks", view.lang))
            for line in clock_lines(sheet.clocks, view):
                screen.line(f"  {line}")
        known = case.state in plan.workflow.states
        screen.heading(say("case-next") if steps else say("case-ended" if known else "case-stranded", state=case.state))
        for row in steps:
            needs = say("flow-needs", needs=", ".join(row.needs)) if row.needs else ""
            roles = say("flow-roles", roles=roles_label(row.roles, view))
            screen.line("  " + " · ".join(filter(None, (step_label(row), roles, needs))))

    return Answer(sheet.as_json(), show)


def _together(case: Case, followers: Sequence[str], view: View) -> list[tuple[str, str]]:
    """Which case this one is linked to, which are linked to it, and which it repeats."""
    rows = (("linked", case.linked), ("followers", " ".join(followers)), ("recurs", " ".join(case.recurs)))
    return [(label(name, view.lang), ids) for name, ids in rows if ids]


def _at_work(case: Case, view: View) -> list[tuple[str, str]]:
    """What has happened to it beside its straight path."""
    names = ("officer", "assisting", "returns", "reworks", "reopened", "exempt", "on_the_spot", "outside")
    return [(label(f"case-{name}", view.lang), told) for name in names if (told := FIELDS[name](case, view))]


def _responsible(found: Responsible | None, view: View) -> list[tuple[str, str]]:
    """Who answers for the case; an ended one has nobody."""
    return [(label("responsible", view.lang), view.who(found.role, found.unit, found.officer))] if found else []


def _waiting(case: Case, view: View) -> list[tuple[str, str]]:
    """What was asked for and who has to agree next, as long as it can be decided where the case is."""
    asked = case.course.request
    rows = view.plan.workflow.transitions
    if asked is None or not any(r.approvals for r in rows if r.command == asked.command and case.state in r.sources):
        return []
    told = say("case-waits", command=view.command(asked.command, case.state), role=view.role(asked.approvals[0]))
    return [(label("case-request", view.lang), told)]


def _brief(case: Case, view: View) -> list[tuple[str, str]]:
    """What tells a clerk that it is the right case."""
    return [
        (say("column-id"), case.id),
        (say("column-matter"), short(case.title or case.text, 60)),
        (label("owner", view.lang), FIELDS["unit_name"](case, view)),
        (label("deadline", view.lang), due_text(case, view)),
    ]


def _facts(case: Case, view: View) -> list[tuple[str, str]]:
    def of(*fields: str) -> str:
        return " · ".join(filter(None, (FIELDS[field](case, view) for field in fields)))

    lang = view.lang
    return [
        (say("column-id"), case.id),
        (label("state", lang), of("state_label")),
        (label("report", lang), of("channel", "report", "at", "kind")),
        (say("column-title"), case.title),
        (say("column-matter"), case.text),
        (label("place", lang), of("place", "grid_name", "division_name")),
        (label("classify", lang), of("category_name", "category", "approach")),
        (label("owner", lang), of("unit_name", "mode")),
        (label("deadline", lang), due_text(case, view)),
        (say("column-handled"), of("handled", "result")),
        (say("column-closed"), of("closed")),
        (say("column-visit"), of("solved", "satisfied")),
        (label("plan", lang), case.plan),
    ]


@group.command("explain", help="help-cases-explain")
@click.argument("case_id", metavar="ID")
@options.working
@options.answering
def explain_case(asked: Asked, case_id: str) -> Answer:
    """Why a case is where it is: each decision with its rule, basis and plan, and the ledger's entries."""
    with opened(asked) as city:
        explanation = city.city.explain(case_id, LANG.get(), now=city.at)

    def show(screen: Screen) -> None:
        show_explanation(screen, explanation)

    return Answer(explanation.as_json(), show)


def show_explanation(screen: Screen, explanation: Explanation) -> None:
    """The facts as name and value, then the trail and the entries, a line each."""
    lines = explanation.lines()
    screen.pairs(explanation.facts)
    for line in lines[lines.index("") :]:
        screen.line(line)
