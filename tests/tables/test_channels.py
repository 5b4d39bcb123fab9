"""Channels by column mapping: same bytes, same items; what cannot be read is named, and no row is lost."""

from collections.abc import Callable, Iterable, Mapping, Sequence
import json

import pytest

from cmsdk.model.errors import RejectedInput
from cmsdk.model.problem import Problem
from cmsdk.model.report import Item
from cmsdk.tables.mapped import FIELDS, ChannelMap, MappedReader, channels

Workbook = Callable[[Mapping[str, Sequence[Sequence[object]]]], bytes]
MAP: dict[str, str | list[str]] = {"text": "诉求", "at": ["来电时间", "登记时间"], "place": "地点"}


def _reader(form: str, **more: object) -> MappedReader:
    return MappedReader(ChannelMap(**{"id": "desk", "format": form, "map": MAP, **more}))  # type: ignore[arg-type]


def _items(found: Iterable[Item | Problem]) -> list[Item]:
    return [row for row in found if isinstance(row, Item)]


def _refused(reader: MappedReader, payload: bytes) -> list[str]:
    with pytest.raises(RejectedInput) as refused:
        list(reader(payload))
    return [p.code for p in refused.value.problems]


TABLE = "诉求,来电时间,登记时间,地点\n灯坏了,,2026-11-01,南门\n井盖翘了,2026-11-02,2026-11-03,\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_csv_gives_the_same_items_in_every_encoding(encoding: str):
    first, second = _items(_reader("csv")(TABLE.encode(encoding)))
    assert first.fields == {"text": "灯坏了", "at": "2026-11-01", "place": "南门"}
    assert second.fields == {"text": "井盖翘了", "at": "2026-11-02"}
    assert (first.position, second.position) == ("2", "3")
    assert first.raw == {"诉求": "灯坏了", "来电时间": "", "登记时间": "2026-11-01", "地点": "南门"}


def test_a_workbook_gives_the_items_of_the_csv(workbook: Workbook):
    rows = [line.split(",") for line in TABLE.splitlines()]
    book = _items(_reader("xlsx")(workbook({"Sheet1": rows})))
    assert [i.fields for i in book] == [i.fields for i in _items(_reader("csv")(TABLE.encode()))]


@pytest.mark.parametrize("form", ["json", "jsonl"])
def test_json_gives_nested_fields_lists_and_numbers_as_text(form: str):
    mapping = {"text": "what", "lon": "where.lon", "tags": "tags"}
    item = {"what": "灯坏了", "where": {"lon": 108.9}, "tags": ["急", None, 3], "other": True}
    body = json.dumps([item] if form == "json" else item, ensure_ascii=False).encode()
    (found,) = _items(_reader(form, map=mapping)(body))
    assert found.fields == {"text": "灯坏了", "lon": "108.9", "tags": "急;;3"}
    assert found.raw == item


def test_defaults_stand_where_the_item_says_nothing():
    reader = _reader("json", defaults={"crs": "gcj02", "place": "站里"})
    (found,) = _items(reader('{"诉求": "灯", "地点": ""}'.encode()))
    assert found.fields == {"text": "灯", "crs": "gcj02", "place": "站里"}


@pytest.mark.parametrize("body", ['{"data": {"list": [{"诉求": "灯"}]}}', '{"data": {"list": {"诉求": "灯"}}}'])
def test_items_stand_at_the_path_that_the_channel_names(body: str):
    assert [i.fields["text"] for i in _items(_reader("json", items="data.list")(body.encode()))] == ["灯"]


def test_an_item_that_is_no_object_is_named_and_the_next_one_read():
    first, second = _items(_reader("json")('["灯坏了", {"诉求": "灯"}]'.encode()))
    assert [p.code for p in first.problems] == ["CMS512"]
    assert first.raw == "灯坏了"
    assert second.problems == ()


def test_a_broken_line_of_json_lines_is_named_and_the_next_one_read():
    first, second = _items(_reader("jsonl")('{"诉求": "灯"\n\n{"诉求": "井"}\n'.encode()))
    assert [(p.code, p.where) for p in first.problems] == [("CMS504", "desk:1")]
    assert (second.position, second.fields["text"]) == ("3", "井")


def test_a_line_separator_inside_a_text_ends_no_line():
    (found,) = _items(_reader("jsonl")('{"诉求": "灯\u2028坏了"}\r\n'.encode()))
    assert found.fields["text"] == "灯\u2028坏了"


def test_an_item_nested_too_deeply_is_named_and_the_next_one_read():
    deep = "[" * 600 + "]" * 600
    first, second = _items(_reader("json")(f'[{{"诉求": {deep}}}, {{"诉求": "灯"}}]'.encode()))
    assert [p.code for p in first.problems] == ["CMS517"]
    assert second.fields["text"] == "灯"


def test_a_row_with_more_cells_than_the_header_is_named_and_keeps_them():
    first, second = _items(_reader("csv")("诉求,地点\n灯坏了,南门,很黑\n井,北门,\n".encode()))
    assert [(p.code, p.where) for p in first.problems] == [("CMS515", "desk:2")]
    assert first.raw == {"诉求": "灯坏了", "地点": "南门", "": ["很黑"]}
    assert second.problems == ()


def test_a_missing_column_is_a_warning_and_its_field_stays_empty():
    found = list(_reader("csv")("诉求,地点\n灯,南门\n".encode()))
    assert [(p.code, dict(p.facts)["field"]) for p in found if isinstance(p, Problem)] == [("CMS514", "at")]
    assert [i.fields for i in _items(found)] == [{"text": "灯", "place": "南门"}]


def test_without_the_column_of_the_text_nothing_is_guessed():
    assert _refused(_reader("csv"), "内容,地点\n灯,南门\n".encode()) == ["CMS505"]


@pytest.mark.parametrize(
    ("form", "payload", "code"),
    [
        ("csv", b"\xff\x00\x81\x30\xff", "CMS401"),
        ("csv", '"诉求"x\n灯'.encode(), "CMS413"),
        ("csv", b"\n", "CMS502"),
        ("json", b'{"a": ', "CMS504"),
        ("json", b"[" * 100_000, "CMS504"),
        ("xlsx", b"PK\x03\x04broken", "CMS409"),
    ],
)
def test_a_delivery_that_cannot_be_read_as_a_whole_is_named(form: str, payload: bytes, code: str):
    assert _refused(_reader(form), payload) == [code]


def test_a_list_that_is_not_where_the_channel_says_is_named():
    reader = _reader("json", items="data.list")
    assert _refused(reader, b'{"data": {}}') == ["CMS516"]
    assert _refused(reader, b"[]") == ["CMS516"]


@pytest.mark.parametrize("encoding", ["ascii", "no-such-encoding"])
def test_bytes_that_are_not_in_the_declared_encoding_are_named(encoding: str):
    assert _refused(_reader("csv", encoding=encoding), TABLE.encode()) == ["CMS503"]


def test_a_mapping_may_fill_every_field_of_a_report_and_no_other():
    ChannelMap(id="all", format="csv", map={field: field for field in FIELDS})
    with pytest.raises(ValueError, match="colour is no field of a report"):
        ChannelMap(id="all", format="csv", map={"text": "t", "colour": "c"})


def test_a_channel_of_an_older_system_says_of_which_scheme_its_bare_codes_are():
    channel = {"id": "old", "format": "jsonl", "scheme": "cjt214/2007", "map": {"text": "t", "category": "c"}}
    (found,) = channels({"channel": [channel]}, "channels.toml")
    sent = b'{"t": "a", "c": "E0401"}\n{"t": "b", "c": "gbt30428.2/2013/E0401"}\n{"t": "c"}'
    items = [item for item in found.read(sent) if isinstance(item, Item)]
    assert [i.fields.get("category") for i in items] == ["cjt214/2007/E0401", "gbt30428.2/2013/E0401", None]


@pytest.mark.parametrize("scheme", ["cjt214", "a/b/c", "/2007"])
def test_a_scheme_of_a_channel_is_written_with_its_version(scheme: str):
    channel = {"id": "old", "format": "jsonl", "scheme": scheme, "map": {"text": "t"}}
    with pytest.raises(RejectedInput, match="scheme/version"):
        list(channels({"channel": [channel]}, "channels.toml"))
