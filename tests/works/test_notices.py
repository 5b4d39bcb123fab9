"""Whoever has to act on community work is told of it: in the outbox, with the entry, or not at all."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
import pytest

from cmsdk import City, Problem
from cmsdk.contract.notices import OF_WORK, audiences, pieces, placeholders
from cmsdk.contract.ports import MatterChange
from cmsdk.model.command import Actor
from cmsdk.model.errors import AssemblyError
from cmsdk.model.report import Person
from cmsdk.model.works.known import WORK_COMMANDS
from cmsdk.model.works.opinion import AnswerOpinion, Opinion, RegisterOpinion
from cmsdk.model.works.station import GiveOut, TakeIn
from cmsdk.model.works.whistle import RaiseWhistle, Whistle

from .conftest import CLERK, NOW, Made

HEAD = "id,audience,command,channel,language,state,template\n"
DUTIES = (
    "id,topic,amount,unit_of_time,calendar,unit\ndemo-o1,,2,work_day,cn-working-days,demo-garden\n"
    "demo-o2,供水,2,work_day,cn-working-days,demo-water\n"
)
UNIT = (
    "demo-n1,承办单位,opinion.register,file,zh,,{unit}：请在{due}前答复{work}（{title}）\n"
    'demo-n2,unit,opinion.register,file,en,,"{unit}: answer {work} ({title}) by {due}, {state}"\n'
)
DESK = (
    "demo-n3,watch_desk,opinion.answer,file,zh,answered,{at} {work} {state}：{answer}{adopted}\n"
    "demo-n4,watch_desk,opinion.answer,file,en,answered,{at} {work} {state}: {answer} {adopted}\n"
)
REPORTER = (
    "demo-n5,reporter,opinion.answer,file,zh,,{city}：{answer}\n"
    "demo-n6,reporter,opinion.answer,file,en,,{city}: {answer}\n"
)


def town(made: Made, rows: str, ledger: str = "memory://") -> City:
    return made({"opinion-duties.csv": DUTIES, "notices.csv": HEAD + rows}, ledger)


def told(city: City) -> list[tuple[str, str, str]]:
    return [(p.notice.id, p.notice.recipient, p.notice.texts["zh"]) for p in city.notices()]


def problems(make: Callable[[], object]) -> list[Problem]:
    with pytest.raises(AssemblyError) as caught:
        make()
    return list(caught.value.problems)


@pytest.mark.parametrize("engine", ["memory://", "sqlite:///{}/l.db"])
def test_the_unit_that_answers_an_opinion_is_told_by_when(made: Made, engine: str, tmp_path: Path) -> None:
    city = town(made, UNIT, engine.format(tmp_path))
    city.begin(RegisterOpinion(text="北门缺座椅"), CLERK, name="o-1")
    city.begin(RegisterOpinion(text="水压低", topic="供水"), CLERK, name="o-2")
    assert told(city) == [
        ("opinion:109900:o-1/1/unit/file", "demo-garden", "园林所：请在2026-11-20 10:00前答复o-1（北门缺座椅）"),
        ("opinion:109900:o-2/1/unit/file", "demo-water", "水务所：请在2026-11-20 10:00前答复o-2（水压低）"),
    ]
    (first, _) = city.notices()
    assert first.notice.texts["en"] == "园林所: answer o-1 (北门缺座椅) by 2026-11-20 10:00, open"
    assert first.notice.entry == city.work_entries("opinion:109900:o-1")[0].hash
    city.close()


def test_without_the_row_nobody_is_told(made: Made) -> None:
    city = town(made, DESK)
    city.begin(RegisterOpinion(text="北门缺座椅"), CLERK, name="o-1")
    assert not told(city)


def test_the_desk_is_told_of_the_answer_and_the_state_it_led_to(made: Made) -> None:
    city = town(made, DESK)
    city.begin(RegisterOpinion(text="缺座椅"), CLERK, name="o-1")
    city.carry_on("o-1", AnswerOpinion(answer="已加装", adopted=True), CLERK, now=NOW + timedelta(hours=1))
    (said,) = told(city)
    assert said[1:] == ("demo-desk", "2026-11-18 11:00 o-1 已答复：已加装是")


def test_a_row_for_another_state_does_not_hold(made: Made) -> None:
    city = town(made, DESK.replace("answered", "open"))
    city.begin(RegisterOpinion(text="缺座椅"), CLERK, name="o-1")
    city.carry_on("o-1", AnswerOpinion(answer="已加装"), CLERK)
    assert not told(city)


def test_who_said_it_hears_the_answer_and_the_outbox_knows_no_phone(made: Made) -> None:
    city = town(made, REPORTER)
    city.begin(RegisterOpinion(text="缺座椅"), CLERK, name="o-1", person=Person(name="王小明", phone="13800138000"))
    city.carry_on("o-1", AnswerOpinion(answer="王小明：已加装"), CLERK)
    ((_, recipient, text),) = told(city)
    work = city.work("opinion:109900:o-1")
    assert recipient == work.person
    assert "王小明" not in text
    nameless = town(made, REPORTER)
    nameless.begin(RegisterOpinion(text="缺座椅"), CLERK, name="o-1")
    nameless.carry_on("o-1", AnswerOpinion(answer="已加装"), CLERK)
    assert not told(nameless)


def test_what_is_refused_or_comes_second_tells_nobody(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    city = town(made, UNIT)
    city.begin(RegisterOpinion(text="缺座椅", topic="没有"), CLERK, name="o-1")
    assert not told(city)
    kept: list[MatterChange] = []
    monkeypatch.setattr(type(city.ledger), "append_all", lambda _self, found, _seen: kept.extend(found) or False)
    city.begin(RegisterOpinion(text="缺座椅"), CLERK, name="o-2")
    assert len(kept[0].notices) == 1, "it goes with its entry"
    assert not told(city)


@pytest.mark.parametrize(
    ("code", "row", "near"),
    [
        ("CMS460", "a,officer,opinion.register,file,zh,,好\n", "reporter"),
        ("CMS461", "a,unit,opinion.registr,file,zh,,好\n", "opinion.register"),
        ("CMS461", "a,unit,opinion.register,file,zh,opne,好\n", "open"),
        ("CMS463", "a,unit,opinion.register,file,zh,,{topik}\n", "topic"),
        ("CMS463", "a,unit,opinion.register,file,zh,,{person}\n", ""),
    ],
)
def test_names_that_lead_nowhere_keep_the_city_from_opening(made: Made, code: str, row: str, near: str) -> None:
    found = problems(lambda: town(made, row + row.replace("a,", "b,", 1).replace(",zh,", ",en,")))
    assert [one.code for one in found] == [code, code]
    assert near in found[0].remedy("en")


@pytest.mark.parametrize("command", sorted(WORK_COMMANDS))
def test_every_command_on_work_can_be_told_and_nothing_personal_is_among_it(command: str) -> None:
    names = placeholders(command)
    assert set(OF_WORK) <= set(names)
    assert not {"person", "id", "keys", "plan"} & set(names)
    assert {"reporter", "watch_desk"} <= set(audiences(command))
    assert [name for _, name in pieces("".join(f"{{{name}}}" for name in names))] == list(names)


WHISTLE = (
    "demo-n7,unit,whistle.raise,file,zh,,请在{due}前到{place}报到：{title}（{grid}）\n"
    "demo-n8,unit,whistle.raise,file,en,,Be at {place} by {due}: {title} ({grid})\n"
)
MATRIX = "id,category,area,units,lead,amount,unit_of_time\ndemo-wm1,*,*,demo-squad;demo-water,demo-squad,30,minute\n"


def test_each_unit_that_a_whistle_calls_is_told_by_when_it_has_to_be_there(made: Made) -> None:
    def whistled(matrix: str) -> list[tuple[str, str, str]]:
        city = made({"whistle-matrix.csv": matrix, "notices.csv": HEAD + WHISTLE})
        raised = RaiseWhistle(category="E0406", text="北门夜摊", place="北门", grid="x-demo-g1")
        assert isinstance(city.begin(raised, Actor("demo-l", ("grid_leader",)), name="w-1"), Whistle)
        return told(city)

    words = "请在2026-11-18 10:30前到北门报到：北门夜摊（一网格）"
    start = "whistle:109900:w-1/1/unit/file"
    assert whistled(MATRIX) == [
        (f"{start}/demo-squad", "demo-squad", words),
        (f"{start}/demo-water", "demo-water", words),
    ]
    assert whistled(MATRIX.replace("demo-squad;demo-water", "demo-squad")) == [(start, "demo-squad", words)]


SUPPLIES = {
    "supplies.csv": "id,station,item,minimum,reorder,measure\ndemo-s1,demo-kiosk,饮用水,24,48,瓶\n",
    "notices.csv": HEAD + "demo-n9,unit,station.give_out,file,zh,reorder,{station}的{item}不足，请补货（{state}）\n"
    "demo-n10,unit,station.give_out,file,en,reorder,{station} is short of {item} ({state})\n",
}


def test_the_unit_of_a_station_is_told_once_that_supplies_run_short(made: Made) -> None:
    city = made(SUPPLIES)
    city.begin(TakeIn(item="饮用水", amount=30), CLERK, name="demo-kiosk")
    for minutes, amount in enumerate((5, 2, 1), start=1):
        city.begin(
            GiveOut(item="饮用水", amount=amount), CLERK, name="demo-kiosk", now=NOW + timedelta(minutes=minutes)
        )
    assert told(city) == [
        ("station:109900:demo-kiosk/3/unit/file", "demo-squad", "示范岗亭的饮用水不足，请补货（待补货）")
    ]


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(min_size=1, max_size=90).filter(lambda text: text.strip() and text.isprintable()))
def test_whatever_is_said_is_told_as_it_is_and_cut(opinions: City, text: str) -> None:
    """Braces in what people say are no placeholders."""
    said = opinions.begin(RegisterOpinion(text=text), CLERK)
    assert isinstance(said, Opinion)
    (posted,) = opinions.notices(case=said.id)
    title = said.text if len(said.text) <= 40 else f"{said.text[:40]}…"
    assert posted.notice.texts["zh"].endswith(f"（{title}）")


@pytest.fixture
def opinions(made: Made) -> City:
    return town(made, UNIT)
