"""Checks of rows: what stands beside each, and whether it can win; each fails on a plugin with just this fault."""

import pytest

from cmsdk.model.problem import Severity
from cmsdk.testing.kit.check import Kind
from cmsdk.testing.kit.checks.rows import short_for
from cmsdk.testing.kit.known import BY_ID
from cmsdk.testing.kit.results import Outcome, judged

from .asked import Stands, codes, found

WHOLE = {
    "responsibility.csv": """
        id,category,area,unit,basis,valid_from
        toy-r-1,S1,*,toy-garden,三定方案第二条,2026-01-01
        toy-r-2,*,*,toy-roads,三定方案第三条,2026-01-01
        """,
    "classify.csv": """
        id,words,category,basis,valid_from
        toy-k-1,路灯;长椅+坏,S1,部门商定,2026-01-01
        toy-k-2,占道,E1,部门商定,2026-01-01
        """,
}
CHECKS = ("ids-prefixed", "basis-present", "dates-present", "no-shadowed-rule", "keywords-lead", "matrix-covered")


def _with(file: str, old: str, new: str) -> dict[str, str]:
    assert old in WHOLE[file]
    return {**WHOLE, file: WHOLE[file].replace(old, new)}


def test_whole_tables_hold(stand: Stands) -> None:
    toy = stand(tables=WHOLE)
    assert {check: codes(toy, check) for check in CHECKS} == {check: [] for check in CHECKS}


@pytest.mark.parametrize(
    ("check", "file", "old", "new", "code", "row"),
    [
        ("ids-prefixed", "responsibility.csv", "toy-r-2", "r-2", "CMS965", 3),
        ("basis-present", "responsibility.csv", "三定方案第三条", "", "CMS966", 3),
        ("dates-present", "classify.csv", "部门商定,2026-01-01", "部门商定,", "CMS966", 2),
        ("keywords-lead", "classify.csv", "占道", "占道;路灯", "CMS970", 3),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_row_is_found_in_its_row(
    stand: Stands, check: str, file: str, old: str, new: str, code: str, row: int
) -> None:
    (one,) = found(stand(tables=_with(file, old, new)), check)
    assert (one.code, one.where) == (code, f"toy/tables/{file}:{row}")


def test_a_hole_of_the_matrix_is_handed_on(stand: Stands) -> None:
    table = _with("responsibility.csv", "toy-r-2,*,*,toy-roads,三定方案第三条,2026-01-01", "")
    assert codes(stand(tables=table), "matrix-covered") == ["CMS351"]


def test_a_row_that_stands_behind_another_one_is_handed_on_and_fails(stand: Stands) -> None:
    code = """
        class Toy(TableCity):
            @hookimpl
            def cmsdk_routes(self, context):
                yield from super().cmsdk_routes(context)
                yield RouteRow(id="toy-first", category="S1", unit="toy-garden", band=Band.STATUTE, basis="条例")
        """
    (one,) = found(stand(code, WHOLE), "no-shadowed-rule")
    assert (one.code, one.where) == ("CMS352", "toy/tables/responsibility.csv:2")
    result = judged(BY_ID["no-shadowed-rule"], Kind.ROUTES, "toy/tables/responsibility.csv", [one], None)
    assert (one.severity, result.outcome) == (Severity.WARNING, Outcome.FAILED)


def test_a_row_that_hits_more_letters_may_win(stand: Stands) -> None:
    """Of 坏 and 椅 the one row has each, and both together; the other one only both together."""
    table = _with("classify.csv", "占道", "占道;坏+椅")["classify.csv"].replace("路灯;长椅+坏", "坏;椅;坏+椅")
    assert codes(stand(tables={**WHOLE, "classify.csv": table}), "keywords-lead") == []


def test_a_keyword_row_says_which_row_won_instead(stand: Stands) -> None:
    (one,) = found(stand(tables=_with("classify.csv", "占道", "占道;路灯")), "keywords-lead")
    assert dict(one.facts) == {
        "row": "toy-k-2", "word": "路灯", "category": "toy/1/E1", "other": "toy/1/S1", "by": "toy-k-1",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("prefix", "short"), [("lyg", True), ("lianyungang", True), ("lg", True), ("yl", False), ("", False)]
)
def test_an_id_may_begin_with_something_short_for_the_name(prefix: str, short: bool) -> None:
    assert short_for(prefix, "lianyungang") is short
