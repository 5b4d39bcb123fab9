"""The proof against brute force: the router itself is asked about every cell, day and hour."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from itertools import product
from typing import Any

import attrs
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
import pytest

from cmsdk.contract.base import Applies, Band
from cmsdk.contract.catalogue import CategoryKind
from cmsdk.contract.deciding import Principle, RouteRow
from cmsdk.contract.plan import CityPlan
from cmsdk.contract.profile import RoutingPolicy
from cmsdk.contract.when import When
from cmsdk.model.report import Dated, Report
from cmsdk.model.spans import ALWAYS, DateSpan
from cmsdk.proof.prove import Fate, prove
from cmsdk.registry.checks.claims import check_claims
from cmsdk.rules.matrix import Matrix
from cmsdk.triage.draft import Draft
from cmsdk.triage.guard import Guard
from cmsdk.triage.route import RouteStage

MatrixTown = Callable[..., CityPlan]
ON = date(2025, 12, 31)
DAYS = [ON + timedelta(days=n) for n in range(14)]
"""A Wednesday and two weeks, with a holiday, a Friday off and a Sunday that is worked."""
LEAVES = ("kl/1/E1", "kl/1/E2", "kl/1/C1", "kl/1/S1")
POLICIES = (
    None,
    RoutingPolicy(
        id="kl-routing",
        order={
            CategoryKind.COMPONENT: (Principle.OWNER, Principle.LOCALITY),
            CategoryKind.EVENT: (Principle.LOCALITY, Principle.OWNER),
        },
        fallback="subdistrict",
    ),
    RoutingPolicy(id="kl-routing", order={CategoryKind.EVENT: (Principle.OWNER,)}),
)
WHENS = (
    None,
    "08:00-18:00",
    "18:00-08:00",
    "Mon-Fri 07:00-09:00",
    "Sat;Sun",
    "工作日",
    "休息日 18:00-06:00",
    "Fri 22:00-04:00",
)
SPANS = (
    ALWAYS,
    DateSpan(None, date(2026, 1, 3)),
    DateSpan(date(2026, 1, 4), None),
    DateSpan(date(2026, 1, 6), date(2026, 1, 7)),
    DateSpan(None, date(2025, 12, 30)),
)
ROWS = st.lists(
    st.builds(
        dict,
        category=st.sampled_from(["*", "E", "E1", "E2", "C", "C1"]),
        area=st.sampled_from(["*", "kl", "d1", "c1", "c2", "d2", "g1"]),
        unit=st.sampled_from(["kl-a", "kl-b", "@station"]),
        when=st.sampled_from(WHENS),
        valid=st.sampled_from(SPANS),
        principle=st.sampled_from([None, *Principle]),
        band=st.sampled_from([Band.LOCAL, Band.LOCAL, Band.STATUTE]),
        applies=st.sampled_from([Applies.AT_REPORT, Applies.AT_REPORT, Applies.AT_DECISION]),
    ),
    max_size=9,
)


def _row(number: int, given: dict[str, Any]) -> RouteRow:
    when = given["when"]
    return RouteRow(id=f"kl-{number}", **{**given, "when": When.read(when) if when else None})


def _without_overlaps(town: MatrixTown, rows: list[RouteRow], policy: RoutingPolicy | None) -> CityPlan:
    """What assembly would let pass: of two rows that overlap, the second is left out."""
    while True:
        plan = town(*rows, policy=policy)
        twice = {dict(p.facts)["second"] for p in check_claims(plan)}
        if not twice:
            return plan
        rows = [row for row in rows if row.id not in twice]


def _draft(plan: CityPlan, at: datetime, category: str, place: tuple[str, str, str]) -> Draft:
    report = Report(plan.city, "desk", "k", at, Dated.OWN, at, "text")
    grid, division, station = place
    return Draft(report, "", "1", None, category=category, grid=grid, division=division, station=station)


def _moments(plan: CityPlan) -> Iterator[datetime]:
    for day, hour in product(DAYS, range(24)):
        yield datetime.combine(day, time(hour), tzinfo=plan.zone)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=ROWS, policy=st.sampled_from(POLICIES), lives=st.lists(st.sampled_from(SPANS[:4]), min_size=2, max_size=2))
@example(rows=[], policy=POLICIES[1], lives=[ALWAYS, ALWAYS])
def test_the_proof_agrees_with_asking_the_router_about_every_cell_day_and_hour(
    matrix_town: MatrixTown, rows: list[dict[str, Any]], policy: RoutingPolicy | None, lives: list[DateSpan]
):
    plan = _without_overlaps(matrix_town, [_row(n, given) for n, given in enumerate(rows)], policy)
    litter, market = (
        attrs.evolve(o, valid=v) for o, v in zip((plan.categories[LEAVES[0]], plan.divisions["c1"]), lives, strict=True)
    )
    plan = attrs.evolve(
        plan, categories={**plan.categories, litter.key: litter}, divisions={**plan.divisions, "c1": market}
    )
    proof, router, moments = prove(plan, ON), RouteStage(plan), Matrix(plan).time
    asked = [
        (category, division, at)
        for category in LEAVES
        for division in ("c1", "c2", "d2")
        for at in _moments(plan)
    ]  # fmt: skip
    drafts = [_draft(plan, at, category, ("", division, "")) for category, division, at in asked]
    router.run(drafts, Guard())
    who = {"core:duty-desk": Fate.DESK, plan.routing.id: Fate.SUBDISTRICT}
    for (category, division, at), draft in zip(asked, drafts, strict=True):
        moment = moments.moment(at)
        fate = proof.fate(category, division, moment.day, moment.kind, moment.minute)
        lives_then = all(o.valid.holds(at.date()) for o in (plan.categories[category], plan.divisions[division]))
        assert fate == (who.get(draft.steps[-1].rule) if lives_then else None), (category, division, at)


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=ROWS, policy=st.sampled_from(POLICIES))
def test_a_row_that_the_proof_calls_hidden_never_wins_and_the_others_do(
    matrix_town: MatrixTown, rows: list[dict[str, Any]], policy: RoutingPolicy | None
):
    plan = _without_overlaps(matrix_town, [_row(n, given) for n, given in enumerate(rows)], policy)
    proof, router = prove(plan, ON), RouteStage(plan)
    places = [("", d, "") for d in (*plan.divisions, "")]
    places += [("", "c1", "kl-booth"), ("g1", "c1", "kl-booth"), ("g1", "c1", ""), ("g2", "c1", "")]
    drafts = [
        _draft(plan, at, category, place)
        for category in (*plan.categories, "")
        for place in places
        for at in _moments(plan)
    ]
    router.run(drafts, Guard())
    won = {draft.steps[-1].rule for draft in drafts}
    assert not won & {hidden.row.id for hidden in proof.hidden}
    living = {row.item.id for row in plan.routes} - {row.id for row in proof.expired}
    calendar = any(row.item.when and row.item.when.by_calendar for row in plan.routes if isinstance(row.item, RouteRow))
    both = len({row.item.applies for row in plan.routes}) > 1  # then none is called hidden that has not to be
    if not calendar and not both:  # of kinds of day that these two weeks do not have, brute force knows nothing
        assert living - won == {hidden.row.id for hidden in proof.hidden}


@pytest.mark.parametrize("hidden", [True, False])
def test_the_brute_force_itself_can_tell(matrix_town: MatrixTown, hidden: bool):
    rows = [RouteRow(id="kl-0", unit="kl-a"), RouteRow(id="kl-1", unit="kl-b", band=Band.FALLBACK)]
    plan = matrix_town(*(rows if hidden else [attrs.evolve(rows[0], area="d1"), rows[1]]))
    assert bool(prove(plan, ON).hidden) is hidden
