"""Personal numbers never reach an entry; numbers that are none stay readable."""

from hypothesis import given
from hypothesis import strategies as st
import pytest

from cmsdk.model.redact import redact
from cmsdk.triage.read import clean


@pytest.mark.parametrize(
    "phone",
    [
        "13800000001", "138 0000 0001", "138-0000-0001", "1380 000 0001", "138 000 00001", "+8613800000001",
        "+86 138 0000 0001", "+86-13800000001", "8613800000001", "138－0000－0001", "138　0000　0001", "19912345678",
        "029-88886666", "02988886666", "029 8888 6666", "029-8888-6666", "0913-2345678", "(029)88886666",
    ],
)  # fmt: skip
def test_phone_numbers_are_masked_however_they_are_written(phone: str):
    masked = redact(f"请打{phone}联系我")
    assert "[电话]" in masked
    assert "0001" not in masked
    assert "6666" not in masked


def test_full_width_digits_are_masked_after_cleaning():
    assert redact(clean("电话１３８００００００01。")) == "电话[电话]。"
    assert redact(clean("电话１３８　００００　０００１")) == "电话[电话]"


@pytest.mark.parametrize(
    "number",
    ["610111199001011234", "61011119900101123X", "61011119900101123x", "610111 19900101 1234", "610111900101123"],
)
def test_identity_numbers_of_18_and_15_digits_are_masked(number: str):
    assert redact(f"身份证{number}。") == "身份证[证件号]。"


@pytest.mark.parametrize("plate", ["陕A12345", "陕A·12345", "陕A 1B2C3", "陕AD12345", "京QQ9988", "陕a12345"])
def test_number_plates_are_masked(plate: str):
    assert redact(f"车牌{plate}，占了盲道") == "车牌[车牌]，占了盲道"


def test_mail_addresses_are_masked_beside_chinese():
    assert redact("发到lao.wang-1@mail.example.com谢谢") == "发到[邮箱]谢谢"


def test_several_in_one_text_are_all_masked():
    text = "我13800000001，爱人13900000002，身份证610111199001011234，车陕A12345，a@b.cn"
    assert redact(text) == "我[电话]，爱人[电话]，身份证[证件号]，车[车牌]，[邮箱]"


@pytest.mark.parametrize(
    "text",
    [
        "工单XA2610050090已转", "订单WX20261004001", "编号20261004123456789012", "2026-10-04 12:30", "3号楼2单元1502室",
        "花了12800元", "长乐路128号院", "每平米8000多", "一共1234567元", "12345热线", "新iPhone手机",
    ],
)  # fmt: skip
def test_order_numbers_dates_and_sums_stay(text: str):
    assert redact(text) == text


@given(st.text(alphabet="0123456789 -+()陕A1aX@.电话，", max_size=60))
def test_masking_twice_changes_nothing_more(text: str):
    once = redact(text)
    assert redact(once) == once


@given(st.text(max_size=20), st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True), st.text(max_size=20))
def test_a_mobile_number_between_any_words_does_not_survive(before: str, phone: str, after: str):
    joined = clean(f"{before}，{phone}，{after}")
    assert phone not in redact(joined)
