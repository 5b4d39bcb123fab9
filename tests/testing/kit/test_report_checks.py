"""Checks of reports, each failing on a report or format that has just this fault."""

from collections.abc import Callable

from cmsdk.testing.kit.check import Kind
from cmsdk.testing.kit.known import BY_ID
from cmsdk.testing.kit.stand import Stand

Stands = Callable[..., Stand]
REPORT = """
    id = "toy-list"
    title = "清单"
    title_en = "List"
    sections = ["mix", "ledger"]
    [[column]]
    field = "id"
    label = "编号"
    label_en = "Number"
    [[column]]
    field = "text"
    label = "内容"
    label_en = "Text"
    """
INDICATORS = """
    [[indicator]]
    id = "toy-cases"
    name = "件数"
    name_en = "Cases"
    view = "cases"
    how = "count"
    """
FORMAT = """
from itertools import count

numbers = count()

def render(document, out):
    cells = [document.title, *(cell for one in document.sections for row in getattr(one, "rows", ()) for cell in row)]
    {body}

class Toy(TableCity):
    @hookimpl
    def cmsdk_formats(self, context):
        yield Format(id="toy-form", media_type="{media}", suffix=".toy", render=render)
"""
QUOTED = "out.write(','.join('\"' + c.replace('\"', '\"\"') + '\"' for c in cells).encode())"


def stand_of(stand: Stands, report: str = REPORT, body: str = "", media: str = "text/plain") -> Stand:
    code = FORMAT.format(body=body, media=media) if body else ""
    return stand(code, tables={"reports/list.toml": report, "indicators.toml": INDICATORS})


def found(made: Stand, check: str) -> list[str]:
    assert made.things(Kind.REPORT)
    return [p.what("en") for thing in made.things(Kind.REPORT) for p in BY_ID[check].run(made, thing)]


def test_a_report_with_its_indicator_passes_every_check(stand: Stands) -> None:
    made = stand_of(stand)
    own = [check for check in BY_ID.values() if check.kinds == (Kind.REPORT,)]
    assert len(own) == 3
    assert {check.id: told for check in own if (told := found(made, check.id))} == {}


def test_a_format_that_writes_nothing_is_named(stand: Stands) -> None:
    assert "is empty or differs" in found(stand_of(stand, body="pass"), "report-renders")[0]


def test_a_format_that_writes_otherwise_each_time_is_named(stand: Stands) -> None:
    body = "out.write(str(next(numbers)).encode())"
    assert "is empty or differs" in found(stand_of(stand, body=body), "report-renders")[0]


def test_a_format_that_fails_on_an_empty_section_is_named(stand: Stands) -> None:
    body = "out.write(str([one.rows[0] for one in document.sections if hasattr(one, 'rows')]).encode())"
    assert "list index out of range" in found(stand_of(stand, body=body), "report-renders")[0]


def test_a_page_that_lets_script_through_is_named(stand: Stands) -> None:
    told = found(stand_of(stand, body="out.write(' '.join(cells).encode())", media="text/html"), "report-tells-nothing")
    assert any("<script>" in one for one in told)


def test_a_csv_whose_cells_begin_like_formulas_is_named(stand: Stands) -> None:
    told = found(stand_of(stand, body=QUOTED, media="text/csv"), "report-tells-nothing")
    assert any("=1+1" in one for one in told)


def test_a_column_without_an_english_word_is_named(stand: Stands) -> None:
    assert found(stand_of(stand, REPORT.replace('label_en = "Text"', "")), "report-has-words") == [
        "toy-list: 内容 has no word in the language en."
    ]
