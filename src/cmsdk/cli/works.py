"""``cmsdk work``: community work begun, carried on, entered from tables, listed and shown."""

from contextlib import suppress
from itertools import islice

import click

from cmsdk.desk.work_words import work_command
from cmsdk.model.command import Actor, Refusal
from cmsdk.model.errors import NotAllowed, RejectedInput
from cmsdk.model.problem import problem
from cmsdk.model.report import Person
from cmsdk.model.works.base import Work, work_id
from cmsdk.model.works.known import WORKS
from cmsdk.publish.refusals import refusal_problem
from cmsdk.publish.view import View
from cmsdk.publish.works import work_state, work_step
from cmsdk.work.community.kinds import begins

from . import options
from .acting import fields_from, person
from .answer import CANNOT, DONE, LOOK, Answer, Asked
from .entered import entered_form, entered_line, entered_problems
from .filters import one_of
from .forms import refusal_form, work_form
from .lang import LANG, say
from .opening import Opened, opened
from .progress import progress
from .receive import read_file
from .screen import Screen, short
from .spoken import SpokenGroup

group = SpokenGroup("work", help="help-work")


def _view(city: Opened) -> View:
    return View(city.city.plan, LANG.get(), city.now)


def _kind(word: str) -> type[Work]:
    """The kind of work that a word names, by id or by what staff call it. Raises RejectedInput."""
    found = one_of("KIND", word, {kind: work.chinese for kind, work in WORKS.items()})
    if found is None:
        raise RejectedInput([problem("CMS912", "KIND", option="KIND", name="—", near=", ".join(WORKS))])
    return WORKS[found]


@group.command("list", help="help-work-list")
@click.argument("kind", metavar="KIND")
@options.option("--state", default="")
@options.option("--limit", type=click.IntRange(1, 10_000), default=100, show_default=True)
@options.option("--after", metavar="ID", default="")
@options.working
@options.answering
def list_works(asked: Asked, kind: str, state: str, limit: int, after: str) -> Answer:
    """A page of one kind of work in order of id."""
    with opened(asked) as city:
        view, wanted = _view(city), _kind(kind)
        found = city.city.works(wanted, state=state or None, after=after, limit=limit + 1)
        page = list(islice(found, limit + 1))
    following, page, lang = page[limit:], page[:limit], LANG.get()

    def show(screen: Screen) -> None:
        if page:
            columns = [say(f"column-{name}") for name in ("work", "state", "work-begun", "work-due", "case")]
            rows = [
                (
                    short(one.name, 40),
                    work_state(one.state, lang),
                    view.time(one.begun),
                    view.time(one.due),
                    one.case,
                )
                for one in page
            ]
            screen.table(columns, rows)
        screen.line(say("works-count", count=len(page)) if page else say("works-none"))
        if following:
            screen.line(say("cases-more", after=page[-1].id))

    return Answer(
        {"works": [work_form(one) for one in page], "next": page[-1].id if following else None}, show
    )  # fmt: skip


@group.command("show", help="help-work-show")
@click.argument("name", metavar="NAME")
@options.working
@options.answering
def show_work(asked: Asked, name: str) -> Answer:
    """One piece of work: what is on record, every step, and what may follow."""
    with opened(asked) as city:
        return _answer(city, city.city.work(_whole(city, name)))


def _whole(city: Opened, word: str) -> str:
    """The id of the one piece of work that is called so in lists; ``word`` itself where none or several are."""
    found = []
    for kind in WORKS:
        with suppress(NotAllowed):
            found.append(city.city.work(work_id(kind, city.city.plan.city, word)).id)
    return found[0] if len(found) == 1 else word


def _answer(city: Opened, work: Work, headline: str = "") -> Answer:
    told = city.city.explain_work(work.id, LANG.get(), now=city.at)

    def show(screen: Screen) -> None:
        if headline:
            screen.line(headline, "bold")
        screen.pairs(told.facts)
        for line in told.steps:
            screen.line(f"  {line}")
        screen.line(told.following)

    return Answer({**work_form(work), "steps": list(told.steps)}, show)


@group.command("do", help="help-work-do")
@click.argument("command", metavar="COMMAND")
@click.argument("work", metavar="[NAME]", required=False, default="")
@options.option("--by", required=True, metavar="PERSON")
@options.option("--set", "fields", multiple=True, metavar="FIELD=VALUE", help="option-set")
@options.option("--name", "person_name", default="", help="option-party-name")
@options.option("--phone", "person_phone", default="", help="option-party-phone")
@options.working
@options.answering
def do(
    asked: Asked, command: str, work: str, by: str, fields: tuple[str, ...], person_name: str, person_phone: str
) -> Answer:
    """Begin a piece of work, or carry it on."""
    with opened(asked) as city, progress(asked, "progress-act"):
        actor = person(city.city.plan, by)
        wanted = work_command(command, fields_from(command, fields), city.city.plan.zone)
        known = Person(name=person_name, phone=person_phone) if person_name or person_phone else None
        if begins(wanted):
            found = city.city.begin(wanted, actor, name=work, person=known, now=city.at)
        else:
            found = city.city.carry_on(work, wanted, actor, person=known, now=city.at)
        return _done(city, found, work or command, wanted.name, actor)


def _done(city: Opened, found: Work | Refusal, asked_of: str, command: str, actor: Actor) -> Answer:
    view = _view(city)
    if isinstance(found, Refusal):
        said = refusal_problem(found, asked_of, view)
        return Answer(refusal_form(found, said), problems=(said,), code=CANNOT)
    state, step = work_state(found.state, view.lang), work_step(command, view.lang)
    return _answer(city, found, say("work-done", command=step, by=actor.id, state=state))


@group.command("enter", help="help-work-enter")
@click.argument("file", metavar="FILE")
@options.option("--by", default="", metavar="PERSON", help="option-work-by")
@options.working
@options.answering
def enter(asked: Asked, file: str, by: str) -> Answer:
    """Carry out a table of work, row by row."""
    payload = read_file(file)
    with opened(asked, begins=True) as city, progress(asked, "progress-act", payload.count(b"\n") or None) as tell:
        name = file.replace("\\", "/").rpartition("/")[2]
        found = city.city.enter_table(payload, name=name, by=by, now=city.at, progress=tell)
        view = _view(city)
    problems = entered_problems(found, view)

    code = LOOK if problems else DONE
    return Answer(entered_form(found), lambda screen: screen.line(entered_line(found), "bold"), problems, code)
