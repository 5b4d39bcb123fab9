"""What came of moving a ledger."""

from collections.abc import Mapping
from pathlib import Path

import attrs

from cmsdk.model.problem import Problem

from .manifest import Manifest


@attrs.frozen
class Carried:
    """What became of the objects of attachments: how many are there now, how many of them are new, what is missing."""

    objects: int = 0
    new: int = 0
    problems: tuple[Problem, ...] = ()
    """Objects that are named and were not to be had (CMS835), or that no place is named for them (CMS834)."""


@attrs.frozen
class Exported:
    """What an export came to: what it holds, and how many full files of an earlier run were kept."""

    manifest: Manifest
    kept: int = 0
    carried: Carried = Carried()


@attrs.frozen
class Imported:
    """What an import came to: table → rows of the export, and rows that are new here; files done by an earlier run."""

    rows: Mapping[str, int]
    new: Mapping[str, int]
    kept: int = 0
    carried: Carried = Carried()


@attrs.frozen
class Copied:
    """What was copied: table → rows, counted on both sides; how many streams, whose heads were compared; the key."""

    rows: Mapping[str, int]
    streams: int
    key: str
    """Fingerprint of the key under which the copy stands."""
    carried: Carried = Carried()


@attrs.frozen
class BackedUp:
    """A backup that was made: where, and how many entries it holds."""

    file: Path
    entries: int
    carried: Carried = Carried()
