"""Objects in a folder beside the ledger: ``ab/cdef…``, written under another name and renamed when they are durable."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
import os
from pathlib import Path
import re
import time
from typing import BinaryIO, Final

import attrs

from cmsdk.contract.ports_objects import StoredObject

READ: Final = 1 << 20
"""Bytes that are read at once."""
UNFINISHED: Final = ".part"
"""Ends the name of what is still being written, or never was finished."""
_KEY: Final = re.compile(r"[0-9a-f]{8,64}(\.part)?")
_SHARD: Final = 2
"""First characters of a key that name its folder: 256 folders, so that none gets too many files."""


@attrs.frozen
class FolderObjects:
    """A folder that is made with its first object. Only its owner may read what is in it."""

    root: Path

    def _path(self, key: str) -> Path:
        if not _KEY.fullmatch(key):
            raise KeyError(key)
        return self.root / key[:_SHARD] / key[_SHARD:]

    def put(self, key: str, pieces: Iterable[bytes]) -> None:
        """See the port."""
        path, draft = self._path(key), self._path(key + UNFINISHED)
        fresh = not self.root.exists()
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:  # noqa: PTH123  Path.open knows no mode bits
                file.writelines(pieces)
                file.flush()
                os.fsync(file.fileno())
            draft.replace(path)
        except BaseException:
            draft.unlink(missing_ok=True)
            raise
        for folder in (path.parent, self.root, *((self.root.parent,) if fresh else ())):
            _sync(folder)

    def get(self, key: str) -> Iterator[bytes]:
        """See the port."""
        try:
            file = self._path(key).open("rb")
        except FileNotFoundError as error:
            raise KeyError(key) from error
        return _pieces(file)

    def delete(self, key: str) -> None:
        """See the port."""
        self._path(key).unlink(missing_ok=True)

    def exists(self, key: str) -> bool:
        """See the port."""
        return self._path(key).is_file()

    def listed(self) -> Iterator[StoredObject]:
        """See the port. Files that no object could be are none of ours."""
        if not self.root.is_dir():
            return
        now = time.time()
        for shard in sorted(self.root.iterdir()):
            for path in sorted(shard.iterdir()) if shard.is_dir() else ():
                key = shard.name + path.name
                if not _KEY.fullmatch(key):
                    continue
                try:
                    written = path.stat().st_mtime
                except FileNotFoundError:  # finished, or removed, meanwhile
                    continue
                yield StoredObject(key, timedelta(seconds=max(0.0, now - written)))


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    with file:
        while piece := file.read(READ):
            yield piece


def _sync(folder: Path) -> None:
    """A name that was given is durable once its folder is; Windows opens no folders, and sees to it itself."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
