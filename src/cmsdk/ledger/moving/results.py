"""What came of moving a ledger."""

from collections.abc import Mapping
from pathlib import Path

import attrs

from .manifest import Manifest


@attrs.frozen
class Exported:
    """What an export came to: what it holds, and how many full files of an earlier run were kept."""

    manifest: Manifest
    kept: int = 0


@attrs.frozen
class Imported:
    """What an import came to: table → rows of the export, and rows that are new here; files done by an earlier run."""

    rows: Mapping[str, int]
    new: Mapping[str, int]
    kept: int = 0


@attrs.frozen
class Copied:
    """What was copied: table → rows, counted on both sides; how many streams, whose heads were compared; the key."""

    rows: Mapping[str, int]
    streams: int
    key: str
    """Fingerprint of the key under which the copy stands."""


@attrs.frozen
class BackedUp:
    """A backup that was made: where, and how many entries it holds."""

    file: Path
    entries: int
