"""Rendering to a file: whole, or not at all."""

import contextlib
from io import BytesIO
import os
from pathlib import Path
from tempfile import NamedTemporaryFile

from cmsdk.contract.output import Document, Format
from cmsdk.contract.plan import CityPlan
from cmsdk.model.errors import RejectedInput
from cmsdk.model.problem import problem


def format_for(plan: CityPlan, path: Path) -> Format:
    """The format of the city for the suffix of ``path``. Raises RejectedInput."""
    suffix = path.suffix.casefold()
    for found in plan.formats.values():
        if found.suffix == suffix:
            return found
    known = ", ".join(sorted(f.suffix for f in plan.formats.values()))
    raise RejectedInput([problem("CMS902", str(path), suffix=suffix or "—", known=known)])


def render(document: Document, renderer: Format) -> bytes:
    """The document as the format has it: in memory first, so that a format that breaks off leaves no file."""
    out = BytesIO()
    renderer.render(document, out)
    return out.getvalue()


def write(payload: bytes, path: Path) -> Path:
    """Write beside ``path`` and move into place, so that nobody ever reads half a file. Raises RejectedInput."""
    try:
        with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as out:
            try:
                out.write(payload)
                out.close()
                Path(out.name).chmod(0o644)
                os.replace(out.name, path)  # noqa: PTH105  the temporary file is a name, not a Path
            except OSError:
                with contextlib.suppress(OSError):
                    Path(out.name).unlink()
                raise
    except (OSError, ValueError) as error:
        # a name with NUL or a lone surrogate is a ValueError, and cannot be printed as it is
        shown = str(path).encode("utf-8", "backslashreplace").decode()
        reason = getattr(error, "strerror", None) or type(error).__name__
        raise RejectedInput([problem("CMS905", shown, file=shown, error=reason)]) from error
    return path
