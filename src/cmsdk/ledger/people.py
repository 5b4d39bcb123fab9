"""People in the ledger (contracts §9): sealed under keys of their own, by which their items as they came stand too."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import sqlalchemy as sa

from cmsdk.contract.ports import NewCase
from cmsdk.model.report import Person
from cmsdk.serial import StoredForm

from . import schema
from .engines.database import Database
from .keys.ring import KeyRing
from .select import is_
from .store import SqlStore

PERSON: Final = StoredForm("person")
PEOPLE: Final = ("key", "city", "wrapped", "form", "lookup")
"""Columns of a person, in the order in which they are appended."""


def person_form(person: Person) -> str:
    """A person as sealed."""
    return PERSON.dump({"name": person.name, "phone": person.phone})


def person_of(form: str) -> Person:
    """A person as they were sealed."""
    return Person(**PERSON.load(form))


def person_key(case_id: str) -> str:
    """Under which the reporter of a case stands, and the item as it came, whether or not anybody is named in it."""
    return f"p-{case_id}"


def sealed_people(ring: KeyRing, cases: Sequence[NewCase]) -> tuple[list[tuple[Any, ...]], list[bytes]]:
    """The people of new cases as rows, and the items of these cases as they came: each pair under one new key."""
    rows, raws = [], []
    for new in cases:
        key, person, form = person_key(new.case.id), new.person, None
        wrapped, envelope = ring.fresh(key)
        if person is not None:
            form = envelope.seal("form", person_form(person).encode())
        lookup = ring.blind(person.phone) if person is not None and person.phone else None
        rows.append((key, new.case.city, wrapped, form, lookup))
        raws.append(envelope.seal("raw", new.raw.encode()))
    return rows, raws


def tell(db: Database, connection: sa.Connection, ring: KeyRing, city: str, people: Mapping[str, Person]) -> None:
    """Keep what an entry says of people by key: whoever is known already is known from now on as told last."""
    p = schema.people
    for key, person in people.items():
        wrapped = connection.scalar(sa.select(p.c.wrapped).where(p.c.key == key))
        if wrapped is None:
            wrapped, envelope = ring.fresh(key)
        else:
            envelope = ring.unwrap(key, wrapped)
        lookup = ring.blind(person.phone) if person.phone else None
        values = {
            "wrapped": wrapped, "form": envelope.seal("form", person_form(person).encode()), "lookup": lookup,
            "erased": None,
        }  # fmt: skip
        statement = db.insert(p).values(key=key, city=city, **values)
        connection.execute(statement.on_conflict_do_update(index_elements=["key"], set_=values))


class People(SqlStore):
    """The part of the ledger that knows people."""

    def person(self, key: str) -> Person | None:
        """See the port."""
        p = schema.people.c
        with self._reading() as connection:
            row = connection.execute(sa.select(p.wrapped, p.form).where(is_(p.key, key))).first()
        if row is None or row.wrapped is None or row.form is None:
            return None
        return person_of(self._ring.unwrap(key, row.wrapped).open("form", row.form).decode())
