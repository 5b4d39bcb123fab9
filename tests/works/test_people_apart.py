"""Whom a piece of work concerns stands apart: who reads it is entered, erasing destroys the key, the chain stays."""

from datetime import timedelta

import pytest

from cmsdk import City
from cmsdk.ledger import schema
from cmsdk.ledger.moving.chains import Chains
from cmsdk.ledger.moving.tables import batches
from cmsdk.ledger.sql import SqlLedger
from cmsdk.model.errors import NotAllowed
from cmsdk.model.report import Erased, Person
from cmsdk.model.works.handin import HandIn, HandInRecord, WithdrawHandIn

from .conftest import CLERK, NOW, Made

ITEMS = {"hand-ins.csv": "id,name,documents\ndemo-ledger,物业台账,台账\n"}
LI = Person(name="李大海", phone="13900139000")
ID = "handin:109900:h-1"
WHY = "电话 13900139000 找李大海"


def _made(made: Made, tables: dict[str, str] | None = None) -> City:
    city = made(ITEMS | (tables or {}))
    handed = city.begin(HandIn(item="demo-ledger", station="demo-kiosk", documents=["台账"]), CLERK, name="h-1",
                        person=LI)  # fmt: skip
    assert isinstance(handed, HandInRecord)
    assert handed.person == f"p-{ID}"
    return city


def _chains_hold(city: City) -> None:
    assert isinstance(city.ledger, SqlLedger)
    with city.ledger.database.reading() as connection, Chains() as chains:
        assert [why for rows in batches(connection, schema.entries) for why in chains.broken(rows)] == []
    assert city.rebuild().whole


@pytest.mark.parametrize("asked", [ID, f"p-{ID}"])
def test_who_reads_it_is_entered_first_and_gives_nobody_away(made: Made, asked: str) -> None:
    city = _made(made)
    assert city.person(asked, by=CLERK, why=WHY) == LI
    (access,) = city.accesses(person=f"p-{ID}")
    assert (access.by, access.done) == (CLERK.id, "person_read")
    assert not [said for said in ("李大海", "13900139000") if said in access.why]
    with pytest.raises(NotAllowed, match="CMS701"):
        city.person("handin:109900:h-2", by=CLERK, why=WHY)


def test_erasing_destroys_the_key_and_leaves_the_work_and_its_chain(made: Made) -> None:
    city = _made(made)
    before = city.work(ID)
    tried = city.erase(person=f"p-{ID}", by=CLERK, why=WHY, now=NOW, dry_run=True)
    assert (tried.people, tried.works, tried.cases, tried.written) == ((f"p-{ID}",), (ID,), (), False)
    assert city.erase(person=f"p-{ID}", by=CLERK, why=WHY, now=NOW).written
    assert city.ledger.person(f"p-{ID}") is None
    assert city.person(ID, by=CLERK, why="again") == Erased(NOW)
    assert city.work(ID) == before
    (access,) = city.accesses(person=f"p-{ID}")
    assert (access.done, "person" in access.destroyed) == ("person_erased", True)
    assert '"case":""' in city.ledger.entries(f"p-{ID}")[0].data
    _chains_hold(city)
    withdrawn = city.carry_on("h-1", WithdrawHandIn(reason="李大海不办了"), CLERK)
    assert isinstance(withdrawn, HandInRecord), "work goes on without them"


def test_all_who_gave_a_number_are_found_in_work_too(made: Made) -> None:
    city = _made(made)
    gone = city.erase(phone="139 0013 9000", by=CLERK, why="本人要求")
    assert (gone.people, gone.works) == ((f"p-{ID}",), (ID,))
    with pytest.raises(NotAllowed, match="CMS821"):
        city.erase(phone="13900139001", by=CLERK, why="本人要求")


@pytest.mark.parametrize(
    ("rows", "people"),
    [
        ("demo-k1,,10,person\n", 1),
        ("demo-k1,,10,person\ndemo-k2,,11,person\n", 0),
        ("demo-k1,event,10,person\n", 0),
        ("demo-k1,,10,raw\n", 0),
    ],
)
def test_a_term_for_all_cases_holds_for_work_that_has_ended(made: Made, rows: str, people: int) -> None:
    city = _made(made, {"retention.csv": f"id,kind,days,destroys\n{rows}"})
    later = NOW + timedelta(days=11)
    assert city.retain(now=later).people == 0, "it has not ended"
    city.carry_on("h-1", WithdrawHandIn(reason="不办了"), CLERK, now=NOW)
    assert city.retain(now=later - timedelta(days=1)).people == 0
    found = city.retain(now=later)
    assert (found.people, [one.case for one in found.past]) == (people, [ID] * people)
    assert (city.ledger.person(f"p-{ID}") is None) == bool(people)
    assert city.retain(now=later).people == 0
    _chains_hold(city)
