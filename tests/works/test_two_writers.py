"""Two who write at once: what a step has read of other work may not have changed when it is entered."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import pytest

from cmsdk import City
from cmsdk.desk.working import Working
from cmsdk.model.command import Actor, Refusal
from cmsdk.model.works.campaign import CancelCampaign, PlanCampaign
from cmsdk.model.works.drive import BundleCases, Drive, PlanDrive
from cmsdk.model.works.opinion import Opinion, RegisterOpinion
from cmsdk.work.community.shape import Wants

from .conftest import CLERK, NOW, Made

BY = Actor("clerk", ("community", "department", "supervisor", "shift_leader", "station_officer", "enforcement_head"))


def come_between(monkeypatch: pytest.MonkeyPatch, other: Callable[[], object]) -> None:
    """Has ``other`` done after the next step has read what it wants, and before it is entered."""
    read = Working._wanted

    def wanted(self: Working, wants: Wants, now: datetime) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
        found = read(self, wants, now)
        monkeypatch.setattr(Working, "_wanted", read)
        other()
        return found

    monkeypatch.setattr(Working, "_wanted", wanted)


def refused(found: object) -> str:
    return found.code if isinstance(found, Refusal) else ""


def drives(city: City) -> str:
    (case,) = city.receive("jsonl", '{"external_id": "1", "text": "夜摊占道"}'.encode()).case_ids
    for name in ("d-1", "d-2"):
        assert not refused(city.begin(PlanDrive(title="整治", first_day=NOW.date()), BY, name=name))
    return case


def test_a_case_is_in_one_drive_also_where_two_bundle_it_at_once(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    city = made()
    bundle = BundleCases(cases=(drives(city),))
    come_between(monkeypatch, lambda: city.carry_on("d-2", bundle, BY))
    assert refused(city.carry_on("d-1", bundle, BY)) == "CMS709"
    assert refused(city.carry_on("d-1", bundle, BY)) == "CMS494"
    assert [len(drive.cases) for drive in city.works(Drive)] == [0, 1]


def test_nothing_is_entered_for_a_campaign_that_is_called_off_meanwhile(
    made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    city = made()
    city.begin(PlanCampaign(title="开放日", first_day=NOW.date()), BY, name="day")
    come_between(monkeypatch, lambda: city.carry_on("day", CancelCampaign(reason="大雨"), BY))
    opinion = RegisterOpinion(text="x", campaign="day")
    assert refused(city.begin(opinion, CLERK, name="o-1")) == "CMS709"
    assert not list(city.works(Opinion))


def test_other_work_does_not_come_between(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    city = made()
    bundle = BundleCases(cases=(drives(city),))
    come_between(monkeypatch, lambda: city.begin(RegisterOpinion(text="x"), CLERK, name="o-1"))
    assert not refused(city.carry_on("d-1", bundle, BY))


def test_a_row_that_somebody_has_come_between_is_tried_again(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    city = made()
    drives(city)
    come_between(monkeypatch, lambda: city.carry_on("d-2", BundleCases(cases=("jsonl/1",)), BY))
    table = b'work,command,cases,by\nd-1,drive.bundle,jsonl/1,"clerk:shift_leader,department,enforcement_head"\n'
    (row,) = city.enter_table(table).rows
    assert refused(row.result) == "CMS494"
