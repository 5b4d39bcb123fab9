"""The folder of the public data, which is not in the repository."""

from pathlib import Path
import sys
from typing import Final

DATA: Final = Path(__file__).parents[4] / "shared" / "data"
"""Where the public data stands if nobody says otherwise: beside the project."""
MISSING: Final = 2
"""Exit code of a script that has nothing to measure on."""


def data_folder(named: str | Path | None = None) -> Path:
    """The folder that is named, or that of the command line, else the usual one; without it the script ends with 2."""
    words = sys.argv[1:2] if named is None else [named]
    folder = Path(words[0]) if words else DATA
    if not folder.is_dir():
        shown = "../shared/data" if folder == DATA else folder
        print(f"{shown} is not there: name the folder of the public data (make accuracy DATA=folder)", file=sys.stderr)
        sys.exit(MISSING)
    return folder
