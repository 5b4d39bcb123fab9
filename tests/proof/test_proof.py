"""The proof of the responsibility matrix: holes, rows that never win, expired rows; each with file and row."""

from collections.abc import Callable
from datetime import date
from functools import cache

import attrs
import pytest

from cmsdk.contract.base import Applies, Band
from cmsdk.contract.catalogue import CategoryKind
from cmsdk.contract.deciding import Principle, Route, RouteRow
from cmsdk.contract.plan import CityPlan
from cmsdk.contract.profile import RoutingPolicy
from cmsdk.contract.when import DayType, When
from cmsdk.model.problem import Problem
from cmsdk.model.spans import DateSpan
from cmsdk.proof.prove import Fate, Proof, prove
from cmsdk.proof.spoken_spans import spans_text
from cmsdk.proof.verdict import verdict

MatrixTown = Callable[..., CityPlan]
ON = date(2026, 6, 1)
POLICY = RoutingPolicy(
    id="kl-routing",
    order={
        CategoryKind.COMPONENT: (Principle.OWNER, Principle.LOCALITY),
        CategoryKind.EVENT: (Principle.LOCALITY, Principle.OWNER),
    },
    fallback="subdistrict",
)


def _row(name: str, category: str = "*", area: str = "*", **more: object) -> RouteRow:
    return RouteRow(id=f"kl-{name}", **{"category": category, "area": area, "unit": "kl-a", **more})


def _found(plan: CityPlan, proof: Proof) -> list[tuple[str, str]]:
    return [(p.code, p.where) for p in verdict(proof, plan)]


def _facts(found: Problem) -> dict[str, str]:
    return dict(found.facts)


def test_a_matrix_that_answers_everywhere_is_proved_whole(matrix_town: MatrixTown):
    plan = matrix_town(_row("all"))
    proof = prove(plan, ON)
    assert (proof.blocks, proof.hidden, proof.expired, verdict(proof, plan)) == ((), (), (), ())
    assert (proof.categories, proof.divisions, proof.cells) == (4, 3, 12)


def test_a_city_without_a_row_is_one_hole(matrix_town: MatrixTown):
    (block,) = prove(matrix_town(), ON).blocks
    assert (block.fate, len(block.categories), block.divisions) == (Fate.DESK, 4, ("c1", "c2", "d2"))
    assert spans_text(block.spans) == "2026-06-01.."


def test_holes_with_the_same_divisions_and_days_are_one_block_not_a_line_each(matrix_town: MatrixTown):
    plan = matrix_town(_row("east", area="d1"), _row("lamps", "C", "d2"))
    proof = prove(plan, ON)
    (block,) = proof.blocks
    assert (block.categories, block.divisions) == (("kl/1/E1", "kl/1/E2", "kl/1/S1"), ("d2",))
    assert (proof.open, block.cells) == (3, 3)
    (found,) = verdict(proof, plan)
    assert found.code == "CMS351"
    assert _facts(found) == {
        "categories": "3", "category": "E1, E2, S1", "divisions": "1", "division": "West",
        "times": "2026-06-01..",
    }  # fmt: skip


def test_a_hole_between_two_rows_is_found_to_the_day(matrix_town: MatrixTown):
    plan = matrix_town(
        _row("old", valid=DateSpan(None, date(2026, 7, 31))), _row("new", valid=DateSpan(date(2026, 8, 3), None))
    )
    (block,) = prove(plan, ON).blocks
    assert spans_text(block.spans) == "2026-08-01..2026-08-02"


def test_a_hole_in_the_past_does_not_matter_and_one_to_come_does(matrix_town: MatrixTown):
    past = matrix_town(_row("new", valid=DateSpan(date(2026, 5, 1), None)))
    assert prove(past, ON).blocks == ()
    ends = matrix_town(_row("ends", valid=DateSpan(None, date(2027, 1, 31))))
    (block,) = prove(ends, ON).blocks
    assert spans_text(block.spans) == "2027-02-01.."


def test_a_hole_by_time_of_day_is_named_in_the_notation_of_the_table(matrix_town: MatrixTown):
    plan = matrix_town(_row("day", when=When.read("周一至周五 08:00-18:00")))
    (block,) = prove(plan, ON).blocks
    assert spans_text(block.spans) == "2026-06-01.. (Mon-Fri 00:00-08:00,18:00-24:00; Sat,Sun)"
    assert block.covers("kl/1/E1", "c1", date(2026, 6, 1), DayType(1, False, False), 18 * 60)
    assert not block.covers("kl/1/E1", "c1", date(2026, 6, 1), DayType(1, False, False), 17 * 60 + 59)


def test_a_hole_is_said_in_the_words_for_days_of_the_reader(matrix_town: MatrixTown):
    for text, english, chinese in (
        ("周一至周五 08:00-18:00", "Mon-Fri 00:00-08:00", "周一至周五 00:00-08:00,18:00-24:00; 周六,周日"),
        ("工作日", "dayoff", "休息日"),
    ):
        plan = matrix_town(_row("day", when=When.read(text)))
        (found,) = verdict(prove(plan, ON), plan)
        assert english in found.what()
        assert chinese in found.what("zh")
        assert "`*`" in found.remedy()
        assert "`*`" in found.remedy("zh")


def test_working_days_and_days_off_together_leave_no_hole_and_one_of_them_does(matrix_town: MatrixTown):
    both = (_row("on", when=When.read("工作日")), _row("off", when=When.read("休息日")))
    assert prove(matrix_town(*both), ON).blocks == ()
    (block,) = prove(matrix_town(both[0]), ON).blocks
    assert spans_text(block.spans) == "2026-06-01.. (dayoff)"


def test_weekdays_that_a_short_span_does_not_have_are_no_hole(matrix_town: MatrixTown):
    monday, friday = date(2026, 6, 1), date(2026, 6, 5)
    rows = (_row("week", when=When.read("Mon-Fri"), valid=DateSpan(None, friday)), _row("later"))
    plan = matrix_town(attrs.evolve(rows[0]), attrs.evolve(rows[1], valid=DateSpan(date(2026, 6, 6), None)))
    assert prove(plan, monday).blocks == ()


def test_what_only_the_sub_district_gets_is_reported_apart_from_what_the_desk_gets(matrix_town: MatrixTown):
    plan = matrix_town(_row("lamps", "C"), policy=POLICY)
    proof = prove(plan, ON)
    fates = {block.fate: block.divisions for block in proof.blocks}
    assert fates == {Fate.SUBDISTRICT: ("c1", "c2"), Fate.DESK: ("d2",)}
    assert _found(plan, proof) == [("CMS351", "test.kl")]


def test_a_route_in_python_cannot_be_proved_and_the_result_says_so(matrix_town: MatrixTown):
    call = Route(id="kl-python", decide=lambda facts: [None for _ in facts])
    plan = matrix_town(_row("lamps", "C"), _row("last", area="c1", band=Band.FALLBACK), call)
    proof = prove(plan, ON)
    assert proof.calls == ("kl-python",)
    assert {block.fate for block in proof.blocks} == {Fate.PYTHON}
    assert verdict(proof, plan) == ()


def test_a_python_route_that_has_ended_hides_no_hole(matrix_town: MatrixTown):
    call = Route(id="kl-python", decide=lambda facts: [None for _ in facts], valid=DateSpan(None, date(2026, 5, 31)))
    assert {block.fate for block in prove(matrix_town(call), ON).blocks} == {Fate.DESK}


def test_a_shadowed_row_is_named_with_the_row_that_hides_it(matrix_town: MatrixTown):
    plan = matrix_town(_row("first", "E1", band=Band.STATUTE), _row("never", "E1", unit="kl-b"), _row("rest"))
    (found,) = verdict(prove(plan, ON), plan)
    assert (found.code, found.where) == ("CMS352", "kl/tables/responsibility.csv:3")
    assert _facts(found) == {"row": "kl-never", "by": "kl-first", "by_where": "kl/tables/responsibility.csv:2"}


def test_a_row_hidden_by_several_rows_together_is_named_with_them(matrix_town: MatrixTown):
    # by policy a locality row of the events in every place goes before an owner's row of one of them
    plan = matrix_town(
        _row("owner", "E1", unit="kl-b", principle=Principle.OWNER),
        _row("east", "E", "d1", principle=Principle.LOCALITY),
        _row("town", "E", "*", principle=Principle.LOCALITY),
        _row("rest"),
        policy=POLICY,
    )
    (found,) = verdict(prove(plan, ON), plan)
    assert (found.code, found.where) == ("CMS353", "kl/tables/responsibility.csv:2")
    by = "kl-east (kl/tables/responsibility.csv:3), kl-town (kl/tables/responsibility.csv:4)"
    assert _facts(found) == {"row": "kl-owner", "by": by}
    assert f"hidden together by {by}" in found.what()
    assert "@station" not in found.remedy() + found.remedy("zh")


def test_a_row_for_the_units_of_stations_where_there_is_none_can_never_win(matrix_town: MatrixTown):
    plan = matrix_town(_row("booth", area="c1", unit="@station"), _row("none", "E1", "c2", unit="@station"), _row("x"))
    (found,) = verdict(prove(plan, ON), plan)
    assert (found.code, _facts(found)) == ("CMS391", {"row": "kl-none", "area": "c2"})


def test_a_station_answers_for_its_grids_only_so_it_closes_no_hole(matrix_town: MatrixTown):
    plan = matrix_town(_row("booth", area="c1", unit="@station"), _row("west", area="d2"), _row("port", area="c2"))
    (block,) = prove(plan, ON).blocks
    assert block.divisions == ("c1",)


def test_a_row_that_wins_only_where_the_place_is_unknown_is_not_called_hidden(matrix_town: MatrixTown):
    plan = matrix_town(_row("all"), _row("town", area="kl", unit="kl-b"))
    assert prove(plan, ON).hidden == ()


def test_a_row_with_times_goes_before_one_without_so_neither_is_hidden(matrix_town: MatrixTown):
    plan = matrix_town(_row("all"), _row("night", when=When.read("18:00-08:00"), unit="kl-b"))
    proof = prove(plan, ON)
    assert (proof.hidden, proof.blocks) == ((), ())


def test_expired_rows_are_listed_with_file_and_row_and_do_not_count(matrix_town: MatrixTown):
    gone = DateSpan(None, date(2026, 5, 31))
    plan = matrix_town(_row("one", valid=gone), _row("two", "E1", valid=gone))
    proof = prove(plan, ON)
    assert [row.source for row in proof.expired] == ["kl/tables/responsibility.csv:2", "kl/tables/responsibility.csv:3"]
    assert len(proof.blocks) == 1
    found = verdict(proof, plan)[-1]
    assert (found.code, found.where) == ("CMS354", "kl/tables/responsibility.csv:3")
    assert _facts(found) == {"count": "2", "last": "2026-05-31", "rows": "kl-two (3), kl-one (2)"}


def test_a_row_judged_at_the_decision_is_never_called_hidden_by_one_judged_at_the_report(matrix_town: MatrixTown):
    early = _row("early", "E1", valid=DateSpan(None, date(2026, 8, 31)))
    late = _row("late", "E", valid=DateSpan(None, date(2026, 7, 31)), applies=Applies.AT_DECISION)
    assert prove(matrix_town(early, late, _row("rest")), ON).hidden == ()


def test_schemes_that_the_city_does_not_use_need_no_owner(matrix_town: MatrixTown):
    plan = matrix_town(_row("all-of-ours", "E"), _row("c", "C"), _row("s", "S1"))
    other = attrs.evolve(plan.categories["kl/1/E1"], scheme="other", parent="")
    with_other = attrs.evolve(plan, categories={**plan.categories, other.key: other})
    assert prove(with_other, ON).blocks == ()


def _large(plan: CityPlan, categories: int, communities: int) -> CityPlan:
    """The town with many categories below its kinds and many communities in its districts."""
    litter, market = plan.categories["kl/1/E1"], plan.divisions["c1"]
    more = [attrs.evolve(litter, code=f"E9{n:03}") for n in range(categories - 4)]
    places = [attrs.evolve(market, code=f"x{n:04}", parent=f"d{n % 2 + 1}") for n in range(communities - 2)]
    return attrs.evolve(
        plan,
        categories={**plan.categories, **{category.key: category for category in more}},
        divisions={**plan.divisions, **{place.code: place for place in places}},
    )


@pytest.mark.parametrize("kind", ["category", "division"])
def test_a_hole_is_no_longer_than_the_category_and_the_division_in_it(matrix_town: MatrixTown, kind: str):
    # a street ends with the year, and its rows with it; the one that it became has rows of its own
    last, first = date(2026, 12, 31), date(2027, 1, 1)
    old, new = DateSpan(None, last), DateSpan(first, None)
    plan = matrix_town(
        _row("old", *(("E1", "*") if kind == "category" else ("*", "c1")), valid=old),
        _row("new", *(("E2", "*") if kind == "category" else ("*", "c2")), valid=new),
        *(_row(f"rest-{n}", *rest) for n, rest in enumerate([("C", "*"), ("S1", "*")] if kind == "category" else [])),
        *([] if kind == "category" else [_row("west", "*", "d2")]),
    )
    assert len(prove(plan, ON).blocks) == 2
    categories, divisions = dict(plan.categories), dict(plan.divisions)
    if kind == "category":
        categories |= {key: attrs.evolve(categories[key], valid=v) for key, v in (("kl/1/E1", old), ("kl/1/E2", new))}
    else:
        divisions |= {code: attrs.evolve(divisions[code], valid=v) for code, v in (("c1", old), ("c2", new))}
    ended = attrs.evolve(plan, categories=categories, divisions=divisions)
    assert prove(ended, ON).blocks == ()
    longer = DateSpan(None, date(2027, 1, 31))
    if kind == "category":
        categories["kl/1/E1"] = attrs.evolve(categories["kl/1/E1"], valid=longer)
    else:
        divisions["c1"] = attrs.evolve(divisions["c1"], valid=longer)
    (block,) = prove(attrs.evolve(plan, categories=categories, divisions=divisions), ON).blocks
    assert spans_text(block.spans) == "2027-01-01..2027-01-31"


def test_a_hole_on_weekdays_that_its_category_does_not_live_to_see_is_none(matrix_town: MatrixTown):
    plan = matrix_town(_row("week", when=When.read("Mon-Fri")))
    friday = DateSpan(None, date(2026, 6, 5))
    ended = {key: attrs.evolve(category, valid=friday) for key, category in plan.categories.items()}
    assert prove(attrs.evolve(plan, categories=ended), date(2026, 6, 1)).blocks == ()


@pytest.mark.slow
def test_200_categories_in_2000_communities_are_proved_by_class_not_by_cell(matrix_town: MatrixTown):
    # benchmarks/speed/matrix.py measures the seconds; here it is the structure that must not give way
    rows = [_row(f"{n:04}", f"E9{n % 196:03}", f"x{n // 196 * 61:04}", unit="kl-b") for n in range(5_000)]
    plan = _large(matrix_town(*rows, _row("all-east", area="d1")), 200, 2_000)
    proof = prove(plan, ON)
    assert (proof.categories, proof.divisions, proof.cells) == (200, 2_000, 400_000)
    assert proof.classes < 3 * proof.rows
    assert len(proof.blocks) < 10
    assert proof.open == sum(not _covered(plan, c, d) for c in _leaves(plan) for d in _communities(plan))


def _leaves(plan: CityPlan) -> list[str]:
    return [key for key in plan.categories if key not in {"kl/1/E", "kl/1/C"}]


def _communities(plan: CityPlan) -> list[str]:
    parents = {division.parent for division in plan.divisions.values()}
    return [code for code in plan.divisions if code not in parents]


def _covered(plan: CityPlan, category: str, division: str) -> bool:
    named = plan_rows(plan)
    return (category, division) in named or "d1" in plan.area_lineage("", division)


@cache
def plan_rows(plan: CityPlan) -> frozenset[tuple[str, str]]:
    return frozenset((r.item.category, r.item.area) for r in plan.routes if isinstance(r.item, RouteRow))
