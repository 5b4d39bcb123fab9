"""The bytes of an attachment as they come: counted, digested, their type told, and none taken that is not allowed."""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from hashlib import sha256
from itertools import chain
from os import PathLike
from pathlib import Path
from typing import Any, BinaryIO, Final

import attrs

from cmsdk.contract.attachments import MEGABYTE, AttachmentRules
from cmsdk.model.errors import RejectedInput
from cmsdk.model.problem import problem

from .intake import Progress
from .sniffed import HEAD, sniffed

CHUNK: Final = 1 << 20
"""Bytes that are read at once."""
Source = str | PathLike[str] | BinaryIO | bytes | Iterable[bytes]
"""A file by its path, an open binary stream, bytes, or pieces of them."""


@attrs.define
class Taken:
    """What came through: what is known of it once all has."""

    rules: AttachmentRules
    where: str
    """How the file is called in messages."""
    progress: Progress | None = None
    size: int = 0
    type: str = ""
    _hash: Any = attrs.field(factory=sha256)

    @property
    def digest(self) -> str:
        """SHA-256 of all that came through, hexadecimal."""
        found: str = self._hash.hexdigest()
        return found

    def through(self, source: Source) -> Iterator[bytes]:
        """The bytes of ``source``. Raises RejectedInput as soon as something is wrong with them."""
        with ExitStack() as stack:
            chunks = self._read(source, stack)
            head = b""
            for chunk in chunks:
                head += chunk
                if len(head) >= HEAD:
                    break
            if not head:
                raise self._refused("CMS832", error="file-empty")
            self.type = sniffed(head)
            if not self.rules.takes(self.type):
                allowed = ", ".join(self.rules.types)
                raise self._refused("CMS830", type=self.type, allowed=allowed, rule=self.rules.id)
            for chunk in chain((head,), chunks):
                yield self._counted(chunk)

    def _refused(self, code: str, **facts: object) -> RejectedInput:
        return RejectedInput([problem(code, self.where, name=self.where, **facts)])

    def _counted(self, chunk: bytes) -> bytes:
        self.size += len(chunk)
        if self.size > self.rules.bytes:
            most = self.rules.most
            raise self._refused("CMS831", most=most, seen=-(-self.size // MEGABYTE), rule=self.rules.id)
        self._hash.update(chunk)
        if self.progress is not None:
            self.progress(self.size)
        return chunk

    def _read(self, source: Source, stack: ExitStack) -> Iterator[bytes]:
        """What ``source`` gives; one that breaks off, or gives no bytes, is none that can be taken."""
        try:
            for chunk in _chunks(source, stack):
                if not isinstance(chunk, bytes | bytearray | memoryview):
                    raise self._refused("CMS832", error="file-no-bytes")
                yield bytes(chunk)
        except OSError as error:  # in full it repeats the path, and files are called by people
            raise self._refused("CMS832", error=error.strerror or type(error).__name__) from error
        except (EOFError, ValueError, TypeError) as error:
            raise self._refused("CMS832", error=error) from error


def _chunks(source: Source, stack: ExitStack) -> Iterable[bytes]:
    if isinstance(source, bytes | bytearray | memoryview):
        return (bytes(source),)
    if isinstance(source, str | PathLike):
        source = stack.enter_context(Path(source).open("rb"))  # noqa: SIM115  the stack closes it
    read = getattr(source, "read", None)
    pieces: Iterable[bytes] = source if read is None else iter(lambda: read(CHUNK), b"")
    return pieces
