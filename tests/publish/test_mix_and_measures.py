"""The mix in reports and on screens, and the sentence that a measure on a case is told in."""

from datetime import datetime
from io import BytesIO
import json
from zoneinfo import ZoneInfo

import attrs
import pytest

from cmsdk.builtin.html_format import render_html
from cmsdk.city import City
from cmsdk.contract.output import Bars, Document, ReportColumn, ReportDefinition, Table
from cmsdk.contract.profile import ApproachPolicy
from cmsdk.figures.counts import figures
from cmsdk.figures.mix import mix
from cmsdk.model.approach import Approach
from cmsdk.model.case import Case
from cmsdk.model.measure_taken import MeasureTaken
from cmsdk.model.mix import BREAKDOWNS, Mix
from cmsdk.publish.chances import as_json, judged
from cmsdk.publish.document import breakdowns, document
from cmsdk.publish.measures_told import told
from cmsdk.publish.period import read_period

SERVICE, MANAGEMENT, ENFORCEMENT = Approach
NOW = datetime(2026, 6, 1, 12, tzinfo=ZoneInfo("US/Eastern"))
COLUMNS = (ReportColumn(field="id", label="编号"),)
PARTS = ReportDefinition(
    id="parts", title="月报", sections=("mix", "mix_by_unit", "mix_by_channel", "mix_by_month"), columns=COLUMNS
)


def _cases(*counts: int, unit: str = "testville-desk") -> list[Case]:
    means = [approach for approach, count in zip(Approach, counts, strict=True) for _ in range(count)]
    return [
        Case(str(n), "us.ma.testville", "desk", str(n), NOW, NOW, "", "", approach=each, unit=unit)
        for n, each in enumerate(means)
    ]


def _document(town: City, cases: list[Case], lang: str, definition: ReportDefinition = PARTS) -> Document:
    counted = figures(cases, town.plan, NOW, breakdowns(definition))
    return document(definition, cases, counted, town.plan, read_period("2026", town.plan.zone), lang, NOW)


def test_a_report_names_what_its_mix_is_broken_down_by() -> None:
    assert breakdowns(PARTS) == ("unit", "channel", "month")
    assert breakdowns(attrs.evolve(PARTS, sections=("mix", "units"))) == ()
    assert breakdowns(attrs.evolve(PARTS, sections=tuple(f"mix_by_{by}" for by in BREAKDOWNS))) == BREAKDOWNS


def test_a_report_shows_the_mix_of_each_part_with_what_is_more_than_chance(town: City) -> None:
    cases = [*_cases(2, 3, 7), *_cases(7, 2, 1, unit="testville-works")]
    for lang, header, title, yes_no in (
        (
            "en",
            ("Name", "Cases", "service", "management", "enforcement", "More than chance"),
            "7-2-1 by unit",
            "yes no",
        ),
        ("zh", ("名称", "案件", "服务", "管理", "执法", "超出偶然"), "七二一：按责任单位", "是 否"),
    ):
        by_unit, by_channel, by_month = _document(town, cases, lang).sections[1:]
        assert isinstance(by_unit, Table)
        yes, no = yes_no.split()
        assert (by_unit.title, by_unit.header) == (title, header)
        assert by_unit.rows == [
            ("Duty desk", "12", "2 · 16.7 %", "3 · 25.0 %", "7 · 58.3 %", yes),
            ("Public works", "10", "7 · 70.0 %", "2 · 20.0 %", "1 · 10.0 %", no),
        ]
        assert isinstance(by_channel, Table)
        assert [row[:2] for row in by_channel.rows] == [("Desk", "22")]
        assert isinstance(by_month, Table)
        assert [row[:2] for row in by_month.rows] == [("2026-06", "22")]


@pytest.mark.parametrize(
    ("counts", "english", "chinese"),
    [
        ((7, 2, 1), "With 10 cases the distance from the aim may be chance (p = 1.000).", "可能出于偶然（p = 1.000）"),
        ((2, 2, 4), "further from the aim than chance would bring (p = 0.0", "超出偶然（p = 0.0"),
        ((0, 0, 9), "further from the aim than chance would bring (p < 0.001)", "超出偶然（p < 0.001）"),
    ],
)
def test_the_bars_say_in_words_whether_the_mix_is_chance(
    town: City, counts: tuple[int, int, int], english: str, chinese: str
) -> None:
    for lang, said in (("en", english), ("zh", chinese)):
        bars = _document(town, _cases(*counts), lang).sections[0]
        assert isinstance(bars, Bars)
        assert said in bars.note
        assert "{" not in bars.note


def test_without_cases_nothing_is_said_of_chance_and_every_part_is_empty(town: City) -> None:
    bars, *parts = _document(town, [], "en").sections
    assert isinstance(bars, Bars)
    assert "chance" not in bars.note
    assert [table.rows for table in parts if isinstance(table, Table)] == [[], [], []]


def test_a_page_draws_the_mix_as_bars_with_the_aim_and_says_what_it_comes_to(town: City) -> None:
    out = BytesIO()
    render_html(_document(town, _cases(6, 3, 1), "en"), out)
    page = out.getvalue().decode()
    assert page.count('class="aim"') == 3
    assert "may be chance (p = " in page
    assert "<td>6 · 60.0 %</td>" in page


def test_fixes_on_the_spot_are_named_apart() -> None:
    assert list(judged(Mix(0, (), on_the_spot=7), "en")) == ["Fixed on the spot and counted apart: 7."]
    assert list(judged(Mix(0, (), on_the_spot=7), "zh")) == ["另有举手之劳 7 件，单独统计。"]
    assert list(judged(Mix(0, ()), "zh")) == []


def test_a_mix_as_json_has_every_number() -> None:
    form = json.loads(json.dumps(as_json(mix(_cases(6, 3, 1), ApproachPolicy(id="t")))))
    assert {name: form[name] for name in ("total", "on_the_spot", "test", "more_than_chance")} == {
        "total": 10,
        "on_the_spot": 0,
        "test": "exact",
        "more_than_chance": False,
    }
    assert 0.5 < form["chance"] < 1
    first = form["shares"][0]
    assert (first["approach"], first["count"], first["target"], first["deviation"]) == ("service", 6, 70, -10.0)
    assert first["low"] < first["share"] < first["high"]


# ---------------------------------------------------------------- measures in words

AT = datetime(2026, 11, 26, 2, 5, tzinfo=ZoneInfo("UTC"))
PLAIN = MeasureTaken("cn-advice", SERVICE, AT, "officer-1")
SKIPPED = MeasureTaken(
    "cn-filing", ENFORCEMENT, AT, "officer-1", excuse="repeat", reason="占道一周三次。", earlier="261001-7",
    article="某条例第5条", skipped=("management", "cn-order-to-correct"),
)  # fmt: skip


def test_a_measure_is_told_by_its_name(xian: City) -> None:
    assert told(PLAIN, xian.plan, "en") == 'officer-1 took the measure "Advice" (service).'
    assert told(PLAIN, xian.plan, "zh") == "officer-1 采取“咨询解答”（服务）。"


def test_a_skipped_step_is_told_with_its_exception_the_earlier_case_the_reason_and_the_article(xian: City) -> None:
    assert told(SKIPPED, xian.plan, "zh") == (
        "officer-1 采取“行政立案”（执法）。"
        "依例外“十二个月内再次发生”（前案 261001-7）跳过：管理、责令改正。"
        "理由：占道一周三次。依据：某条例第5条。"
    )
    assert told(SKIPPED, xian.plan, "en") == (
        'officer-1 took the measure "Filing of an enforcement case" (enforcement). Skipped: management, Order to '
        'correct, by the exception "repeat within 12 months" (earlier case 261001-7). Reason: 占道一周三次. '
        "Basis: 某条例第5条."
    )


def test_what_the_present_plan_no_longer_knows_keeps_its_id(town: City) -> None:
    gone = attrs.evolve(SKIPPED, excuse="flood", earlier="", reason="", article="", skipped=("old-notice",))
    assert told(gone, town.plan, "en") == (
        'officer-1 took the measure "cn-filing" (enforcement). Skipped: old-notice, by the exception "flood".'
    )
