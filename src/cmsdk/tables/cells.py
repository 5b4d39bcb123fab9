"""Bytes → rows of text, from CSV and xlsx, whatever encoding an office machine wrote."""

from collections.abc import Iterator
import csv
from datetime import date, datetime
import io
from typing import Any
import zipfile

from cmsdk.model.errors import RejectedInput
from cmsdk.model.problem import problem

MAX_CELL = 16 * 1024 * 1024
"""Longest cell that is read at all, in characters; longer ones make the file unreadable."""
MAX_UNPACKED = 256 * 1024 * 1024
"""Most bytes that an xlsx may unpack to."""
MAX_RATIO = 200
"""Most times that an xlsx may grow while unpacking; real workbooks stay under 30."""

XLSX_MAGIC = b"PK\x03\x04"

Line = tuple[int, list[str]]
"""Row number as a spreadsheet shows it (from 1), and the cells."""


def decode(payload: bytes, where: str) -> str:
    """Text of ``payload``: UTF-8 with or without BOM, UTF-16 with BOM, else GB18030. Raises RejectedInput."""
    for marks, encoding in (((b"\xff\xfe", b"\xfe\xff"), "utf-16"), ((b"",), "utf-8-sig"), ((b"",), "gb18030")):
        if payload.startswith(marks):
            try:
                return payload.decode(encoding)
            except UnicodeDecodeError:
                continue
    raise RejectedInput([problem("CMS401", where)])


def csv_lines(text: str, where: str) -> Iterator[Line]:
    """Rows of a CSV text; blank lines are no rows. Raises RejectedInput where quoting is broken."""
    csv.field_size_limit(MAX_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    while True:
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise RejectedInput([problem("CMS413", f"{where}:{reader.line_num}", error=error)]) from error
        if cells is None:
            return
        if cells:
            yield reader.line_num, cells


def _text(value: Any) -> str:  # noqa: ANN401  a spreadsheet cell is anything
    match value:
        case float() if value.is_integer():
            return str(int(value))
        case datetime():
            return value.isoformat(sep=" ")
        case date():
            return value.isoformat()
        case _:
            return str(value)


def refuse_bomb(payload: bytes, where: str) -> None:
    """Raise RejectedInput for bytes that are no zip, or that would unpack out of all proportion."""
    try:
        sizes = [(entry.file_size, entry.compress_size) for entry in zipfile.ZipFile(io.BytesIO(payload)).infolist()]
    except zipfile.BadZipFile as error:
        raise RejectedInput([problem("CMS409", where, error=error)]) from error
    unpacked = sum(size for size, _ in sizes)
    if unpacked > MAX_UNPACKED or unpacked > MAX_RATIO * max(len(payload), 1):
        raise RejectedInput([problem("CMS510", where, unpacked=unpacked, packed=len(payload))])


def sheets(payload: bytes, where: str) -> dict[str, list[Line]]:
    """Sheets of an xlsx by name. Needs the extra ``tables``. Raises RejectedInput."""
    refuse_bomb(payload, where)
    try:
        from python_calamine import CalamineError, CalamineWorkbook
    except ImportError as error:
        raise RejectedInput([problem("CMS408", where)]) from error
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(payload))
        found = {}
        for name in book.sheet_names:
            rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            found[name] = [(number, [_text(cell) for cell in row]) for number, row in enumerate(rows, start=1)]
    except (CalamineError, ValueError, OSError) as error:
        raise RejectedInput([problem("CMS409", where, error=error)]) from error
    return found


def lines(payload: bytes, where: str, sheet: str = "") -> Iterator[Line]:
    """Rows of a table file, CSV or xlsx by its first bytes; of an xlsx the named sheet, or the first."""
    if not payload.startswith(XLSX_MAGIC):
        yield from csv_lines(decode(payload, where), where)
        return
    found = sheets(payload, where)
    if found:
        yield from found.get(sheet, next(iter(found.values())))
