"""x"""

import click

from .spoken import SpokenCommand


@click.command("demo", cls=SpokenCommand, help="help-demo")
def demo() -> int:
    return 0
