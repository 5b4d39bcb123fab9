"""Ways by which a name or number could slip into what is kept for good, or into what is told of a failure."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from cmsdk import Accept, Actor, City, Person, RejectedInput, StoreUnavailable
from cmsdk.contract.ports import Ledger
from cmsdk.desk.masking import masked, own_name
from cmsdk.ledger.moving.door import export_ledger
from cmsdk.ledger.open import open_ledger
from cmsdk.ledger.store import SqlStore
from cmsdk.model.commands import Refusal

from .attachments.files import JPEG
from .everywhere import whole
from .test_people import SECRETS, ZOE, delivered, line, nowhere

ANN = Actor("testville-p-ann", ("clerk", "dispatcher", "handler"))


@pytest.fixture
def ledger(address: str, tmp_path: Path) -> Iterator[Ledger]:
    made = open_ledger(address, objects=tmp_path / "objects")
    yield made
    made.close()


def test_the_key_of_a_command_that_is_a_number_stands_as_a_digest_and_works_as_before(city: City):
    first, second = delivered(city, line("1", "litter", **ZOE), line("2", "lamp", **ZOE))
    for key in ("13800000001", "call-138 0000 0001/610111199001011234"):
        for act in (
            lambda key: city.act(first, Accept(), ANN, key=key),
            lambda key: city.act_all([second], Accept(), ANN, key=key),
        ):
            act(key)
    again = city.act(first, Accept(), ANN, key="13800000001")
    assert isinstance(again, Refusal)
    assert again.code == "CMS720"
    nowhere(city)


@pytest.mark.parametrize(
    "key", ["", "a", "visit-17", "01JZ3M8Q5K7T9V2X4Y6B8D0F1H", "3f2c1380-0000-4001-8000-0123456789ab"]
)
def test_any_other_key_stands_as_it_is(key: str):
    assert own_name(key) == key
    assert own_name(own_name("13800000001")) == own_name("13800000001")


@pytest.mark.parametrize(
    "name",
    [
        "Zoe_Quill.jpg",
        "zoe-quill 2.jpg",
        "ZOE.QUILL.jpg",
        "ZoeQuill.jpg",
        "138_0000_0001.jpg",
        "7 Mill Lane, flat 3.jpg",
    ],
)
def test_files_that_are_called_by_the_reporter(city: City, name: str):
    (case_id,) = delivered(city, line("1", "litter", **ZOE))
    made = city.attach(case_id, [JPEG], by=ANN, purpose="before", name=name, key=f"upload 13800000001 {name[-3:]}")
    told = made.name.casefold()
    assert [word for word in ("zoe", "quill", "0000_0001", "mill lane") if word in told] == []
    assert "13800000001" not in made.key
    nowhere(city, *SECRETS, name.removesuffix(".jpg"))
    same = city.attach(case_id, [JPEG], by=ANN, purpose="document", key="upload 13800000001 jpg")
    assert same == made


def test_names_of_several_words_in_any_case_and_no_other_words():
    zoe = Person("Zoe Quill")
    assert masked("ZOE QUILL, zoe.quill and Zoe  Quill", zoe, "en") == "[name], [name] and [name]"
    assert masked("azoe quills and a quill", zoe, "en") == "azoe quills and a quill"
    assert masked("will she see Will?", Person("Will"), "en") == "will she see [name]?"


def test_why_somebody_is_read_names_no_party_and_why_erased_neither(city: City, monkeypatch: pytest.MonkeyPatch):
    (case_id,) = delivered(city, line("1", "litter", **ZOE))
    vendor = Person("Li Dahai", "13912345678")
    for module in ("acting", "erasing"):
        monkeypatch.setattr(f"cmsdk.desk.{module}.parties", lambda *_: (vendor,))
    monkeypatch.setattr(type(city._acting), "concerned", lambda *_: (vendor,))
    city.person(case_id, by=ANN, why="Li Dahai asked for Zoe Quill")
    city.erase(case=case_id, by=ANN, why="Li Dahai asked for Zoe Quill")
    assert {access.why for access in city.accesses(case=case_id)} == {"某 asked for 某"}
    nowhere(city, "Li Dahai", *SECRETS)


def test_a_file_that_cannot_be_read_is_not_told_with_its_path(city: City, tmp_path: Path):
    (case_id,) = delivered(city, line("1", "litter", **ZOE))
    with pytest.raises(RejectedInput) as refused:
        city.attach(case_id, tmp_path / "Zoe Quill.jpg", by=ANN, purpose="before")
    (found,) = refused.value.problems
    assert found.code == "CMS832"
    assert "Zoe" not in found.line() + found.why() + found.what("zh")


def test_what_was_looked_for_is_in_no_failure_of_the_engine(city: City):
    assert isinstance(city.ledger, SqlStore)
    with city.ledger._db.engine.begin() as connection:
        connection.execute(sa.text("DROP TABLE reports"))
    with pytest.raises(StoreUnavailable) as refused:
        city.ledger.known(city.id, "jsonl", ["13800000001"])
    assert "reports" in str(refused.value.__cause__)
    assert "13800000001" not in str(refused.value.__cause__)


@pytest.mark.parametrize("erased", [False, True])
def test_an_export_holds_nothing_plain(city: City, address: str, tmp_path: Path, erased: bool):
    held = line("9", "", **ZOE)
    case_id, *_ = delivered(city, line("1", "Zoe Quill saw litter at 7 Mill Lane, flat 3", **ZOE), held)
    city.act(case_id, Accept(), ANN, key="13800000001")
    city.person(case_id, by=ANN, why="to call Zoe Quill")
    if erased:
        city.erase(case=case_id, by=ANN, why="Zoe Quill asked")
    assert [secret for secret in SECRETS if secret.encode() in whole(city.ledger)] == []
    if address != "memory://":
        export_ledger(address, tmp_path / "out")
        told = b"".join(path.read_bytes() for path in (tmp_path / "out").rglob("*") if path.is_file())
        assert [secret for secret in SECRETS if secret.encode() in told] == []
