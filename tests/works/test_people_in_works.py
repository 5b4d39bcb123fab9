"""Nobody is given away by community work: not in its words, not in its ids, not in what tells rows apart."""

import json

import pytest

from cmsdk.model.command import Actor
from cmsdk.model.report import Person
from cmsdk.model.works.agreement import SignAgreement
from cmsdk.model.works.base import Work, WorkCommand
from cmsdk.model.works.opinion import AnswerOpinion, RegisterOpinion

from .conftest import CLERK, Made

SAID = Person(name="王小明", phone="13800138000")
REPORTED = '{"external_id": "1", "text": "夜摊占道", "name": "王小明", "phone": "13800138000"}'
AGREEMENTS = "id,name,items,months\ndemo-ag,责任书,整洁,12\n"
OFFICER = Actor("demo-a", ("enforcement_officer",))


def stored(made_of: Work, city: object) -> str:
    return json.dumps([entry.data for entry in city.work_entries(made_of.id)], ensure_ascii=False)  # type: ignore[attr-defined]


def test_the_reporter_of_a_case_is_masked_in_work_about_it(made: Made) -> None:
    city = made()
    (case,) = city.receive("jsonl", REPORTED.encode()).case_ids
    city.begin(RegisterOpinion(text="王小明说太吵", case=case), CLERK, name="o-1")
    after = city.carry_on("o-1", AnswerOpinion(answer="已告知王小明"), CLERK)
    assert isinstance(after, Work)
    assert "王小明" not in stored(after, city)


def test_who_was_told_before_stays_masked_after_another_is_told(made: Made) -> None:
    city = made()
    city.begin(RegisterOpinion(text="x"), CLERK, name="o-1", person=SAID)
    after = city.carry_on("o-1", AnswerOpinion(answer="已告知王小明"), CLERK, person=Person(name="李大力"))
    assert isinstance(after, Work)
    assert "王小明" not in stored(after, city)


@pytest.mark.parametrize("number", ["13800138000", "王小明"])
def test_an_id_that_is_somebody_is_masked(made: Made, number: str) -> None:
    city = made({"agreements.csv": AGREEMENTS})
    commands: list[tuple[WorkCommand, Actor]] = [
        (RegisterOpinion(text="x", source=number), CLERK), (SignAgreement(agreement="demo-ag", party=number), OFFICER)
    ]  # fmt: skip
    for command, by in commands:
        begun = city.begin(command, by, name="w-1", person=SAID)
        assert isinstance(begun, Work), begun
        assert number not in stored(begun, city)


def test_the_key_of_a_row_is_the_same_whoever_it_concerns(made: Made) -> None:
    keys = set()
    for phone in ("13800138000", "13900139000"):
        city = made()
        row = f"o-1,opinion.register,请回电{phone},clerk:acceptor,{phone}"
        city.enter_table(f"work,command,text,by,person_phone\n{row}\n".encode())
        keys.add(city.work("opinion:109900:o-1").keys)
    assert len(keys) == 1
