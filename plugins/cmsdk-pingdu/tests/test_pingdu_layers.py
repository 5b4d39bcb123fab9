"""What of Qingdao's holds in Pingdu: all that is not replaced, and nothing that is; and what breaks with a row."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime, timedelta, timezone
from importlib.resources import files
import json
from pathlib import Path

import pytest

from cmsdk import Accept, Actor, AssemblyError, Case, City, TakeMeasure, discover

NOW = datetime(2026, 5, 15, 11, 0, tzinfo=timezone(timedelta(hours=8)))
Changed = tuple[str, str, str, str]
"""Plugin, table, what stands there, and what stands there instead."""
Open = Callable[..., City]


def _lay_over(folder: Path, changes: tuple[Changed, ...]) -> dict[str, Path]:
    """A folder for each plugin with its changed tables, each change found exactly once."""
    resources: dict[str, Path] = {}
    for plugin, table, old, new in changes:
        root = resources.setdefault(plugin, folder / plugin)
        file = root / "tables" / table
        if not file.exists():
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(files(f"cmsdk_{plugin}").joinpath("tables", table).read_bytes())
        text = file.read_text(encoding="utf-8")
        assert text.count(old) == 1, (table, old, text.count(old))
        file.write_text(text.replace(old, new), encoding="utf-8")
    return resources


@pytest.fixture(scope="module")
def pingdu() -> Iterator[City]:
    with City.open("370283", plugins=discover(only=["cn", "pingdu", "qingdao"]), clock=lambda: NOW) as city:
        yield city


@pytest.fixture
def changed(tmp_path: Path) -> Iterator[Open]:
    """Opens a city with some of its tables changed; each change says plugin, table, the old words and the new."""
    with ExitStack() as stack:

        def open_changed(*changes: Changed, city: str = "370283") -> City:
            only = ["cn", "qingdao", *(["pingdu"] if city == "370283" else [])]
            plugins = discover(only=only, resources=_lay_over(tmp_path / str(len(changes)) / city, changes))
            return stack.enter_context(City.open(city, plugins=plugins, clock=lambda: NOW))

        yield open_changed


def _found(city: City, number: str, text: str, division: str = "东阁街道") -> Case:
    """The case of what a patrol found."""
    row = {"编号": number, "上报时间": "2026-05-15 09:00", "街道": division, "问题描述": text}
    (case,) = city.receive("qingdao-patrol", json.dumps({"records": [row]}, ensure_ascii=False).encode()).cases
    return case


def _unit(city: City, number: str, text: str, division: str = "东阁街道") -> str:
    return _found(city, number, text, division).unit


def test_a_change_of_qingdaos_rule_reaches_pingdu(pingdu: City, changed: Open) -> None:
    assert _unit(pingdu, "L-1", "路面有个大坑") == "qingdao-shizheng"
    other = changed(("qingdao", "responsibility.csv", ",E0113,*,,qingdao-shizheng,", ",E0113,*,,qingdao-jiaotong,"))
    assert _unit(other, "L-1", "路面有个大坑") == "qingdao-jiaotong"
    words = changed(
        ("qingdao", "responsibility.csv", ",E0113,*,,qingdao-shizheng,", ",E0113,*,,qingdao-jiaotong,"),
        ("qingdao", "classify.csv", "冥币;纸钱", "冥币;纸钱;撒谷米"),
    )
    assert _unit(words, "L-2", "路口撒谷米") == "qingdao-pingdu-squad"
    assert _unit(pingdu, "L-2", "路口撒谷米") == "pingdu-centre"


def test_pingdus_own_replacement_stays_in_pingdu(pingdu: City, changed: Open) -> None:
    dogs = "有人遛狗不牵绳"
    assert _unit(pingdu, "L-3", dogs) == "pingdu-gongan"
    other = ("qingdao", "responsibility.csv", ",E0184,*,,qingdao-gongan,", ",E0184,*,,qingdao-bureau,")
    assert _unit(changed(other), "L-3", dogs) == "pingdu-gongan", "Qingdao's change of a replaced row does not come in"
    assert _unit(changed(city="370200"), "L-3", dogs, "平度市") == "qingdao-gongan", "nor does Pingdu's go out"
    garden = next(s for s in pingdu.plan.standards.values() if s.id == "pingdu-std-greens-garden")
    assert garden.close_when == "补种复绿"
    assert "pingdu-std-greens-garden" not in changed(city="370200").plan.standards


def test_a_replacement_that_names_no_row_of_qingdaos_keeps_the_city_from_opening(changed: Open) -> None:
    with pytest.raises(AssemblyError) as refused:
        changed(("qingdao", "responsibility.csv", "qingdao-r-080,E0184", "qingdao-r-moved,E0184"))
    assert {p.code for p in refused.value.problems} == {"CMS209"}


@pytest.mark.parametrize(("before", "state"), [("cn-mediation", "accepted"), ("", "closed")])
def test_m06_guidance_waits_for_mediation_only_where_the_row_asks_for_it(
    changed: Open, before: str, state: str
) -> None:
    row = "行政指导,Administrative guidance,management,{},"
    city = changed(("pingdu", "measures.csv", row.format("cn-mediation"), row.format(before)))
    case = _found(city, f"M06-{before}", "两家店吵起来了，互不相让", "星光社区")
    officer = city.plan.officers["pingdu-p-squad-5-a"]
    by = Actor(officer.id, officer.roles, officer.unit)
    for given in (
        Accept(),
        TakeMeasure(measure="cn-law-publicity"),
        TakeMeasure(measure="cn-guidance", reason="两家签字"),
    ):
        city.act(case.id, given, by)
    assert city.case(case.id).state == state


def test_m10_without_pingdus_row_a_garden_need_not_be_replanted(pingdu: City, changed: Open) -> None:
    garden = "绿化带里有小菜园，种了韭菜"
    mine = pingdu.plan.standards[_found(pingdu, "M10", garden).standard]
    plain = changed(("pingdu", "standards.csv", "pingdu-std-greens-garden,E0191", "pingdu-std-greens-garden,E0101"))
    other = plain.plan.standards[_found(plain, "M10", garden).standard]
    assert (mine.close_when, other.close_when) == ("补种复绿", "制止;立案查处")
