"""How ledger URLs begin."""

from typing import Final

MEMORY: Final = "memory://"
SQLITE: Final = "sqlite:///"
"""All behind it is the path, as it is."""
POSTGRES: Final = "postgresql+psycopg://"
