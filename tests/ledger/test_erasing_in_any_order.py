"""Received, read, erased and received again, in any order: chain and fold hold, and nobody's data is anywhere."""

from collections.abc import Callable, Iterator
from itertools import count
import json

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
import pytest

from cmsdk import Actor, City, Erased, NotAllowed
from cmsdk.contract.plan import CityPlan
from cmsdk.contract.ports import Ledger
from cmsdk.ledger.open import open_ledger
from cmsdk.model.report import person_key

from .test_people import nowhere, projected, verified

ANN = Actor("ann", ("clerk",))
PEOPLE = [{"name": f"Quillfeather{n}", "phone": f"1380000000{n}", "id_number": f"E1234567{n}"} for n in range(4)]
SECRETS = tuple(value for person in PEOPLE for value in person.values())
Fresh = Callable[[], Ledger]

STEPS = st.lists(
    st.tuples(st.sampled_from(["receive", "case", "phone", "id_number", "read"]), st.integers(0, 3), st.integers(0, 5)),
    min_size=1,
    max_size=12,
)


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
def fresh(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fresh]:
    made: list[Ledger] = []
    if request.param == "postgresql":
        request.getfixturevalue("postgres_url")
        schema = request.getfixturevalue("postgres_schema")
    folder, numbers = tmp_path_factory.mktemp("towns"), count()

    def make() -> Ledger:
        url = {"memory": "memory://", "sqlite": f"sqlite:///{folder}/{next(numbers)}.db"}.get(request.param)
        made.append(open_ledger(url or schema()))
        return made[-1]

    yield make
    for ledger in made:
        ledger.close()


def _step(city: City, what: str, who: int, number: int, cases: dict[str, int], erased: set[str]) -> None:
    mine = [case for case, owner in cases.items() if owner == who]
    if what == "receive":
        item = {"external_id": f"{who}-{number}", "text": f"litter, says {PEOPLE[who]['name']}", **PEOPLE[who]}
        held = {"external_id": f"h{who}", "phone": PEOPLE[who]["phone"]}
        body = "\n".join(json.dumps(one) for one in (item, held)).encode()
        cases.update((case, who) for case in city.receive("jsonl", body).case_ids)
    elif what == "read":
        for case in mine:
            found = city.person(case, by=ANN, why="a visit")
            assert isinstance(found, Erased) == (case in erased)
    elif what == "case":
        for case in mine[:1]:
            city.erase(case=case, by=ANN, why="asked for")
            erased.add(case)
    else:
        try:
            done = city.erase(by=ANN, why="asked for", **{what: PEOPLE[who][what]})
        except NotAllowed:
            assert set(mine) <= erased
            return
        assert set(done.people) == {person_key(case) for case in mine} - {person_key(case) for case in erased}
        erased.update(mine)


@pytest.mark.slow
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_in_any_order(fresh: Fresh, plan: CityPlan, steps: list[tuple[str, int, int]]):
    city = City(plan, fresh())
    cases: dict[str, int] = {}
    erased: set[str] = set()
    for what, who, number in steps:
        _step(city, what, who, number, cases, erased)
        nowhere(city, *SECRETS)
    projected(city)
    verified(city.ledger, city.id)
    for case in cases:
        assert (city.erased(case) is not None) == (case in erased)
        assert (city.ledger.raw(case) is None) == (case in erased)
