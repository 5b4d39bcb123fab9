"""Rows under another ledger key: what hangs on the key is wrapped and hashed anew, what is erased stays so."""

from collections.abc import Callable, Mapping
from typing import Any, Final

import attrs
import sqlalchemy as sa

from cmsdk.contract.ports import raw_digest
from cmsdk.ledger import schema
from cmsdk.ledger.held import key_name
from cmsdk.ledger.keys.ring import BrokenSealError, KeyRing
from cmsdk.ledger.people import lookup_of, person_of
from cmsdk.model.errors import StoreUnavailable
from cmsdk.model.problem import problem

from .tables import Rows, names

Row = dict[str, Any]


def _person(row: Row, old: KeyRing, new: KeyRing) -> Row:
    """The hashes of their numbers hang on the ledger's key, so the numbers are looked at."""
    again: Row = {"wrapped": old.rewrap(row["key"], row["wrapped"], new)}
    if row["lookup"] is not None and row["form"] is not None:
        form = old.unwrap(row["key"], row["wrapped"]).open("form", row["form"])
        again["lookup"] = lookup_of(new, person_of(form.decode()))
    return again


def _delivery(row: Row, old: KeyRing, new: KeyRing) -> Row:
    return {"wrapped": old.rewrap(row["id"], row["wrapped"], new)}


def _held(row: Row, old: KeyRing, new: KeyRing) -> Row:
    """The digest hangs on the ledger's key, and the item's own key on the digest: it is sealed anew."""
    place = row["delivery"], row["position"]
    envelope = old.unwrap(key_name(*place, row["digest"]), row["wrapped"])
    raw, problems = envelope.open("raw", row["raw"]), envelope.open("problems", row["problems"])
    digest = new.blind(raw_digest(raw.decode()))
    wrapped, sealed = new.fresh(key_name(*place, digest))
    again = {"digest": digest, "wrapped": wrapped, "raw": sealed.seal("raw", raw)}
    return again | {"problems": sealed.seal("problems", problems)}


WRAPPED: Final[Mapping[str, Callable[[Row, KeyRing, KeyRing], Row]]] = {
    schema.people.name: _person,
    schema.deliveries.name: _delivery,
    schema.quarantine.name: _held,
}
"""Table with keys of its rows → what changes in a row that goes from one ledger key to another."""


@attrs.frozen
class Rewrapping:
    """From one ledger key to another."""

    old: KeyRing
    new: KeyRing

    def rows(self, table: sa.Table, rows: Rows) -> Rows:
        """``rows`` under the new key. Raises StoreUnavailable where one was changed, or sealed with another key."""
        change = WRAPPED.get(table.name)
        if change is None:
            return rows
        columns, made = names(table), []
        for row in rows:
            form = dict(zip(columns, row, strict=True))
            try:
                again = {} if form["wrapped"] is None else change(form, self.old, self.new)
            except BrokenSealError as error:
                facts = {"table": table.name, "name": error, "key": self.old.fingerprint}
                raise StoreUnavailable([problem("CMS858", table.name, **facts)]) from error
            made.append(tuple((form | again).values()))
        return made
