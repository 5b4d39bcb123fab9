"""The party of an enforcement file stands apart: read for a reason, erased for good, kept while a file is open."""

from collections.abc import Callable
from datetime import timedelta

import attrs
import pytest

from cmsdk import City, Close, Erased, NotAllowed, Person, Refusal
from cmsdk.contract.retention import Destroys, RetentionRow, RetentionRules
from cmsdk.desk.parties import party_key
from cmsdk.model.enforcement import EnforcementFile
from cmsdk.model.enforcement_commands import NotFile
from cmsdk.work.person_stream import Done

from .test_files import HEAD, OPENING, TABLES

VENDOR = Person(name="李大海", phone="13812345678", id_number="E12345678", address="未央路十号院三单元")
RULES = RetentionRules(id="t", rows=(RetentionRow(id="soon", days=1, destroys=(Destroys.PERSON,)),))


@pytest.fixture
def town(city_of: Callable[..., City]) -> City:
    city = city_of(tables=TABLES)
    return attrs.evolve(city, plan=attrs.evolve(city.plan, retention=RULES))


def _case(town: City, number: str) -> str:
    return town.receive("jsonl", f'{{"external_id": "{number}", "text": "摆摊{number}"}}'.encode()).case_ids[0]


def _opened(town: City, case_id: str) -> EnforcementFile:
    opening = attrs.evolve(OPENING, matter=f"E-1234 5678 住 {VENDOR.address} 摆摊")
    found = town.open_file(case_id, opening, HEAD, person=VENDOR)
    assert isinstance(found, EnforcementFile)
    return found


def test_what_is_known_of_the_party_is_masked_in_the_file(town: City):
    assert _opened(town, _case(town, "1")).matter == "[证件号] 住 [住址] 摆摊"


def test_a_party_is_not_named_by_who_they_are(town: City):
    case = _case(town, "1")
    for key, person in (("zoe.quill", Person("Zoe Quill")), ("E12345678", VENDOR)):
        refused = town.open_file(case, attrs.evolve(OPENING, party=key), HEAD, person=person)
        assert isinstance(refused, Refusal)
        assert refused.code == "CMS763"


def test_the_party_is_read_for_a_reason_and_erased_by_number_with_all_files(town: City):
    first, second = (_opened(town, _case(town, number)) for number in ("1", "2"))
    assert town.party(first.id, by=HEAD, why="送达") == VENDOR
    done = town.erase(phone="+86 138 1234 5678", by=HEAD, why="本人申请")
    assert (done.people, done.cases) == ((party_key(town.id, OPENING.party),), ())
    for file in (first, second):
        assert isinstance(town.party(file.id, by=HEAD, why="送达"), Erased)
        assert town.party_erased(file.id)
    assert [access.done for access in town.accesses(file=first.id)] == [Done.READ, Done.ERASED]
    with pytest.raises(NotAllowed):
        town.party("no", by=HEAD, why="送达")


def test_a_party_that_is_told_again_is_known_again_and_erased_again(town: City):
    case = _case(town, "1")
    _opened(town, case)
    key = party_key(town.id, OPENING.party)
    town.erase(person=key, by=HEAD, why="本人申请")
    file = _opened(town, case)
    assert town.party_erased(file.id) is None
    assert town.party(file.id, by=HEAD, why="送达") == VENDOR
    assert town.erase(person=key, by=HEAD, why="本人申请").people == (key,)
    assert isinstance(town.party(file.id, by=HEAD, why="送达"), Erased)


def test_a_case_under_an_open_file_is_kept_and_its_party_goes_with_the_last_case(town: City):
    cases = [_case(town, number) for number in ("1", "2")]
    files = [_opened(town, case) for case in cases]
    now = town.clock()
    for case in cases:
        assert getattr(town.act(case, Close(), HEAD), "state", "") == "closed"
    later = now + timedelta(days=9)
    assert town.retain(now=later).people == 0
    ended = town.enforce(files[0].id, NotFile(reason="不成立"), HEAD)
    assert isinstance(ended, EnforcementFile), ended
    done = town.retain(now=later)
    assert ([one.case for one in done.past], done.people) == ([cases[0]], 1)
    assert town.party_erased(files[0].id) is None
    ended = town.enforce(files[1].id, NotFile(reason="不成立"), HEAD)
    assert isinstance(ended, EnforcementFile), ended
    would = town.retain(now=later, dry_run=True)
    done = town.retain(now=later)
    assert would.people == done.people == 2
    assert town.party_erased(files[0].id)
    (erased,) = town.accesses(file=files[0].id)
    assert (erased.by, erased.rule) == ("cmsdk", "soon")
