"""The command ``cmsdk``: one file a noun, put together here."""

import click

from . import (
    acts,
    cases,
    city_,
    demo,
    drawing,
    figures,
    files,
    help,  # noqa: A004  the command's own name
    ledger,
    ledger_backup,
    ledger_merging,
    ledger_moving,
    moved,
    plugins,
    publish,
    receive,
    rules,
    scenarios,
    similar,
    tables_,
    waking,
)
from .spoken import Root, SpokenOption

cases.group.add_command(acts.act)
cases.group.add_command(moved.recount)
cases.group.add_command(drawing.draw)
city_.group.add_command(scenarios.scenarios)
cases.group.add_command(waking.wake)
for command in (
    ledger_moving.export, ledger_moving.import_, ledger_moving.copy, ledger_backup.backup, ledger_backup.restore,
    ledger_merging.merge, ledger_merging.conflicts, ledger_merging.settle,
):  # fmt: skip
    ledger.group.add_command(command)
cli = Root("cmsdk", help="help-cmsdk")
for command in (
    demo.demo, receive.receive, similar.similar, cases.group, files.group, figures.figures, publish.publish,
    city_.group, rules.group, plugins.group, tables_.group, ledger.group, help.help_,
):  # fmt: skip
    cli.add_command(command)
click.version_option(package_name="cmsdk", prog_name="cmsdk", cls=SpokenOption, help="option-version")(cli)
