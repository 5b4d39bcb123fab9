"""Threads of one program: what is done beside a writer's turn leaves it alone, and nobody's moment goes back."""

from datetime import datetime, timedelta
from pathlib import Path
from threading import Thread

import sqlalchemy as sa

from cmsdk.city import City
from cmsdk.contract.plan import CityPlan
from cmsdk.ledger import schema
from cmsdk.ledger.open import open_ledger
from cmsdk.ledger.sql import SqlLedger
from cmsdk.model.command import Actor

ANN = Actor("ann", ("clerk",))
JPEG = b"\xff\xd8\xff\xe0" + bytes(100)


def test_in_memory_nothing_is_scrubbed_in_the_midst_of_a_turn():
    ledger = open_ledger("memory://")
    assert isinstance(ledger, SqlLedger)
    failed = []

    def scrub() -> None:
        try:
            ledger.database.scrub()
        except sa.exc.OperationalError as error:
            failed.append(error)

    with ledger.database.writing() as connection:
        connection.execute(schema.meta.insert().values(name="x", value="y"))
        other = Thread(target=scrub, daemon=True)
        other.start()
        other.join(5)
    assert failed == []
    ledger.close()


def test_who_began_before_another_one_is_entered_after_them(plan: CityPlan, moment: datetime, tmp_path: Path):
    city = City(plan, open_ledger("memory://", objects=tmp_path), lambda: moment)
    (case_id,) = city.receive("desk", b"No.,Text,Name,Phone\nr1,litter,Zoe Quill,13800001234\n").case_ids
    later = moment + timedelta(seconds=5)  # such as while a large file was still being read
    city.person(case_id, by=ANN, why="to call", now=later)
    city.person(case_id, by=ANN, why="to call again", now=moment)
    city.attach(case_id, [JPEG], by=ANN, purpose="before", now=later)
    city.attach(case_id, [JPEG, b"more"], by=ANN, purpose="after", now=moment)
    assert city.verify().problems == ()
    assert [one.at for one in city.accesses(case=case_id)] == [later, later]
    city.close()
