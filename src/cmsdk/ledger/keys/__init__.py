"""Keys (contracts §9): the ledger's own, and one for each person and delivery, wrapped by it."""
