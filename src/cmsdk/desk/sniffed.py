"""What a file is, by its first bytes; its name is never asked. ``filetype`` knows most (ADR 0041); some we add.

A signature stands at a fixed place, so nothing is read but the head. Files without one (plain text, scripts) are of no
known type, and so is what nobody has described yet.
"""

from collections.abc import Callable
from typing import Final

import filetype

UNKNOWN: Final = "unknown"
"""No type that could be told."""
HEAD: Final = 1 << 16
"""First bytes that are looked at."""
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP: Final = b"PK\x03\x04"
_STREAMS: Final = {
    "WordDocument": "application/msword",
    "Workbook": "application/vnd.ms-excel",
    "PowerPoint Document": "application/vnd.ms-powerpoint",
}
"""Stream of a compound file ([MS-CFB]) → what the file is; an installer (.msi), which is one too, has none of these."""


def _phone_video(head: bytes) -> str:
    """3GPP files (3GPP TS 26.244, 5.4): a brand of ``3g…`` in the first box."""
    return "video/3gpp" if head[4:8] == b"ftyp" and head[8:10] == b"3g" else ""


def _old_office(head: bytes) -> str:
    """Office files before 2007; WPS writes them, too."""
    if not head.startswith(_OLE):
        return ""
    return next((type_ for name, type_ in _STREAMS.items() if name.encode("utf-16-le") in head), "")


def _ofd(head: bytes) -> str:
    """The national format of fixed documents (版式文档, GB/T 33190-2016): a ZIP archive that has an ``OFD.xml``."""
    return "application/ofd" if head.startswith(_ZIP) and b"OFD.xml" in head else ""


_OURS: Final[tuple[Callable[[bytes], str], ...]] = (_phone_video, _ofd, _old_office)


def sniffed(head: bytes) -> str:
    """The media type of what begins with ``head``, or ``unknown``."""
    known = filetype.guess(head)
    ours = next(filter(None, (ask(head) for ask in _OURS)), "")
    return ours or (str(known.mime) if known is not None else UNKNOWN)
