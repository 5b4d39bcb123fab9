"""``cmsdk cases wake``: what was on hold and whose day has come is entered as resumed."""

import click

from cmsdk.publish.forms import time_form
from cmsdk.publish.refusals import refusal_problem
from cmsdk.publish.view import View

from . import options
from .answer import CANNOT, DONE, LOOK, Answer, Asked
from .lang import LANG, say
from .opening import opened
from .progress import progress
from .receive import SHOWN, due_text, matter
from .screen import Screen
from .spoken import SpokenCommand


@click.command("wake", cls=SpokenCommand, help="help-cases-wake")
@options.working
@options.answering
def wake(asked: Asked) -> Answer:
    """Enter that cases resumed by themselves."""
    with opened(asked) as city, progress(asked, "progress-wake") as tell:
        plan, view = city.city.plan, View(city.city.plan, LANG.get(), city.now)
        found = city.city.wake(now=city.at, progress=tell)
    problems = tuple(refusal_problem(refusal, case_id) for case_id, refusal in found.refused)

    def show(screen: Screen) -> None:
        rows = [(case.id, matter(case, 30), view.state(case.state), due_text(case, view)) for case in found.cases]
        if rows:
            screen.table([say(f"column-{name}") for name in ("id", "matter", "state", "due")], rows[:SHOWN])
        if len(rows) > SHOWN:
            screen.line(say("moved-more", shown=SHOWN, count=len(rows)))
        screen.line(say("woken", count=len(rows)) if rows else say("woken-none"), "bold")
        if found.refused:
            screen.line(say("recount-refused", ids=", ".join(case_id for case_id, _ in found.refused)))

    woken = [
        {"id": case.id, "state": case.state, "unit": case.unit, "at": time_form(case.last, plan)}
        for case in found.cases
    ]
    code = (LOOK if woken else CANNOT) if problems else DONE
    return Answer({"woken": woken}, show, problems, code)
