"""Version 2: which cases are linked and which recur, and the indexes by which earlier cases are found."""

from typing import Final

from alembic import op
import sqlalchemy as sa

from cmsdk.ledger.schema.base import TEXT

revision: Final = "0002"
down_revision: Final = "0001"

_LINKED: Final = sa.text("linked IS NOT NULL")


def upgrade() -> None:
    """Two columns and two indexes; no case of version 1 was linked to another."""
    for name in ("linked", "recurs"):
        op.add_column("cases", sa.Column(name, TEXT))
    op.create_index("ix_cases_class", "cases", ["city", "category", "reported"])
    op.create_index("ix_cases_linked", "cases", ["city", "linked"], sqlite_where=_LINKED, postgresql_where=_LINKED)
