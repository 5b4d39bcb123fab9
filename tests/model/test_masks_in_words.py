"""Masks know the words around them: amounts and roads are no plates, and a known number has no hiding place."""

import pytest

from cmsdk.model.redact import redact
from cmsdk.triage.read import Own


@pytest.mark.parametrize(
    "written",
    ["8888——1234", "8888 - 1234", "8888--1234", "8888\t1234", "8888\n1234", "8888、1234", "8888:1234", "8888==1234"],
)
def test_the_reporters_own_number_is_masked_whatever_parts_its_digits(written: str):
    masked = Own.of({"phone": "029-88881234"}).masked(f"回电{written}")
    assert masked == "回电[电话]"


def test_a_mobile_number_that_a_tab_parts_is_masked():
    assert redact("电话1380013\t8000") == "电话[电话]"


@pytest.mark.parametrize(
    "text",
    ["使12000居民受益", "使12345盏路灯", "使20000株苗木", "使12000㎡", "甘G30123高速", "新A12345栋", "wj12345文件"],
)
def test_amounts_roads_and_papers_are_no_plates(text: str):
    assert redact(text) == text


@pytest.mark.parametrize("text", ["陕A12345", "WJ陕1234X", "粤Z1234港", "使12345的车", "使12345，停在门口"])
def test_plates_stay_masked(text: str):
    assert redact(text).startswith("[车牌]")
