"""The desk at the shell: options of ``cases list`` that go by an index, ``cases overdue``, ``cases counts``."""

from collections.abc import Callable
from datetime import timedelta
import re
from typing import Any, Final, TypeVar

import attrs
import click

from cmsdk.contract.ports_desk import CasePage
from cmsdk.desk.points import read_point
from cmsdk.model.errors import RejectedInput
from cmsdk.model.place import Point
from cmsdk.model.problem import problem
from cmsdk.model.tallies import CountOf

from . import options
from .answer import Answer, Asked
from .filters import wanted_grid, wanted_unit
from .lang import say
from .opening import Opened, opened
from .screen import Screen
from .spoken import SpokenCommand

F = TypeVar("F", bound=Callable[..., Any])

_SPAN: Final = re.compile(r"([0-9]{1,5}) ?(m|min|分钟|h|小时|d|天)")
_UNITS: Final = {
    **dict.fromkeys(("m", "min", "分钟"), timedelta(minutes=1)),
    **dict.fromkeys(("h", "小时"), timedelta(hours=1)),
    **dict.fromkeys(("d", "天"), timedelta(days=1)),
}
BY: Final = ("state", "unit", "category", "approach")


@attrs.frozen
class Wanted:
    """The options that make a list a desk's: by deadline, or newest first."""

    newest: bool = False
    officer: str = ""
    due_within: str = ""
    overdue: bool = False
    text: str = ""
    near: str = ""
    metres: float = 50

    @property
    def given(self) -> bool:
        """Whether any of them was."""
        return self != Wanted(metres=self.metres)

    def page(self, city: Opened, *, unit: str, grid: str, open_only: bool, after: str, limit: int) -> CasePage:
        """The page. Raises RejectedInput."""
        plan = city.city.plan
        return city.city.desk.page(
            open_only=open_only, unit=wanted_unit(plan, unit), grid=wanted_grid(plan, grid),
            officer=self.officer or None, due_within=_span(self.due_within), overdue=self.overdue, text=self.text,
            near=_point(self.near), metres=self.metres, after=after, limit=limit, now=city.now,
        )  # fmt: skip


def wanting(work: F) -> F:
    """Options of a list that are a desk's; they are given to the command one by one, as ``Wanted`` has them."""
    for option in reversed(
        (
            options.option("--newest", is_flag=True),
            options.option("--officer", default="", metavar="PERSON"),
            options.option("--due-within", default="", metavar="SPAN"),
            options.option("--overdue", is_flag=True),
            options.option("--text", default="", metavar="WORDS"),
            options.option("--near", default="", metavar="LON,LAT[,CRS]"),
            options.option("--metres", type=float, default=50, show_default=True),
        )
    ):
        work = option(work)
    return work


def _span(text: str) -> timedelta | None:
    match = _SPAN.fullmatch(text.strip().casefold())
    if match:
        return int(match[1]) * _UNITS[match[2]]
    if text:
        raise RejectedInput([problem("CMS877", "--due-within", span=text)])
    return None


def _point(text: str) -> Point | None:
    if not text:
        return None
    lon, _, rest = text.partition(",")
    lat, _, crs = rest.partition(",")
    return read_point(lon.strip(), lat.strip(), crs.strip() or "wgs84")


def apart(state: str, light: str | None, rule: str) -> None:
    """What is no column of the index goes with no list of a desk. Raises RejectedInput."""
    for option, value in (("--state", state), ("--light", light), ("--rule", rule)):
        if value:
            raise RejectedInput([problem("CMS878", option, option=option)])


@click.command("overdue", cls=SpokenCommand, help="help-cases-overdue")
@options.working
@options.answering
def overdue(asked: Asked) -> Answer:
    """How many cases of each unit are overdue."""
    with opened(asked) as city:
        found, units = city.city.desk.overdue_by_unit(now=city.at), city.city.plan.units
    names = {unit: units[unit].name if unit in units else unit or "—" for unit in found}

    def show(screen: Screen) -> None:
        if found:
            screen.table(
                [say("column-unit"), say("column-overdue")], [(names[unit], str(n)) for unit, n in found.items()]
            )
        screen.line(say("overdue-count", count=sum(found.values())), "bold")

    rows = [{"unit": unit, "name": names[unit], "overdue": count} for unit, count in found.items()]
    return Answer({"overdue": sum(found.values()), "units": rows}, show)


@click.command("counts", cls=SpokenCommand, help="help-cases-counts")
@options.option("--period", default="", metavar="PERIOD")
@options.option(
    "--by", type=click.Choice(BY), metavar="WHAT", default="state", show_default=True, help="option-counts-by"
)
@options.working
@options.answering
def counts(asked: Asked, period: str, by: str) -> Answer:
    """How many cases there are, from tallies."""
    with opened(asked) as city:
        found = city.city.desk.counts(period, now=city.at)
    rows: dict[str, tuple[CountOf, ...]] = {
        "state": found.states, "unit": found.units, "category": found.categories, "approach": found.approaches,
    }  # fmt: skip

    def show(screen: Screen) -> None:
        if rows[by]:
            screen.table(
                [say(f"column-{by}"), say("column-cases"), say("column-open")],
                [(row.label, str(row.cases), str(row.open)) for row in rows[by]],
            )
        screen.line(say("counts-count", total=found.total, open=found.open), "bold")

    form = {"total": found.total, "open": found.open, "by": by}
    return Answer(form | {"rows": [attrs.asdict(row) for row in rows[by]]}, show)
