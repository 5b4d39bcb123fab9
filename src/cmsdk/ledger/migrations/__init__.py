"""How a ledger of an earlier version becomes one of this version: Alembic's revisions, one a version (ADR 0039)."""
