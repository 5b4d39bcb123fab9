"""What all tables of the SQL ledger share. Texts sort by their bytes on every engine, so pages agree."""

from typing import Final

import sqlalchemy as sa

VERSION: Final = 7
"""Version of the schema: the number of the last migration (``migrations/versions``)."""

metadata = sa.MetaData()

TEXT: Final = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
NUMBER: Final = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
"""Numbers of rows; SQLite keeps the rows of a table in this order only under the type ``INTEGER``."""

meta = sa.Table("meta", metadata, sa.Column("name", TEXT, primary_key=True), sa.Column("value", TEXT, nullable=False))
"""``key`` is the fingerprint of the key that the ledger was begun with; whoever writes locks the row ``writer``;
``objects`` is what the keys of its objects end with, once it has any.

``import`` is there only while an import is unfinished: how far it has come.
"""

REBUILD: Final = "rebuild:"
"""How the row of ``meta`` begins that says how far the rebuild of a city has come."""
STALE: Final = "stale:"
"""How the row of ``meta`` begins that an upgrade leaves of a city whose projections have to be made anew."""
PLAIN: Final = "plain"
"""Row of ``meta`` that an upgrade leaves: what was plain before may still lie in places that no table uses."""

version = sa.Table("alembic_version", metadata, sa.Column("version_num", sa.String(32), primary_key=True))
"""Which migration the ledger has come to; Alembic's own table."""
