"""Xi'an (西安市): stations in the communities, grids with leaders, the problem ledger. Rules stand in ``tables/``."""

from collections.abc import Iterable, Sequence
import re

import attrs
from typing_extensions import override

from cmsdk.plugin import AssemblyContext, Normaliser, Report, TableCity, hookimpl

_PREAMBLE = re.compile(
    r"^[【\[](?:市民|群众|来电人|网民)?(?:反映|投诉|求助|咨询|诉求)(?:内容)?[】\]][:：]?\s*"
    r"|^(?:市民|群众|来电人)(?:来电)?(?:反映|投诉|求助|咨询)(?:称|说)?[:：,，]\s*"
)
"""How operators of the 12345 order list begin what was said; it says nothing of the matter."""


def without_preamble(reports: Sequence[Report]) -> list[Report]:
    """Reports of the order list without the operator's opening words."""
    return [attrs.evolve(report, text=_PREAMBLE.sub("", report.text) or report.text) for report in reports]


class Xian(TableCity):
    """The city's tables, and the one thing that a table cannot say."""

    @hookimpl
    @override
    def cmsdk_normalisers(self, context: AssemblyContext) -> Iterable[Normaliser]:
        yield Normaliser(id="xian-order-preamble", apply=without_preamble, basis="12345 工单的惯用开头，与事项无关")
