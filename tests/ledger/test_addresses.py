"""A ledger's address is a path and nothing else; what no file can be called is named before anything is made."""

from pathlib import Path

import pytest

from cmsdk.ledger.open import open_ledger, sqlite_path
from cmsdk.model.errors import StoreUnavailable


@pytest.mark.parametrize(
    "name",
    [
        "x.db?mode=memory&uri=true",
        "x.db?timeout=x",
        "x.db?foo=bar",
        "100%25.db",
        "file:x.db",
        "a b#c.db",
        "台账.db",
        "x:y@z",
    ],
)
def test_whatever_stands_behind_the_slashes_is_the_name_of_the_file(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(tmp_path)
    open_ledger(f"sqlite:///{name}").close()
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([name, f"{name}.key"])
    assert sqlite_path(f"sqlite:////srv/{name}") == f"/srv/{name}"


@pytest.mark.parametrize("name", ["", ":memory:", "a\0b.db", "\0", "\ud800.db", "a\udcff.db"])
def test_what_no_file_can_be_called_is_no_address(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(StoreUnavailable) as refused:
        open_ledger(f"sqlite:///{name}")
    assert [p.code for p in refused.value.problems] == ["CMS801"]
    assert list(tmp_path.iterdir()) == []


def test_other_addresses_have_no_path():
    assert (sqlite_path("memory://"), sqlite_path("mysql://x/y"), sqlite_path("")) == (None, None, None)


def test_a_name_that_is_too_long_for_a_file_is_a_ledger_that_cannot_be_reached(tmp_path: Path):
    with pytest.raises(StoreUnavailable) as refused:
        open_ledger(f"sqlite:///{tmp_path}/{'x' * 300}")
    assert [p.code for p in refused.value.problems] == ["CMS804"]
