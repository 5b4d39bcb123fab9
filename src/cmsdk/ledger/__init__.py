"""The ledger (台账): what came in, what was decided, what was done. SQLite by default, memory for tests."""
