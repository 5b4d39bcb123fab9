"""M56: the programme is assessed against its plan: each item by an indicator, with what it was counted from."""

import pytest

from cmsdk import City
from cmsdk.model.errors import AssemblyError
from cmsdk.model.works.opinion import AnswerOpinion, RegisterOpinion

from .conftest import CLERK, Made

INDICATORS = """
[[indicator]]
id = "demo-opinions"
name = "意见数"
view = "opinions"

[[indicator]]
id = "demo-replied"
name = "答复率"
view = "opinions"
where = { state = ["answered"] }
per = "demo-opinions"
digits = 1

[[indicator]]
id = "demo-circle"
name = "评估项目数"
view = "programme-assessment"
"""
PLAN = """id,programme,item,unit,indicator,at_least,at_most
demo-p1,plan,征求意见,demo-squad,demo-opinions,3,4
demo-p2,plan,件件有答复,demo-squad,demo-replied,66.7,
demo-p3,plan,不测量,demo-squad,,,
demo-p4,plan,自我评估,demo-squad,demo-circle,1,
"""


@pytest.fixture
def city(made: Made) -> City:
    return made({"indicators.toml": INDICATORS, "programme.csv": PLAN})


def _assessed(city: City) -> dict[object, tuple[object, ...]]:
    rows = city.view("programme-assessment").rows
    return {row.cells["id"]: tuple(row.cells[name] for name in ("value", "ok", "failed", "unknown")) for row in rows}


def test_an_item_is_met_where_its_indicator_lies_between_its_bounds(city: City) -> None:
    assert _assessed(city) == {"demo-p1": (0, 0, 1, 0), "demo-p2": (None, 0, 0, 1), "demo-p4": (None, 0, 0, 1)}
    for number in range(3):
        city.begin(RegisterOpinion(text="x"), CLERK, name=f"o-{number}")
    city.carry_on("o-0", AnswerOpinion(answer="好"), CLERK)
    city.carry_on("o-1", AnswerOpinion(answer="好"), CLERK)
    # two of three is 66.666…, which is shown as 66.7 but is less
    assert _assessed(city) == {"demo-p1": (3, 1, 0, 0), "demo-p2": (66.7, 0, 1, 0), "demo-p4": (None, 0, 0, 1)}
    city.carry_on("o-2", AnswerOpinion(answer="好"), CLERK)
    rows = {row.cells["id"]: row for row in city.view("programme-assessment").rows}
    assert (rows["demo-p2"].cells["value"], rows["demo-p2"].cells["ok"]) == (100.0, 1)
    assert rows["demo-p2"].sources == ("demo-p2", "opinion:109900:o-0", "opinion:109900:o-1", "opinion:109900:o-2")


def test_more_than_the_upper_bound_is_not_met(city: City) -> None:
    for number in range(5):
        city.begin(RegisterOpinion(text="x"), CLERK, name=f"o-{number}")
    assert _assessed(city)["demo-p1"] == (5, 0, 1, 0)


def test_an_indicator_that_the_city_does_not_have_keeps_it_from_opening(made: Made) -> None:
    with pytest.raises(AssemblyError, match="CMS302"):
        made({"programme.csv": PLAN.replace("demo-circle", "demo-curcle"), "indicators.toml": INDICATORS})
