"""The command ``cmsdk``: one file a noun, put together here."""

import click

from . import (
    acts,
    attachments,
    cases,
    city_,
    conformance,
    demo,
    desk,
    drawing,
    figures,
    files,
    help,  # noqa: A004  the command's own name
    ledger,
    ledger_backup,
    ledger_index,
    ledger_keys,
    ledger_merging,
    ledger_moving,
    ledger_objects,
    ledger_proof,
    ledger_rebuild,
    ledger_upgrade,
    moved,
    new_plugin,
    outbox,
    people,
    plugins,
    publish,
    receive,
    replay,
    rules,
    scenarios,
    similar,
    tables_,
    waking,
    work_boards,
    work_forces,
    work_views,
    works,
)
from .spoken import Root, SpokenOption

cases.group.add_command(acts.act)
for noun in (attachments.attach, attachments.attachments, attachments.attachment, attachments.detach):
    cases.group.add_command(noun)
cases.group.add_command(moved.recount)
cases.group.add_command(drawing.draw)
city_.group.add_command(scenarios.scenarios)
plugins.group.add_command(conformance.check)
cases.group.add_command(waking.wake)
cases.group.add_command(desk.overdue)
cases.group.add_command(desk.counts)
ledger.group.add_command(ledger_index.index)
for of_ledger in (
    ledger_proof.seal, ledger_proof.verify, ledger_proof.prove, ledger_rebuild.rebuild, ledger_upgrade.upgrade,
):  # fmt: skip
    ledger.group.add_command(of_ledger)
ledger.group.add_command(ledger_keys.rekey)
ledger.group.add_command(ledger_keys.retain)
ledger.group.add_command(ledger_objects.verify_objects)
for of_ledger in (
    ledger_moving.export, ledger_moving.import_, ledger_moving.copy, ledger_backup.backup, ledger_backup.restore,
    ledger_merging.merge, ledger_merging.conflicts, ledger_merging.settle,
):  # fmt: skip
    ledger.group.add_command(of_ledger)
works.group.add_command(work_boards.boards)
for of_work in (
    work_views.views, work_views.view, work_views.indicators, work_views.commands,
    work_forces.on_duty, work_forces.roster, work_forces.patrols,
):  # fmt: skip
    works.group.add_command(of_work)
cli = Root("cmsdk", help="help-cmsdk")
for command in (
    demo.demo, receive.receive, similar.similar, cases.group, files.group, works.group, people.group, figures.figures,
    publish.publish, city_.group, rules.group, replay.replay, plugins.group, new_plugin.new, tables_.group,
    ledger.group, outbox.group, help.help_,
):  # fmt: skip
    cli.add_command(command)
click.version_option(package_name="cmsdk", prog_name="cmsdk", cls=SpokenOption, help="option-version")(cli)
