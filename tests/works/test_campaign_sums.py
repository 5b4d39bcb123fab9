"""However campaigns stand under one another, nothing is counted twice and nothing is lost."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from hypothesis import given
from hypothesis import strategies as st
import pytest

from cmsdk.figures.community.gathered import FIGURES
from cmsdk.figures.known import VIEWS
from cmsdk.figures.views import Seen
from cmsdk.model.viewed import ViewRow
from cmsdk.model.works import Activity, Campaign, Duty, Opinion

from .conftest import NOW, Made
from .test_campaigns import TABLES

DAY: Final = date(2026, 11, 18)
FORMS: Final = ("demo-day", "demo-law", "demo-face")
SECTIONS: Final = ("", "a", "b")
Rows = Callable[[str, Mapping[str, list[Any]]], list[ViewRow]]


@pytest.fixture(scope="module")
def seen(made_once: Made) -> Rows:
    """The rows of a view over pieces of work, in a city with three forms."""
    plan = made_once(TABLES).plan

    def rows(view: str, works: Mapping[str, list[Any]]) -> list[ViewRow]:
        return list(VIEWS[view].rows(Seen(plan=plan, now=NOW, works=works)))

    return rows


def _campaign(number: int, parent: int | None, root: int, section: str) -> Campaign:
    name = f"c{number}"
    return Campaign(
        id=f"campaign:109900:{name}", city="109900", state="held", title=name, first_day=DAY, last_day=DAY,
        parent="" if parent is None else f"c{parent}", root=f"c{root}", section=section, sections=SECTIONS[1:],
        own_sections=parent is None, begun=NOW,
    )  # fmt: skip


@st.composite
def _trees(draw: st.DrawFn) -> dict[str, list[Any]]:
    """Campaigns under earlier ones, or whole ones, with activities, sessions and opinions anywhere in them."""
    campaigns: list[Campaign] = []
    for number in range(draw(st.integers(1, 6))):
        parent = draw(st.none() | st.integers(0, number - 1)) if number else None
        root = number if parent is None else int(campaigns[parent].root[1:])
        section = "" if parent is None else draw(st.sampled_from(SECTIONS))
        campaigns.append(_campaign(number, parent, root, section))
    names, few = st.sampled_from([one.name for one in campaigns]), st.integers(0, 9)
    activities, duties, opinions = [], [], []
    for number in range(draw(st.integers(0, 8))):
        name = draw(names)
        activities.append(
            Activity(
                id=f"activity:109900:a{number}",
                city="109900",
                state="held",
                campaign=name,
                form=draw(st.sampled_from(FORMS)),
                section=draw(st.sampled_from(SECTIONS)),
                day=DAY,
                times=draw(st.integers(1, 4)),
                visitors=draw(few),
                leaflets=draw(few),
                invited=("demo-residents:3",) if draw(st.booleans()) else (),
                root=campaigns[int(name[1:])].root,
                begun=NOW,
            )
        )
    for number in range(draw(st.integers(0, 4))):
        duties.append(
            Duty(
                id=f"duty:109900:d{number}",
                city="109900",
                day=DAY,
                campaign=draw(names),
                headcount=draw(few),
                begins=NOW,
            )
        )
        opinions.append(Opinion(id=f"opinion:109900:o{number}", city="109900", campaign=draw(names), begun=NOW))
    return {"campaign": campaigns, "activity": activities, "duty": duties, "opinion": opinions}


def _sum(rows: list[ViewRow]) -> dict[str, int]:
    return {figure: sum(int(str(row.cells[figure])) for row in rows) for figure in FIGURES}


@given(works=_trees())
def test_venues_roots_and_all_that_was_entered_come_to_the_same(seen: Rows, works: dict[str, list[Any]]) -> None:
    entered = {
        "activities": sum(one.times for one in works["activity"]),
        "guests": sum(one.guests for one in works["activity"]),
        "visitors": sum(one.visitors for one in works["activity"]),
        "leaflets": sum(one.leaflets for one in works["activity"]),
        "officer_times": sum(one.officer_times for one in works["duty"]),
        "opinions": len(works["opinion"]),
    }
    roots = [row for row in seen("campaign-tree", works) if row.cells["level"] == 0]
    for rows in (roots, seen("campaign-venues", works)):
        assert {name: value for name, value in _sum(rows).items() if name in entered} == entered
    by_form = _sum(seen("campaign-forms", works))
    by_activity = _sum_of_activities(seen("activities", works))
    assert [by_form["activities"], by_form["visitors"]] == by_activity == [entered["activities"], entered["visitors"]]


def _sum_of_activities(rows: list[ViewRow]) -> list[int]:
    return [sum(int(str(row.cells[name])) for row in rows) for name in ("activities", "visitors")]


@given(works=_trees())
def test_every_campaign_and_activity_stands_in_the_tree_once_below_its_own(
    seen: Rows, works: dict[str, list[Any]]
) -> None:
    rows = seen("campaign-tree", works)
    told = [row.cells["name"] for row in rows if row.cells["node"] != "section"]
    assert sorted(map(str, told)) == sorted(one.name for one in [*works["campaign"], *works["activity"]])
    stack: list[ViewRow] = []
    for row in rows:
        level = int(str(row.cells["level"]))
        del stack[level:]
        assert len(stack) == level
        if stack:
            assert set(row.sources[1:]) <= set(stack[-1].sources)
            assert all(int(str(row.cells[figure])) <= int(str(stack[-1].cells[figure])) for figure in FIGURES)
        stack.append(row)
