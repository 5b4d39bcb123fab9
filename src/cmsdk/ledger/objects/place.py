"""Where the objects of a ledger stand: what the app gives, a folder that the environment names, or one beside it."""

from collections.abc import Mapping
import os
from pathlib import Path
from typing import Final

from cmsdk.contract.ports_objects import Objects

from .folder import FolderObjects

FOLDER: Final = "CMSDK_LEDGER_OBJECTS"
"""Environment variable: the folder of the objects."""


def objects_at(
    given: Objects | str | Path | None, beside: Path | None, environment: Mapping[str, str] = os.environ
) -> Objects | None:
    """The store that is ``given``, or a folder; nothing where none is named, as may be with PostgreSQL."""
    if given is not None and not isinstance(given, str | Path):
        return given
    path = given or environment.get(FOLDER) or beside
    return None if path is None else FolderObjects(Path(path))
