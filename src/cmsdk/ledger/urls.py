"""How ledger URLs begin, and how they are shown."""

import re
from typing import Final

MEMORY: Final = "memory://"
SQLITE: Final = "sqlite:///"
"""All behind it is the path, as it is."""
POSTGRES: Final = "postgresql+psycopg://"
_PASSWORD: Final = re.compile(r"(?<=://)([^:/@?]*):.*@|([?&][a-z_]*pass[a-z]*=)[^&]*")
"""Behind the user, up to the last ``@``, as nobody can tell where a mistyped one ends; or in the query."""


def shown(url: str) -> str:
    """``url`` as it may be shown and kept: without passwords, whether it is understood or not."""
    if url.startswith(SQLITE):
        return url
    return _PASSWORD.sub(lambda found: f"{found[2]}***" if found[2] else f"{found[1]}:***@", url)
