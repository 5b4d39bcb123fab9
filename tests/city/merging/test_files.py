"""Enforcement files come home too: new ones as they are, commands on shared ones by their own rules, measures once."""

from collections.abc import Callable
from importlib.resources import files
import re

import pytest

from cmsdk import Actor, City, Enquire, NotFile, OpenFile, PutOnFile, RecordProcess, Refusal
from cmsdk.ledger.sql import SqlLedger
from cmsdk.model.enforcement import EnforcementFile
from cmsdk.model.enforcement_fields import FileCommand
from cmsdk.model.report import Person

from .conftest import chains_hold, laptop

BOSS = Actor("boss", ("clerk",))
CHIEF = Actor("chief", ("enforcement_officer", "enforcement_head", "clerk"))
NATION = files("cmsdk_cn") / "tables"
FLOW = """
    initial = "reported"
    ends = ["closed"]
    [[transition]]
    command = "take_measure"
    from = ["reported"]
    to = "="
    roles = ["enforcement_head"]
    needs = ["measure"]
    [[transition]]
    command = "close"
    from = ["reported"]
    to = "closed"
    roles = ["clerk"]
    """
TABLES = {
    **{name: (NATION / name).read_text(encoding="utf-8") for name in ("measures.csv", "approach.toml")},
    "enforcement.toml": (NATION / "enforcement.toml").read_text(encoding="utf-8"),
    "people.csv": "id,name,unit,roles,certificate\ntoy-a,甲,toy-desk,x,S1\ntoy-b,乙,toy-desk,x,S2\n",
    "workflow.toml": FLOW,
}
BEGIN = RecordProcess(stage="start", audio_video=True)
ENTER = PutOnFile(officers=["toy-a", "toy-b"])


@pytest.fixture
def town(city_of: Callable[..., City]) -> City:
    """A town that enforces, with a case; its key is that of the tests, so that laptops can be made of it."""
    made = city_of(tables=TABLES)
    city = City(made.plan, SqlLedger.in_memory(b"k" * 32), made.clock)
    city.receive("jsonl", '{"external_id": "1", "text": "人行道上有人摆摊"}'.encode())
    return city


def _case(city: City) -> str:
    return next(iter(city.cases())).id


def _open(city: City, party: str) -> str:
    opening = OpenFile(unit="toy-desk", party=party, party_kind="citizen", matter="摆摊")
    found = city.open_file(_case(city), opening, CHIEF, person=Person(f"李大海{party}", "13812345678"))
    assert isinstance(found, EnforcementFile)
    return found.id


def _do(city: City, file: str, *commands: FileCommand) -> None:
    for command in commands:
        found = city.enforce(file, command, CHIEF)
        assert not isinstance(found, Refusal), found


def _measures(city: City) -> list[tuple[str, str]]:
    """Measure and file of each measure on the case."""
    found = []
    for entry in city.ledger.entries(_case(city)):
        if entry.type == "take_measure":
            measure = re.search(r'"measure":"([^"]+)"', entry.data)
            file = re.search(r'"file":"([^"]+)"', entry.data)
            found.append((measure.group(1) if measure else "", file.group(1) if file else ""))
    return found


def test_commands_on_a_shared_file_are_decided_again_and_measure_the_case_once(town: City):
    file = _open(town, "p1")
    away = laptop(town)
    _do(away, file, BEGIN, ENTER, Enquire(certificate_shown=True, result="承认"))
    merged = town.merge(away.ledger, BOSS)
    assert [command for _, command in merged.done] == ["record", "file", "enquire"]
    assert merged.conflicts == ()
    assert town.file(file).state == away.file(file).state
    assert _measures(town) == _measures(away) == [("cn-filing", file)]
    assert town.merge(away.ledger, BOSS).done == ()
    chains_hold(town)


def test_a_file_that_the_laptop_opened_comes_with_its_party_and_its_measures(town: City):
    away = laptop(town)
    file = _open(away, "p2")
    _do(away, file, BEGIN, ENTER)
    merged = town.merge(away.ledger, BOSS)
    assert merged.streams == (file,)
    assert [command for _, command in merged.done] == ["take_measure"]
    assert town.file(file) == away.file(file)
    key = "party:test.toy:p2"
    assert town.ledger.person(key) == away.ledger.person(key)
    assert [measure for measure, _ in _measures(town)] == ["cn-filing"]
    assert town.merge(away.ledger, BOSS).done == ()


def test_what_the_law_no_longer_allows_is_a_conflict_about_the_file(town: City):
    file = _open(town, "p1")
    _do(town, file, BEGIN)
    away = laptop(town)
    _do(town, file, NotFile(reason="证据不足"))
    _do(away, file, ENTER)
    merged = town.merge(away.ledger, BOSS)
    assert [(c.stream, c.case, c.command) for c in merged.conflicts] == [(file, _case(town), "file")]
    assert merged.done == ()
    assert _measures(town) == []
    assert town.merge(away.ledger, BOSS).conflicts == ()
