"""``cmsdk cases act``: a command on a case, or on many at once."""

from collections.abc import Sequence
from typing import Final

import attrs
import click

from cmsdk.desk.bulk import Acted
from cmsdk.model.case import Case
from cmsdk.model.commands import Refusal
from cmsdk.model.problem import Problem
from cmsdk.publish.refusals import refusal_problem
from cmsdk.publish.view import View
from cmsdk.serial import Form
from cmsdk.work.following import ALONE

from . import options
from .acting import fields_from, person
from .answer import CANNOT, DONE, LOOK, Answer, Asked, problem_forms
from .cases import case_answer
from .forms import refusal_form
from .lang import LANG, say
from .opening import Opened, opened
from .progress import progress
from .receive import read_file
from .screen import Screen
from .spoken import SpokenCommand

_COMMENT: Final = "#"


def read_ids(path: str) -> list[str]:
    """The ids in a file, one a line; what follows a blank, empty lines and lines with ``#`` do not count."""
    lines = read_file(path).decode("utf-8-sig", "replace").splitlines()
    return [line.split()[0] for line in lines if line.strip() and not line.lstrip().startswith(_COMMENT)]


@click.command("act", cls=SpokenCommand, help="help-cases-act")
@click.argument("words", metavar="ID... COMMAND", nargs=-1, required=True)
@options.option("--by", required=True, metavar="PERSON")
@options.option("--set", "fields", multiple=True, metavar="FIELD=VALUE", help="option-set")
@options.option("--from", "file", metavar="FILE", default="", help="option-from")
@options.option("--key", default="", metavar="KEY")
@options.working
@options.answering
def act(asked: Asked, words: tuple[str, ...], by: str, fields: tuple[str, ...], file: str, key: str) -> Answer:
    """Give a command on one case or on several; a refusal says why and what would do."""
    *ids, word = words
    if not ids and not file:
        raise click.MissingParameter(param_type="argument", param_hint="COMMAND")
    ids += read_ids(file) if file else []
    with opened(asked) as city, progress(asked, "progress-act", len(ids)) as tell:
        plan = city.city.plan
        actor = person(plan, by)
        wanted = city.city.command(word, fields_from(word, fields))
        if len(ids) != 1 or file:
            rows = city.city.act_all(ids, wanted, actor, now=city.at, key=key, progress=tell)
            return _all(rows, city, wanted.name, actor.id)
        after = city.city.act(ids[0], wanted, actor, now=city.at, key=key)
        if isinstance(after, Refusal):
            said = refusal_problem(after, ids[0], View(plan, LANG.get(), city.now))
            return Answer(refusal_form(after, said), problems=(said,), code=CANNOT)
        return _acted(after, city, wanted.name, actor.id)


def _acted(case: Case, city: Opened, command: str, by: str) -> Answer:
    """What a command has led to; a case that it took away from the one that it is linked to says so."""
    view = View(city.city.plan, LANG.get(), city.now)
    told, apart = say("acted", command=command, by=by, state=view.state(case.state)), None
    first = city.city.case(case.linked) if case.linked else None
    if first is not None and first.state != case.state and command not in ALONE:
        told += " " + say("acted-apart", first=first.id, state=view.state(first.state))
        apart = {"first": first.id, "state": first.state}
    answer = case_answer(case, city, told)
    return attrs.evolve(answer, data={**dict(answer.data), "apart": apart})  # type: ignore[call-overload]


def _problem(row: Acted, view: View) -> Problem | None:
    if isinstance(row.result, Case):
        return None
    return refusal_problem(row.result, row.id, view) if isinstance(row.result, Refusal) else row.result


def _form(row: Acted, view: View) -> Form:
    """What became of one case, for a machine."""
    if isinstance(row.result, Case):
        return {"id": row.id, "ok": True, "state": row.result.state, "version": row.result.version}
    if isinstance(row.result, Refusal):
        return {
            "id": row.id,
            "ok": False,
            "refusal": refusal_form(row.result, refusal_problem(row.result, row.id, view)),
        }
    return {"id": row.id, "ok": False, "problem": problem_forms([row.result])[0]}


def _all(rows: Sequence[Acted], city: Opened, command: str, by: str) -> Answer:
    """A row a case: the state that it is in now, or why it was left as it was."""
    lang = LANG.get()
    view = View(city.city.plan, lang, city.now)
    problems = tuple(found for row in rows if (found := _problem(row, view)))
    done = len(rows) - len(problems)

    def cells(row: Acted) -> tuple[str, ...]:
        found = _problem(row, view)
        if found is not None:
            return row.id, "✗", f"{found.code} {found.what(lang)} → {found.remedy(lang)}"
        return row.id, "✓", view.state(row.result.state) if isinstance(row.result, Case) else ""

    def show(screen: Screen) -> None:
        screen.line(say("acted-all", command=command, by=by, done=done, count=len(rows)), "bold")
        if rows:
            screen.table([say("column-id"), "", say("column-state")], [cells(row) for row in rows])

    data = {"command": command, "done": done, "refused": len(problems), "results": [_form(row, view) for row in rows]}
    return Answer(data, show, problems, (LOOK if done else CANNOT) if problems else DONE, told=True)
