"""Version 7: when a delivery's bytes were destroyed, and in which other deliveries a report came again."""

from typing import Final

from alembic import op
import sqlalchemy as sa

from cmsdk.ledger.schema.base import TEXT

revision: Final = "0007"
down_revision: Final = "0006"

_SAME: Final = sa.text("same_as IS NOT NULL")


def upgrade() -> None:
    """Add the column and the table. What came again before this version is not known any more."""
    op.add_column("deliveries", sa.Column("erased", TEXT))
    op.create_index("ix_deliveries_same", "deliveries", ["same_as"], sqlite_where=_SAME, postgresql_where=_SAME)
    op.create_table(
        "repeats", sa.Column("delivery", TEXT, primary_key=True), sa.Column("case_id", TEXT, primary_key=True)
    )
    op.create_index("ix_repeats_case", "repeats", ["case_id"])
