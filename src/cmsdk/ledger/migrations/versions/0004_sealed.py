"""Version 4: what is personal stands sealed, each person and each delivery under a key of their own (contracts §9).

Entries stay where they are, byte for byte. The other tables are made anew beside the old ones, which then go; that
the old plain text is overwritten in the file as well is seen to after the transaction (``ledger/upgrade.py``).
"""

from collections.abc import Sequence
from hashlib import sha256
from typing import Any, Final

from alembic import op
import sqlalchemy as sa

from cmsdk.ledger.keys.ring import KeyRing
from cmsdk.ledger.migrations.work import given, pages
from cmsdk.ledger.people import lookup_of, person_of
from cmsdk.ledger.schema.base import NUMBER, TEXT

revision: Final = "0004"
down_revision: Final = "0003"

PIECE: Final = 1 << 20
"""Bytes of a delivery that are sealed together."""
PLAIN: Final = "plain"
"""Row of ``meta``: the file may still hold, in places that no table uses, what was plain before."""
_LINKED: Final = sa.text("linked IS NOT NULL")
_CASE: Final = (
    "id", "city", "channel", "report", "reported", "opened", "title", "text", "kind", "place", "person", "category",
    "approach", "division", "grid", "station", "unit", "mode", "standard", "state", "result", "satisfied", "plan",
)  # fmt: skip
_INDEXES: Final = {
    "deliveries": {"ix_deliveries_digest": ["city", "digest"]},
    "reports": {"ix_reports_case": ["case_id"]},
    "quarantine": {},
    "people": {},
    "cases": {
        "ix_cases_state_due": ["city", "state", "due"],
        "ix_cases_unit": ["city", "unit", "state"],
        "ix_cases_opened": ["city", "opened"],
        "ix_cases_class": ["city", "category", "reported"],
    },
}
"""Table that is made anew → its indexes, before and after."""


def upgrade() -> None:
    """Make the tables anew, sealed, and let the plain ones go."""
    ring = given().ring
    op.drop_index("ix_cases_linked", table_name="cases")
    for table, indexes in _INDEXES.items():
        for name in indexes:
            op.drop_index(name, table_name=table)
        op.rename_table(table, f"old_{table}")
    deliveries, parts = _make_deliveries()
    reports, quarantine, people = _make_reports(), _make_quarantine(), _make_people()
    _seal_deliveries(ring, deliveries, parts)
    _seal_reports(ring, reports, people)
    _seal_parties(ring, people)
    _seal_quarantine(ring, quarantine)
    _copy_cases(_make_cases())
    for table, indexes in _INDEXES.items():
        op.drop_table(f"old_{table}")
        for name, columns in indexes.items():
            op.create_index(name, table, columns)
    op.create_index("ix_people_lookup", "people", ["lookup"])
    op.create_index("ix_cases_linked", "cases", ["city", "linked"], sqlite_where=_LINKED, postgresql_where=_LINKED)
    _tell(ring)


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, TEXT, nullable=False) for name in names]


def _make_deliveries() -> tuple[sa.Table, sa.Table]:
    deliveries = op.create_table(
        "deliveries", sa.Column("id", TEXT, primary_key=True),
        *_texts("city", "channel", "received", "digest", "name"), sa.Column("size", NUMBER, nullable=False),
        sa.Column("same_as", TEXT), sa.Column("wrapped", sa.LargeBinary),
    )  # fmt: skip
    parts = op.create_table(
        "delivery_parts", sa.Column("delivery", TEXT, primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True), sa.Column("body", sa.LargeBinary, nullable=False),
    )  # fmt: skip
    return deliveries, parts


def _make_reports() -> sa.Table:
    return op.create_table(
        "reports", sa.Column("number", NUMBER, primary_key=True),
        *_texts("city", "channel", "key", "case_id", "delivery", "position"),
        sa.Column("raw", sa.LargeBinary, nullable=False), sa.UniqueConstraint("city", "channel", "key"),
    )  # fmt: skip


def _make_quarantine() -> sa.Table:
    return op.create_table(
        "quarantine", sa.Column("number", NUMBER, primary_key=True),
        *_texts("city", "channel", "key", "position", "digest", "delivery"), sa.Column("wrapped", sa.LargeBinary),
        *(sa.Column(name, sa.LargeBinary, nullable=False) for name in ("raw", "problems")),
        sa.UniqueConstraint("city", "channel", "key", "position", "digest"),
    )  # fmt: skip


def _make_people() -> sa.Table:
    return op.create_table(
        "people", sa.Column("key", TEXT, primary_key=True), *_texts("city"),
        *(sa.Column(name, sa.LargeBinary) for name in ("wrapped", "form")),
        *(sa.Column(name, TEXT) for name in ("lookup", "erased")),
    )  # fmt: skip


def _make_cases() -> sa.Table:
    return op.create_table(
        "cases", sa.Column("id", TEXT, primary_key=True), *_texts(*_CASE[1:]),
        sa.Column("version", sa.Integer, nullable=False), sa.Column("solved", sa.Integer),
        *(sa.Column(name, TEXT) for name in ("last", "handled", "closed")),
        *(sa.Column(name, TEXT) for name in ("due", "due_unit", "due_calendar", "due_version", "due_skipped", "crs")),
        *(sa.Column(name, sa.Integer) for name in ("due_amount", "provisional")),
        *(sa.Column(name, sa.Double) for name in ("lon", "lat")),
        *(sa.Column(name, TEXT) for name in ("linked", "recurs", "course")),
    )  # fmt: skip


def _old(name: str, *columns: str) -> sa.TableClause:
    return sa.table(f"old_{name}", *(sa.column(column) for column in columns))


def _seal_deliveries(ring: KeyRing, deliveries: sa.Table, parts: sa.Table) -> None:
    """One at a time, since each may be as large as a delivery is allowed to be."""
    same = ("id", "city", "channel", "received", "digest", "size", "name", "same_as")
    old, bind = _old("deliveries", *same, "body"), op.get_bind()
    for page in pages(_old("deliveries", *same), "id"):
        for row in page:
            values = {name: getattr(row, name) for name in same}
            body = bind.scalar(sa.select(old.c.body).where(old.c.id == row.id))
            if body is None:
                bind.execute(deliveries.insert(), values | {"wrapped": None})
            else:
                wrapped, envelope = ring.fresh(row.id)
                bind.execute(deliveries.insert(), values | {"wrapped": wrapped})
                whole = memoryview(body)
                for number, start in enumerate(range(0, len(whole), PIECE)):
                    sealed = envelope.seal(f"body {number}", whole[start : start + PIECE])
                    bind.execute(parts.insert(), {"delivery": row.id, "number": number, "body": sealed})
            given().did(1)


def _lookup(ring: KeyRing, form: str) -> str | None:
    return lookup_of(ring, person_of(form))


def _seal_reports(ring: KeyRing, reports: sa.Table, people: sa.Table) -> None:
    """The item as it came and who is named in it, under the one key of whoever reported it."""
    same = ("number", "city", "channel", "key", "case_id", "delivery", "position")
    known, bind = _old("people", "key", "form"), op.get_bind()
    for page in pages(_old("reports", *same, "raw"), "number"):
        keys = [f"p-{row.case_id}" for row in page]
        found: dict[str, str] = dict(map(tuple, bind.execute(sa.select(known).where(known.c.key.in_(keys)))))
        new_reports: list[dict[str, Any]] = []
        new_people: list[dict[str, Any]] = []
        for key, row in zip(keys, page, strict=True):
            wrapped, envelope = ring.fresh(key)
            form = found.get(key)
            raw = envelope.seal("raw", row.raw.encode())
            new_reports.append({name: getattr(row, name) for name in same} | {"raw": raw})
            sealed = None if form is None else envelope.seal("form", form.encode())
            lookup = None if form is None else _lookup(ring, form)
            new_people.append({"key": key, "city": row.city, "wrapped": wrapped, "form": sealed, "lookup": lookup})
        bind.execute(reports.insert(), new_reports)
        bind.execute(people.insert(), new_people)
        given().did(len(page))


def _seal_parties(ring: KeyRing, people: sa.Table) -> None:
    """Who is known and reported nothing: parties of enforcement files, ``party:<city>:<key>``."""
    bind = op.get_bind()
    for page in pages(_old("people", "key", "form"), "key"):
        sealed = set(bind.scalars(sa.select(people.c.key).where(people.c.key.in_([row.key for row in page]))))
        rows = [_party(ring, row) for row in page if row.key not in sealed]
        if rows:
            bind.execute(people.insert(), rows)
        given().did(len(rows))


def _party(ring: KeyRing, row: Any) -> dict[str, Any]:  # noqa: ANN401  a row of the old table
    wrapped, envelope = ring.fresh(row.key)
    _, _, rest = row.key.partition("party:")
    form = envelope.seal("form", row.form.encode())
    city = rest.partition(":")[0]
    return {"key": row.key, "city": city, "wrapped": wrapped, "form": form, "lookup": _lookup(ring, row.form)}


def _seal_quarantine(ring: KeyRing, quarantine: sa.Table) -> None:
    same = ("number", "city", "channel", "key", "position", "delivery")
    for page in pages(_old("quarantine", *same, "raw", "problems"), "number"):
        rows: list[dict[str, Any]] = []
        for row in page:
            digest = ring.blind(sha256(row.raw.encode()).hexdigest()[:32])
            wrapped, envelope = ring.fresh(f"q-{row.delivery}/{row.position}/{digest}")
            sealed = {name: envelope.seal(name, getattr(row, name).encode()) for name in ("raw", "problems")}
            rows.append({name: getattr(row, name) for name in same} | sealed | {"digest": digest, "wrapped": wrapped})
        op.get_bind().execute(quarantine.insert(), rows)
        given().did(len(rows))


def _copy_cases(cases: sa.Table) -> None:
    columns: Sequence[str] = cases.c.keys()
    copied = op.get_bind().execute(
        cases.insert().from_select(columns, sa.select(_old("cases", *columns)).order_by(sa.column("id")))
    )
    given().did(max(copied.rowcount, 0))


def _tell(ring: KeyRing) -> None:
    """The version stands in Alembic's table from now on."""
    meta = sa.table("meta", sa.column("name"), sa.column("value"))
    op.execute(meta.delete().where(meta.c.name == "schema"))
    rows = [{"name": "key", "value": ring.fingerprint}, {"name": "writer", "value": ""}, {"name": PLAIN, "value": ""}]
    op.get_bind().execute(meta.insert(), rows)
