"""Ledgers with community work: rebuilt, exported, backed up, sealed, merged and erased like any other."""

from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
import shutil
import sqlite3

import pytest

from cmsdk import City, SealKey, backup_ledger, copy_ledger, discover, export_ledger, import_ledger, restore_ledger
from cmsdk.contract.plan import CityPlan
from cmsdk.contract.ports import MatterQuery
from cmsdk.ledger import schema
from cmsdk.ledger.open import open_ledger
from cmsdk.ledger.sql import SqlLedger
from cmsdk.model.command import Actor
from cmsdk.model.report import Person
from cmsdk.model.works.base import Work
from cmsdk.model.works.known import WORKS
from cmsdk.model.works.opinion import AnswerOpinion, Opinion, RegisterOpinion
from cmsdk.model.works.station import GiveOut, TakeIn
from cmsdk.model.works.whistle import RaiseWhistle, ReportIn
from cmsdk.registry.discovery import from_folder

from .conftest import CLERK, NOW, write_city

TABLES = {
    "opinion-duties.csv": "id,topic,amount,unit_of_time,calendar,unit\ndemo-o1,,2,work_day,,demo-garden\n",
    "supplies.csv": "id,station,item,minimum,reorder,measure\ndemo-s1,demo-kiosk,饮用水,24,48,瓶\n",
    "whistle-matrix.csv": "id,category,area,units,lead,amount,unit_of_time\ndemo-wm1,*,*,demo-squad,,30,minute\n",
    "notices.csv": "id,audience,command,channel,language,template\n"
    "demo-n1,unit,opinion.register,file,zh,{title}\ndemo-n2,unit,opinion.register,file,en,{title}\n",
}
SAID = Person(name="王小明", phone="13800138000")
LEADER = Actor("demo-l", ("grid_leader",))
SQUAD = Actor("demo-a", ("station_officer",))


def fill(city: City) -> None:
    """Four pieces of work of three kinds, one of somebody; and a case."""
    (case,) = city.receive("jsonl", '{"external_id": "1", "text": "夜摊占道"}'.encode()).case_ids
    city.begin(RegisterOpinion(text="缺座椅", case=case), CLERK, name="o-1", person=SAID)
    city.carry_on("o-1", AnswerOpinion(answer="已加装"), CLERK, now=NOW + timedelta(hours=1))
    city.begin(RegisterOpinion(text="太吵"), CLERK, name="o-2")
    city.begin(RaiseWhistle(category="E0406", text="夜摊", place="北门", grid="x-demo-g1"), LEADER, name="w-1")
    city.carry_on("w-1", ReportIn(), SQUAD, now=NOW + timedelta(minutes=20))
    city.begin(TakeIn(item="饮用水", amount=30), CLERK, name="demo-kiosk")
    city.begin(GiveOut(item="饮用水", amount=9), CLERK, name="demo-kiosk", now=NOW + timedelta(hours=1))


def all_of(city: City) -> list[Work]:
    return [work for kind in WORKS.values() for work in city.works(kind)]


def matters(city: City) -> list[object]:
    return [one for kind in WORKS for one in city.ledger.matters(MatterQuery(city=city.plan.city, kind=kind))]


Elsewhere = Callable[[str], City]


@pytest.fixture(scope="module", autouse=True)
def _one_key() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CMSDK_LEDGER_KEY", urlsafe_b64encode(b"k" * 32).decode())
        yield


@pytest.fixture(scope="module")
def filled(_one_key: None, tmp_path_factory: pytest.TempPathFactory) -> tuple[CityPlan, Path]:
    """A plan, and the file of a ledger in which the city has worked."""
    folder = tmp_path_factory.mktemp("filled")
    row = from_folder(write_city(folder / "city", TABLES))
    with City.open("109900", f"sqlite:///{folder}/l.db", plugins=[*discover(), row], clock=lambda: NOW) as city:
        fill(city)
        return city.plan, folder / "l.db"


@pytest.fixture
def file(filled: tuple[CityPlan, Path], tmp_path: Path) -> Path:
    return Path(shutil.copy(filled[1], tmp_path / "here.db"))


@pytest.fixture
def url(file: Path) -> str:
    return f"sqlite:///{file}"


@pytest.fixture
def city(filled: tuple[CityPlan, Path], url: str) -> Iterator[City]:
    with City(filled[0], open_ledger(url), lambda: NOW) as city:
        yield city


@pytest.fixture
def elsewhere(city: City) -> Iterator[Elsewhere]:
    """The same city over another ledger."""
    opened: list[City] = []

    def at(url: str) -> City:
        opened.append(City(city.plan, open_ledger(url), lambda: NOW))
        return opened[-1]

    yield at
    for one in opened:
        one.close()


def same(here: City, there: City) -> None:
    works = all_of(here)
    assert len(works) == 4
    assert all_of(there) == works
    assert matters(there) == matters(here)
    for work in works:
        assert there.work(work.id) == here.work(work.id) == work
        assert there.work_entries(work.id) == here.work_entries(work.id)
    assert [p.notice for p in there.notices()] == [p.notice for p in here.notices()]
    assert len(there.notices()) == 2
    assert [there.ledger.person(work.person) for work in works if work.person] == [SAID]


def test_what_was_lost_or_changed_of_a_projection_is_made_anew(city: City) -> None:
    before = matters(city)
    assert city.rebuild().right == city.rebuild().streams
    assert isinstance(city.ledger, SqlLedger)
    m = schema.matters
    with city.ledger._writing() as connection:
        connection.execute(m.delete().where(m.c.id == "opinion:109900:o-1"))
        connection.execute(m.update().where(m.c.id == "whistle:109900:w-1").values(state="closed"))
        connection.execute(m.update().where(m.c.id == "station:109900:demo-kiosk").values(form="{}"))
    assert matters(city) != before
    found = city.rebuild()
    assert (found.missing.count, found.differed.count) == (1, 2)
    assert matters(city) == before


@pytest.mark.parametrize("form", ["jsonl", "parquet"])
def test_work_goes_out_into_a_folder_and_comes_back(
    city: City, url: str, elsewhere: Elsewhere, tmp_path: Path, form: str
) -> None:
    export_ledger(url, tmp_path / "out", format=form)
    import_ledger(tmp_path / "out", f"sqlite:///{tmp_path}/there.db")
    there = elsewhere(f"sqlite:///{tmp_path}/there.db")
    same(city, there)
    answered = there.carry_on("o-2", AnswerOpinion(answer="已劝导"), CLERK, now=NOW + timedelta(days=1))
    assert isinstance(answered, Opinion), "life goes on"
    assert there.verify().sound


def test_work_is_backed_up_and_restored(city: City, url: str, elsewhere: Elsewhere, tmp_path: Path) -> None:
    backup_ledger(url, tmp_path / "b.db")
    restore_ledger(tmp_path / "b.db", f"sqlite:///{tmp_path}/there.db")
    same(city, elsewhere(f"sqlite:///{tmp_path}/there.db"))


def forge(file: Path, statement: str) -> None:
    """Do to the file what the store itself would not."""
    with closing(sqlite3.connect(file)) as connection, connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f'DROP TRIGGER "{name}"')
        assert connection.execute(statement).rowcount == 1


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE entries SET data = replace(data, '缺座椅', '缺长椅') WHERE stream LIKE 'opinion:%:o-1' AND version = 1",
        "DELETE FROM entries WHERE stream = 'whistle:109900:w-1' AND version = 2",
    ],
)
def test_a_ledger_of_work_is_sealed_and_whole_until_somebody_forges_it(city: City, file: Path, statement: str) -> None:
    key = SealKey.new()
    assert city.verify().sound
    assert city.seal(key, now=NOW + timedelta(days=1)) is not None
    checked = city.verify(keys=[key.public])
    assert (checked.sound, checked.seals) == (True, 1)
    assert city.prove("opinion:109900:o-1").city == city.plan.city
    forge(file, statement)
    assert not city.verify(keys=[key.public]).sound


def test_who_said_it_is_erased_and_the_chain_stays_whole(city: City) -> None:
    (work,) = (one for one in all_of(city) if one.person)
    entries = city.work_entries(work.id)
    gone = city.erase(by=CLERK, why="本人要求", phone=SAID.phone)
    assert (gone.people, gone.written) == ((work.person,), True)
    assert city.ledger.person(work.person) is None
    assert city.verify().sound
    assert city.work_entries(work.id) == entries
    assert city.work(work.id) == work
    assert city.rebuild().right == city.rebuild().streams
    assert [one.key for one in city.accesses(person=work.person)] == [work.person]
    again = city.erase(by=CLERK, why="本人要求", person=work.person)
    assert (again.people, again.before) == ((), (work.person,))


def test_a_laptop_with_new_work_is_tried_and_nothing_is_written(
    city: City, url: str, elsewhere: Elsewhere, tmp_path: Path
) -> None:
    away = f"sqlite:///{tmp_path}/laptop.db"
    copy_ledger(url, away)
    laptop = elsewhere(away)
    laptop.begin(RegisterOpinion(text="想办证"), CLERK, name="o-9", person=SAID, now=NOW + timedelta(hours=2))
    before, mark = matters(city), city.ledger.mark()
    tried = city.merge(laptop.ledger, CLERK, dry_run=True)
    assert "opinion:109900:o-9" in tried.streams
    assert not tried.conflicts
    assert (matters(city), city.ledger.mark()) == (before, mark)
    assert city.verify().sound


def test_on_postgresql_work_survives_too(city: City, url: str, elsewhere: Elsewhere, postgres_url: str) -> None:
    copy_ledger(url, postgres_url)
    there = elsewhere(postgres_url)
    same(city, there)
    found = there.rebuild()
    assert found.right == found.streams
    assert there.verify().sound
