"""Channels by column mapping alone: which column or path of an item is which field of a report."""

from collections.abc import Iterator, Mapping
import json
from typing import Any, Final, TextIO

import attrs

from cmsdk.contract.channels import Channel
from cmsdk.model.errors import RejectedInput
from cmsdk.model.problem import Problem, problem
from cmsdk.model.redact import redact
from cmsdk.model.report import Item

from .cells import XLSX_MAGIC, Broken, Line, check, csv_rows, encoding_of, opened, sheets
from .settings import structure

FIELDS: Final = (
    "external_id", "at", "kind", "title", "text", "place", "division", "grid", "lon", "lat", "crs", "category", "name",
    "phone", "id_number", "address", "tags", "measures",
)  # fmt: skip
"""Fields of a report that a mapping may fill."""
FORMATS: Final = {
    "json": ("application/json",),
    "jsonl": ("application/x-ndjson",),
    "csv": ("text/csv",),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",),
}
"""Formats of a mapped channel and their media types."""


@attrs.frozen(kw_only=True)
class ChannelMap:
    """A row of ``channels.toml``."""

    id: str
    name: str = ""
    format: str = attrs.field(validator=attrs.validators.in_(FORMATS))
    encoding: str = "auto"
    items: str = ""
    map: dict[str, str | list[str]] = attrs.field()
    defaults: dict[str, str] = attrs.field(factory=dict)
    scheme: str = attrs.field(default="")
    """``scheme/version`` that bare category codes of this channel are of, where it is not the city's."""
    basis: str = ""
    replaces: str = ""

    @scheme.validator
    def _with_version(self, _attribute: object, value: str) -> None:
        if value and (value.count("/") != 1 or not all(value.split("/"))):
            raise ValueError(f"scheme: {value!r} is not of the form scheme/version, such as gbt30428.2/2013")

    @map.validator
    def _known_fields(self, _attribute: object, value: Mapping[str, object]) -> None:
        unknown = [name for name in value if name not in FIELDS]
        if unknown:
            raise ValueError(f"map: {', '.join(unknown)} is no field of a report; known are {', '.join(FIELDS)}")
        if "text" not in value and "title" not in value:
            raise ValueError("map: a report needs a text; map the column that holds it to text")


@attrs.frozen(kw_only=True)
class _Channels:
    channel: tuple[ChannelMap, ...]


_TEXTS: Final = frozenset({"text", "title"})
"""Fields of which a report needs one."""


def _header(cells: list[str]) -> list[str]:
    return [cell.strip() for cell in cells]


def unique(header: list[str]) -> list[str]:
    """Names for the columns that no two share: ``内容``, ``内容 (2)``; a column without a name has its number."""
    given: dict[str, None] = {}
    for number, name in enumerate(header, start=1):
        free, count = name or f"({number})", 1
        while free in given:
            count += 1
            free = f"{name or number} ({count})"
        given[free] = None
    return list(given)


def _as_text(value: Any) -> str:  # noqa: ANN401  JSON gives anything
    match value:
        case None:
            return ""
        case str():
            return value.strip()
        case list():
            return ";".join(_as_text(part) for part in value)
        case _:
            return str(value)


@attrs.frozen
class MappedReader:
    """``read`` of a mapped channel: same bytes, same items, in order."""

    mapping: ChannelMap

    def _names(self) -> list[tuple[str, tuple[str, ...]]]:
        return [(f, (c,) if isinstance(c, str) else tuple(c)) for f, c in self.mapping.map.items()]

    def __call__(self, payload: bytes) -> Iterator[Item | Problem]:
        """Items of a delivery. Raises RejectedInput where the delivery as a whole cannot be read."""
        match self.mapping.format:
            case "json":
                yield from self._json(payload)
            case "jsonl":
                yield from self._jsonl(payload)
            case _:
                yield from self._table(payload)

    def _opened(self, payload: bytes, newline: str = "") -> TextIO:
        """``payload`` as text, all of which can be read."""
        encoding = self.mapping.encoding
        if encoding == "auto":
            return opened(payload, encoding_of(payload, self.mapping.id), newline)
        try:
            check(payload, encoding)
        except (UnicodeDecodeError, LookupError) as error:
            raise RejectedInput([problem("CMS503", self.mapping.id, encoding=encoding, error=error)]) from error
        return opened(payload, encoding, newline)

    def _table(self, payload: bytes) -> Iterator[Item | Problem]:
        where = self.mapping.id
        if self.mapping.format == "csv" or not payload.startswith(XLSX_MAGIC):
            yield from self._rows(csv_rows(self._opened(payload)), "")
            return
        filled = sheets(payload, where)
        wanted = {name for field, names in self._names() if field in _TEXTS for name in names}
        read = [name for name, rows in filled.items() if wanted.intersection(_header(rows[0][1]))]
        # where none has the text, the first one says what is missing
        read = read or list(filled)[:1] or [""]
        unread = [name for name in filled if name not in read]
        if unread:
            yield problem("CMS519", where, sheets=", ".join(unread), column=" / ".join(sorted(wanted)))
        for name in read:
            yield from self._rows(iter(filled.get(name, ())), f"{name}!" if len(read) > 1 else "")

    def _rows(self, numbered: Iterator[Line | Broken], sheet: str) -> Iterator[Item | Problem]:
        where = f"{self.mapping.id}:{sheet}"
        first = next(numbered, None)
        if first is None:
            raise RejectedInput([problem("CMS502", self.mapping.id)])
        if isinstance(first, Broken):
            raise RejectedInput([problem("CMS413", f"{where}{first.number}", error=first.error)])
        header = _header(first[1])
        columns = self._columns(header, f"{where}{first[0]}")
        yield from self._noticed(header, columns, f"{where}{first[0]}")
        names, width, defaults = unique(header), len(header), self.mapping.defaults
        # of several columns the first one that is filled counts, so it is written last
        filled = [(field, index) for field, indexes in columns for index in reversed(indexes)]
        for row in numbered:
            if isinstance(row, Broken):
                broken = problem("CMS413", f"{where}{row.number}", error=row.error)
                yield Item(f"{sheet}{row.number}", row.raw, {}, (broken,))
                continue
            number, cells = row
            fields, padded = dict(defaults), cells if len(cells) >= width else cells + [""] * (width - len(cells))
            for field, index in filled:
                if value := padded[index].strip():
                    fields[field] = value
            raw: dict[str, Any] = dict(zip(names, cells, strict=False))
            wrong: tuple[Problem, ...] = ()
            if len(cells) > width and any(cell.strip() for cell in cells[width:]):
                raw[""] = cells[width:]
                wrong = (problem("CMS515", f"{where}{number}", cells=len(cells), columns=width),)
            yield Item(f"{sheet}{number}", raw, self._in_scheme(fields), wrong)

    def _columns(self, header: list[str], where: str) -> list[tuple[str, list[int]]]:
        columns = [
            (field, [index for name in names for index, cell in enumerate(header) if cell == name])
            for field, names in self._names()
        ]
        if not any(indexes for f, indexes in columns if f in _TEXTS):
            wanted = " / ".join(n for f, names in self._names() if f in _TEXTS for n in names)
            # a file without a header has a report in its first row
            shown = redact(" ".join(header)[:2000])[:200]
            raise RejectedInput([problem("CMS505", where, column=wanted, header=shown)])
        return columns

    def _noticed(self, header: list[str], columns: list[tuple[str, list[int]]], where: str) -> Iterator[Problem]:
        """Columns that the mapping expects and that the file has not, or twice: somebody is told."""
        names = dict(self._names())
        for field, indexes in columns:
            if not indexes and field not in _TEXTS:
                yield problem("CMS514", where, column=" / ".join(names[field]), field=field)
        used = {header[index] for _, indexes in columns for index in indexes}
        for name in sorted(name for name in used if header.count(name) > 1):
            yield problem("CMS520", where, column=name, count=header.count(name))

    def _json(self, payload: bytes) -> Iterator[Item]:
        where = self.mapping.id
        try:
            document = json.loads(self._opened(payload).read())
        except (ValueError, RecursionError) as error:
            raise RejectedInput([problem("CMS504", where, error=error)]) from error
        for key in filter(None, self.mapping.items.split(".")):
            if not isinstance(document, dict) or key not in document:
                raise RejectedInput([problem("CMS516", where, path=self.mapping.items)])
            document = document[key]
        items = document if isinstance(document, list) else [document]
        for number, item in enumerate(items, start=1):
            yield self._item(item, str(number))

    def _jsonl(self, payload: bytes) -> Iterator[Item]:
        # no other line ends: a text may hold U+2028 and its like, which end no line of JSON Lines
        empty = True
        for number, line in enumerate(self._opened(payload, "\n"), start=1):
            if line.strip():
                empty = False
                yield self._line(line.removesuffix("\n"), number)
        if empty:
            raise RejectedInput([problem("CMS502", self.mapping.id)])

    def _line(self, line: str, number: int) -> Item:
        try:
            return self._item(json.loads(line), str(number))
        except (ValueError, RecursionError) as error:
            return Item(str(number), line, {}, (problem("CMS504", f"{self.mapping.id}:{number}", error=error),))

    def _item(self, item: object, position: str) -> Item:
        if not isinstance(item, dict):
            return Item(position, item, {}, (problem("CMS512", f"{self.mapping.id}:{position}"),))
        try:
            fields = self._fields(item)
        except RecursionError as error:
            return Item(position, item, {}, (problem("CMS517", f"{self.mapping.id}:{position}", error=error),))
        return Item(position, item, fields)

    def _fields(self, item: dict[str, Any]) -> dict[str, str]:
        fields = dict(self.mapping.defaults)
        for field, paths in self._names():
            for path in paths:
                value = _as_text(_at(item, path))
                if value:
                    fields[field] = value
                    break
        return self._in_scheme(fields)

    def _in_scheme(self, fields: dict[str, str]) -> dict[str, str]:
        """``fields`` with the category in full, where the channel says of which scheme its codes are."""
        if self.mapping.scheme:
            code = fields.get("category", "")
            if code and "/" not in code:
                fields["category"] = f"{self.mapping.scheme}/{code}"
        return fields


def _at(item: object, path: str) -> object:
    for key in path.split("."):
        item = item.get(key) if isinstance(item, dict) else None
    return item


def channels(form: dict[str, Any], where: str) -> Iterator[Channel]:
    """The channels of a ``channels.toml``."""
    for given in structure(form, _Channels, where).channel:
        yield Channel(
            id=given.id, name=given.name, media_types=FORMATS[given.format], read=MappedReader(given),
            basis=given.basis, replaces=given.replaces, source=where,
        )  # fmt: skip
