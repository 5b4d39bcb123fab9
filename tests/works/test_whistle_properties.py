"""Whatever happens to a whistle, its clock, its rounds and its score stay true to its entries."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
import pytest

from cmsdk import City
from cmsdk.contract.plan import CityPlan
from cmsdk.model.command import Actor
from cmsdk.model.entry import GENESIS, seal
from cmsdk.model.works.base import WorkCommand
from cmsdk.model.works.whistle import (
    CallUnits,
    CloseWhistle,
    EscalateWhistle,
    FeedBackWhistle,
    HandOverLead,
    RaiseWhistle,
    ReportIn,
    Whistle,
    WhistleAgain,
    WithdrawWhistle,
)
from cmsdk.registry.discovery import discover, from_folder
from cmsdk.work.community.forms import WorkForms
from cmsdk.work.community.shape import Allowed, Asked, decide, evolve, new_work
from cmsdk.work.community.whistle import WHISTLES

from .conftest import NOW, write_city
from .test_whistles import GARDEN, M1, OFFICE, SQUAD, TABLES, WATER

FORMS = WorkForms()
STEPS: list[tuple[WorkCommand, Actor]] = [
    *((ReportIn(), by) for by in (SQUAD, GARDEN, WATER, OFFICE)),
    *((FeedBackWhistle(result="办了"), by) for by in (SQUAD, GARDEN, WATER, OFFICE)),
    (CallUnits(units=("demo-water",), reason="积水"), M1), (HandOverLead(unit="demo-garden", reason="绿化"), SQUAD),
    (EscalateWhistle(reason="办不了"), M1), (WhistleAgain(reason="没好"), M1), (CloseWhistle(score=4), M1),
    (WithdrawWhistle(reason="误报"), M1),
]  # fmt: skip


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> CityPlan:
    folder: Path = write_city(tmp_path_factory.mktemp("demo") / "city", TABLES)
    return City.open("109900", plugins=[*discover(only=["cn"]), from_folder(folder)], clock=lambda: NOW).plan


def _walk(plan: CityPlan, steps: list[tuple[WorkCommand, Actor]]) -> list[Whistle]:
    """The whistle after each command that was allowed, an hour apart."""
    work: Any = new_work(WHISTLES, "whistle:109900:w", "109900")
    seen: list[Whistle] = []
    for number, (command, by) in enumerate([(RaiseWhistle(category="E0406", text="夜摊"), M1), *steps]):
        now = NOW + timedelta(hours=number)
        allowed = decide(WHISTLES, Asked(work, command, by, plan, now))
        if isinstance(allowed, Allowed):
            data = FORMS.commanded(command, allowed.to, allowed.effects)
            entry = seal(stream=work.id, version=work.version + 1, city="109900", type_=command.name, at=now, by=by.id,
                         plan=plan.fingerprint, data=data, prev=GENESIS)  # fmt: skip
            work = evolve(WHISTLES, work if work.version else None, entry, FORMS)
            assert FORMS.work(FORMS.form(work), Whistle) == work  # what the projection keeps is the whole of it
            seen.append(work)
    return seen


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(STEPS), max_size=14))
def test_the_clock_the_rounds_and_the_scores_of_a_whistle_hold(
    plan: CityPlan, steps: list[tuple[WorkCommand, Actor]]
) -> None:
    for whistle in _walk(plan, steps):
        here, awaited = whistle.present, [one for one in whistle.present if one.at is None]
        assert len({one.unit for one in here}) == len(here), "a unit is called once a round"
        assert whistle.lead in {one.unit for one in here}
        if whistle.state in {"calling", "handling"}:
            assert (whistle.state == "calling") == bool(awaited)
            assert whistle.due is not None
            assert whistle.handled is None
        else:
            assert whistle.due is None
        assert all(one.at is not None for one in here if one.fed_back), "nobody feeds back who has not reported in"
        assert (whistle.state == "closed") == all(one.score for one in here)
        assert [rise.level for rise in whistle.rises] == ["街道", "区"][: len(whistle.rises)], "no level is left out"
