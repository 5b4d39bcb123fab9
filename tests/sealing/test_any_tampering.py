"""Whatever field of whatever entry is changed, the check finds it."""

from collections.abc import Iterator

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
import pytest
from sqlalchemy.exc import DBAPIError

from cmsdk.ledger.open import open_ledger
from cmsdk.ledger.rows import ENTRY
from cmsdk.ledger.sql import SqlLedger

from .conftest import Attacker, Town

STREAMS = ("c-1", "c-2", "c-3", "seals")


@pytest.fixture(scope="module", params=["memory", pytest.param("postgresql", marks=pytest.mark.slow)])
def sealed(request: pytest.FixtureRequest) -> Iterator[Town]:
    address = "memory://" if request.param == "memory" else request.getfixturevalue("postgres_schema")()
    ledger = open_ledger(address, key=b"k" * 32)
    assert isinstance(ledger, SqlLedger)
    town = Town(ledger, Attacker(ledger))
    town.add("c-1", "c-2", "c-3")
    town.seal()
    yield town
    ledger.close()


texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
others = {
    "number": st.integers(-5, 40),
    "version": st.integers(-5, 40),
    "stream": texts | st.sampled_from(STREAMS),
    "made": texts | st.datetimes().map(lambda at: at.isoformat()),
}


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.data())
def test_any_field_of_any_entry(sealed: Town, data: st.DataObject):
    stream = data.draw(st.sampled_from(STREAMS), "stream")
    version = data.draw(st.integers(1, 4), "version") if stream != "seals" else 1
    field = data.draw(st.sampled_from(ENTRY), "field")
    old = sealed.attacker.row(stream, version)
    new = data.draw(others.get(field, texts).filter(lambda value: value != old[field]), "value")
    try:
        sealed.attacker.change(stream, version, **{field: new})
    except DBAPIError:  # another entry has this number, or this version
        return
    found = sealed.verify()
    now_at = {"stream": stream, "version": version} | {field: new}
    sealed.attacker.change(now_at["stream"], now_at["version"], **{field: old[field]})
    assert not found.sound, (stream, version, field, new)
    assert sealed.verify().sound
