"""The ledger's key: where it comes from, what is said where it is wrong, and how another one takes its place."""

from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator
from pathlib import Path
import signal
import subprocess
import sys

import pytest
import sqlalchemy as sa

from cmsdk import Actor, City, Person, StoreUnavailable
from cmsdk.contract.plan import CityPlan
from cmsdk.contract.ports import Ledger
from cmsdk.ledger import schema
from cmsdk.ledger.keys.source import KeySource, new_key, write_key
from cmsdk.ledger.open import open_ledger
from cmsdk.ledger.rekeying import Rekeying
from cmsdk.ledger.sql import SqlLedger
from cmsdk.model.report import person_key

from .everywhere import rows, whole

ANN = Actor("ann", ("clerk",))
BODY = (
    b'{"external_id": "1", "text": "litter", "name": "Zoe Quill", "phone": "13800000001", "id_number": "E12345678"}\n'
    b'{"external_id": "2", "text": "lamp"}\n{"external_id": "3"}\n{"external_id": "4", "at": "yesterday", "text": "x"}'
)


def written(key: bytes) -> str:
    return urlsafe_b64encode(key).decode()


def said(error: pytest.ExceptionInfo[StoreUnavailable]) -> tuple[str, str]:
    (found,) = error.value.problems
    return found.code, found.what() + found.remedy()


def payload(url: str) -> None:
    ledger = open_ledger(url)
    try:
        ledger.payload("d")
    finally:
        ledger.close()


def asked(url: str) -> tuple[str, str]:
    """What is said when a ledger is opened and something sealed is asked for."""
    with pytest.raises(StoreUnavailable) as refused:
        payload(url)
    return said(refused)


@pytest.fixture
def file(url: str) -> Path:
    """The key file of a ledger that has begun."""
    open_ledger(url).close()
    return Path(url.removeprefix("sqlite:///") + ".key")


def test_the_key_of_a_file_is_made_with_it_and_for_its_owner_alone(file: Path):
    assert file.stat().st_mode & 0o777 == 0o600
    assert len(file.read_text(encoding="ascii").strip()) == 44
    assert sorted(path.name for path in file.parent.iterdir()) == ["town.db", "town.db.key"]


def test_a_key_is_never_written_over(file: Path):
    before = file.read_bytes()
    assert not write_key(file)
    assert file.read_bytes() == before


def test_a_missing_key_file_is_named_and_none_is_made(file: Path, url: str):
    file.unlink()
    code, words = asked(url)
    assert code == "CMS811"
    assert str(file) in words
    assert not file.exists()


@pytest.mark.parametrize("body", ["", "hello", written(b"k" * 31), written(b"k" * 33), "é" * 44, "\0" * 44, "=" * 44])
def test_a_broken_key_file_is_named(file: Path, url: str, body: str):
    file.write_text(body, encoding="utf-8")
    code, words = asked(url)
    assert code in {"CMS811", "CMS813"}
    assert str(file) in words
    assert not body.strip("=\0") or body not in words


def test_the_keys_of_two_ledgers_swapped_are_told_apart_and_nothing_is_written(file: Path, url: str, tmp_path: Path):
    other = f"sqlite:///{tmp_path}/other.db"
    open_ledger(other).close()
    (tmp_path / "other.db.key").replace(file)
    before = (tmp_path / "town.db").read_bytes()
    code, words = asked(url)
    assert code == "CMS812"
    with sa.create_engine(url).connect() as connection:
        begun = connection.scalar(sa.select(schema.meta.c.value).where(schema.meta.c.name == "key"))
    assert str(begun) in words
    assert (tmp_path / "town.db").read_bytes() == before


def test_on_a_server_a_key_has_to_be_given(postgres_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.delenv("CMSDK_LEDGER_KEY")
    code, words = asked(postgres_url)
    assert code == "CMS810"
    assert "CMSDK_LEDGER_KEY_FILE" in words
    monkeypatch.setenv("CMSDK_LEDGER_KEY_FILE", str(tmp_path / "none.key"))
    assert asked(postgres_url)[0] == "CMS811"
    assert not (tmp_path / "none.key").exists()
    write_key(tmp_path / "none.key")
    open_ledger(postgres_url).close()
    monkeypatch.setenv("CMSDK_LEDGER_KEY", "none")
    code, words = asked(postgres_url)
    assert (code, "CMSDK_LEDGER_KEY" in words) == ("CMS813", True)


def test_the_environment_goes_before_the_file_and_what_an_app_gives_before_both(file: Path, url: str):
    named = file.with_name("named.key")
    write_key(named)
    given, spoken = new_key(), new_key()
    environment = {"CMSDK_LEDGER_KEY": written(spoken), "CMSDK_LEDGER_KEY_FILE": str(named)}

    def key(given: bytes | None = None, **environment: str) -> bytes:
        return KeySource(url, given, file, environment).key(begins=False)

    assert key(given, **environment) == given
    assert key(**environment) == spoken
    assert written(key(CMSDK_LEDGER_KEY_FILE=str(named))) == named.read_text(encoding="ascii").strip()
    assert written(key()) == file.read_text(encoding="ascii").strip()
    with pytest.raises(StoreUnavailable) as refused:
        key(b"short")
    assert said(refused)[0] == "CMS813"


def test_no_key_stands_in_the_ledger_or_in_what_is_said(file: Path, url: str):
    key = file.read_text(encoding="ascii").strip()
    ledger = open_ledger(url)
    held = whole(ledger)
    ledger.close()
    assert key.encode() not in held
    source = KeySource(url, beside=file)
    assert key not in repr(source)


BEGIN = """
import sys
from cmsdk.ledger.open import open_ledger
sys.stdin.readline()
ledger = open_ledger(sys.argv[1])

print(ledger._ring.fingerprint)
"""


def test_processes_that_begin_one_ledger_at_once_agree_on_its_key(url: str):
    run = [sys.executable, "-c", BEGIN, url]
    started = [
        subprocess.Popen(run, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)  # noqa: S603  our own program
        for _ in range(4)
    ]
    for process in started:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
    answers = [process.communicate(timeout=60)[0].strip() for process in started]
    assert [process.returncode for process in started] == [0] * 4
    assert len(set(answers)) == 1
    assert answers[0]


@pytest.fixture
def filled(address: str, plan: CityPlan) -> Iterator[tuple[City, Callable[[bytes | None], Ledger]]]:
    """A town whose ledger holds something under every kind of key, and what opens that ledger under a key."""
    opened: list[Ledger] = []

    def again(key: bytes | None = None) -> Ledger:
        opened.append(open_ledger(address, key=key))
        return opened[-1]

    city = City(plan, again())
    city.receive("jsonl", BODY)
    yield city, again
    for ledger in opened:
        ledger.close()


def test_after_another_key_all_opens_with_it_and_nothing_with_the_old_one(
    filled: tuple[City, Callable[[bytes | None], Ledger]], address: str, plan: CityPlan
):
    city, again = filled
    (first, second), held = [case.id for case in city.cases()], city.quarantine()
    before = {name: rows(city.ledger, name) for name in ("people", "deliveries", "entries", "delivery_parts")}
    seen: list[int] = []
    key = new_key()
    assert city.ledger.rekey(key, seen.append) == 2 + 1 + 2
    ledgers = [city.ledger] if address == "memory://" else [city.ledger, again(key)]
    for ledger in ledgers:
        town = City(plan, ledger)
        assert town.person(first, by=ANN, why="x") == Person("Zoe Quill", "13800000001", "E12345678")
        assert ledger.raw(second) == '{"external_id":"2","text":"lamp"}'
        assert ledger.payload(ledger.deliveries(town.id)[0].id) == BODY
        assert [(row.raw, row.problems) for row in town.quarantine()] == [(row.raw, row.problems) for row in held]
        assert list(ledger.people(town.id, phone="+86 13800000001")) == [person_key(first)]
        assert list(ledger.people(town.id, id_number="e-12345678")) == [person_key(first)]
        assert town.receive("jsonl", BODY).duplicates == 2
        assert len(town.quarantine()) == 2
    after = {name: rows(city.ledger, name) for name in ("people", "delivery_parts")}
    assert [row["form"] for row in after["people"]] == [row["form"] for row in before["people"]]
    assert after["delivery_parts"][: len(before["delivery_parts"])] == before["delivery_parts"]
    old = {row["wrapped"] for name in ("people", "deliveries") for row in before[name]} | {
        row["lookup"].encode() for row in before["people"] if row["lookup"]
    }
    assert [part for part in old if part and part in whole(city.ledger)] == []
    if address != "memory://":
        with pytest.raises(StoreUnavailable) as refused:
            again().payload("d")
        assert said(refused)[0] == "CMS812"


def test_who_still_has_the_old_key_writes_nothing_that_could_not_be_opened(
    filled: tuple[City, Callable[[bytes | None], Ledger]], address: str, plan: CityPlan
):
    city, again = filled
    if address == "memory://":
        pytest.skip("nobody else can open it")
    late = City(plan, again())
    (first, _second) = [case.id for case in late.cases()]
    late.ledger.raw(first)
    city.ledger.rekey(new_key())
    before = rows(city.ledger, "deliveries"), rows(city.ledger, "reports"), rows(city.ledger, "people")
    for ask in (
        lambda: late.receive("jsonl", b'{"external_id": "9", "text": "noise"}'),
        lambda: late.ledger.record("d", [], []),
        lambda: late.ledger.raw(first),
        lambda: late.person(first, by=ANN, why="x"),
    ):
        with pytest.raises(StoreUnavailable) as refused:
            ask()
        assert said(refused)[0] == "CMS812"
    assert before == (rows(city.ledger, "deliveries"), rows(city.ledger, "reports"), rows(city.ledger, "people"))


def test_the_same_key_again_is_refused(url: str, file: Path):
    ledger = open_ledger(url)
    with pytest.raises(StoreUnavailable) as refused:
        ledger.rekey(KeySource(url, beside=file).key(begins=False))
    assert said(refused)[0] == "CMS825"
    ledger.close()


class _Killed(BaseException):
    """Stands for the end of the process."""


@pytest.mark.parametrize("after", [1, 3, 5])
def test_killed_in_the_middle_the_old_key_opens_it_as_before(
    filled: tuple[City, Callable[[bytes | None], Ledger]], monkeypatch: pytest.MonkeyPatch, after: int
):
    city, _again = filled
    before = [rows(city.ledger, name) for name in ("people", "deliveries", "quarantine", "meta")]
    monkeypatch.setattr("cmsdk.ledger.rekeying.PAGE", 1)

    def killed(done: int) -> None:
        if done == after:
            raise _Killed

    with pytest.raises(_Killed):
        city.ledger.rekey(new_key(), killed)
    assert before == [rows(city.ledger, name) for name in ("people", "deliveries", "quarantine", "meta")]
    assert city.ledger.payload(city.ledger.deliveries(city.id)[0].id) == BODY


KILLED = """
import os, signal, sys
from cmsdk.ledger import rekeying
from cmsdk.ledger.keys.source import new_key
from cmsdk.ledger.open import open_ledger
rekeying.PAGE = 1
def tell(done):
    if done == int(sys.argv[2]):
        os.kill(os.getpid(), signal.SIGKILL)
open_ledger(sys.argv[1]).rekey(new_key(), tell)
"""


@pytest.mark.parametrize("after", ["1", "4"])
def test_a_process_that_is_killed_in_the_middle_leaves_the_old_key_in_force(url: str, plan: CityPlan, after: str):
    with City(plan, open_ledger(url)) as city:
        city.receive("jsonl", BODY)
    ran = subprocess.run([sys.executable, "-c", KILLED, url, after], check=False, timeout=60)  # noqa: S603  our own
    assert ran.returncode == -signal.SIGKILL
    with City(plan, open_ledger(url)) as city:
        assert city.ledger.payload(city.ledger.deliveries(city.id)[0].id) == BODY
        assert [city.ledger.raw(case.id) is not None for case in city.cases()] == [True, True]
        assert len(city.quarantine()) == 2


def test_pages_of_one_row_leave_none_out(
    filled: tuple[City, Callable[[bytes | None], Ledger]], monkeypatch: pytest.MonkeyPatch
):
    city, _again = filled
    monkeypatch.setattr("cmsdk.ledger.rekeying.PAGE", 1)
    assert city.ledger.rekey(new_key()) == 5
    assert len(city.quarantine()) == 2


def test_every_table_that_has_wrapped_keys_is_wrapped_anew():
    """Whoever adds a table with keys of its own adds it to ``rekey``, or half a ledger would be lost."""
    holding = {table.name for table in schema.metadata.tables.values() if "wrapped" in table.c}
    assert holding == {"people", "deliveries", "quarantine"}
    assert issubclass(SqlLedger, Rekeying)


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="there is no file without an end here")
def test_a_key_file_without_an_end_is_no_key(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CMSDK_LEDGER_KEY_FILE", "/dev/zero")
    with pytest.raises(StoreUnavailable) as refused:
        open_ledger(url)
    assert [p.code for p in refused.value.problems] == ["CMS813"]
