"""M55: 1,200 complaints of noise and 300 of illegal construction come by the hotline, and all are replied to."""

from collections.abc import Sequence
import csv
from datetime import datetime, timedelta, timezone
import io
from pathlib import Path
import re

import pytest

from cmsdk import Actor, Case, City, Command, Dispatch, FeedBack, File, Handle, Review, discover

CHINA = timezone(timedelta(hours=8))
FIRST = datetime(2026, 1, 5, 8, 0, tzinfo=CHINA)
NOW = datetime(2026, 11, 19, 9, 0, tzinfo=CHINA)
HEADER = ("工单编号", "来电时间", "诉求内容", "事发地址", "街道", "来电人", "联系电话")
NOISE = (
    "商场门口音响扰民", "工地夜间施工，打桩吵得睡不着", "KTV唱歌扰民到半夜",
    "店铺喇叭叫卖，从早到晚", "楼上装修电钻从六点响",
)  # fmt: skip
BUILDING = ("院子里私搭乱建一间杂物房", "邻居在楼顶加盖了一层", "门前搭建彩钢棚")
AREAS = [f"{s}街道示例片区{n:02}" for n in range(1, 12) for s in ("荆河", "龙泉", "北辛", "善南", "东沙河")]
NAMES = ("tengzhou-noise", "tengzhou-noise-replied", "tengzhou-building", "tengzhou-building-replied")


def orders(noise: int, building: int) -> bytes:
    """The hotline's export: as many complaints of each, five hours apart, so that none is a repeat of another."""
    texts = [NOISE[n % len(NOISE)] for n in range(noise)] + [BUILDING[n % len(BUILDING)] for n in range(building)]
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(HEADER)
    for number, text in enumerate(texts):
        at = (FIRST + timedelta(hours=5 * number)).strftime("%Y-%m-%d %H:%M")
        rows.writerow((f"TZ55-{number:04}", at, text, "", AREAS[number % len(AREAS)], "", ""))
    return out.getvalue().encode()


def all_of(city: City, cases: Sequence[Case], person: str, command: Command) -> None:
    officer = city.plan.officers[person]
    done = city.act_all([case.id for case in cases], command, Actor(officer.id, officer.roles))
    assert [one.result for one in done if not one.done] == []


def doer(city: City, unit: str, role: str) -> str:
    return next(p.id for p in city.plan.officers.values() if p.unit == unit and role in p.roles)


def handled(city: City, payload: bytes) -> list[Case]:
    """Received, and through the five steps but the last."""
    outcome = city.receive("tengzhou-12345", payload, name="hotline.csv")
    assert not outcome.quarantined
    cases = list(city.cases())
    assert not any(case.linked for case in cases)
    for person, command in (("jia", File()), ("yi", Review()), ("bing", Dispatch())):
        all_of(city, cases, f"tengzhou-p-{person}", command)
    for unit, theirs in by_unit(cases).items():
        all_of(city, theirs, doer(city, unit, "handler"), Handle(result="已处置"))
    return cases


def by_unit(cases: Sequence[Case]) -> dict[str, list[Case]]:
    found: dict[str, list[Case]] = {}
    for case in cases:
        found.setdefault(case.unit, []).append(case)
    return found


def replied(city: City, cases: Sequence[Case]) -> None:
    for unit, theirs in by_unit(cases).items():
        all_of(city, theirs, doer(city, unit, "department"), FeedBack(result="已答复"))


def figures(city: City) -> list[str]:
    found = {one.id: one.text for one in city.indicators(NAMES)}
    return [found[name] for name in NAMES]


def _whole(noise: int, building: int, to: Path, lacking: list[str]) -> None:
    """All are replied to but one, then that one too; the letter says the same."""
    with City.open("370481", plugins=discover(only=["cn", "tengzhou"]), clock=lambda: NOW) as city:
        cases = handled(city, orders(noise, building))
        replied(city, cases[:-1])
        assert figures(city) == lacking
        replied(city, cases[-1:])
        assert figures(city) == [str(noise), "100.00 %", str(building), "100.00 %"]
        given = ("proposal", "index", "topic", "publisher", "written", "number", "issued", "validity", "member")
        page = city.publish("tengzhou-reply-letter", to=to, values=dict.fromkeys(given, "示例")).read_text("utf-8")
        said = f"噪音类投诉 {noise} 件，答复率 100.00 %；乱搭乱建类投诉 {building} 件，答复率 100.00 %"
        assert re.search(said, page)


def test_m55_noise_and_building_are_replied_to(tmp_path: Path) -> None:
    _whole(48, 12, tmp_path / "a.md", ["48", "100.00 %", "12", "91.67 %"])


@pytest.mark.slow
def test_m55_1200_and_300_are_replied_to(tmp_path: Path) -> None:
    _whole(1200, 300, tmp_path / "a.md", ["1200", "100.00 %", "300", "99.67 %"])
