"""``cmsdk similar``: the question before filing, which open cases a report is like."""

from datetime import timedelta
from typing import Any

import click

from cmsdk.desk.asking import SimilarCase, SimilarReport
from cmsdk.publish.view import View

from . import options
from .answer import CANNOT, DONE, LOOK, Answer, Asked, problem_forms
from .lang import LANG, say
from .opening import opened
from .receive import read_file
from .screen import Screen, short
from .spoken import SpokenCommand


def _hours(age: timedelta) -> float:
    return round(age / timedelta(hours=1), 1)


def _case_form(case: SimilarCase) -> dict[str, Any]:
    return {
        "id": case.id, "state": case.state, "text": case.text, "rule": case.rule, "hours": _hours(case.age),
        "metres": None if case.metres is None else round(case.metres),
        "similarity": None if case.similarity is None else round(case.similarity, 1),
    }  # fmt: skip


def _report_form(report: SimilarReport) -> dict[str, Any]:
    return {
        "position": report.position, "key": report.key, "category": report.category, "case": report.known or None,
        "similar": [_case_form(case) for case in report.cases], "problems": problem_forms(report.problems),
    }  # fmt: skip


def _line(case: SimilarCase, view: View) -> str:
    """What was not compared is not named."""
    form, compared = _case_form(case), ""
    if case.metres is not None:
        compared += say("similar-metres", metres=form["metres"])
    if case.similarity is not None:
        compared += say("similar-words", similarity=form["similarity"])
    state, text = view.state(case.state), short(case.text, 40)
    return say("similar-case", id=case.id, state=state, age=form["hours"], compared=compared, text=text)


def _show(screen: Screen, report: SimilarReport, view: View) -> None:
    screen.line(say("similar-item", position=report.position, key=short(report.key, 24)), "bold")
    if report.known:
        screen.line("  " + say("similar-known", case=report.known))
    for case in report.cases:
        screen.line("  " + _line(case, view))
    if not (report.known or report.cases or report.problems):
        screen.line("  " + say("similar-none"))
    screen.reasons(report.problems)


@click.command("similar", cls=SpokenCommand, help="help-similar")
@click.argument("channel", metavar="CHANNEL")
@click.argument("file", metavar="FILE")
@options.working
@options.answering
def similar(asked: Asked, channel: str, file: str) -> Answer:
    """Read, triage and compare; store nothing."""
    payload = read_file(file)
    with opened(asked) as city:
        found, view = city.city.similar(channel, payload, now=city.at), View(city.city.plan, LANG.get(), city.now)

    def show(screen: Screen) -> None:
        for report in found.reports:
            _show(screen, report, view)

    look = LOOK if found.problems or any(report.problems for report in found.reports) else DONE
    code = CANNOT if found.problems and not found.reports else look
    return Answer({"reports": [_report_form(report) for report in found.reports]}, show, found.problems, code)
