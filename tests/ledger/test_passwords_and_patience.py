"""A ledger's address holds a password: no message shows it. And patience of nought is none, on every engine."""

from datetime import datetime
from threading import Thread

import pytest

from cmsdk.contract.ports import Refused
from cmsdk.ledger.open import open_ledger
from cmsdk.ledger.sql import SqlLedger
from cmsdk.ledger.urls import shown
from cmsdk.model.command import Refusal
from cmsdk.model.errors import StoreUnavailable

KEY = b"k" * 32
SECRET = "s3cret"


@pytest.mark.parametrize(
    "url",
    [
        f"postgresql+psycopg://u:{SECRET}@host:noport/db",
        f"postgresql+psycopg://u:{SECRET}@127.0.0.1:1/db",
        f"postgresql+psycopg://u:{SECRET}@[::1/db",
        f"postgresql+psycopg://127.0.0.1:1/db?user=u&password={SECRET}",
        f"postgresql+psycopg://127.0.0.1:1/db?sslpassword={SECRET}&user=u",
        f"postgresql://u:{SECRET}@h/db",
        f"mysql://u:x@{SECRET}@h/db",
        f"mysql://u:x/{SECRET}@h/db",
    ],
)
def test_no_message_shows_the_password_of_an_address(url: str):
    with pytest.raises(StoreUnavailable) as refused:
        open_ledger(url, key=KEY, patience=1)
    (said,) = refused.value.problems
    assert SECRET not in f"{said} {said.line('en')}"
    assert "***" in said.where


def test_an_address_without_a_password_is_shown_as_it_is():
    for url in ("sqlite:///x:y@z", "memory://", "postgresql+psycopg://user@host:5432/db?options=-c%20search_path%3Da"):
        assert shown(url) == url


def test_who_has_no_patience_does_not_wait_for_ever(address: str, moment: datetime):
    if address == "memory://":
        pytest.skip("threads of one process take turns")
    first, other = open_ledger(address), open_ledger(address, patience=0)
    assert isinstance(first, SqlLedger)
    refused = []
    row = Refused("c-1", "us.ma.testville", moment, "ann", "close", Refusal("CMS701", "x"))

    def write() -> None:
        try:
            other.note(row)
        except StoreUnavailable as error:
            refused.append(error.problems[0].code)

    with first.database.writing():
        at_work = Thread(target=write, daemon=True)
        at_work.start()
        at_work.join(5)
        assert not at_work.is_alive()
    assert refused == ["CMS885"]
    first.close()
    other.close()
