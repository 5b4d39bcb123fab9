"""``cmsdk work views|view|indicators|commands``: the figures of community work, and what may be done."""

from collections.abc import Sequence

import click

from cmsdk.contract.community.base import WorkRole
from cmsdk.desk.planning import planned
from cmsdk.figures.known import VIEWS
from cmsdk.model.indicated import Indicated
from cmsdk.model.works.base import chinese_names
from cmsdk.model.works.known import WORK_COMMANDS
from cmsdk.publish.parts import column_name, shown
from cmsdk.publish.view import View
from cmsdk.publish.works import work_step
from cmsdk.serial import Form

from . import options
from .answer import Answer, Asked
from .forms import cell_form
from .lang import LANG, say
from .opening import found_plugins, opened
from .receive import SHOWN
from .screen import Screen, short
from .spoken import SpokenCommand


@click.command("views", cls=SpokenCommand, help="help-work-views")
@options.plain
@options.answering
def views(asked: Asked) -> Answer:  # noqa: ARG001  every command is asked
    """The views there are, with their columns."""

    def show(screen: Screen) -> None:
        rows = [(view.id, ", ".join(view.columns)) for _, view in sorted(VIEWS.items())]
        screen.table([say("column-view"), say("column-columns")], rows)

    return Answer({"views": [{"id": v.id, "columns": list(v.columns)} for _, v in sorted(VIEWS.items())]}, show)


@click.command("view", cls=SpokenCommand, help="help-work-view")
@click.argument("name", metavar="VIEW")
@options.option("--period", default="", metavar="PERIOD")
@options.option("--to", default="", metavar="FILE", help="option-view-to")
@options.working
@options.answering
def view(asked: Asked, name: str, period: str, to: str) -> Answer:
    """The rows of a view, each with what it was counted from; to a file, where one is named."""
    with opened(asked) as city:
        found = city.city.view(name, period=period, now=city.at)
        seen = View(city.city.plan, LANG.get(), city.now)
        path = city.city.write_view(found, to, lang=LANG.get(), now=city.at) if to else None

    def show(screen: Screen) -> None:
        if path is not None:
            screen.line(say("view-written", count=len(found.rows)))
            screen.raw(str(path))
            return
        rows = [[short(shown(c, row.cells.get(c), seen), 24) for c in found.columns] for row in found.rows[:SHOWN]]
        if rows:
            screen.table([column_name(name, LANG.get()) for name in found.columns], rows)
        screen.line(say("view-count", count=len(found.rows), shown=len(rows)))

    rows = [
        {"cells": {name: cell_form(cell) for name, cell in row.cells.items()}, "sources": list(row.sources)}
        for row in found.rows
    ]
    return Answer({"view": found.id, "columns": list(found.columns), "rows": rows, "file": path and str(path)}, show)


@click.command("indicators", cls=SpokenCommand, help="help-work-indicators")
@click.argument("names", metavar="[ID]...", nargs=-1)
@options.option("--period", default="", metavar="PERIOD")
@options.working
@options.answering
def indicators(asked: Asked, names: tuple[str, ...], period: str) -> Answer:
    """The city's indicators with their values."""
    with opened(asked) as city:
        found = city.city.indicators(names, period=period, now=city.at)

    return Answer(
        {"indicators": indicator_forms(found), "period": period or None}, lambda screen: show_indicators(screen, found)
    )


def show_indicators(screen: Screen, found: Sequence[Indicated]) -> None:
    """Each indicator with its value and what the city aims at."""
    columns = [say(f"column-{name}") for name in ("indicator-id", "indicator", "value", "target")]
    aimed = [("" if one.target is None else str(one.target)) for one in found]
    screen.table(columns, [(o.id, o.called(LANG.get()), o.text, aim) for o, aim in zip(found, aimed, strict=True)])


def indicator_forms(found: Sequence[Indicated]) -> list[Form]:
    """The same for machines, with what each was counted from."""
    return [
        {
            "id": one.id, "name": one.name, "text": one.text, "target": one.target, "met": one.met,
            "value": None if one.value is None else float(one.value), "sources": list(one.sources),
        }
        for one in found
    ]  # fmt: skip


def _fields(command: str) -> str:
    """The fields of a command as they may head columns of a table of work; in Chinese by both names: both are read."""
    names = {field: chinese for chinese, field in chinese_names(WORK_COMMANDS[command]).items()}
    return ", ".join(f"{field} {chinese}" if LANG.get() == "zh" else field for field, chinese in names.items())


@click.command("commands", cls=SpokenCommand, help="help-work-commands")
@options.city
@options.plugins
@options.plain
@options.answering
def commands(asked: Asked) -> Answer:
    """The commands on community work, their fields, and in a city who may give them; no ledger is asked."""
    plan = planned(found_plugins(asked), asked.city) if asked.city else None
    roles = plan.rows(WorkRole).values() if plan is not None else ()
    found = [
        {
            "command": name, "called": kind.chinese,
            "fields": {field: chinese for chinese, field in chinese_names(kind).items()},
            "roles": sorted({role for one in roles if one.command == name for role in one.roles}),
        }
        for name, kind in sorted(WORK_COMMANDS.items())
    ]  # fmt: skip

    def show(screen: Screen) -> None:
        columns = [say(f"column-{name}") for name in ("command", "fields", "roles")]
        rows = [
            (
                f"{one['command']} {work_step(str(one['command']), LANG.get())}".removesuffix(f" {one['command']}"),
                _fields(str(one["command"])), ", ".join(one["roles"]),
            )
            for one in found
        ]  # fmt: skip
        screen.table(columns, rows)

    return Answer({"commands": found}, show)
