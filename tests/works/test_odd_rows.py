"""Rows of a table of work as offices send them: sent twice, shifted by a comma, with days that no calendar has."""

import pytest

from cmsdk import City
from cmsdk.desk.work_tables import Entered
from cmsdk.model.errors import NotAllowed, RejectedInput
from cmsdk.model.report import Person
from cmsdk.model.works.base import Work
from cmsdk.model.works.drive import Drive
from cmsdk.model.works.opinion import Opinion, RegisterOpinion

from .conftest import CLERK, Made

BY = "clerk:acceptor,department,community,supervisor,shift_leader,station_officer,enforcement_head"


def entered(city: City, header: str, *rows: str) -> Entered:
    return city.enter_table("\n".join([f"{header},by", *(f'{row},"{BY}"' for row in rows)]).encode())


def codes(found: Entered) -> list[str]:
    return [one.code for row in found.refused if isinstance(row.result, tuple) for one in row.result]


def test_a_row_without_a_name_is_carried_out_once_however_often_the_table_is_sent(made: Made) -> None:
    city = made()
    for _ in range(2):
        found = entered(city, "command,text", "opinion.register,缺座椅", "opinion.register,缺座椅")
    assert (found.done, found.repeats, len(list(city.works(Opinion)))) == (0, 2, 2)


def test_a_command_without_a_name_is_carried_out_once_under_its_key(made: Made) -> None:
    city, said = made(), RegisterOpinion(text="缺座椅")
    first, second = city.begin(said, CLERK, key="app-1"), city.begin(said, CLERK, key="app-1")
    assert isinstance(first, Work)
    assert not isinstance(second, Work)
    assert (second.code, len(list(city.works(Opinion)))) == ("CMS476", 1)


@pytest.mark.parametrize("at", ["0001-01-01T00:00+14:00", "9999-12-31T23:59-14:00", "9999-12-31 10:00"])
def test_a_moment_that_no_clock_shows_keeps_one_row_and_not_the_table(made: Made, at: str) -> None:
    found = entered(made(), "work,command,text,at", f"o-1,opinion.register,甲,{at}", "o-2,opinion.register,乙,")
    assert (found.done, codes(found)) == (1, ["CMS404"])


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_day_of_no_year_of_ours_keeps_one_row_and_not_the_table(made: Made, day: str) -> None:
    found = entered(made(), "work,command,title,first_day", f"d-1,drive.plan,甲,{day}", "d-2,drive.plan,乙,2026-11-18")
    assert (found.done, codes(found)) == (1, ["CMS404"])
    assert [row.result.code for row in entered(made(), "work,command", f"x@{day},duty.begin").refused] == ["CMS482"]


@pytest.mark.parametrize("day", ["2026/1/5", "2026年1月5日", "2026-01-05 00:00:00"])
def test_a_day_is_read_as_spreadsheets_write_it(made: Made, day: str) -> None:
    city = made()
    entered(city, "work,command,title,first_day", f"d-1,drive.plan,甲,{day}")
    (drive,) = city.works(Drive)
    assert str(drive.first_day) == "2026-01-05"


def test_a_row_with_a_comma_too_many_is_left_out_and_told(made: Made) -> None:
    found = entered(made(), "work,command,text", "o-1,opinion.register,座椅,坏了")
    assert (found.done, codes(found)) == (0, ["CMS417"])


def test_a_field_that_two_columns_give_is_taken_from_neither(made: Made) -> None:
    found = entered(made(), "work,command,text,内容", "o-1,opinion.register,甲,乙", "o-2,opinion.register,甲,")
    assert (found.done, codes(found)) == (1, ["CMS416"])


def test_a_row_that_goes_on_with_nothing_says_that_its_name_is_missing(made: Made) -> None:
    assert codes(entered(made(), "work,command,answer", ",opinion.answer,已办")) == ["CMS405"]


@pytest.mark.parametrize("name", ["a\0b", "a\nb", "\u200ba b ", "长" * 5000])
def test_a_piece_of_work_is_found_under_whatever_name_it_was_begun(made: Made, name: str) -> None:
    city = made()
    begun = city.begin(RegisterOpinion(text="x"), CLERK, name=name)
    assert isinstance(begun, Work)
    assert begun.id.isprintable()
    assert len(begun.id) <= 250
    assert city.work(begun.id) == begun
    assert not isinstance(city.begin(RegisterOpinion(text="x"), CLERK, name=name), Work)


def test_a_name_that_gives_somebody_away_is_not_taken(made: Made) -> None:
    city, said = made(), Person(name="王小明", phone="13800138000")
    with pytest.raises(NotAllowed, match="CMS639"):
        city.begin(RegisterOpinion(text="缺座椅"), CLERK, name="王小明的意见", person=said)
    assert not list(city.works(Opinion))
    assert not city.ledger.refusals("opinion:109900:王小明的意见")


def test_what_is_no_bytes_and_no_text_is_refused_by_name(made: Made) -> None:
    with pytest.raises(RejectedInput, match="CMS521"):
        made().enter_table("work,command")  # type: ignore[arg-type]
    with pytest.raises(RejectedInput, match="CMS384"):
        made().begin(RegisterOpinion(text="x"), CLERK, name=17)  # type: ignore[arg-type]


def test_a_row_of_a_year_to_come_does_not_stop_the_work(made: Made) -> None:
    city = made()
    found = entered(
        city, "work,command,text,answer,at", "o-1,opinion.register,甲,,", "o-1,opinion.answer,,已办,2062-11-18"
    )
    assert (found.done, codes(found)) == (1, ["CMS640"])
    assert entered(city, "work,command,answer,at", "o-1,opinion.answer,已办,2026-11-18 10:30").done == 1


@pytest.mark.parametrize(
    ("visitors", "invited"), [("13800138000", ""), ("9" * 4000, ""), ("", "residents:13800138000")]
)
def test_a_phone_number_is_no_number_of_people(made: Made, visitors: str, invited: str) -> None:
    tables = {"activity-forms.csv": "id,name\nlecture,讲座\n", "invited-groups.csv": "id,name\nresidents,居民\n"}
    found = entered(
        made(tables), "work,command,form,visitors,invited", f"a-1,activity.record,lecture,{visitors},{invited}"
    )
    assert codes(found) == ["CMS707"]


def test_what_stands_before_a_row_that_cannot_be_read_is_told(made: Made) -> None:
    city = made()
    found = city.enter_table('work,command,text,by\no-1,opinion.register,甲,c:acceptor\n"o-2"x,,,\n'.encode())
    assert (found.done, codes(found)) == (1, ["CMS413"])


def test_a_row_with_a_comma_too_many_does_not_make_others_new(made: Made) -> None:
    city, good = made(), "o-1,opinion.register,甲,c:acceptor\n"
    head = "work,command,text,by\n"
    assert city.enter_table(f"{head}{good[:-1]},x\n{good}".encode()).done == 1
    again = city.enter_table(f"{head}{good}".encode())
    assert (again.done, again.repeats) == (0, 1)
