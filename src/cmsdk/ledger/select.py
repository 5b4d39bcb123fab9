"""A case query as SQL: what ``query.matches`` says of one case, said of all."""

from typing import Any

import sqlalchemy as sa

from cmsdk.contract.ports import CaseQuery

from . import schema
from .file import findable
from .query import EQUAL
from .rows import utc


def select(query: CaseQuery, after: str, size: int) -> sa.Select[Any]:
    """One page of the cases that match: the first ``size`` after the id ``after``."""
    c = schema.cases.c
    wanted = sa.select(schema.cases).where(c.id > findable(after)).order_by(c.id).limit(size)
    for field in EQUAL:
        value = getattr(query, field)
        if value is not None:
            wanted = wanted.where(c[field] == findable(value))
    if query.without_states:
        wanted = wanted.where(c.state.not_in(query.without_states))
    for column, first, last in (
        (c.opened, query.opened_from, query.opened_until),
        (c.closed, query.closed_from, query.closed_until),
    ):
        if first is not None:
            wanted = wanted.where(column >= utc(first))
        if last is not None:
            wanted = wanted.where(column < utc(last))
    if query.due_before is not None:
        wanted = wanted.where(c.due < utc(query.due_before))
    return wanted
