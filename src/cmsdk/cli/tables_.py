"""``cmsdk tables``: empty tables to fill in, and a check of filled ones."""

from pathlib import Path

import click

from cmsdk.model.errors import RejectedInput
from cmsdk.model.problem import problem
from cmsdk.registry.checks.workflow import check_workflow
from cmsdk.tables.schema import TABLES
from cmsdk.tables.template import check_folder, header, template

from . import options
from .answer import DONE, LOOK, Answer, Asked
from .lang import LANG, say
from .screen import Screen
from .spoken import SpokenGroup

group = SpokenGroup("tables", help="help-tables")


def _write(to: str, text: str) -> None:
    """A new file that office programs read as UTF-8; one that is there is never written over. Raises RejectedInput."""
    try:
        with Path(to).open("x", encoding="utf-8-sig", newline="") as file:
            file.write(text)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise RejectedInput([problem("CMS905", to, file=to, error=reason)]) from error


@group.command("template", help="help-tables-template")
@click.argument("name", metavar="NAME")
@options.option("--to", default="", metavar="FILE", help="option-template-to")
@options.plain
@options.answering
def template_(asked: Asked, name: str, to: str) -> Answer:
    """The header and one commented example; in Chinese where the run is."""
    del asked
    schema = TABLES.get(name)
    if schema is None:
        raise RejectedInput([problem("CMS907", name, table=name, known=", ".join(TABLES))])
    lang = LANG.get()
    text = template(schema, lang)
    if to:
        _write(to, text)

    def show(screen: Screen) -> None:
        if to:
            what = schema.what_zh if lang == "zh" else schema.what
            screen.line(say("template-written", name=name, what=what))
            screen.raw(to)
        else:
            screen.raw(text)

    return Answer({"name": name, "columns": header(schema, lang), "text": text, "file": to or None}, show)


@group.command("check", help="help-tables-check")
@click.argument("folder", metavar="DIR")
@options.plain
@options.answering
def check(asked: Asked, folder: str) -> Answer:
    """Every mistake of every table and document of a folder at once."""
    del asked
    if not Path(folder).is_dir():
        raise RejectedInput([problem("CMS908", folder, folder=folder)])
    checked = check_folder(Path(folder), check_workflow)
    problems = checked.problems

    def show(screen: Screen) -> None:
        for file, rows in checked.files.items():
            screen.line(say("check-file", file=file, rows=rows) if rows is not None else f"  {file}")
        if not checked.files:
            screen.line(say("check-nothing", folder=folder, known=", ".join(TABLES)))
        screen.line(say("check-problems", count=len(problems)) if problems else say("no-problems"), "bold")
        screen.problems(problems)

    data = {"folder": folder, "files": checked.files}
    return Answer(data, show, problems, LOOK if problems or not checked.files else DONE, told=True)
