"""People in the ledger (contracts §9): sealed under keys of their own, by which their items as they came stand too."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

import sqlalchemy as sa

from cmsdk.contract.ports import NewCase
from cmsdk.model.lookups import id_signs, phone_digits, phones_in
from cmsdk.model.report import Person, person_key
from cmsdk.serial import Form, StoredForm

from . import schema
from .engines.database import Database
from .keys.ring import KeyRing, random_for
from .rows import moment
from .select import chunks, findable, is_
from .store import SqlStore

PEOPLE: Final = ("key", "city", "wrapped", "form", "lookup")
"""Columns of a person, in the order in which they are appended."""


def _numbered(form: Form) -> Form:
    """Version 1 knew names and phones only."""
    return {"id_number": "", "address": "", **form}


PERSON: Final = StoredForm("person", 2, {1: _numbered})


def person_form(person: Person) -> str:
    """A person as sealed."""
    return PERSON.dump({
        "name": person.name, "phone": person.phone, "id_number": person.id_number, "address": person.address,
    })  # fmt: skip


def person_of(form: str) -> Person:
    """A person as they were sealed."""
    return Person(**PERSON.load(form))


def lookup_of(ring: KeyRing, person: Person) -> str | None:
    """By what ``person`` is found again: keyed hashes of their numbers, parted by spaces; often there is one."""
    found = [ring.blind(phone) for phone in phones_in(person.phone)] if person.phone else []
    if person.id_number and (signs := id_signs(person.id_number)):
        found.append(_blind_id(ring, signs))
    return " ".join(found) or None


def _blind_id(ring: KeyRing, signs: str) -> str:
    """Of an identity number: no phone has the same."""
    return ring.blind(f"id {signs}")


def sealed_people(ring: KeyRing, cases: Sequence[NewCase]) -> tuple[list[tuple[Any, ...]], list[bytes]]:
    """The people of new cases as rows, and the items of these cases as they came: each pair under one new key."""
    rows, raws = [], []
    random = random_for(len(cases), 2 * len(cases))
    for new in cases:
        key, person, form, lookup = person_key(new.case.id), new.person, None, None
        wrapped, envelope = ring.fresh(key, random)
        if person is not None:
            form = envelope.seal("form", person_form(person).encode(), random)
            lookup = lookup_of(ring, person)
        rows.append((key, new.case.city, wrapped, form, lookup))
        raws.append(envelope.seal("raw", new.raw.encode(), random))
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
        values = {
            "wrapped": wrapped, "form": envelope.seal("form", person_form(person).encode()), "erased": None,
            "lookup": lookup_of(ring, person),
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
        with self._guarded():
            return person_of(self._ring.unwrap(key, row.wrapped).open("form", row.form).decode())

    def people(
        self, city: str, *, key: str = "", phone: str = "", id_number: str = ""
    ) -> Mapping[str, datetime | None]:
        """See the port. Read from the first row to the last for a number, since few are asked for."""
        p = schema.people.c
        if key:
            wanted: sa.ColumnElement[bool] = is_(p.key, key)
        else:
            signs = phone_digits(phone) if phone else id_signs(id_number)
            if not signs:
                return {}
            wanted = p.lookup.contains(self._ring.blind(signs) if phone else _blind_id(self._ring, signs))
        asked = sa.select(p.key, p.erased).where(is_(p.city, city), wanted).order_by(p.key)
        with self._reading() as connection:
            return {row.key: moment(row.erased) for row in connection.execute(asked)}

    def kept(self, keys: Sequence[str]) -> Mapping[str, datetime | None]:
        """See the port."""
        p, found = schema.people.c, dict[str, datetime | None]()
        with self._reading() as connection:
            for some in chunks([key for key in keys if findable(key)]):
                rows = connection.execute(sa.select(p.key, p.erased).where(p.key.in_(some)))
                found.update((row.key, moment(row.erased)) for row in rows)
        return found
