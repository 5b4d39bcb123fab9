"""UTF-8 that was damaged on its way is named with the place, and never read as words of another encoding."""

from hypothesis import given
from hypothesis import strategies as st
import pytest

from cmsdk.model.errors import RejectedInput
from cmsdk.tables.cells import decode

TEXT = "id,at,text\n1,2026-11-16,长乐路路灯坏了好几天，晚上很黑，老人出行不便\n2,2026-11-16,井盖翘了，请尽快派人处理\n"


def _offset(payload: bytes) -> int:
    with pytest.raises(RejectedInput) as refused:
        decode(payload, "x")
    (found,) = refused.value.problems
    assert found.code == "CMS401"
    return int(dict(found.facts)["offset"])


@given(st.integers(0, len(TEXT.encode()) - 1))
def test_a_lost_byte_is_named_or_costs_no_letter(at: int):
    payload = TEXT.encode()
    damaged = payload[:at] + payload[at + 1 :]
    if payload[at] < 0x80:
        assert decode(damaged, "x") == damaged.decode()
    else:
        assert at - 3 <= _offset(damaged) <= at + 1


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_the_place_is_counted_from_the_first_byte_of_the_file(mark: bytes):
    assert _offset(mark + "路灯坏".encode() + b"\xff" + "了，晚上很黑".encode()) == len(mark) + 9


@pytest.mark.parametrize("text", ["灯", "编号,内容\n1,路灯坏了\n", "caf\u00e9,鄠邑区", TEXT])
def test_what_is_gb18030_stays_so(text: str):
    assert decode(text.encode("gb18030"), "x") == text
