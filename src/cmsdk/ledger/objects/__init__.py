"""Objects: sealed bytes that stand beside the ledger's tables, in a folder, in memory, or where an app keeps them."""
