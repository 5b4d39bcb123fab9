"""Where the ledger's key comes from: the environment, or a file, for SQLite by default the one beside the ledger."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
import binascii
from collections.abc import Mapping
import os
from pathlib import Path
from secrets import token_hex
from typing import Final

import attrs

from cmsdk.model.errors import StoreUnavailable
from cmsdk.model.problem import problem

from .ring import SIZE

KEY: Final = "CMSDK_LEDGER_KEY"
"""Environment variable: the key itself, 32 bytes in URL-safe base 64."""
KEY_FILE: Final = "CMSDK_LEDGER_KEY_FILE"
"""Environment variable: the file that holds it."""


MOST: Final = 1000
"""Characters that are read of a key's file, which has 45: what is longer is none, and may have no end."""


def new_key() -> bytes:
    """A key that nobody has."""
    return os.urandom(SIZE)


def as_text(key: bytes) -> str:
    """A key as it is written down."""
    return urlsafe_b64encode(key).decode()


@attrs.frozen
class KeySource:
    """Where one ledger finds its key."""

    url: str
    given: bytes | None = None
    """The key that an app gave itself."""
    beside: Path | None = None
    """The file where it lies if nothing else is said."""
    environment: Mapping[str, str] = attrs.field(factory=lambda: os.environ)

    def key(self, *, begins: bool) -> bytes:
        """The key; where a ledger ``begins``, it is made if its place is the file beside.

        Raises:
            StoreUnavailable: none is given (CMS810), its file cannot be read (CMS811), or it is none (CMS813).
        """
        if self.given is not None:
            return self._checked(as_text(self.given), "key=")
        if text := self.environment.get(KEY):
            return self._checked(text, KEY)
        named = self.environment.get(KEY_FILE)
        path = Path(named) if named else self.beside
        if path is None:
            raise StoreUnavailable([problem("CMS810", self.url, url=self.url)])
        try:
            if begins and not named:
                write_key(path)
            with path.open(encoding="ascii") as file:
                text = file.read(MOST)
        except (OSError, UnicodeDecodeError, ValueError) as error:
            raise StoreUnavailable([problem("CMS811", self.url, url=self.url, file=path, error=error)]) from error
        return self._checked(text, str(path))

    def _checked(self, text: str, where: str) -> bytes:
        try:
            key = urlsafe_b64decode(text.strip().encode())
        except (binascii.Error, ValueError):
            key = b""
        if len(key) != SIZE:
            raise StoreUnavailable([problem("CMS813", where, place=where)])
        return key


def write_key(path: Path, text: str = "") -> bool:
    """Write a new key to ``path``, readable by its owner alone; ``False``, and nothing written, if a file is there.

    It is ``text``, or a key of a ledger where that is left out. The file appears whole or not at all, so that two who
    begin at once agree on one key.
    """
    if path.exists():
        return False
    draft = path.with_name(f"{path.name}.{token_hex(8)}.new")
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:  # noqa: PTH123  Path.open knows no mode bits
        file.write(text or as_text(new_key()) + "\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        return False
    finally:
        draft.unlink()
    return True
