"""``cmsdk files``: list, show, explain, open, act on enforcement files."""

from itertools import islice

import click

from cmsdk.city import City
from cmsdk.contract.enforcement import EnforcementRules
from cmsdk.model.command import Actor, Refusal
from cmsdk.model.enforcement import EnforcementFile
from cmsdk.model.enforcement_commands import FILE_COMMANDS, OpenFile
from cmsdk.model.errors import NotAllowed
from cmsdk.model.file_clock import FileClock
from cmsdk.model.problem import problem
from cmsdk.model.report import Person
from cmsdk.publish.file_story import FileStory, told
from cmsdk.publish.file_view import FileView
from cmsdk.publish.forms import time_form
from cmsdk.publish.refusals import refusal_problem
from cmsdk.serial import Form
from cmsdk.work.enforcement.wording import file_command

from . import options
from .acting import fields_from, person
from .answer import CANNOT, Answer, Asked
from .filters import one_of
from .forms import refusal_form
from .lang import LANG, say
from .opening import Opened, opened
from .progress import progress
from .screen import Screen, short
from .spoken import SpokenGroup

group = SpokenGroup("files", help="help-files")


def _rules(city: City) -> EnforcementRules:
    """The rules of the city's files. Raises NotAllowed where it has none."""
    if city.plan.enforcement is None:
        raise NotAllowed([problem("CMS761", city.id, city=city.id)])
    return city.plan.enforcement


@group.command("list", help="help-files-list")
@options.option("--case", default="", metavar="ID")
@options.option("--state", default="")
@options.option("--limit", type=click.IntRange(1, 10_000), default=100, show_default=True)
@options.option("--after", metavar="ID", default="")
@options.working
@options.answering
def list_files(asked: Asked, case: str, state: str, limit: int, after: str) -> Answer:
    """A page of files in order of id."""
    with opened(asked) as city:
        rules, view = _rules(city.city), _view(city)
        wanted = one_of("--state", state, {one: rules.labels.get(one, one) for one in rules.states})
        found = city.city.files(case=case or None, state=wanted, after=after, limit=limit + 1)
        page = list(islice(found, limit + 1))
        forms = [_form(file, city) for file in page[:limit]]
    following, page = page[limit:], page[:limit]

    def show(screen: Screen) -> None:
        if page:
            columns = [say(f"column-{name}") for name in ("id", "file-case", "state", "file-party", "matter", "unit")]
            screen.table(columns, [_row(file, view) for file in page])
        screen.line(say("files-count", count=len(page)) if page else say("files-none"))
        if following:
            screen.line(say("cases-more", after=page[-1].id))

    return Answer({"files": forms, "next": page[-1].id if following else None}, show)


def _view(city: Opened) -> FileView:
    return FileView(city.city.plan, LANG.get(), city.now)


def _row(file: EnforcementFile, view: FileView) -> tuple[str, ...]:
    return file.id, file.case, view.state(file.state), file.party, short(file.matter, 30), view.unit(file.unit)


def _form(file: EnforcementFile, city: Opened) -> Form:
    """A file for machines: what stands on it, without who the party is."""
    decision, plan = file.decision, city.city.plan
    return {
        "id": file.id, "city": file.city, "case": file.case, "state": file.state, "unit": file.unit,
        "party": file.party, "party_kind": file.party_kind, "matter": file.matter, "offence": file.offence or None,
        "opened": time_form(file.opened, plan), "filed": time_form(file.filed, plan), "officers": file.officers,
        "outcome": file.outcome, "kinds": decision.penalty.kinds if decision else [],
        "fine": str(decision.penalty.fine) if decision else None, "paid": str(file.settling.paid),
        "served": time_form(file.settling.served, plan), "version": file.version,
    }  # fmt: skip


def _clock_form(clock: FileClock, city: Opened) -> Form:
    plan = city.city.plan
    return {
        "term": clock.term, "subject": clock.subject or None, "began": time_form(clock.began, plan),
        "last": clock.last.isoformat(), "done": time_form(clock.done, plan), "light": clock.light,
        "basis": clock.basis, "provisional": clock.provisional,
    }  # fmt: skip


@group.command("show", help="help-files-show")
@click.argument("file_id", metavar="ID")
@options.working
@options.answering
def show_file(asked: Asked, file_id: str) -> Answer:
    """One file: how far it is, its terms, and what may be done next."""
    with opened(asked) as city:
        return _answer(city, city.city.file(file_id))


def _answer(city: Opened, file: EnforcementFile, headline: str = "") -> Answer:
    view, lang = _view(city), LANG.get()
    story = city.city.explain_file(file.id, lang, now=city.now)
    erased = city.city.party_erased(file.id)
    running = [_clock_form(clock, city) for clock in city.city.file_clocks(file.id, now=city.now)]

    def show(screen: Screen) -> None:
        if headline:
            screen.line(headline, "bold")
        screen.line(story.heading)
        screen.pairs([
            (say("column-file-party"), " · ".join(filter(None, (
                f"{file.party} ({told(f'word-{file.party_kind}', lang)})", erased.told(lang) if erased else "",
            )))),
            (say("column-matter"), file.matter),
            (say("column-unit"), view.unit(file.unit)),
        ])  # fmt: skip
        for line in story.clocks:
            screen.line(f"  {line}")
        screen.line(story.following)

    gone = {"party_erased": time_form(erased.at, city.city.plan) if erased else None}
    return Answer({**_form(file, city), **gone, "clocks": running, "state_label": view.state(file.state)}, show)


@group.command("explain", help="help-files-explain")
@click.argument("file_id", metavar="ID")
@options.working
@options.answering
def explain_file(asked: Asked, file_id: str) -> Answer:
    """What was done on a file, on what basis, and every term."""
    with opened(asked) as city:
        story: FileStory = city.city.explain_file(file_id, LANG.get(), now=city.at)

    def show(screen: Screen) -> None:
        for line in story.lines():
            screen.line(line)

    return Answer(story.as_json(), show)


@group.command("open", help="help-files-open")
@click.argument("case_id", metavar="CASE")
@options.option("--by", required=True, metavar="PERSON")
@options.option("--set", "fields", multiple=True, metavar="FIELD=VALUE", help="option-set")
@options.option("--name", default="", help="option-party-name")
@options.option("--phone", default="", help="option-party-phone")
@options.option("--id-number", default="", help="option-party-id-number")
@options.option("--address", default="", help="option-party-address")
@options.working
@options.answering
def open_file(asked: Asked, case_id: str, by: str, fields: tuple[str, ...], **party: str) -> Answer:
    """Open a file for a case; ``party`` are the fields of who is proceeded against."""
    with opened(asked) as city, progress(asked, "progress-act"):
        _rules(city.city)
        actor = person(city.city.plan, by)
        wanted = file_command(OpenFile.name, fields_from(OpenFile.name, fields))
        assert isinstance(wanted, OpenFile)  # noqa: S101  by its name
        known = Person(**party) if any(party.values()) else None
        found = city.city.open_file(case_id, wanted, actor, person=known, now=city.at)
        return _done(city, found, case_id, OpenFile.name, actor)


@group.command("act", help="help-files-act")
@click.argument("file_id", metavar="ID")
@click.argument("command", metavar="COMMAND")
@options.option("--by", required=True, metavar="PERSON")
@options.option("--set", "fields", multiple=True, metavar="FIELD=VALUE", help="option-set")
@options.working
@options.answering
def act(asked: Asked, file_id: str, command: str, by: str, fields: tuple[str, ...]) -> Answer:
    """Give a command on a file; a refusal says why and what would do."""
    with opened(asked) as city, progress(asked, "progress-act"):
        rules = _rules(city.city)
        actor = person(city.city.plan, by)
        labelled = {row.command for row in rules.transitions if row.label == command}
        known = command if command in FILE_COMMANDS or len(labelled) != 1 else labelled.pop()
        name = known.replace("-", "_")
        wanted = file_command(name, fields_from(name, fields))
        return _done(city, city.city.enforce(file_id, wanted, actor, now=city.at), file_id, name, actor)


def _done(city: Opened, found: EnforcementFile | Refusal, asked_of: str, command: str, actor: Actor) -> Answer:
    view = _view(city)
    if isinstance(found, Refusal):
        said = refusal_problem(found, asked_of, view)
        return Answer(refusal_form(found, said), problems=(said,), code=CANNOT)
    return _answer(city, found, say("file-acted", command=command, by=actor.id, state=view.state(found.state)))
