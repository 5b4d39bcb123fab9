"""``cmsdk new-plugin``: a new plugin's distribution, and what to do with it next."""

from datetime import UTC, datetime
from pathlib import Path
import shlex

import click

from cmsdk.scaffold.write import new_plugin

from . import options
from .answer import Answer, Asked
from .lang import say
from .opening import found_plugins
from .screen import Screen
from .spoken import SpokenCommand


@click.command("new-plugin", cls=SpokenCommand, help="help-new-plugin")
@click.argument("name", metavar="NAME")
@options.option("--scope", required=True, metavar="CODE")
@options.option("--tables-only", is_flag=True)
@options.option("--to", type=click.Path(path_type=Path), metavar="DIR", help="option-new-plugin-to")
@options.plain
@options.answering
def new(asked: Asked, name: str, scope: str, to: Path | None, *, tables_only: bool) -> Answer:
    """Write it, and tell the next commands. ``--lang`` is the language of the plugin too, where it is given."""
    written = new_plugin(
        name, scope, year=datetime.now(UTC).year, installed=found_plugins(asked), to=to,
        lang=click.get_current_context().params["lang"] or "", tables_only=tables_only,
    )  # fmt: skip
    following = [
        f"cd {shlex.quote(str(written.folder))}", "pip install -e '.[test]'", f"cmsdk city check {scope}",
        "cmsdk city scenarios tests", "python -m pytest",
    ]  # fmt: skip

    def show(screen: Screen) -> None:
        screen.line(say("new-plugin-written", name=name, scope=scope, count=len(written.files)), "bold")
        screen.raw(str(written.folder))
        for file in written.files:
            screen.raw(f"  {file}")
        screen.line()
        screen.line(say("new-plugin-next"))
        for command in following:
            screen.raw(f"  {command}")
        screen.line(say("new-plugin-readme"))

    data = {
        "name": name, "scope": scope, "folder": str(written.folder), "language": written.lang,
        "tables_only": tables_only, "files": written.files, "next": following,
    }  # fmt: skip
    return Answer(data, show)
