"""Dirty items: whatever comes in is a draft or a quarantine row with every reason; nothing is lost, nothing leaks."""

from collections.abc import Callable
from datetime import datetime

from hypothesis import given, settings
from hypothesis import strategies as st
import pytest

from cmsdk.contract.plan import CityPlan
from cmsdk.contract.ports import Quarantined
from cmsdk.model.place import Crs
from cmsdk.model.report import Dated, Item, Person
from cmsdk.tables.mapped import FIELDS
from cmsdk.triage.draft import Draft
from cmsdk.triage.guard import Guard
from cmsdk.triage.pipeline import Pipeline
from cmsdk.triage.read import MAX_TEXT, Reader, clean, storable

Drafts = Callable[..., list[Draft | Quarantined]]


def _draft(found: list[Draft | Quarantined]) -> Draft:
    (row,) = found
    assert isinstance(row, Draft), row
    return row


def _codes(found: list[Draft | Quarantined]) -> list[str]:
    (row,) = found
    assert isinstance(row, Quarantined)
    return [p.code for p in row.problems]


@pytest.mark.parametrize(
    ("fields", "codes"),
    [
        ({}, ["CMS506"]),
        ({"text": " \t ", "title": ""}, ["CMS506"]),
        ({"place": "南门"}, ["CMS507"]),
        ({"external_id": "7", "text": "\x00\x01"}, ["CMS507"]),
        ({"text": "灯", "at": "2026-13-45"}, ["CMS508"]),
        ({"text": "灯", "at": "9999-12-31"}, ["CMS508"]),
        ({"text": "长" * (MAX_TEXT + 1)}, ["CMS509"]),
        ({"text": "长" * 1_000_000}, ["CMS509"]),
        ({"text": "灯", "title": "长" * 2001}, ["CMS509"]),
        ({"text": "灯", "lon": "东经108", "lat": "34"}, ["CMS513"]),
        ({"text": "灯", "lon": "34.2", "lat": "108.9"}, ["CMS513"]),
        ({"text": "灯", "lon": "108.9"}, ["CMS513"]),
        ({"text": "灯", "lon": "nan", "lat": "nan"}, ["CMS513"]),
        ({"text": "灯", "lon": "108.9", "lat": "34.2", "crs": "mars"}, ["CMS513"]),
        ({"at": "昨天", "lon": "x", "lat": "y", "kind": "长" * 3000}, ["CMS509", "CMS507", "CMS508", "CMS513"]),
    ],
)
def test_a_broken_item_is_quarantined_with_every_reason(
    plan: CityPlan, drafts: Drafts, fields: dict[str, str], codes: list[str]
):
    assert _codes(drafts(plan, fields)) == codes


def test_every_reason_names_the_channel_and_the_row(plan: CityPlan, drafts: Drafts):
    (row,) = drafts(plan, {"at": "昨天", "place": "南门"}, channel="app")
    assert isinstance(row, Quarantined)
    assert {p.where for p in row.problems} == {"app:2"}
    assert (row.position, row.delivery, row.city) == ("2", "d-1", "us.ma.testville")


def test_a_long_text_within_the_limit_is_a_report(plan: CityPlan, drafts: Drafts):
    assert len(_draft(drafts(plan, {"text": "长" * MAX_TEXT})).report.text) == MAX_TEXT


def test_a_title_alone_is_enough(plan: CityPlan, drafts: Drafts):
    report = _draft(drafts(plan, {"title": "路灯不亮"})).report
    assert (report.title, report.text) == ("路灯不亮", "路灯不亮")


@pytest.mark.parametrize(
    ("raw", "read"),
    [
        ("灯\x00坏\x1b[31m了", "灯 坏 [31m了"),
        ("第一行\r\n第二行\n第三行", "第一行\n第二行\n第三行"),
        ("ＡＢＣ１２３，全角", "ABC123，全角"),
        ("谢谢👍🏽👨‍👩‍👧！", "谢谢👍🏽👨‍👩‍👧！"),
        ("坏\ud800了", "坏\\ud800了"),
        ("  灯坏了 \u3000", "灯坏了"),
    ],
)
def test_text_is_read_as_people_read_it(plan: CityPlan, drafts: Drafts, raw: str, read: str):
    assert _draft(drafts(plan, {"text": raw})).report.text == read


def test_codes_and_numbers_may_be_full_width(plan: CityPlan, drafts: Drafts):
    fields = {
        "text": "灯",
        "external_id": "ＸＡ－１",
        "at": "２０２６－０６－０１　０９：００",
        "lon": "１０８．９",
        "lat": "３４．２",
    }
    report = _draft(drafts(plan, fields)).report
    assert (report.external_id, report.key) == ("XA-1", "XA-1")
    assert report.at == datetime(2026, 6, 1, 9, tzinfo=plan.zone)
    assert report.point is not None
    assert (report.point.lon, report.point.crs) == (108.9, Crs.WGS84)


def test_the_reporter_stands_apart_and_is_masked_in_the_words(plan: CityPlan, drafts: Drafts):
    words = "我是王小明，电话13800000001，请王小明去看"
    draft = _draft(
        drafts(plan, {"text": words, "title": words, "place": "王小明家", "name": "王小明", "phone": "13800000001"})
    )
    assert draft.person == Person("王小明", "13800000001")
    for text in (draft.report.text, draft.report.title, draft.report.place):
        assert "王小明" not in text
        assert "13800000001" not in text
    assert draft.report.place == "某家"


def test_phones_written_full_width_are_masked(plan: CityPlan, drafts: Drafts):
    assert _draft(drafts(plan, {"text": "电话１３８０００００００１"})).report.text == "电话[电话]"


def test_without_name_and_phone_there_is_no_person(plan: CityPlan, drafts: Drafts):
    assert _draft(drafts(plan, {"text": "灯"})).person is None


def test_a_report_without_an_id_is_known_by_its_content(plan: CityPlan, drafts: Drafts):
    first, same, other = drafts(plan, {"text": "灯"}, {"text": "灯"}, {"text": "井"})
    assert isinstance(first, Draft)
    assert isinstance(same, Draft)
    assert isinstance(other, Draft)
    assert first.report.key == same.report.key != other.report.key
    assert len(first.report.key) == 32


def test_tags_are_a_list(plan: CityPlan, drafts: Drafts):
    assert _draft(drafts(plan, {"text": "灯", "tags": "急;;反复"})).report.tags == ("急", "反复")


@pytest.mark.parametrize(
    ("at", "dated"), [("2026-06-01 09:00", Dated.OWN), ("2026-06-01", Dated.DAY), ("", Dated.DELIVERY)]
)
def test_where_the_time_comes_from_is_kept(plan: CityPlan, drafts: Drafts, at: str, dated: Dated):
    report = _draft(drafts(plan, {"text": "灯", "at": at})).report
    assert report.dated is dated
    assert report.at.hour in {8, 9}


def _deep() -> object:
    nested: object = "x"
    for _ in range(5000):
        nested = [nested]
    return nested


@pytest.mark.parametrize("raw", [float("nan"), {"x": float("inf")}, {1, 2}, object(), _deep()])
def test_what_json_cannot_say_is_quarantined_as_text(plan: CityPlan, received: datetime, raw: object):
    found = Reader(plan, "desk", "d", received).read([Item("2", raw, {"text": "灯"})])
    assert _codes(found) == ["CMS517"]


values = st.text(max_size=40) | st.text("\x00\ud800０１２９1 -:/.年月日+", max_size=20)


@settings(max_examples=150, deadline=None)
@given(fields=st.dictionaries(st.sampled_from(FIELDS), values))
def test_no_item_whatever_is_lost_or_breaks_the_batch(fields: dict[str, str], plan: CityPlan, received: datetime):
    (row,) = Reader(plan, "desk", "d", received).read([Item("2", fields, fields)])
    if isinstance(row, Quarantined):
        row.raw.encode()
        assert row.problems
        return
    (decided,) = Pipeline(plan).decide([row], Guard())
    assert decided.unit
    assert decided.due.at.tzinfo is not None
    for text in (decided.report.text, decided.report.key, decided.report.place, decided.raw):
        text.encode()


@given(st.text(max_size=50))
def test_cleaning_twice_changes_nothing_more_and_leaves_no_control_characters(text: str):
    once = clean(text)
    assert clean(once) == once
    assert not any(ord(letter) < ord(" ") and letter not in "\n\t" for letter in once)
    assert storable(once) == once
