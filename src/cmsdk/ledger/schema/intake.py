"""What came in: deliveries as they came, encrypted; the reports in them; what could not be read."""

from typing import Final

import sqlalchemy as sa

from .base import NUMBER, TEXT, metadata

_SAME: Final = sa.text("same_as IS NOT NULL")

deliveries = sa.Table(
    "deliveries",
    metadata,
    sa.Column("id", TEXT, primary_key=True),
    *(sa.Column(name, TEXT, nullable=False) for name in ("city", "channel", "received", "digest", "name")),
    sa.Column("size", NUMBER, nullable=False),
    # bytes that came before are stored once: then the id of the delivery that has them
    sa.Column("same_as", TEXT),
    # the delivery's own key, wrapped; empty where the bytes stand with another one, or once it is destroyed
    sa.Column("wrapped", sa.LargeBinary),
    # when the bytes were destroyed
    sa.Column("erased", TEXT),
    sa.Index("ix_deliveries_digest", "city", "digest"),
    sa.Index("ix_deliveries_same", "same_as", sqlite_where=_SAME, postgresql_where=_SAME),
)

parts = sa.Table(
    "delivery_parts",
    metadata,
    sa.Column("delivery", TEXT, primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("body", sa.LargeBinary, nullable=False),
)
"""The bytes of a delivery, in encrypted pieces, so that a large one is never held twice."""

reports = sa.Table(
    "reports",
    metadata,
    sa.Column("number", NUMBER, primary_key=True),
    *(sa.Column(name, TEXT, nullable=False) for name in ("city", "channel", "key", "case_id", "delivery", "position")),
    # the item as it came, under the key of its person
    sa.Column("raw", sa.LargeBinary, nullable=False),
    sa.UniqueConstraint("city", "channel", "key"),
    sa.Index("ix_reports_case", "case_id"),
)

repeats = sa.Table(
    "repeats",
    metadata,
    sa.Column("delivery", TEXT, primary_key=True),
    sa.Column("case_id", TEXT, primary_key=True),
    sa.Index("ix_repeats_case", "case_id"),
)
"""In which other deliveries the report of a case came again: their bytes hold its person's data too."""

quarantine = sa.Table(
    "quarantine",
    metadata,
    sa.Column("number", NUMBER, primary_key=True),
    *(sa.Column(name, TEXT, nullable=False) for name in ("city", "channel", "key", "position")),
    # of raw: rows of two deliveries may have one id and one position and still say different things
    sa.Column("digest", TEXT, nullable=False),
    sa.Column("delivery", TEXT, nullable=False),
    sa.Column("wrapped", sa.LargeBinary),
    sa.Column("raw", sa.LargeBinary, nullable=False),
    sa.Column("problems", sa.LargeBinary, nullable=False),
    sa.UniqueConstraint("city", "channel", "key", "position", "digest"),
)
