"""``cmsdk people``: read who somebody is, erase them, and see who did so. Each time is entered in the ledger."""

from typing import Final

import click

from cmsdk.desk.erasing import Erasure
from cmsdk.model.report import Erased, Person
from cmsdk.publish.forms import time_form
from cmsdk.publish.view import clock_time
from cmsdk.serial import Form
from cmsdk.work.person_stream import ATTACHMENTS, Access, Done

from . import options
from .acting import person
from .answer import Answer, Asked
from .lang import LANG, say
from .opening import Opened, opened
from .screen import Screen
from .spoken import SpokenGroup

_DONE: Final = {Done.READ: "access-person_read", Done.ERASED: "access-person_erased"}
_WENT: Final = {
    "people": "erased-people", "before": "erased-before", "cases": "erased-cases", "works": "erased-works",
    "deliveries": "erased-deliveries",
    "quarantined": "erased-quarantined", "attachments": "erased-attachments",
}  # fmt: skip
"""Field of an erasure → the words for it."""

group = SpokenGroup("people", help="help-people")


@group.command("show", help="help-people-show")
@click.argument("case_id", metavar="CASE")
@options.option("--by", required=True, metavar="PERSON")
@options.option("--why", required=True, metavar="TEXT")
@options.working
@options.answering
def show(asked: Asked, case_id: str, by: str, why: str) -> Answer:
    """Who reported a case, or whom a piece of community work concerns."""
    with opened(asked) as city:
        found = city.city.person(case_id, by=person(city.city.plan, by), why=why, now=city.at)
        return _person(found, city)


@group.command("party", help="help-people-party")
@click.argument("file_id", metavar="FILE")
@options.option("--by", required=True, metavar="PERSON")
@options.option("--why", required=True, metavar="TEXT")
@options.working
@options.answering
def party(asked: Asked, file_id: str, by: str, why: str) -> Answer:
    """Who is proceeded against in an enforcement file."""
    with opened(asked) as city:
        found = city.city.party(file_id, by=person(city.city.plan, by), why=why, now=city.at)
        return _person(found, city)


def _person(found: Person | Erased | None, city: Opened) -> Answer:
    if isinstance(found, Erased):
        told, at = found.told(LANG.get()), time_form(found.at, city.city.plan)
        return Answer({"person": None, "erased": at}, lambda screen: screen.line(f"{told} · {at}"))
    if found is None:
        return Answer({"person": None, "erased": None}, lambda screen: screen.line(say("people-nobody")))
    fields = {name: getattr(found, name) for name in ("name", "phone", "id_number", "address")}

    def show_person(screen: Screen) -> None:
        screen.pairs([(say(f"column-person-{name}"), value) for name, value in fields.items() if value])
        screen.line(say("people-entered"))

    return Answer({"person": fields, "erased": None}, show_person)


@group.command("readers", help="help-people-readers")
@options.option("--case", default="", metavar="ID", help="option-whose-case")
@options.option("--file", "file_id", default="", metavar="ID", help="option-whose-file")
@options.option("--person", "key", default="", metavar="KEY", help="option-whose-person")
@options.working
@options.answering
def readers(asked: Asked, case: str, file_id: str, key: str) -> Answer:
    """Who read or erased somebody's data, when and why. Raises click.UsageError where nobody is meant."""
    if not (case or file_id or key):  # "nobody has read it" would be false
        missing = say("usage-one-of", names="--case, --file, --person")
        raise click.UsageError(missing, click.get_current_context())
    with opened(asked) as city:
        found = city.city.accesses(case=case, file=file_id, person=key)
        forms = [_access_form(access, city) for access in found]
        times = [clock_time(access.at, city.city.plan.zone) for access in found]

    def show_accesses(screen: Screen) -> None:
        columns = [say(f"column-{name}") for name in ("access-at", "access-by", "access-done", "access-why")]
        rows = [(time, a.by, _did(a), a.why) for time, a in zip(times, found, strict=True)]
        if rows:
            screen.table(columns, rows)
        screen.line(say("people-accesses", count=len(rows)) if rows else say("people-accesses-none"))

    return Answer({"accesses": forms}, show_accesses)


def _did(access: Access) -> str:
    """What was done: read or erased, and of attachments, that it was these."""
    if access.attachment:
        return say(f"access-attachment-{access.done}", digest=access.attachment[:12])
    return say("access-attachments") if ATTACHMENTS in access.destroyed else say(_DONE[access.done])


def _access_form(access: Access, city: Opened) -> Form:
    return {
        "key": access.key, "at": time_form(access.at, city.city.plan), "by": access.by, "done": access.done,
        "why": access.why, "destroyed": list(access.destroyed), "rule": access.rule or None,
        "deliveries": list(access.deliveries), "quarantined": list(access.quarantined),
        "attachment": access.attachment or None,
    }  # fmt: skip


@group.command("erase", help="help-people-erase")
@options.option("--case", default="", metavar="ID", help="option-whose-case")
@options.option("--person", "key", default="", metavar="KEY", help="option-whose-person")
@options.option("--phone", default="", metavar="NUMBER", help="option-whose-phone")
@options.option("--id-number", default="", metavar="NUMBER", help="option-whose-id-number")
@options.option("--by", required=True, metavar="PERSON")
@options.option("--why", required=True, metavar="TEXT")
@options.option("--dry-run", is_flag=True)
@options.working
@options.answering
def erase(asked: Asked, case: str, key: str, phone: str, id_number: str, by: str, why: str, dry_run: bool) -> Answer:
    """Destroy somebody's data for good."""
    with opened(asked) as city:
        found = city.city.erase(
            by=person(city.city.plan, by), why=why, case=case, person=key, phone=phone, id_number=id_number,
            now=city.at, dry_run=dry_run,
        )  # fmt: skip
    return Answer(_erasure_form(found), lambda screen: _show_erasure(screen, found))


def _erasure_form(found: Erasure) -> Form:
    return {
        "people": list(found.people), "before": list(found.before), "cases": list(found.cases),
        "works": list(found.works), "deliveries": list(found.deliveries), "quarantined": list(found.quarantined),
        "attachments": list(found.attachments), "written": found.written,
    }  # fmt: skip


def _show_erasure(screen: Screen, found: Erasure) -> None:
    for name, said in _WENT.items():
        keys = getattr(found, name)
        if keys:
            screen.line(f"{say(said, count=len(keys))} {', '.join(keys)}")
    screen.line(say("erased-done" if found.written else "erased-would"), "bold")
