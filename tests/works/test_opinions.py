"""Opinions are answered in time, and what a table of work says is carried out row by row."""

from datetime import timedelta

import pytest

from cmsdk.model.command import Refusal
from cmsdk.model.errors import NotAllowed, RejectedInput
from cmsdk.model.report import Person
from cmsdk.model.works.opinion import AnswerOpinion, Opinion, RegisterOpinion

from .conftest import CLERK, NOW, Made

DUTIES = {"opinion-duties.csv": "id,topic,amount,unit_of_time,calendar\ndemo-o1,,2,work_day,cn-working-days\n"}


def test_an_opinion_is_registered_with_its_term_and_answered(made: Made) -> None:
    city = made(DUTIES)
    opened = city.begin(RegisterOpinion(text="北门夜市太吵"), CLERK, name="o-1")
    assert isinstance(opened, Opinion)
    assert opened.due is not None
    assert (opened.due - NOW).days == 2
    late = NOW + timedelta(days=9)
    answered = city.carry_on("o-1", AnswerOpinion(answer="已劝导"), CLERK, now=late)
    assert isinstance(answered, Opinion)
    assert answered.late
    (row,) = city.view("opinions").rows
    assert row.cells["late"] == 1
    assert row.sources == (answered.id,)
    assert city.work(answered.id) == answered
    assert [*city.works(Opinion)] == [answered]


def test_whoever_said_it_stands_apart_and_is_masked(made: Made) -> None:
    city = made(DUTIES)
    said = city.begin(
        RegisterOpinion(text="我是王小明，电话13800138000"), CLERK, person=Person(name="王小明", phone="13800138000")
    )
    assert isinstance(said, Opinion)
    assert "王小明" not in said.text
    assert "13800138000" not in said.text
    assert "13800138000" not in "".join(entry.data for entry in city.work_entries(said.id))
    kept = city.ledger.person(said.person)
    assert kept is not None
    assert kept.phone == "13800138000"


@pytest.mark.parametrize(
    ("code", "command", "actor"),
    [
        ("CMS468", AnswerOpinion(answer="好"), CLERK),
        ("CMS471", RegisterOpinion(), CLERK),
        ("CMS474", RegisterOpinion(text="x", case="none"), CLERK),
        ("CMS469", RegisterOpinion(text="x"), type(CLERK)("passer-by", ("nobody",))),
    ],
)
def test_what_cannot_be_is_refused_and_kept_on_record(made: Made, code: str, command: object, actor: object) -> None:
    city = made(DUTIES)
    answer = city.begin(command, actor, name="o-1")  # type: ignore[arg-type]
    assert isinstance(answer, Refusal)
    assert answer.code == code
    assert [one.refusal.code for one in city.ledger.refusals("opinion:109900:o-1")] == [code]


def test_a_name_is_taken_once_and_a_key_is_carried_out_once(made: Made) -> None:
    city = made(DUTIES)
    city.begin(RegisterOpinion(text="一"), CLERK, name="o-1", key="k")
    again = city.begin(RegisterOpinion(text="一"), CLERK, name="o-1", key="k")
    other = city.begin(RegisterOpinion(text="二"), CLERK, name="o-1")
    assert isinstance(again, Refusal)
    assert isinstance(other, Refusal)
    assert (again.code, other.code) == ("CMS476", "CMS470")
    with pytest.raises(NotAllowed, match="CMS467"):
        city.carry_on("o-9", AnswerOpinion(answer="好"), CLERK)


TABLE = """事项,指令,时间,经办人,主题,内容,答复
o-1,登记意见,2026-11-18 09:00,demo-a,,夜市太吵,
o-2,登记意见,2026-11-18 09:05,demo-a,,缺座椅,
o-2,答复意见,2026-11-19 10:00,demo-b,,,本周加装
o-3,答复意见,2026-11-19 10:00,demo-b,,,没有这件
o-4,登记意义,2026-11-19 10:00,nobody,,,
o-5,登记意见,昨天,demo-a,,有话说,
"""


def test_a_table_of_work_is_carried_out_row_by_row_and_only_once(made: Made) -> None:
    city = made(DUTIES)
    entered = city.enter_table(TABLE.encode(), name="opinions.csv")
    assert entered.done == 3
    codes = [[p.code for p in row.result] for row in entered.refused if isinstance(row.result, tuple)]
    assert codes == [["CMS467"], ["CMS477", "CMS911"], ["CMS404"]]
    assert entered.refused[0].where == "opinions.csv:5"
    again = city.enter_table(TABLE.encode(), name="opinions.csv")
    assert (again.done, again.repeats) == (0, 3)
    assert [one.state for one in city.works(Opinion)] == ["open", "answered"]


def test_a_header_that_nobody_understands_keeps_the_table_out(made: Made) -> None:
    with pytest.raises(RejectedInput, match="CMS402") as caught:
        made(DUTIES).enter_table("事项,内荣\no-1,x\n".encode(), name="t.csv")
    assert [p.code for p in caught.value.problems] == ["CMS402", "CMS403"]


def test_a_role_for_a_command_that_does_not_exist_and_a_view_are_named(made: Made) -> None:
    from cmsdk.model.errors import AssemblyError

    with pytest.raises(AssemblyError, match="CMS473"):
        made({"work-roles.csv": "id,command,roles\ndemo-w,opinion.anser,clerk\n"})
    with pytest.raises(AssemblyError, match="CMS302"):
        made({"opinion-duties.csv": "id,amount,unit_of_time,unit\ndemo-o1,2,work_day,demo-nobody\n"})
    with pytest.raises(RejectedInput, match="CMS478"):
        made(DUTIES).view("opinion")


def test_a_topic_that_has_no_row_is_refused(made: Made) -> None:
    table = "id,topic,amount,unit_of_time\ndemo-o1,绿化,2,work_day\n"
    answer = made({"opinion-duties.csv": table}).begin(RegisterOpinion(text="x", topic="绿华"), CLERK)
    assert isinstance(answer, Refusal)
    assert answer.code == "CMS472"
    assert "绿化" in answer.remedy("zh")


def test_works_are_made_anew_from_their_entries(made: Made) -> None:
    city = made(DUTIES)
    city.enter_table(TABLE.encode())
    before = [*city.works(Opinion)]
    assert city.rebuild().whole
    assert [*city.works(Opinion)] == before
