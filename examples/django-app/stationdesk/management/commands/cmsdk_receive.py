"""``manage.py cmsdk_receive CHANNEL FILE``: a file that arrived, for a nightly job."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from stationdesk.apps import held_city
from stationdesk.faults import said


class Command(BaseCommand):
    """See the module."""

    help = "Receives a file at a channel of the city. The same file twice files nothing twice."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What the shell names."""
        parser.add_argument("channel")
        parser.add_argument("file", type=Path)

    def handle(self, *_args: Any, channel: str, file: Path, **_options: Any) -> None:  # noqa: ANN401  as Django has it
        """Receive it, and say what became of each item."""
        outcome = held_city().receive(channel, file.read_bytes(), name=file.name)
        if outcome.unread:
            raise CommandError("\n".join(said(tuple(outcome.problems))))
        self.stdout.write(
            f"收到 {outcome.received} 件：立为案件 {len(outcome.case_ids)} 件，重复 {outcome.duplicates} 件，"
            f"待处理 {len(outcome.quarantined)} 件。"
        )
        for row in outcome.quarantined:
            self.stderr.write(f"第 {row.position} 行：{'；'.join(said(row.problems))}")
