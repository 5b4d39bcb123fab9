"""``manage.py cmsdk_roles``: a group for every role of the city's workflow."""

from typing import Any

from django.core.management.base import BaseCommand

from stationdesk.apps import held_city
from stationdesk.people import make_groups


class Command(BaseCommand):
    """See the module."""

    help = "Makes a group for every role of the city's workflow."

    def handle(self, *_args: Any, **_options: Any) -> None:  # noqa: ANN401  as Django has it
        """Those that are there stay."""
        make_groups(held_city())
