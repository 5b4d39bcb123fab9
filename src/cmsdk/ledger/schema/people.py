"""People (contracts §9): each under a key of their own, which is wrapped by the ledger's and can be destroyed."""

import sqlalchemy as sa

from .base import TEXT, metadata

people = sa.Table(
    "people",
    metadata,
    sa.Column("key", TEXT, primary_key=True),
    sa.Column("city", TEXT, nullable=False),
    # their own key, wrapped; empty once it is destroyed
    sa.Column("wrapped", sa.LargeBinary),
    # who they are, under their key; empty where nothing is known but the item as it came
    sa.Column("form", sa.LargeBinary),
    # keyed hashes of phones and identity number, parted by a space: by them all reports of one person are found
    sa.Column("lookup", TEXT),
    # when the key was destroyed
    sa.Column("erased", TEXT),
    sa.Index("ix_people_lookup", "lookup"),
)
