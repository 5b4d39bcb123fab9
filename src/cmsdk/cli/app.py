"""The command ``cmsdk``: one file a noun, put together here."""

import click

from . import (
    cases,
    city_,
    demo,
    help,  # noqa: A004  the command's own name
    moved,
    plugins,
    publish,
    receive,
    rules,
    similar,
    tables_,
    waking,
)
from .spoken import Root, SpokenOption

cases.group.add_command(moved.recount)
cases.group.add_command(waking.wake)
cli = Root("cmsdk", help="help-cmsdk")
for command in (
    demo.demo, receive.receive, similar.similar, cases.group, publish.publish, city_.group, rules.group, plugins.group,
    tables_.group, help.help_,
):  # fmt: skip
    cli.add_command(command)
click.version_option(package_name="cmsdk", prog_name="cmsdk", cls=SpokenOption, help="option-version")(cli)
