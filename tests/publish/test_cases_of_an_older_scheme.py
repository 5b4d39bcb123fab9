"""A case that was decided under a scheme that the city has since left keeps its name on screens and in figures."""

from datetime import datetime

import attrs

from cmsdk import City
from cmsdk.figures.counts import figures
from cmsdk.publish.columns import FIELDS
from cmsdk.publish.view import View


def test_a_case_of_a_scheme_no_longer_used_is_called_by_its_name(xian: City, now: datetime) -> None:
    (case,) = xian.receive("jsonl", '{"text": "路边摆摊"}'.encode(), now=now).cases
    old = attrs.evolve(case, category="cjt214/2007/E0401")
    assert FIELDS["category_name"](old, View(xian.plan, "zh", now)) == "路面塌陷"
    assert [row.label for row in figures([old], xian.plan, now).categories] == ["路面塌陷"]
