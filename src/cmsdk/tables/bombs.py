"""Workbooks that would grow out of all proportion are refused before they are opened.

The reader of xlsx lays a sheet out as one dense block and copies a shared text for each cell that names it: a few
bytes could so take all of a machine's memory, and end the process without a word.
"""

from collections.abc import Iterator
import io
import re
from typing import Final
from xml.parsers import expat
import zipfile
import zlib

import attrs

from cmsdk.model.errors import RejectedInput
from cmsdk.model.problem import problem

MAX_UNPACKED: Final = 256 * 1024 * 1024
"""Most bytes that an xlsx may unpack to."""
MAX_RATIO: Final = 200
"""Most times that an xlsx may grow while unpacking; real workbooks stay under 30."""
MAX_CELLS: Final = 20_000_000
"""Most cells that the sheets may span, empty ones between the filled ones included."""
MAX_SHARED: Final = 512 * 1024 * 1024
"""Most characters that cells may take from the workbook's shared texts."""

SHARED: Final = "xl/sharedstrings.xml"
_CELL: Final = re.compile(r"([A-Za-z]*)(\d+)")
_BROKEN: Final = (zipfile.BadZipFile, zlib.error, RuntimeError, EOFError, OSError, ValueError)
"""What opening a zip gives where it is broken, encrypted, or packed in a way that Python does not know."""


def _column(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _parser() -> expat.XMLParserType:
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def refuse(*_: object) -> None:
        raise ValueError("a part declares a document type, which no workbook does")

    parser.StartDoctypeDeclHandler = refuse
    return parser


@attrs.define
class _Sheet:
    """What one sheet spans, and which shared texts its cells name."""

    rows: int = 0
    columns: int = 0
    shared: bool = False
    """Whether a cell names a shared text."""
    _row: int = 0
    _at: int = 0

    def start(self, tag: str, given: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if name == "row":
            self._row, self._at = (int(given["r"]) if given.get("r", "").isdigit() else self._row + 1), 0
        elif name == "c":
            found = _CELL.fullmatch(given.get("r", ""))
            self._at = _column(found[1]) if found else self._at + 1
            self.rows = max(self.rows, int(found[2]) if found else self._row)
            self.columns = max(self.columns, self._at)
            self.shared = self.shared or given.get("t") == "s"


def _measured(part: bytes) -> _Sheet:
    sheet, parser = _Sheet(), _parser()
    parser.StartElementHandler = sheet.start
    parser.Parse(part, True)  # noqa: FBT003  the last piece; the function takes no keywords
    return sheet


def _texts(part: bytes, holder: str) -> Iterator[str]:
    """The text in each element called ``holder``; of a cell only where it names a shared text."""
    parser = _parser()
    found: list[str] = []
    inside = [False]

    def start(tag: str, given: dict[str, str]) -> None:
        if tag.rpartition(":")[2] == holder:
            inside[0] = holder == "si" or given.get("t") == "s"
            if inside[0]:
                found.append("")

    def end(tag: str) -> None:
        inside[0] = inside[0] and tag.rpartition(":")[2] != holder

    def text(piece: str) -> None:
        if inside[0]:
            found[-1] += piece

    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, text
    parser.Parse(part, True)  # noqa: FBT003  see above
    return iter(found)


def _taken(sheets: list[bytes], shared: bytes) -> int:
    """Characters that the cells of ``sheets`` take from the shared texts."""
    lengths = [len(text) for text in _texts(shared, "si")]
    numbers = (int(text) for sheet in sheets for text in _texts(sheet, "c") if text.strip().isdigit())
    return sum(lengths[number] for number in numbers if number < len(lengths))


def _opened(payload: bytes, where: str) -> tuple[list[bytes], bytes]:
    """The parts that hold rows, and the shared texts."""
    with zipfile.ZipFile(io.BytesIO(payload)) as book:
        entries = book.infolist()
        unpacked = sum(entry.file_size for entry in entries)
        if unpacked > MAX_UNPACKED or unpacked > MAX_RATIO * max(len(payload), 1):
            raise RejectedInput([problem("CMS510", where, unpacked=unpacked, packed=len(payload))])
        parts = [(entry.filename.casefold(), book.read(entry)) for entry in entries]
    shared = b"".join(part for name, part in parts if name.replace("\\", "/") == SHARED)
    return [part for _, part in parts if b"sheetData" in part], shared


def refuse_bomb(payload: bytes, where: str) -> None:
    """Raise RejectedInput for bytes that are no zip, or that would grow out of all proportion when they are read."""
    try:
        parts, shared = _opened(payload, where)
        sheets = [_measured(part) for part in parts]
        cells = sum(sheet.rows * sheet.columns for sheet in sheets)
        naming = [part for part, sheet in zip(parts, sheets, strict=True) if sheet.shared]
        taken = _taken(naming, shared) if cells <= MAX_CELLS else 0
    except (*_BROKEN, expat.ExpatError) as error:
        raise RejectedInput([problem("CMS409", where, error=error)]) from error
    if cells > MAX_CELLS or taken > MAX_SHARED:
        raise RejectedInput([problem("CMS510", where, unpacked=max(cells, taken), packed=len(payload))])
