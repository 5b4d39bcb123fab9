"""Names of places inside longer words: which hits count. A wrong place is worse than none."""

from collections.abc import Callable

import pytest

from cmsdk.contract.plan import CityPlan
from cmsdk.model.triaged import Triaged

Town = Callable[..., CityPlan]
Decide = Callable[..., list[Triaged]]
DIVISIONS = """code,name,level,parent
tv-city,甲乙市,city,
tv-north,永安区,district,tv-city
tv-south,新城区,district,tv-city
tv-mill,Ross,community,tv-north
tv-park,东,community,tv-north
"""
GAZETTEER = "words,division,grid,basis\n幸福院,tv-south,,t\nC7楼,tv-north,,t\n"
NORTH, SOUTH = "tv-north", "tv-south"

TEXTS = {
    # shortened names and the roads that are called after them
    "永安南路路灯坏了": "", "永安路路灯坏了": "", "永安路口有积水": "", "永安街有垃圾": "", "永安大街有垃圾": "",
    "永安中大道有垃圾": "", "永安一路有垃圾": "", "永安桥上有垃圾": "", "永安巷有垃圾": "",
    "永安路灯坏了": NORTH, "永安道路积水": NORTH, "永安有垃圾": NORTH,
    # shortened names at the end of longer words
    "沣东新城有垃圾": "", "路灯坏了，永安这边": NORTH, "我在永安": NORTH, "甲乙市永安有垃圾": NORTH,
    "甲乙永安有垃圾": NORTH,
    "国永安公司": "", "灯（永安）": NORTH, "12永安": NORTH, "沣东新城，就在新城": SOUTH,
    # full names
    "永安区路灯坏了": NORTH, "永安区路面坏了": NORTH, "我是永安区的": NORTH, "国永安区": NORTH, "永安区街道脏": NORTH,
    "永安区路坏了": NORTH,
    "幸福院路坏了": "", "幸福院大道": "", "幸福院巷": "", "幸福院巷子里": SOUTH, "说的幸福院": SOUTH,
    # letters and digits
    "lamp broken across the street": "", "lamp in ROSS, broken": "tv-mill", "Ross's lamp": "tv-mill", "Rossy": "",
    "在ross有垃圾": "tv-mill", "BC7楼": "", "住C7楼": NORTH,
    # a single character
    "东": "", "东边": "",
}  # fmt: skip


@pytest.mark.parametrize(("text", "division"), TEXTS.items())
def test_a_name_counts_where_it_stands_by_itself(town: Town, decide: Decide, text: str, division: str) -> None:
    files = {"divisions.csv": DIVISIONS, "gazetteer.csv": GAZETTEER}
    assert decide(town(files), {"text": text})[0].division == division


def test_the_senders_division_may_be_a_single_character(town: Town, decide: Decide) -> None:
    plan = town({"divisions.csv": DIVISIONS, "gazetteer.csv": GAZETTEER})
    assert decide(plan, {"text": "litter", "division": "东"})[0].division == "tv-park"
