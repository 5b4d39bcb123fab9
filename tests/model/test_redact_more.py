"""Numbers as people break them up, plates of every kind, cards; and what only looks like them stays."""

import time

import pytest

from cmsdk.model.numbers import own_numbers, without_numbers
from cmsdk.model.redact import redact, redact_code


@pytest.mark.parametrize(
    "phone",
    [
        "138.0000.0001", "138  0000  0001", "138/0000/0001", "138，0000，0001", "1 3 8 0 0 0 0 0 0 0 1",
        "1-3-8-0-0-0-0-0-0-0-1", "138-00-000-001", "13800-000001", "138 - 0000 - 0001", "138·0000·0001",
        "138\u20110000\u20110001", "13800000001".replace("", "\ufe0f\u20e3")[2:-2], "١٣٨٠٠٠٠٠٠٠١",
        "0086 13800000001", "(86)13800000001", "（029）8888 6666", "+86 29 8888 6666", "029.88886666",
    ],
)  # fmt: skip
def test_phone_numbers_are_masked_in_whatever_groups(phone: str):
    assert redact(f"请打{phone}联系我") == "请打[电话]联系我"


@pytest.mark.parametrize(
    "number",
    ["610111 1990 0101 1234", "610111-1990-0101-123X", "6 1 0 1 1 1 1 9 9 0 0 1 0 1 1 2 3 4", "610111 900101 123"],
)
def test_identity_numbers_are_masked_in_groups(number: str):
    assert redact(f"身份证{number}。") == "身份证[证件号]。"


@pytest.mark.parametrize(
    "card",
    [
        "6222021234567890", "6222021234567890123", "6222 0212 3456 7890", "6222 0212 3456 7890 123",
        "6222-0212-3456-7890", "622202 1234567890123", "4111 1111 1111 1111", "4111111111111111", "5500000000000004",
    ],
)  # fmt: skip
def test_bank_cards_are_masked_whole(card: str):
    assert redact(f"卡号{card}，请退款") == "卡号[账号]，请退款"


@pytest.mark.parametrize(
    "plate",
    [
        "陕 A12345", "陕A-12345", "陕A 12345", "粤Z1234港", "陕A1234学", "WJ陕1234X", "WJ 陕 12345", "wj12345",
        "使01234", "使224·001",
    ],
)  # fmt: skip
def test_plates_of_every_kind_are_masked(plate: str):
    assert redact(f"车牌{plate}，占了盲道") == "车牌[车牌]，占了盲道"


@pytest.mark.parametrize("mail", ["a@163．com", "a＠163.com", "a@163。com"])
def test_mail_addresses_in_full_width_are_masked(mail: str):
    assert redact(f"邮箱{mail}") == "邮箱[邮箱]"


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-16 09:20", "2026-11-16 09:20:33来电", "2026/11/16 13:45", "2026.10.01-2026.10.07",
        "2019 2020 2021 2022",
        "3号楼2单元501", "3-2-1501", "1-101 1-102 1-103", "13 15 17 19 20 1号楼", "1 2 3 4 5 6 7 8 9 10 11 12 13 14",
        "13,800,000元", "138,000,000,001", "1234567.89元", "13.5 280.00 1200", "15 2026-10-04 1点",
        "经度108.940212,纬度34.261123", "108.940212 34.261123", "130.123456,46.123456", "113.264300 23.129100",
        "单号2026111600012345", "编号WX202611160001234", "网格110101002003", "流水号0000012345", "0000000123456",
        "172.16.100.200", "95598", "400-123-4567", "新Mate60", "新 iPhone15", "使12345人受益", "使10000户", "使20000元",
    ],
)  # fmt: skip
def test_ordinary_numbers_stay(text: str):
    assert redact(text) == text


def test_a_number_beside_others_is_masked_alone():
    text = "2026-11-16 13800000001 13900000001 5 13700000001x，3号楼"
    assert redact(text) == "2026-11-16 [电话] [电话] 5 [电话]x，3号楼"


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("13800000001", "[电话]"),
        ("610111199001011234", "[证件号]"),
        ("61011119900101123X", "[证件号]"),
        ("a@b.cn", "[邮箱]"),
        ("陕A12345", "[车牌]"),
        ("610100202611160001", "610100202611160001"),
        ("202611160001234", "202611160001234"),
        ("6222021234567890", "6222021234567890"),
        ("XA-2026-0001", "XA-2026-0001"),
        ("c13372939323", "c13372939323"),
        ("13372939-3231-4abc-8def-013372939323", "13372939-3231-4abc-8def-013372939323"),
        ("tel13800000001", "tel[电话]"),
    ],
)
def test_a_long_order_number_is_no_identity_number(code: str, shown: str):
    assert redact_code(code) == shown


@pytest.mark.parametrize(
    ("phone", "own"),
    [
        ("13800000001", ("13800000001",)),
        ("84212345", ("84212345",)),
        ("029-84212345", ("84212345",)),
        ("+86 138 0000 0001", ("13800000001",)),
        ("13800000001/029-84212345", ("13800000001", "84212345")),
        ("13800000001 84212345", ("13800000001", "84212345")),
        ("86212345", ("86212345",)),
        ("110", ()),
        ("无", ()),
    ],
)
def test_the_numbers_of_a_phone_field_are_those_that_people_write(phone: str, own: tuple[str, ...]):
    assert own_numbers(phone) == own


@pytest.mark.parametrize("written", ["84212345", "8421 2345", "8421-2345"])
def test_a_known_number_is_masked_without_its_area_code(written: str):
    assert (
        without_numbers(f"2026-11-16请打{written}，共1234567元", ("84212345",)) == "2026-11-16请打[电话]，共1234567元"
    )


@pytest.mark.parametrize(
    "text", ["1 " * 50_000, "a" * 100_000 + " @", "1" * 100_000, "1.-/" * 25_000, "陕A" * 50_000 + "1"]
)
def test_no_text_takes_long(text: str):
    start = time.perf_counter()
    redact(text)
    assert time.perf_counter() - start < 5
