"""The manifest of an export: what it holds, written last, so that a folder without one is unfinished."""

from collections import Counter
from hashlib import file_digest, sha256
import json
import os
from pathlib import Path
import re
from typing import Any, Final

import attrs
from cattrs.errors import BaseValidationError

from cmsdk.model.errors import RejectedInput
from cmsdk.model.problem import problem
from cmsdk.serial import StoredForm, UnknownFormError, make_converter

NAME: Final = "manifest.json"
"""Of the file."""
OBJECTS: Final = "objects"
"""Of the folder in which the objects stand."""
FORMATS: Final = ("jsonl", "parquet")
"""In what the rows may stand."""
FORM: Final = StoredForm("export")
_CONVERTER: Final = make_converter()
_PLAIN: Final = re.compile(r"[a-z0-9_]+-[0-9]{5}\.[a-z]+")


@attrs.frozen
class Part:
    """A file of an export."""

    name: str
    table: str
    rows: int
    sha256: str
    """Of its bytes, hexadecimal."""


@attrs.frozen
class Kept:
    """An object of an export: a sealed attachment, as a file in the folder ``objects``."""

    key: str
    """Its name: two digits of it are that of its folder, the others that of the file."""
    sha256: str


@attrs.frozen
class Manifest:
    """What an export holds."""

    format: str
    schema: int
    """Version of the ledger's schema."""
    key: str
    """Fingerprint of the ledger's key, without which nobody reads what is personal in it."""
    cities: tuple[str, ...]
    files: tuple[Part, ...]
    objects: tuple[Kept, ...] = ()
    stale: dict[str, str] = attrs.field(factory=dict)
    """City whose projections have to be made anew after an upgrade → which upgrade."""

    def rows(self) -> Counter[str]:
        """Table → its rows."""
        found: Counter[str] = Counter()
        for part in self.files:
            found[part.table] += part.rows
        return found

    @property
    def digest(self) -> str:
        """Tells this export from another one."""
        return sha256(self.text().encode()).hexdigest()

    def text(self) -> str:
        """As it is written."""
        form: dict[str, Any] = {"v": FORM.version, **_CONVERTER.unstructure(self)}
        return json.dumps(form, ensure_ascii=False, indent=1) + "\n"

    def write(self, folder: Path) -> None:
        """Write it into ``folder``, whole or not at all."""
        write_whole(folder / NAME, self.text())


def write_whole(path: Path, text: str) -> None:
    """Write a file that is there whole or not at all, and stays there when the power goes."""
    draft = path.with_name(f"{path.name}.part")
    with draft.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    place(draft, path)


def place(draft: Path, path: Path) -> None:
    """Give a finished draft its name, durably."""
    draft.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def is_plain(name: str) -> bool:
    """Whether a file of an export can have this name."""
    return _PLAIN.fullmatch(name) is not None


def digest_of(path: Path) -> str:
    """SHA-256 of a file. Raises OSError."""
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def read_manifest(folder: Path) -> Manifest:
    """The manifest of the export in ``folder``. Raises RejectedInput where there is none, or one that is not known."""
    try:
        text = (folder / NAME).read_text(encoding="utf-8")
        manifest = _CONVERTER.structure(FORM.load(text), Manifest)
    except FileNotFoundError:
        raise RejectedInput([problem("CMS847", str(folder), folder=folder, error=NAME)]) from None
    except (OSError, UnknownFormError) as error:
        raise RejectedInput([problem("CMS847", str(folder), folder=folder, error=error)]) from error
    except (ValueError, TypeError, AttributeError, RecursionError, BaseValidationError) as error:
        raise RejectedInput([problem("CMS847", str(folder), folder=folder, error=type(error).__name__)]) from error
    odd = [part.name for part in manifest.files if not is_plain(part.name)]
    if odd:
        raise RejectedInput([problem("CMS847", str(folder), folder=folder, error=", ".join(odd))])
    return manifest
