"""Whatever was done at home and on two laptops to a few pieces of work: they come home in either order, once."""

from collections.abc import Callable
from typing import Any

import attrs
from hypothesis import given, settings
from hypothesis import strategies as st
import pytest

from cmsdk import City
from cmsdk.contract.plan import CityPlan
from cmsdk.desk.redeciding import Merged
from cmsdk.model.works.agreement import BreachAgreement, CureBreach, EndAgreement, RenewAgreement, SignAgreement
from cmsdk.model.works.base import WorkCommand
from cmsdk.model.works.opinion import AnswerOpinion, RegisterOpinion

from .conftest import Numbers, laptop, streams
from .test_works import ANN, BOSS, LI, VOUCHED, WANG, plan, sound, town_of

__all__ = ["plan"]
AGREED: tuple[Callable[[str], WorkCommand], ...] = (
    lambda _: SignAgreement(agreement="demo-4"),
    lambda _: RenewAgreement(),
    lambda where: BreachAgreement(item="秩序", note=where),
    lambda _: CureBreach(),
    lambda _: EndAgreement(reason="店已关门"),
)
SAID: tuple[Callable[[str], WorkCommand], ...] = (
    lambda where: RegisterOpinion(text=f"{where}太吵"),
    lambda where: AnswerOpinion(answer=f"{where}已劝导"),
)
steps = st.lists(
    st.tuples(
        st.sampled_from(["home", "one", "two"]),
        st.one_of(
            st.tuples(st.sampled_from(["a-1", "a-2"]), st.sampled_from(AGREED)),
            st.tuples(st.sampled_from(["o-1", "o-2"]), st.sampled_from(SAID)),
        ),
        st.sampled_from([ANN, VOUCHED]),
        st.sampled_from([None, WANG, LI]),
    ),
    max_size=20,
)


def _do(city: City, where: str, what: Any, by: Any, person: Any) -> None:  # noqa: ANN401  drawn by hypothesis
    name, command = what[0], what[1](where)
    id_ = f"{command.kind()}:109900:{name}"
    if isinstance(command, SignAgreement | RegisterOpinion):
        city.begin(command, by, name=name, person=person)
    elif city.ledger.matter(id_) is not None:
        city.carry_on(id_, command, by, person=person)


@pytest.mark.slow
@settings(max_examples=12, deadline=None)
@given(done=steps)
def test_works_in_either_order_nothing_is_lost_and_nothing_twice(plan: CityPlan, done: list[Any]) -> None:
    home = town_of(plan)
    cities = {"home": home} | {name: laptop(home, ids=Numbers(name)) for name in ("one", "two")}
    for where, what, by, person in done:
        _do(cities[where], where, what, by, person)
    ends = []
    for order in (("one", "two"), ("two", "one")):
        whole = laptop(home)
        for name in order:
            before, away = streams(whole), streams(cities[name])
            merged = whole.merge(cities[name].ledger, BOSS)
            own = [h for stream in before.keys() & away.keys() for h in away[stream] if h not in before[stream]]
            assert len(merged.done) + len(merged.conflicts) + merged.again == len(own)
            for stream in merged.streams:
                assert streams(whole)[stream] == away[stream]
        for name in order:
            sound(whole, cities[name])
        ends.append({stream for stream in streams(whole) if "conflict" not in stream})
        back = laptop(cities["one"])
        back.merge(whole.ledger, BOSS)
        assert attrs.evolve(back.merge(whole.ledger, BOSS), again=0) == Merged()
        sound(back, whole)
    assert ends[0] == ends[1]
