"""Django set up for these tests only: in memory, and without moving the clock of the process to another zone."""

from collections.abc import Iterator
import os
import time

import django
from django.apps import apps
from django.core.management import call_command
from django.test import Client
from django.test.utils import setup_test_environment, teardown_test_environment
import pytest

ZONE = os.environ.get("TZ")
os.environ |= {
    "DJANGO_SETTINGS_MODULE": "stationdesk.settings", "DJANGO_SECRET_KEY": "of-the-tests",
    "DJANGO_DATABASE": ":memory:", "CMSDK_LEDGER": "memory://",
}  # fmt: skip
django.setup()
for name in ("DJANGO_SETTINGS_MODULE", "DJANGO_SECRET_KEY", "DJANGO_DATABASE", "CMSDK_LEDGER"):
    del os.environ[name]
# Django sets the zone of the whole process; tests of the core run in it too
os.environ.pop("TZ", None) if ZONE is None else os.environ.update(TZ=ZONE)
time.tzset()


@pytest.fixture(scope="module", autouse=True)
def site() -> Iterator[None]:
    """Tables for users, groups for roles, an officer, and a city of its own."""
    from django.contrib.auth.models import Group, User

    setup_test_environment()
    call_command("migrate", verbosity=0)
    call_command("cmsdk_roles")
    for name, roles in (("xian-p-xin", ["station_officer", "handler"]), ("xian-p-gui", ["hotline_officer"])):
        user = User.objects.create(username=name)
        user.groups.set(Group.objects.filter(name__in=roles))
    yield
    apps.get_app_config("stationdesk").close()
    teardown_test_environment()


def signed_in(name: str) -> Client:
    """A browser in which this officer is signed in."""
    from django.contrib.auth.models import User

    client = Client()
    client.force_login(User.objects.get(username=name))
    return client


@pytest.fixture(scope="module")
def xin(site: None) -> Client:
    """The station officer's browser."""
    return signed_in("xian-p-xin")


@pytest.fixture(scope="module")
def gui(site: None) -> Client:
    """The browser of somebody at the hotline."""
    return signed_in("xian-p-gui")
