"""Personal data is masked in every field that reaches entries, and quoted by no problem."""

from collections.abc import Callable

import attrs
import pytest

from cmsdk.contract.plan import CityPlan
from cmsdk.contract.ports import Quarantined
from cmsdk.model.report import Report
from cmsdk.triage.draft import Draft
from cmsdk.triage.read import clean

Drafts = Callable[..., list[Draft | Quarantined]]
NAME, PHONE = "王小明", "029-84212345"
SAID = "王小明84212345，13800000001"


def _report(plan: CityPlan, drafts: Drafts, **fields: str) -> Report:
    (row,) = drafts(plan, {"text": "灯", **fields})
    assert isinstance(row, Draft), row
    return row.report


@pytest.mark.parametrize(
    "field", ["text", "title", "kind", "place", "division", "grid", "category", "tags", "external_id"]
)
def test_no_field_of_a_report_holds_name_or_phone(plan: CityPlan, drafts: Drafts, field: str):
    report = _report(plan, drafts, **{field: SAID, "name": NAME, "phone": PHONE})
    shown = repr(attrs.asdict(report))
    assert "[电话]" in shown
    for secret in (NAME, "84212345", "13800000001"):
        assert secret not in shown


def test_a_phone_used_as_id_is_a_digest_as_key_and_still_one_report(plan: CityPlan, drafts: Drafts):
    first, again = (_report(plan, drafts, text=text, external_id="13800000001") for text in ("灯", "井"))
    assert first.key == again.key
    assert first.key != _report(plan, drafts, external_id="13800000002").key
    assert first.external_id == "[电话]"
    assert len(first.key) == 32


@pytest.mark.parametrize("given", ["XA-1", "202611160001234", "610100202611160001", "WX13-00012"])
def test_an_order_number_is_its_own_key(plan: CityPlan, drafts: Drafts, given: str):
    report = _report(plan, drafts, external_id=given)
    assert (report.key, report.external_id) == (given, given)


def test_a_broken_item_is_known_by_the_same_key_as_a_good_one(plan: CityPlan, drafts: Drafts):
    good, broken = drafts(
        plan, {"text": "灯", "external_id": "13800000001"}, {"external_id": "13800000001", "at": "昨天"}
    )
    assert isinstance(good, Draft)
    assert isinstance(broken, Quarantined)
    assert good.report.key == broken.key


@pytest.mark.parametrize("nobody", ["匿名", "市民"])
def test_a_word_for_nobody_is_no_name(plan: CityPlan, drafts: Drafts, nobody: str):
    report = _report(plan, drafts, text=f"{nobody}反映灯坏了", kind=f"{nobody}投诉", name=nobody)
    assert (report.text, report.kind) == (f"{nobody}反映灯坏了", f"{nobody}投诉")


@pytest.mark.parametrize(
    "fields",
    [
        {"at": SAID},
        {"at": "13800000001"},
        {"lon": SAID, "lat": "34"},
        {"lon": "13800000001", "lat": "34"},
        {"lon": "84212345", "lat": "34"},
        {"lon": "108", "lat": "34", "crs": SAID},
    ],
)
def test_no_problem_quotes_personal_data(plan: CityPlan, drafts: Drafts, fields: dict[str, str]):
    (row,) = drafts(plan, {"text": "灯", "name": NAME, "phone": PHONE, **fields})
    assert isinstance(row, Quarantined)
    said = repr(row.problems) + "".join(p.what(lang) for p in row.problems for lang in ("en", "zh"))
    for secret in (NAME, "84212345", "13800000001"):
        assert secret not in said


def test_what_is_wrong_is_quoted_once(plan: CityPlan, drafts: Drafts):
    (row,) = drafts(plan, {"text": "灯", "at": "昨天下午"})
    assert isinstance(row, Quarantined)
    assert row.problems[0].what().count("昨天下午") == 1


@pytest.mark.parametrize(
    ("raw", "read"),
    [
        ("138\u200b0000\u200c0001", "13800000001"),
        ("王\u2060小\ufeff明\u00ad", "王小明"),
        ("1\u200d3", "13"),
        ("灯\u202e坏了", "灯坏了"),
        ("谢谢👨‍👩‍👧", "谢谢👨‍👩‍👧"),
        ("🏴\U000e0067\U000e007f旗", "🏴\U000e0067\U000e007f旗"),
        ("1\U000e00313", "13"),
    ],
)
def test_what_cannot_be_seen_goes_and_emoji_stay_whole(raw: str, read: str):
    assert clean(raw) == read


def test_digits_parted_by_what_cannot_be_seen_are_masked(plan: CityPlan, drafts: Drafts):
    assert _report(plan, drafts, text="电话1\u200b3\u200b8\u200b0\u200b0000001").text == "电话[电话]"
