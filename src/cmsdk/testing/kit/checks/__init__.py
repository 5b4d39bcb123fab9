"""The checks, one file a kind of contribution."""
