"""M11: the summary of the open day is published with the figures of its entries, and with no others."""

from collections.abc import Callable
from pathlib import Path
import re

import pytest

from cmsdk import City, RejectedInput

AT = "2026-05-15T18:00+08:00"
FILES = ("50-open-day.csv", "51-law-duty.csv", "52-clearances.csv")
GIVEN = {"day": "2026年5月15日", "writer": "办公室"}
Worked = Callable[..., City]


def page(city: City, to: Path) -> str:
    to.unlink(missing_ok=True)
    return city.publish("pingdu-open-day-summary", to=to, values=GIVEN).read_text(encoding="utf-8")


def figures(text: str) -> list[str]:
    """What the document says of squad 5, the law activity, and what was cleared."""
    found = re.search(
        r"五中队邀请居民 (\d+) 名.*出动执法人员 (\d+) 人次，发放宣传资料 (\d+) 份.*"
        r"乱堆乱放 (\d+) 处、乱贴乱画 (\d+) 处、毁绿占绿 (\d+) 处",
        text,
        re.DOTALL,
    )
    assert found is not None, text
    return [*found.groups()]


@pytest.mark.parametrize("suffix", [".html", ".md"])
def test_m11_summary_report(worked: Worked, tmp_path: Path, suffix: str) -> None:
    city = worked("370283", "pingdu", *FILES, at=AT)
    text = page(city, tmp_path / f"a{suffix}")
    assert figures(text) == ["15", "250", "1000", "30", "70", "10"]
    for heading in ("一、基本情况", "二、活动形式", "三、集中清理", "四、亮点做法"):
        assert heading in text
    assert "星光苑5号楼北侧小菜园" in text


@pytest.mark.parametrize(
    ("less", "wanted"),
    [
        ({"lacking": ("roster.csv", "pingdu-ro-01")}, ["15", "220", "1000", "30", "70", "10"]),
        ({"without": "open-day-2026-c05,"}, ["15", "250", "1000", "30", "46", "10"]),
        ({"without": "open-day-2026-a1,"}, ["0", "250", "1000", "30", "70", "10"]),
        ({"without": "open-day-2026-a3,"}, ["15", "250", "740", "30", "70", "10"]),
    ],
)
def test_m11_one_roster_clearance_or_activity_less_is_another_report(
    worked: Worked, tmp_path: Path, less: dict[str, object], wanted: list[str]
) -> None:
    assert figures(page(worked("370283", "pingdu", *FILES, at=AT, **less), tmp_path / "a.md")) == wanted


def test_m11_what_nobody_has_said_is_asked_for(worked: Worked, tmp_path: Path) -> None:
    city = worked("370283", "pingdu", *FILES, at=AT)
    with pytest.raises(RejectedInput, match="CMS919") as caught:
        city.publish("pingdu-open-day-summary", to=tmp_path / "a.md", values={"day": "2026年5月15日"})
    assert "--set writer=…" in caught.value.problems[0].remedy("zh")
