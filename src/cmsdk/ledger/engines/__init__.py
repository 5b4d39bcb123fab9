"""The databases that can hold a ledger: SQLite in a file or in memory, and PostgreSQL."""
