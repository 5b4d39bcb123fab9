"""The table of notices is checked when a city is assembled: every name, and every language."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import attrs
import pytest

from cmsdk import AssemblyError, City, Problem
from cmsdk.plugin import DateSpan, NoticeRow, Notifier

CityOf = Callable[..., City]
Speaks = Callable[..., None]
ZH = NoticeRow(
    id="toy-zh", audience="reporter", command="reported", channel="toy-sms", language="zh", template="编号{case}"
)
EN = attrs.evolve(ZH, id="toy-en", language="en", template="Number {case}")
SMS = Notifier(id="toy-sms", send=lambda _addressed: None)


def _slips(city_of: CityOf, *rows: NoticeRow) -> list[Problem]:
    with pytest.raises(AssemblyError) as caught:
        city_of(cmsdk_notifiers=[SMS, *rows])
    return list(caught.value.problems)


def test_a_table_that_is_whole_is_in_the_plan(city_of: CityOf) -> None:
    city = city_of(cmsdk_notifiers=[SMS, ZH, EN])
    assert city.plan.notices == {"toy-en": EN, "toy-zh": ZH}
    assert set(city.plan.notifiers) == {"file", "toy-sms"}
    assert city.check() == ()


@pytest.mark.parametrize(
    ("field", "name", "near", "code"),
    [
        ("audience", "reporters", "reporter", "CMS460"),
        ("command", "dispatched", "dispatch", "CMS461"),
        ("state", "handeld", "handled", "CMS461"),
        ("channel", "toy-sma", "toy-sms", "CMS462"),
        ("template", "{cas}", "case", "CMS463"),
    ],
)
def test_a_name_that_leads_nowhere_is_told_with_the_nearest(
    field: str, name: str, near: str, code: str, city_of: CityOf, speaks: Speaks
) -> None:
    found = _slips(city_of, *(attrs.evolve(row, **{field: name}) for row in (ZH, EN)))
    assert [(p.code, p.where) for p in found] == [(code, "toy-en"), (code, "toy-zh")]
    speaks(found[0], name.strip("{}"), near)


@pytest.mark.parametrize("template", ["{", "}", "{case.id}", "{case!r}", "{due:%Y}", "{0}", "{}", "{case[0]}"])
def test_a_template_can_reach_nothing_but_its_placeholders(template: str, city_of: CityOf) -> None:
    found = _slips(city_of, attrs.evolve(ZH, template=template), EN)
    assert [p.code for p in found] == ["CMS463"]


def test_a_brace_may_stand_for_itself(city_of: CityOf) -> None:
    city_of(cmsdk_notifiers=[SMS, attrs.evolve(ZH, template="{{{case}}}"), EN])


def test_a_language_of_the_city_that_is_missing_is_named(city_of: CityOf, speaks: Speaks) -> None:
    (found,) = _slips(city_of, ZH)
    assert (found.code, found.where) == ("CMS464", "toy-zh")
    speaks(found, "reporter", "reported", "toy-sms", "en")


def test_a_language_that_is_missing_on_some_days_is_named_with_the_first_of_them(
    city_of: CityOf, facts: Callable[[Problem], dict[str, str]]
) -> None:
    halves = [
        attrs.evolve(EN, id="toy-en-1", valid=DateSpan(None, date(2026, 6, 30))),
        attrs.evolve(EN, id="toy-en-2", valid=DateSpan(date(2026, 7, 2), None)),
    ]
    (found,) = _slips(city_of, ZH, *halves)
    assert (found.code, facts(found)["since"]) == ("CMS464", "2026-07-01")


def test_rows_may_follow_each_other_in_time(city_of: CityOf) -> None:
    first = attrs.evolve(EN, id="toy-en-1", valid=DateSpan(None, date(2026, 6, 30)))
    then = attrs.evolve(EN, id="toy-en-2", valid=DateSpan(date(2026, 7, 1), None))
    assert city_of(cmsdk_notifiers=[SMS, ZH, first, then]).check() == ()


def test_two_rows_of_the_same_days_are_named(city_of: CityOf, speaks: Speaks) -> None:
    twin = attrs.evolve(ZH, id="toy-zh-2", valid=DateSpan(date(2026, 7, 1), None))
    (found,) = _slips(city_of, ZH, twin, EN)
    assert (found.code, found.where) == ("CMS466", "toy-zh-2")
    speaks(found, "toy-zh", "toy-zh-2")


def test_a_language_that_the_city_does_not_list_is_named(city_of: CityOf, speaks: Speaks) -> None:
    (found,) = _slips(city_of, ZH, EN, attrs.evolve(ZH, id="toy-fr", language="fr"))
    assert found.code == "CMS465"
    speaks(found, "fr", "zh, en")


def test_all_mistakes_of_the_files_come_at_once(
    install: Callable[..., Path], toy: dict[str, str], complaints: Callable[..., tuple[Problem, ...]]
) -> None:
    rows = (
        "编号,通知对象,环节,通知渠道,语言,模板\n"
        "a,上报人,reported,file,zh,编号{case}\n"
        "b,上报人,reported,file,en,No. {cas}\n"
        "c,街长,dispach,flie,zh,{unit}\n"
    )
    install("toy", tables={**toy, "notices.csv": rows})
    found = {(p.code, p.where.rpartition("/")[2]) for p in complaints()}
    assert found == {
        ("CMS463", "notices.csv:3"), ("CMS460", "notices.csv:4"), ("CMS461", "notices.csv:4"),
        ("CMS462", "notices.csv:4"), ("CMS464", "notices.csv:4"),
    }  # fmt: skip


def test_a_channel_of_a_broken_document_is_no_mistake_of_the_row(
    install: Callable[..., Path], toy: dict[str, str], complaints: Callable[..., tuple[Problem, ...]]
) -> None:
    rows = "id,audience,command,channel,language,template\na,unit,close,x,zh,好\nb,unit,close,x,en,good\n"
    install("toy", tables={**toy, "notices.csv": rows, "notifiers.toml": '[[notifier]]\nid = "x"\nkind = "pigeon"\n'})
    assert [p.code for p in complaints()] == ["CMS412"]
