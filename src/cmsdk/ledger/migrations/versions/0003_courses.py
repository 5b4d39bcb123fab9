"""Version 3: what happened to cases at work, streams that are no cases, and commands that were refused."""

from typing import Final

from alembic import op
import sqlalchemy as sa

from cmsdk.ledger.schema.base import NUMBER, TEXT

revision: Final = "0003"
down_revision: Final = "0002"


def upgrade() -> None:
    """A column that is empty where nothing has happened, and two tables."""
    op.add_column("cases", sa.Column("course", TEXT))
    op.create_table(
        "matters", sa.Column("id", TEXT, primary_key=True),
        *(sa.Column(name, TEXT, nullable=False) for name in ("kind", "city", "case_id", "state", "form")),
        sa.Column("version", sa.Integer, nullable=False), *(sa.Column(name, TEXT) for name in ("last", "due")),
    )  # fmt: skip
    op.create_index("ix_matters_kind", "matters", ["city", "kind", "state"])
    op.create_index("ix_matters_case", "matters", ["city", "case_id"])
    op.create_table(
        "refusals", sa.Column("number", NUMBER, primary_key=True),
        *(sa.Column(name, TEXT, nullable=False) for name in ("stream", "city", "made", "by", "command", "form")),
    )  # fmt: skip
    op.create_index("ix_refusals_stream", "refusals", ["stream"])
