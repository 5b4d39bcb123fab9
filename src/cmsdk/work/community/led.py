"""What the steps of community work lead to (引用): the rows and other work that their fields name, or a refusal."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any, TypeVar

import attrs

from cmsdk.contract.community.base import CommunityRow
from cmsdk.model.command import Refusal
from cmsdk.model.works.base import Work, work_id
from cmsdk.model.works.tally import TALLY, numbers

from .shape import Asked, Happened, unknown, unknown_work

W = TypeVar("W", bound=Work)
Tables = Mapping[str, type[CommunityRow] | str]
"""Field → the table of what it names: a kind of row, or ``units``, ``divisions``, ``stations``."""


def day_of(asked: Asked[Any, Any]) -> date:
    """The day that the command names; else the day on which it is given, in the city."""
    named: date | None = asked.command.day
    return named or asked.today


def end_of(day: date, asked: Asked[Any, Any]) -> str:
    """The end of a day in the city, as entries have it."""
    return datetime.combine(day + timedelta(days=1), time(), asked.plan.zone).isoformat()


def summed_up(_work: Work, command: Any, _happened: Happened) -> dict[str, Any]:  # noqa: ANN401  with a summary
    """It is over, with its summary: nothing has to be done next."""
    return {"summary": command.summary, "due": None}


def called_off(_work: Work, command: Any, _happened: Happened) -> dict[str, Any]:  # noqa: ANN401  with a reason
    """It is over, with the reason: nothing has to be done next."""
    return {"reason": command.reason, "due": None}


def other(asked: Asked[Any, Any], kind: type[W], field: str, name: str) -> W | Refusal | None:
    """The piece of work that ``field`` names; nothing where the name is empty, a refusal where there is none."""
    if not name:
        return None
    found = asked.works.get(work_id(kind.kind, asked.plan.city, name))
    return found if isinstance(found, kind) else unknown_work(asked.command, field, name)


def strays(asked: Asked[Any, Any], tables: Tables) -> Iterator[Refusal]:
    """A refusal for each id of a field that is not in its table."""
    for field in attrs.fields(type(asked.command)):
        table = tables.get(field.name)
        if table is None:
            continue
        known: Iterable[str] = getattr(asked.plan, table) if isinstance(table, str) else asked.plan.rows(table)
        for name in _ids(getattr(asked.command, field.name), tally=field.metadata.get(TALLY, False)):
            if name not in known:
                called = table if isinstance(table, str) else table.table
                yield unknown(asked.command, field.name, name, known, called)


def _ids(value: str | tuple[str, ...], *, tally: bool) -> Iterable[str]:
    if isinstance(value, str):
        return (value,) if value else ()
    return numbers(value) if tally else value
