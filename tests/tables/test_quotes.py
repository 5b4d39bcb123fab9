"""One bad quotation mark costs the row that it stands in, and no other."""

import io

from hypothesis import given
from hypothesis import strategies as st
import pytest

from cmsdk.model.errors import RejectedInput
from cmsdk.model.report import Item
from cmsdk.tables.cells import Broken, csv_rows
from cmsdk.tables.mapped import ChannelMap, MappedReader

READER = MappedReader(ChannelMap(id="desk", format="csv", map={"text": "内容"}))


def _items(text: str) -> list[Item]:
    return [row for row in READER(text.encode()) if isinstance(row, Item)]


def _texts(items: list[Item]) -> list[str]:
    return [item.fields["text"] for item in items if not item.problems]


def test_the_rows_after_a_bad_quote_are_read():
    items = _items('编号,内容\n1,灯坏了\n2,"井盖"翘了\n3,垃圾\n4,"有,逗号"\n')
    assert _texts(items) == ["灯坏了", "垃圾", "有,逗号"]
    (broken,) = (item for item in items if item.problems)
    assert [(p.code, p.where) for p in broken.problems] == [("CMS413", "desk:3")]
    assert (broken.position, broken.raw) == ("3", '2,"井盖"翘了')


def test_a_quote_that_is_never_closed_swallows_no_row():
    items = _items('编号,内容\n1,"灯坏了\n2,井盖\n3,垃圾\n')
    assert _texts(items) == ["井盖", "垃圾"]
    assert [(i.position, i.raw) for i in items] == [
        ("2", '1,"灯坏了'),
        ("3", {"编号": "2", "内容": "井盖"}),
        ("4", {"编号": "3", "内容": "垃圾"}),
    ]


def test_a_quote_that_the_next_quoted_row_closes_swallows_no_row():
    items = _items('编号,内容\r\n1,"灯坏了\r\n2,井盖\r\n3,"垃圾,很多"\r\n4,路\r\n')
    assert _texts(items) == ["井盖", "垃圾,很多", "路"]
    assert [item.position for item in items if item.problems] == ["2"]


def test_the_rest_of_a_broken_text_of_several_lines_is_no_report_of_its_own():
    items = _items('编号,内容\n1,"第一行\n第二行" 完\n2,井盖\n')
    assert _texts(items) == ["井盖"]
    assert [item.raw for item in items if item.problems] == ['1,"第一行', '第二行" 完']


def test_a_text_of_several_lines_in_good_quotes_is_one_report():
    assert _texts(_items('编号,内容\n1,"第一行\n第二行"\n2,井盖\n')) == ["第一行\n第二行", "井盖"]


def test_a_header_that_cannot_be_read_leaves_nothing_to_read():
    with pytest.raises(RejectedInput) as refused:
        _items('"编号"x,内容\n1,灯\n')
    assert [p.code for p in refused.value.problems] == ["CMS413"]


def test_many_bad_rows_are_read_in_one_go():
    text = "编号,内容\n" + '1,"灯坏了\n' * 20_000
    assert len(_items(text)) == 20_000


@given(st.lists(st.text(alphabet='a",\n\r', max_size=8), max_size=12))
def test_every_line_is_in_a_row_or_in_a_broken_one(lines: list[str]):
    text = "\n".join(["编号,内容", *lines])
    kept = "".join(
        row.raw if isinstance(row, Broken) else "".join(row[1]) for row in csv_rows(io.StringIO(text, newline=""))
    )
    assert kept.count("a") == text.count("a")
