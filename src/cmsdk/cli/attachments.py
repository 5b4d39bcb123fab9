"""``cmsdk cases attach``, ``attachments``, ``attachment``, ``detach``: what is attached to a case."""

from contextlib import suppress
import os
from pathlib import Path
import shutil

import click

from cmsdk.desk.attachments import AttachmentStream
from cmsdk.model.attachment import Purpose
from cmsdk.model.errors import RejectedInput
from cmsdk.model.problem import problem
from cmsdk.publish.attached import attachment_cells, attachment_form, size_text
from cmsdk.publish.view import View

from . import options
from .acting import person
from .answer import Answer, Asked
from .lang import LANG, say
from .opening import Opened, opened
from .progress import progress
from .screen import Screen
from .spoken import SpokenCommand

COLUMNS = ("digest", "purpose", "name", "type", "size", "at", "by", "presence")


def _view(city: Opened) -> View:
    return View(city.city.plan, LANG.get(), city.now)


@click.command("attach", cls=SpokenCommand, help="help-cases-attach")
@click.argument("case_id", metavar="ID")
@click.argument("file", type=click.Path(path_type=Path))
@options.option("--purpose", type=click.Choice([one.value for one in Purpose]), required=True, metavar="WHAT")
@options.option("--by", required=True, metavar="PERSON")
@options.option("--key", default="")
@options.working
@options.answering
def attach(asked: Asked, case_id: str, file: Path, purpose: str, by: str, key: str) -> Answer:
    """Attach a file to a case."""
    total = os.path.getsize(file) if os.path.isfile(file) else None  # noqa: PTH113, PTH202  Path fails on odd names
    with opened(asked) as city, progress(asked, "progress-attach", total) as tell:
        actor = person(city.city.plan, by)
        made = city.city.attach(case_id, file, by=actor, purpose=purpose, now=city.at, key=key, progress=tell)
        view = _view(city)
    told = say("attached", digest=made.digest, type=made.type, size=size_text(made.size))
    return Answer(attachment_form(made, view), lambda screen: screen.line(told))


@click.command("attachments", cls=SpokenCommand, help="help-cases-attachments")
@click.argument("case_id", metavar="ID")
@options.working
@options.answering
def attachments(asked: Asked, case_id: str) -> Answer:
    """What is attached to a case."""
    with opened(asked) as city:
        found, view = city.city.attachments(case_id), _view(city)

    def show(screen: Screen) -> None:
        if found:
            columns = [say(f"column-attachment-{name}") for name in COLUMNS]
            screen.table(columns, [attachment_cells(item, view) for item in found])
        else:
            screen.line(say("attachments-none"))

    return Answer({"attachments": [attachment_form(item, view) for item in found]}, show)


@click.command("attachment", cls=SpokenCommand, help="help-cases-attachment")
@click.argument("case_id", metavar="ID")
@click.argument("digest")
@options.option("--to", type=click.Path(path_type=Path, dir_okay=False), required=True)
@options.option("--by", required=True, metavar="PERSON")
@options.option("--why", required=True, metavar="TEXT")
@options.working
@options.answering
def attachment(asked: Asked, case_id: str, digest: str, to: Path, by: str, why: str) -> Answer:
    """Write an attachment to a file; who reads it, and why, is entered."""
    if os.path.exists(to):  # noqa: PTH110  Path.exists fails on odd names
        raise RejectedInput([problem("CMS903", str(to), file=to, error="it is there already")])
    with opened(asked) as city, progress(asked, "progress-attachment"):
        actor, view = person(city.city.plan, by), _view(city)
        with city.city.attachment(case_id, digest, by=actor, why=why, now=city.at) as stream:
            _write(stream, to)
            form = attachment_form(stream.attachment, view)
    told = say("attachment-written", file=to, size=size_text(form["size"]))
    return Answer({**form, "file": str(to)}, lambda screen: screen.line(told))


def _write(stream: AttachmentStream, to: Path) -> None:
    """The file appears whole or not at all."""
    draft = to.with_name(f"{to.name}.part")
    try:
        with draft.open("xb") as file:
            shutil.copyfileobj(stream, file, 1 << 20)
        draft.replace(to)
    except OSError as error:
        raise RejectedInput([problem("CMS903", str(to), file=to, error=error.strerror)]) from error
    finally:
        with suppress(OSError):  # what could not be made is not there either
            draft.unlink(missing_ok=True)


@click.command("detach", cls=SpokenCommand, help="help-cases-detach")
@click.argument("case_id", metavar="ID")
@click.argument("digest")
@options.option("--by", required=True, metavar="PERSON")
@options.option("--why", required=True, metavar="TEXT")
@options.working
@options.answering
def detach(asked: Asked, case_id: str, digest: str, by: str, why: str) -> Answer:
    """Take an attachment off its case and destroy its bytes."""
    with opened(asked) as city:
        gone = city.city.remove_attachment(case_id, digest, by=person(city.city.plan, by), why=why, now=city.at)
        form = attachment_form(gone, _view(city))
    return Answer(form, lambda screen: screen.line(say("detached", digest=gone.digest)))
