"""Reports by definition: language, period, sections; and files that are written whole or not at all."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import BinaryIO
from zoneinfo import ZoneInfo

import attrs
import pytest

from cmsdk.city import City
from cmsdk.contract.output import Bars, Document, Format, ReportColumn, ReportDefinition, Table
from cmsdk.figures.counts import figures
from cmsdk.model.errors import RejectedInput
from cmsdk.publish.columns import FIELDS
from cmsdk.publish.document import SECTIONS, breakdowns, document
from cmsdk.publish.period import read_period

ZONE = ZoneInfo("Asia/Shanghai")
EVERYTHING = ReportDefinition(
    id="all", title="台账", title_en="Ledger", sections=SECTIONS, sort=("unit", "id"),
    columns=tuple(ReportColumn(field=name, label=f"中{name}", label_en=name) for name in FIELDS),
)  # fmt: skip


def _made(town: City, lang: str, definition: ReportDefinition = EVERYTHING) -> Document:
    now, cases = datetime(2026, 6, 1, 12, tzinfo=town.plan.zone), list(town.cases())
    counted = figures(cases, town.plan, now, breakdowns(definition))
    return document(definition, cases, counted, town.plan, read_period("2026", town.plan.zone), lang, now)


def _refused(problems: Sequence[object]) -> list[str]:
    return [getattr(p, "code", "") for p in problems]


def test_a_document_says_city_period_total_moment_and_plan(town: City):
    made = _made(town, "en")
    assert made.title == "Ledger"
    assert dict(made.facts) == {
        "City": "Testville",
        "Period": "2026",
        "Cases": "9",
        "Made": "2026-06-01 12:00",
        "Plan": town.plan.fingerprint,
    }


def test_a_document_speaks_the_readers_language(town: City):
    english, chinese = _made(town, "en"), _made(town, "zh")
    assert chinese.title == "台账"
    assert dict(chinese.facts)["规则指纹"] == town.plan.fingerprint
    for made, header in ((english, "category_name"), (chinese, "中category_name")):
        ledger = made.sections[-1]
        assert isinstance(ledger, Table)
        assert header in ledger.header
        column = ledger.header.index(header)
        assert {row[column] for row in ledger.rows} == {"Litter", "未分类" if made is chinese else "unclassified"}


def test_every_section_is_there_and_its_counts_add_up(town: City):
    made = _made(town, "en")
    bars = made.sections[0]
    assert isinstance(bars, Bars)
    assert sum(bar.count for bar in bars.bars) == 9
    assert [bar.target for bar in bars.bars] == [70, 20, 10]
    for section in made.sections[1:-2]:
        assert isinstance(section, Table)
        assert sum(int(row[1]) for row in section.rows) == 9
    ledger = made.sections[-1]
    assert isinstance(ledger, Table)
    assert len(ledger.rows) == 9
    ids = [(row[ledger.header.index("unit")], row[ledger.header.index("id")]) for row in ledger.rows]
    assert ids == sorted(ids)


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"sections": ("mix", "weather")}, "weather"),
        ({"columns": (ReportColumn(field="colour", label="x"),)}, "colour"),
        ({"sort": ("opened", "beauty")}, "beauty"),
    ],
)
def test_a_definition_that_names_what_is_not_there_is_refused_with_what_is(
    town: City, changed: dict[str, object], named: str
):
    with pytest.raises(RejectedInput) as refused:
        _made(town, "en", attrs.evolve(EVERYTHING, **changed))  # type: ignore[arg-type]
    assert _refused(refused.value.problems) == ["CMS412"]
    assert named in refused.value.problems[0].what()


@pytest.mark.parametrize(
    ("text", "first", "end"),
    [
        ("2026", (2026, 1, 1), (2027, 1, 1)),
        ("2026-10", (2026, 10, 1), (2026, 11, 1)),
        ("2026-12", (2026, 12, 1), (2027, 1, 1)),
        ("2026-10-01", (2026, 10, 1), (2026, 10, 2)),
        ("2026-10-01..2026-10-15", (2026, 10, 1), (2026, 10, 16)),
        ("2024-02-29", (2024, 2, 29), (2024, 3, 1)),
    ],
)
def test_a_period_runs_from_midnight_to_midnight_of_the_city(
    text: str, first: tuple[int, int, int], end: tuple[int, int, int]
):
    period = read_period(text, ZONE)
    assert period.first == datetime(*first, tzinfo=ZONE)
    assert period.end == datetime(*end, tzinfo=ZONE)
    assert period.text == text


def test_no_period_is_all_time():
    assert read_period("", ZONE).first is None


@pytest.mark.parametrize(
    "text",
    [
        "2026-13", "26", "2026-1", "2026-02-30", "october", "2026-10-15..2026-10-01", "2026-10-01..", "..2026-10-01",
        "9999", "9999-12", "9999-12-31", "0001", "0001-01-01", "2026-10-01..x",
    ],
)  # fmt: skip
def test_what_is_no_period_is_refused(text: str):
    with pytest.raises(RejectedInput) as refused:
        read_period(text, ZONE)
    assert _refused(refused.value.problems) == ["CMS904"]


def test_a_period_selects_the_cases_that_were_opened_in_it(town: City, tmp_path: Path):
    for period, count in (("2026-06", 9), ("2026-05", 0), ("2026-06-01", 9), ("", 9)):
        text = town.publish("testville-ledger", period=period, to=tmp_path / "x.md").read_text(encoding="utf-8")
        assert f"Cases: {count}" in text


def test_an_unknown_report_or_format_is_refused_with_the_known_ones(town: City, tmp_path: Path):
    for report, file, code, known in (
        ("monthly", "x.csv", "CMS901", "testville-ledger"),
        ("testville-ledger", "x.docx", "CMS902", ".html"),
        ("testville-ledger", "x", "CMS902", ".csv"),
    ):
        with pytest.raises(RejectedInput) as refused:
            town.publish(report, to=tmp_path / file)
        assert _refused(refused.value.problems) == [code]
        (problem,) = refused.value.problems
        assert known in problem.what() + problem.remedy()
    assert list(tmp_path.iterdir()) == []


def test_the_suffix_names_the_format_in_any_case(town: City, tmp_path: Path):
    assert town.publish("testville-ledger", to=tmp_path / "X.CSV").read_bytes().startswith(b"\xef\xbb\xbf")


def test_a_folder_that_is_not_there_is_named(town: City, tmp_path: Path):
    with pytest.raises(RejectedInput) as refused:
        town.publish("testville-ledger", to=tmp_path / "no" / "x.csv")
    assert _refused(refused.value.problems) == ["CMS905"]


@pytest.mark.parametrize("name", ["x\0.csv", "x\ud800.csv"])
def test_a_name_that_no_file_can_have_is_named(town: City, tmp_path: Path, name: str):
    with pytest.raises(RejectedInput) as refused:
        town.publish("testville-ledger", to=tmp_path / name)
    assert _refused(refused.value.problems) == ["CMS905"]


@pytest.mark.parametrize("before", [None, b"the old one"])
def test_a_renderer_that_breaks_off_leaves_the_file_as_it_was(town: City, tmp_path: Path, before: bytes | None):
    def half(_document: Document, out: BinaryIO) -> None:
        out.write(b"half a ")
        raise ValueError("out of ink")

    path = tmp_path / "ledger.txt"
    if before is not None:
        path.write_bytes(before)
    broken = Format(id="testville-broken", media_type="text/plain", suffix=".txt", render=half)
    formats = {**town.plan.formats, broken.id: broken}
    origins = {**town.plan.origins, ("cmsdk_formats", broken.id): town.plan.plugins[0]}
    plan = attrs.evolve(town.plan, formats=formats, origins=origins)
    with pytest.raises(RejectedInput, match="out of ink") as refused:
        attrs.evolve(town, plan=plan).publish("testville-ledger", to=path)
    assert _refused(refused.value.problems) == ["CMS914"]
    assert [f.name for f in tmp_path.iterdir()] == ([] if before is None else ["ledger.txt"])
    if before is not None:
        assert path.read_bytes() == before


def test_a_file_is_replaced_as_a_whole(town: City, tmp_path: Path):
    path = tmp_path / "ledger.csv"
    path.write_text("the old one")
    assert town.publish("testville-ledger", to=path) == path
    assert "the old one" not in path.read_text(encoding="utf-8-sig")
    assert [f.name for f in tmp_path.iterdir()] == ["ledger.csv"]


@pytest.mark.parametrize(
    ("lang", "words"), [("en", ["Category", "Place", "Owner", "Deadline"]), ("zh", ["分类", "定位", "派遣", "时限"])]
)
def test_an_explanation_shows_each_stage_its_row_its_basis_and_the_plan(town: City, lang: str, words: list[str]):
    case = next(c for c in town.cases() if c.category == "tv/1/E101")
    text = str(town.explain(case.id, lang))
    for word in words:
        assert f"[{word}]" in text
    for part in ("testville-k-litter", "core:names", "testville-r-litter", "testville-lim-order", "made up for tests"):
        assert part in text
    assert "testville/tables/responsibility.csv:2" in text
    assert text.count(town.plan.fingerprint) >= 3
    assert all(entry.hash[:12] in text for entry in town.ledger.entries(case.id))


def test_an_explanation_for_a_machine_has_the_same_steps(town: City):
    case = next(c for c in town.cases() if c.category == "tv/1/E101")
    form = town.explain(case.id).as_json()
    steps = form["trail"]
    assert isinstance(steps, list)
    assert [s["stage"] for s in steps] == ["classify", "locate", "route", "due"]
    assert all(s["plan"] == town.plan.fingerprint and s["why"] for s in steps)
    assert [s["basis"] for s in steps] == ["made up for tests", "", "made up for tests", "made up for tests"]
