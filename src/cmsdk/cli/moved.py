"""Deadlines that move under the present calendars, for people and for machines; ``cmsdk cases recount``."""

from collections.abc import Sequence

import click

from cmsdk.contract.plan import CityPlan
from cmsdk.desk.deadlines import MovedDeadline
from cmsdk.model.clock import Due
from cmsdk.publish.forms import due_form
from cmsdk.publish.refusals import refusal_problem
from cmsdk.publish.view import clock_time
from cmsdk.serial import Form

from . import options
from .acting import person
from .answer import CANNOT, DONE, LOOK, Answer, Asked
from .lang import say
from .opening import opened
from .progress import progress
from .receive import SHOWN
from .screen import Screen, short
from .spoken import SpokenCommand


def moved_form(row: MovedDeadline, plan: CityPlan) -> Form:
    """A moved deadline for a machine."""
    old, new = due_form(row.old, plan), due_form(row.new, plan)
    return {"id": row.case.id, "unit": row.case.unit, "old": old, "new": new, "becomes_firm": row.becomes_firm}


def _when(due: Due, plan: CityPlan) -> str:
    text = clock_time(due.at, plan.zone)
    return f"{text} {say('word-provisional')}" if due.provisional else text


def show_moved(screen: Screen, rows: Sequence[MovedDeadline], plan: CityPlan) -> None:
    """The table of old and new deadlines, and how many there are."""
    if not rows:
        screen.line(say("moved-none"))
        return
    screen.line(say("moved-count", count=len(rows), firm=sum(row.becomes_firm for row in rows)), "bold")
    screen.table(
        [say(f"column-{name}") for name in ("id", "matter", "old", "new", "calendar")],
        [
            (
                row.case.id,
                short(row.case.title or row.case.text, 24),
                _when(row.old, plan),
                _when(row.new, plan),
                f"{row.old.calendar}: {row.old.calendar_version} → {row.new.calendar_version}",
            )
            for row in rows[:SHOWN]
        ],
    )
    if len(rows) > SHOWN:
        screen.line(say("moved-more", shown=SHOWN, count=len(rows)))


@click.command("recount", cls=SpokenCommand, help="help-cases-recount")
@options.option("--by", default="", metavar="PERSON")
@options.option("--dry-run", is_flag=True)
@options.working
@options.answering
def recount(asked: Asked, by: str, dry_run: bool) -> Answer:
    """Put the moved deadlines in force, or only list them."""
    with opened(asked) as city:
        plan = city.city.plan
        if dry_run:
            rows = list(city.city.moved_deadlines())
            data = {"moved": [moved_form(row, plan) for row in rows], "written": False}
            return Answer(data, lambda screen: show_moved(screen, rows, plan), code=LOOK if rows else DONE)
        if not by:
            raise click.MissingParameter(param_type="option", param_hint="--by")
        with progress(asked, "progress-recount") as tell:
            found = city.city.recount(person(plan, by), now=city.at, progress=tell)
    problems = tuple(refusal_problem(refusal, case_id) for case_id, refusal in found.refused)

    def show(screen: Screen) -> None:
        show_moved(screen, found.moved, plan)
        screen.line(say("recounted", count=len(found.moved)), "bold")
        if found.refused:
            screen.line(say("recount-refused", ids=", ".join(case_id for case_id, _ in found.refused)))

    done = {"moved": [moved_form(row, plan) for row in found.moved], "written": True}
    code = (LOOK if found.moved else CANNOT) if problems else DONE
    return Answer(done, show, problems, code)
