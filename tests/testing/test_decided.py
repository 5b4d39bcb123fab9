"""A scenario that does not hold names the row that decided, as long as that row still is the reason."""

from collections.abc import Callable

import pytest

from cmsdk.testing import ScenarioResult

Failing = Callable[..., ScenarioResult]


@pytest.mark.parametrize(
    ("wrong", "row"),
    [
        ('category = "E102"', "testville-k-litter (testville/tables/classify.csv:4)"),
        ('unit = "testville-works"', "testville-r-order (testville/tables/responsibility.csv:"),
        ("due = 2026-06-09", "testville-lim-order (testville/tables/limits.csv:"),
        ('light = "red"', "testville-lim-order (testville/tables/limits.csv:"),
        ('division = "tv-north"', ""),
        ("entries = 9", ""),
    ],
)
def test_the_row_of_the_stage_that_decides_it_is_named(plain: str, failing: Failing, wrong: str, row: str) -> None:
    (found,) = failing(plain.replace('due = "2026-06-02 09:00"', wrong)).problems
    assert found.code == "CMS620"
    assert dict(found.facts)["row"].startswith(row) if row else not dict(found.facts)["row"]
    assert row in found.what("en")
    assert row in found.what("zh")
    assert ("The row that decided" in found.what("en")) is bool(row)


def test_a_row_that_a_command_has_overruled_is_not_blamed(plain: str, failing: Failing) -> None:
    text = plain.replace(
        "[scenario.expect]",
        '[[scenario.step]]\ndo = "file"\nby = "testville-p-cat"\n[[scenario.step]]\ndo = "dispatch"\n'
        'by = "testville-p-cat"\nwith = { unit = "testville-works" }\n[scenario.expect]',
    ).replace('due = "2026-06-02 09:00"', 'unit = "testville-order"')
    (found,) = failing(text).problems
    assert found.code == "CMS620"
    assert "The row that decided" not in found.what("en")
