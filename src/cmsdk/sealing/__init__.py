"""The proof of the ledger (封存, 存证): seals over all streams, the check of a ledger, the proof of one case."""
