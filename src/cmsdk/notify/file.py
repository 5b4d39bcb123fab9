"""The notifier ``file``: one JSON line a notice, appended durably, a file a day."""

import os
from pathlib import Path
import sys
from typing import Final

import attrs

from cmsdk.contract.notices import Addressed

from .form import notice_json

if sys.platform != "win32":
    import fcntl

FOLDER: Final = "CMSDK_NOTICES"
"""Environment variable that names the folder where the table names none."""
_PRIVATE: Final = 0o600
"""The lines hold phone numbers: nobody but the owner reads them."""
_PRIVATE_FOLDER: Final = 0o700


@attrs.frozen
class FileNotifier:
    """Appends to ``notices-2026-06-01.jsonl`` in ``folder``, by the day on which the notice was made.

    Without a folder that of the environment variable ``CMSDK_NOTICES`` is taken. One that is missing is made, for its
    owner alone; a relative one counts from the folder in which the program runs.
    """

    folder: str = ""

    def __call__(self, addressed: Addressed) -> None:
        """Append the notice; it is on the disk when this returns. Raises OSError, or LookupError without a folder."""
        folder = self.folder or os.environ.get(FOLDER, "")
        if not folder:
            raise LookupError(f"no folder is named: give one in notifiers.toml, or in {FOLDER}")
        line = f"{notice_json(addressed)}\n".encode()
        Path(folder).mkdir(_PRIVATE_FOLDER, parents=True, exist_ok=True)
        path = Path(folder) / f"notices-{addressed.notice.at.date().isoformat()}.jsonl"
        file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, _PRIVATE)
        try:
            _lock(file)
            end = os.lseek(file, 0, os.SEEK_END)
            if end and _last(file, end) != b"\n":  # whoever wrote there before was cut off
                line = b"\n" + line
            written = os.write(file, line)
            os.fsync(file)
        finally:
            os.close(file)
        if written != len(line):
            raise OSError(f"only {written} of {len(line)} bytes were written")


def _lock(file: int) -> None:
    """Wait until nobody else appends, until the file is closed: a line that is being written is not cut off."""
    if sys.platform != "win32":
        fcntl.flock(file, fcntl.LOCK_EX)


def _last(file: int, end: int) -> bytes:
    os.lseek(file, end - 1, os.SEEK_SET)
    return os.read(file, 1)
