"""What may be attached to a case (附件规则): types of file and the largest size. Rules of a city, as data."""

from typing import Final

import attrs

from .base import Named

MEGABYTE: Final = 1_000_000
"""Bytes of the unit in which the largest size is given, as phones and cameras count it (SI)."""
MOST: Final = 200
"""Largest attachment in MB where the city says nothing. Our own choice, since no standard names one: some minutes of a
phone's video, or some hours of a recorded call."""
LARGEST: Final = 10_000
"""Largest size in MB that a city may allow: with pieces of 1 MiB far below the 2**32 that one key may seal with random
nonces (NIST SP 800-38D, 8.3)."""

PHOTOS: Final = (
    "image/jpeg", "image/png", "image/webp", "image/heic", "image/gif", "image/bmp", "image/tiff",
)  # fmt: skip
AUDIO: Final = (
    "audio/mpeg", "audio/mp4", "audio/aac", "audio/amr", "audio/ogg", "audio/x-wav", "audio/x-flac",
)  # fmt: skip
VIDEO: Final = (
    "video/mp4", "video/quicktime", "video/3gpp", "video/webm", "video/mpeg", "video/x-msvideo", "video/x-matroska",
)  # fmt: skip
_OPEN_XML: Final = "application/vnd.openxmlformats-officedocument"
DOCUMENTS: Final = (
    "application/pdf", "application/ofd", "application/msword", "application/vnd.ms-excel",
    "application/vnd.ms-powerpoint", f"{_OPEN_XML}.wordprocessingml.document",
    f"{_OPEN_XML}.spreadsheetml.sheet", f"{_OPEN_XML}.presentationml.presentation",
    "application/vnd.oasis.opendocument.text", "application/vnd.oasis.opendocument.spreadsheet",
    "application/vnd.oasis.opendocument.presentation",
)  # fmt: skip
"""Names as registered at IANA (https://www.iana.org/assignments/media-types); ``application/ofd``: GB/T 33190-2016."""


@attrs.frozen(kw_only=True)
class AttachmentRules(Named):
    """Which files may be attached to a case. One a city: the most specific plugin's."""

    types: tuple[str, ...] = attrs.field(default=(*PHOTOS, *AUDIO, *VIDEO, *DOCUMENTS))
    """Media types that are taken, as the bytes say; ``image/*`` stands for all of a kind that can be told."""
    most: int = attrs.field(default=MOST)
    """Largest size, in MB of 1,000,000 bytes."""

    @types.validator
    def _media_types(self, _attribute: object, value: tuple[str, ...]) -> None:
        wrong = [one for one in value if one.count("/") != 1 or one.startswith(("/", "*")) or one.endswith("/")]
        if wrong or not value:
            raise ValueError(f"types: {wrong[0] if wrong else value!r} is no media type; write image/jpeg, or image/*")

    @most.validator
    def _some(self, _attribute: object, value: int) -> None:
        if not 1 <= value <= LARGEST:
            raise ValueError(f"most: {value} is not from 1 to {LARGEST}; give MB")

    @property
    def bytes(self) -> int:
        """The largest size in bytes."""
        return self.most * MEGABYTE

    def takes(self, type_: str) -> bool:
        """Whether a file of this media type may be attached."""
        kind, _, _ = type_.partition("/")
        return type_ in self.types or f"{kind}/*" in self.types


CORE_ATTACHMENTS: Final = AttachmentRules(id="core-attachments")
"""Where no plugin says anything."""
