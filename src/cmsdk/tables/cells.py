"""Bytes → rows of text, from CSV and xlsx, whatever encoding an office machine wrote."""

import codecs
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
import csv
from datetime import date, datetime
import io
from itertools import dropwhile
from typing import Any, Final, TextIO

import attrs

from cmsdk.model.errors import RejectedInput
from cmsdk.model.problem import problem

from .bombs import MAX_CELLS, refuse_bomb

MAX_CELL = 16 * 1024 * 1024
"""Longest cell that is read at all, in characters; longer ones make the file unreadable."""
_CHUNK: Final = 1 << 16
XLSX_MAGIC = b"PK\x03\x04"

_UNSEEN: Final = dict.fromkeys(map(ord, "\ufeff\u200b\u2060\u00ad"))
"""Marks that no table shows: of files that were put together, and of texts copied from a page."""

Line = tuple[int, list[str]]
"""Row number as a spreadsheet shows it (from 1), and the cells."""


@attrs.frozen
class Broken:
    """A row of a CSV that cannot be read: the number of its first line, its text, and why."""

    number: int
    raw: str
    error: str


def opened(payload: bytes, encoding: str, newline: str = "") -> TextIO:
    """``payload`` as a text that is read from its start, a little at a time; line ends stay as they are.

    Raises LookupError where there is no such encoding of texts; reading raises UnicodeDecodeError.
    """
    return io.TextIOWrapper(io.BytesIO(payload), encoding=encoding, newline=newline)


def check(payload: bytes, encoding: str) -> None:
    """Read ``payload`` to its end, keeping nothing. Raises what ``payload.decode`` does."""
    source = opened(payload, encoding)
    try:
        while source.read(_CHUNK):
            pass
    except UnicodeDecodeError:
        payload.decode(encoding)  # says where in the whole
        raise


def encoding_of(payload: bytes, where: str) -> str:
    """UTF-8 with or without BOM, UTF-16 with BOM, else GB18030, as ``payload`` reads. Raises RejectedInput."""
    if payload.startswith((b"\xff\xfe", b"\xfe\xff")):
        with suppress(UnicodeDecodeError):
            check(payload, "utf-16")
            return "utf-16"
    try:
        check(payload, "utf-8-sig")
    except UnicodeDecodeError as error:
        offset = error.start + (3 if payload.startswith(codecs.BOM_UTF8) else 0)
    else:
        return "utf-8-sig"
    if line := _other_encoding(payload):
        raise RejectedInput([problem("CMS436", f"{where}:{line}", line=line)])
    with suppress(UnicodeDecodeError):
        check(payload, "gb18030")
        if not _is_damaged_utf8(payload):
            return "gb18030"
    raise RejectedInput([problem("CMS401", where, offset=offset)])


def decode(payload: bytes, where: str) -> str:
    """Text of ``payload``: UTF-8 with or without BOM, UTF-16 with BOM, else GB18030. Raises RejectedInput."""
    return payload.decode(encoding_of(payload, where))


def _is_damaged_utf8(payload: bytes) -> bool:
    """Whether more of it reads as characters of three bytes and more of UTF-8 than is spoilt.

    In GB18030 three bytes that happen to be such a character are rare; in UTF-8 a spoilt byte leaves the others whole.
    """
    letters = payload.decode("utf-8", "replace")
    spoilt = letters.count("\ufffd")
    whole = sum(letter >= "\u0800" for letter in letters if not letter.isascii()) - spoilt
    return whole > spoilt


def _encoding_of_line(line: bytes) -> tuple[str, int]:
    """The encoding of a line and how many letters say so; none where it reads in neither, or is UTF-8 with damage."""
    with suppress(UnicodeDecodeError):
        return "utf-8", sum(letter >= "\u0800" for letter in line.decode("utf-8"))
    with suppress(UnicodeDecodeError):
        letters = sum(not letter.isascii() for letter in line.decode("gb18030"))
        return ("", 0) if _is_damaged_utf8(line) else ("gb18030", letters)
    return "", 0


def _other_encoding(payload: bytes) -> int:
    """The first line of a text that is in another encoding than the lines before it; 0 where all are in one.

    A few letters of GB18030 may read as UTF-8 by chance, so that these have to be four at least, and one in a hundred.
    """
    letters, begins = Counter[str](), dict[str, int]()
    for number, line in enumerate(io.BytesIO(payload), start=1):
        if line.isascii():
            continue
        encoding, count = _encoding_of_line(line)
        if not encoding:
            return 0
        letters[encoding] += count
        if count:
            begins.setdefault(encoding, number)
    mixed = len(begins) > 1 and letters["utf-8"] >= max(4, letters["gb18030"] / 100)
    return max(begins.values()) if mixed else 0


class _Lines:
    """The lines of a text for the CSV reader; those of a row that broke can be given back."""

    def __init__(self, source: Iterable[str]) -> None:
        self._left = iter(source)
        self._again: list[str] = []
        self.taken: list[str] = []
        """Lines of the row that is being read."""
        self.number = 0
        """Of the last line taken, from 1."""

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self._again.pop() if self._again else next(self._left)
        self.number += 1
        self.taken.append(line)
        return line

    def give_back(self) -> None:
        """All lines of the row but the first are read again."""
        again = self.taken[1:]
        self._again += reversed(again)
        self.number -= len(again)
        del self.taken[1:]


def csv_rows(text: Iterable[str]) -> Iterator[Line | Broken]:
    """Rows of a CSV, given line by line with their ends; blank lines are no rows.

    A row whose quoting is broken may have swallowed the lines after it: they are read again, and count as rows of
    their own where they have as many cells as the header.
    """
    csv.field_size_limit(MAX_CELL)
    source = _Lines(text)
    reader = csv.reader(source, strict=True)
    width, doubtful = 0, 0
    while True:
        source.taken.clear()
        try:
            cells = next(reader, None)
        except csv.Error as error:
            doubtful = max(doubtful, source.number)
            source.give_back()
            yield Broken(source.number, source.taken[0].rstrip("\r\n"), str(error))
            continue
        if cells is None:
            return
        width = width or len(cells)
        if cells and source.number <= doubtful and len(cells) != width:
            yield Broken(source.number, "".join(source.taken).rstrip("\r\n"), "it follows a row that is not closed")
        elif cells:
            yield source.number, cells


def csv_lines(text: str, where: str) -> Iterator[Line]:
    """Rows of a CSV text, all of them or none: raises RejectedInput where quoting is broken."""
    for row in csv_rows(io.StringIO(text.translate(_UNSEEN), newline="")):
        if isinstance(row, Broken):
            raise RejectedInput([problem("CMS413", f"{where}:{row.number}", error=row.error)])
        yield row


def _text(value: Any) -> str:  # noqa: ANN401  a spreadsheet cell is anything
    match value:
        case float() if value.is_integer():
            return str(int(value))
        case datetime():
            return value.isoformat(sep=" ")
        case date():
            return value.isoformat()
        case str():
            return value if value.isascii() else value.translate(_UNSEEN)
        case _:
            return str(value)


def sheets(payload: bytes, where: str) -> dict[str, list[Line]]:
    """Sheets of an xlsx by name, those without any filled cell left out. Needs the extra ``tables``.

    Raises RejectedInput.
    """
    refuse_bomb(payload, where)
    try:
        from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum
    except ImportError as error:
        raise RejectedInput([problem("CMS408", where)]) from error
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(payload))
        found, spanned = {}, 0
        for sheet in book.sheets_metadata:
            if sheet.typ == SheetTypeEnum.WorkSheet:
                block = book.get_sheet_by_name(sheet.name)
                # several sheets may lie in one part of the file, so that each is as large as it
                spanned += (block.end[0] + 1) * (block.end[1] + 1) if block.end else 0
                if spanned > MAX_CELLS:
                    raise RejectedInput([problem("CMS510", where, unpacked=spanned, packed=len(payload))])
                rows = block.to_python(skip_empty_area=False)
                texts = ((number, [_text(cell) for cell in row]) for number, row in enumerate(rows, start=1))
                # empty rows above the header say nothing, and a sheet of them alone is none
                filled = list(dropwhile(lambda line: not any(map(str.strip, line[1])), texts))
                if filled:
                    found[sheet.name] = filled
    except (CalamineError, ValueError, OSError) as error:
        raise RejectedInput([problem("CMS409", where, error=error)]) from error
    return found


def lines(payload: bytes, where: str, sheet: str = "") -> Iterator[Line]:
    """Rows of a table file, CSV or xlsx by its first bytes; of an xlsx the named sheet, or the first that is filled."""
    if not payload.startswith(XLSX_MAGIC):
        yield from csv_lines(decode(payload, where), where)
        return
    found = sheets(payload, where)
    if found:
        yield from found.get(sheet, next(iter(found.values())))
