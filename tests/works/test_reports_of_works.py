"""A city's own reports: sums, indicators, texts with numbers in them, the header of an official document."""

from fractions import Fraction
from pathlib import Path

import pytest

from cmsdk import City
from cmsdk.model.errors import AssemblyError, RejectedInput
from cmsdk.model.indicated import rounded

from .conftest import Made
from .test_opinions import DUTIES, TABLE

INDICATORS = """
[[indicator]]
id = "demo-opinions"
name = "意见数"
name_en = "Opinions"
view = "opinions"

[[indicator]]
id = "demo-answered"
name = "答复率"
view = "opinions"
where = { state = ["answered"] }
per = "demo-opinions"
digits = 1
target = 100

[[indicator]]
id = "demo-late"
name = "超期"
view = "opinions"
how = "sum"
column = "late"
where = { topic = ["没有"] }
"""
LETTER = """
id = "demo-letter"
title = "关于第{number}号提案的答复"

[[header]]
label = "文号"
label_en = "Document number"
value = "{number}"

[[section]]
id = "body"
kind = "text"
text = '''
共收到意见 {demo-opinions} 条，答复率 {demo-answered}。

专此答复。
'''

[[section]]
id = "by-state"
kind = "sums"
title = "按状态"
view = "opinions"
by = ["state"]
column = [{ field = "state", label = "状态" }, { field = "count", label = "件数" }, { field = "late", label = "超期" }]

[[section]]
id = "numbers"
kind = "indicators"
title = "指标"
indicators = ["demo-opinions", "demo-answered"]

[[section]]
id = "all"
kind = "rows"
title = "明细"
view = "opinions"
where = { state = ["open"] }
column = [{ field = "opinion", label = "编号" }, { field = "text", label = "内容" }]
"""


def _city(made: Made, indicators: str = INDICATORS, letter: str = LETTER) -> City:
    (tables := {**DUTIES, "indicators.toml": indicators})["reports/letter.toml"] = letter
    city = made(tables)
    city.enter_table(TABLE.encode())
    return city


@pytest.mark.parametrize("suffix", [".md", ".html", ".csv"])
def test_a_letter_has_its_header_its_numbers_and_its_rows(made: Made, tmp_path: Path, suffix: str) -> None:
    city = _city(made)
    page = city.publish("demo-letter", to=tmp_path / f"a{suffix}", values={"number": "1号"}).read_text("utf-8-sig")
    assert "关于第1号号提案的答复" in page
    assert "共收到意见 2 条，答复率 50.0 %。" in page
    assert "夜市太吵" in page
    assert "缺座椅" not in page
    assert "文号" in page
    assert city.plan.fingerprint not in page


def test_a_letter_with_a_gap_does_not_go_out(made: Made, tmp_path: Path) -> None:
    with pytest.raises(RejectedInput, match="CMS919") as caught:
        _city(made).publish("demo-letter", to=tmp_path / "a.md")
    assert "--set number=…" in caught.value.problems[0].remedy("en")
    assert not (tmp_path / "a.md").exists()


def test_indicators_are_exact_and_lead_to_what_they_counted(made: Made) -> None:
    city = _city(made)
    found = {one.id: one for one in city.indicators(["demo-opinions", "demo-answered", "demo-late"])}
    assert found["demo-answered"].value == 50
    assert found["demo-answered"].met is False
    assert found["demo-answered"].sources == ("opinion:109900:o-2",)
    assert found["demo-late"].text == "0"
    nothing = city.indicators(["demo-answered"], period="2020")[0]
    assert (nothing.value, nothing.text, nothing.met) == (None, "—", None)
    with pytest.raises(RejectedInput, match="CMS922"):
        city.indicators(["demo-opinion"])


@pytest.mark.parametrize(
    ("code", "old", "new"),
    [
        ("CMS920", 'view = "opinions"', 'view = "opinion"'),
        ("CMS921", 'column = "late"', 'column = "lates"'),
        ("CMS922", 'per = "demo-opinions"', 'per = "demo-opinion"'),
    ],
)
def test_what_is_not_there_is_named_before_the_city_opens(made: Made, code: str, old: str, new: str) -> None:
    with pytest.raises(AssemblyError, match=code):
        _city(made, INDICATORS.replace(old, new))


@pytest.mark.parametrize(
    ("code", "old", "new"),
    [
        ("CMS920", 'view = "opinions"', 'view = "opinion"'),
        ("CMS921", 'field = "late"', 'field = "lates"'),
        ("CMS922", '["demo-opinions",', '["demo-opinion",'),
    ],
)
def test_and_in_reports(made: Made, code: str, old: str, new: str) -> None:
    with pytest.raises(AssemblyError, match=code):
        _city(made, letter=LETTER.replace(old, new, 1))


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (Fraction(1, 2), 0, "1"),
        (Fraction(985, 10), 1, "98.5"),
        (Fraction(1, 3), 2, "0.33"),
        (Fraction(-1, 20), 1, "0.0"),
    ],
)
def test_halves_go_up(value: Fraction, digits: int, text: str) -> None:
    assert rounded(value, digits) == text
