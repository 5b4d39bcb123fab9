"""Workbooks that would grow out of all proportion are refused before they are opened.

The reader of xlsx lays a sheet out as one dense block and copies a shared text for each cell that names it: a few
bytes could so take all of a machine's memory, and end the process without a word. What a workbook takes is first
judged by a quick upper bound, and counted exactly, which takes longer than reading it, only where that is too much.
"""

from collections.abc import Iterator, Sequence
import io
import re
from typing import Final, NamedTuple
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

_SHARED: Final = "xl/sharedstrings.xml"
_BROKEN: Final = (
    zipfile.BadZipFile, zlib.error, RuntimeError, EOFError, OSError, ValueError, LookupError, expat.ExpatError,
)  # fmt: skip
"""What opening a part gives where it is damaged, encrypted, or packed in a way that Python does not know."""

_PLAIN: Final = re.compile(rb"""(?:[^<]*+<(?:[^<>"']++|"[^"<>]*+"|'[^'<>]*+')*+>)*+[^<]*+""")
"""XML in which every ``<`` begins a tag and nothing can hide: the patterns below find all that there is."""
_ROW: Final = re.compile(rb"<(?:row|[^\s<>/:]*:row)[\s/>]")
_CELL: Final = re.compile(rb"<(?:c|[^\s<>/:]*:c)[\s/>]")
_TEXT: Final = re.compile(rb"<(?:si|[^\s<>/:]*:si)[\s/>]")
_PLACE: Final = re.compile(rb"""r\s*=\s*["']([A-Za-z]*)(\d+)""")
_NAMES_SHARED: Final = re.compile(rb"""t\s*=\s*["']s["']""")


class _Size(NamedTuple):
    """What a sheet takes: cells of its block, and how many of them name a shared text."""

    cells: int
    shared: int


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - ord("A") + 1
    return number


def _bound(part: bytes) -> _Size | None:
    """At least what the sheet takes; nothing where the part is not plain."""
    if not _PLAIN.fullmatch(part):
        return None
    places = _PLACE.findall(part)
    rows = _ROW.split(part)
    last = max(len(rows), max((int(row) for _, row in places), default=0))
    widest = max(len(_CELL.findall(row)) for row in rows)
    columns = max(widest, max(map(_column, {letters for letters, _ in places}), default=0))
    return _Size(last * columns, len(_NAMES_SHARED.findall(part)))


def _parser() -> expat.XMLParserType:
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def refuse(*_: object) -> None:
        raise ValueError("a part declares a document type, which no workbook does")

    parser.StartDoctypeDeclHandler = refuse
    return parser


@attrs.define
class _Block:
    """The block of cells of a sheet, as its tags come by."""

    rows: int = 0
    columns: int = 0
    shared: int = 0
    _row: int = 0
    _column: int = 0
    _cell: tuple[int, int] = (0, 0)

    def start(self, tag: str, given: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if name == "c":
            found = re.fullmatch(r"([A-Za-z]*)(\d+)", given.get("r", ""))
            self._column = _column(found[1].encode()) if found else self._column + 1
            self._cell = int(found[2]) if found else self._row, self._column
            self.shared += given.get("t") == "s"
        elif name in {"v", "is"}:
            # only what holds a value makes the block larger; a cell that is merely coloured does not
            self.rows, self.columns = max(self.rows, self._cell[0]), max(self.columns, self._cell[1])
        elif name == "row":
            self._row, self._column = int(given["r"]) if given.get("r", "").isdigit() else self._row + 1, 0


def _measured(part: bytes) -> _Size:
    block, parser = _Block(), _parser()
    parser.StartElementHandler = block.start
    parser.Parse(part, True)
    return _Size(block.rows * block.columns, block.shared)


def _texts(part: bytes, holder: str) -> Iterator[str]:
    """The text in each element called ``holder``; of a cell only where it names a shared text."""
    parser = _parser()
    found: list[list[str]] = []
    inside = [False]

    def start(tag: str, given: dict[str, str]) -> None:
        if tag.rpartition(":")[2] == holder:
            inside[0] = holder == "si" or given.get("t") == "s"
            if inside[0]:
                found.append([])

    def end(tag: str) -> None:
        inside[0] = inside[0] and tag.rpartition(":")[2] != holder

    def text(piece: str) -> None:
        if inside[0]:
            found[-1].append(piece)

    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, text
    parser.Parse(part, True)
    return map("".join, found)


def _cells(parts: Sequence[bytes]) -> tuple[int, int]:
    """Cells that the sheets take together, and how many of them name a shared text; both at most."""
    bounds = [_bound(part) for part in parts]
    sizes = [size for size in bounds if size]
    if len(sizes) < len(parts) or sum(size.cells for size in sizes) > MAX_CELLS:
        sizes = [_measured(part) for part in parts]
    return sum(size.cells for size in sizes), sum(size.shared for size in sizes)


def _taken(parts: Sequence[bytes], naming: int, shared: bytes) -> int:
    """Characters that ``naming`` cells of the sheets take from the shared texts, at most."""
    if _PLAIN.fullmatch(shared):
        most = naming * max(map(len, _TEXT.split(shared)))
        if most <= MAX_SHARED:
            return most
    lengths = [len(text) for text in _texts(shared, "si")]
    named = (int(text) for part in parts for text in _texts(part, "c") if text.strip().isdigit())
    return sum(lengths[number] for number in named if number < len(lengths))


def _opened(payload: bytes, where: str) -> tuple[list[bytes], bytes]:
    """The parts that hold rows, and the shared texts."""
    with zipfile.ZipFile(io.BytesIO(payload)) as book:
        entries = book.infolist()
        unpacked = sum(entry.file_size for entry in entries)
        if unpacked > MAX_UNPACKED or unpacked > MAX_RATIO * max(len(payload), 1):
            raise RejectedInput([problem("CMS510", where, unpacked=unpacked, packed=len(payload))])
        parts = [(entry.filename.casefold().replace("\\", "/"), book.read(entry)) for entry in entries]
    shared = b"".join(part for name, part in parts if name == _SHARED)
    return [part for _, part in parts if b"sheetData" in part], shared


def refuse_bomb(payload: bytes, where: str) -> None:
    """Raise RejectedInput for bytes that are no zip, or that would grow out of all proportion when they are read."""
    try:
        parts, shared = _opened(payload, where)
        cells, naming = _cells(parts)
        taken = _taken(parts, naming, shared) if naming and shared and cells <= MAX_CELLS else 0
    except _BROKEN as error:
        raise RejectedInput([problem("CMS409", where, error=error)]) from error
    if cells > MAX_CELLS or taken > MAX_SHARED:
        raise RejectedInput([problem("CMS510", where, unpacked=max(cells, taken), packed=len(payload))])
