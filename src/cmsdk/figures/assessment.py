"""Evaluation of a programme (实施情况评估): what its plan aims at, measured by the city's indicators, met or not."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Final

from cmsdk.contract.community.programme import ProgrammeItem
from cmsdk.contract.indicators import Indicator
from cmsdk.model.indicated import Indicated, rounded
from cmsdk.model.viewed import Cell, ViewRow
from cmsdk.model.works.known import WORKS

from .indicators import indicated
from .views import Seen, View

COLUMNS: Final = (
    "programme", "id", "item", "unit", "officer", "indicator", "measure", "value", "text", "at_least", "at_most", "ok",
    "failed", "unknown", "outcome",
)  # fmt: skip


REACHED: Final = "reached"
"""达标."""
NOT_REACHED: Final = "not_reached"
"""未达标."""
UNMEASURED: Final = "unmeasured"
"""无法评估: there is nothing of which it could be a share."""


def assessment(views: Mapping[str, View]) -> View:
    """The view over ``views`` that measures every item of a plan that names an indicator."""

    def rows(seen: Seen) -> Iterator[ViewRow]:
        items = [row for row in seen.plan.rows(ProgrammeItem).values() if row.indicator]
        indicators = seen.plan.indicators
        wanted = [indicators[item.indicator] for item in items]
        counted = {name for one in wanted for name in _views(one, indicators) if name in views}
        read = {name: views[name].viewed(seen) for name in sorted(counted)}
        for item, indicator in zip(items, wanted, strict=True):
            known = all(name in read for name in _views(indicator, indicators))
            yield _row(item, indicator, indicated(indicator, indicators, read) if known else None)

    return View(
        id="programme-assessment", columns=COLUMNS, rows=rows, works=tuple(WORKS.values()), cases=True
    )  # fmt: skip


def _views(indicator: Indicator, indicators: Mapping[str, Indicator]) -> Iterator[str]:
    """The views that an indicator looks at."""
    yield indicator.view
    if indicator.per:
        yield indicators[indicator.per].view


def _row(item: ProgrammeItem, indicator: Indicator, found: Indicated | None) -> ViewRow:
    value = found.value if found is not None else None
    ok = None if value is None else _meets(value, item)
    cells: dict[str, Cell] = {
        "programme": item.programme, "id": item.id, "item": item.item, "unit": item.unit, "officer": item.officer,
        "indicator": indicator.id, "measure": indicator.name,
        "value": None if value is None else _shown(value, indicator.digits),
        "text": found.text if found is not None else "—", "at_least": item.at_least, "at_most": item.at_most,
        "ok": int(ok is True), "failed": int(ok is False), "unknown": int(ok is None),
        "outcome": UNMEASURED if ok is None else REACHED if ok else NOT_REACHED,
    }  # fmt: skip
    return ViewRow(cells, (item.id, *(found.sources if found is not None else ())))


def _shown(value: Fraction, digits: int) -> int | float:
    text = rounded(value, digits)
    return float(text) if digits else int(text)


def _meets(value: Fraction, item: ProgrammeItem) -> bool:
    """Whether the exact value lies between the two; what the table says is taken as it is written."""
    least, most = _exact(item.at_least), _exact(item.at_most)
    return (least is None or value >= least) and (most is None or value <= most)


def _exact(written: float | None) -> Fraction | None:
    return None if written is None else Fraction(str(written))
