"""What the rows of community work share: the table they belong to, and what they lead to."""

from collections.abc import Iterator
from typing import ClassVar

import attrs
from typing_extensions import override

from cmsdk.contract.base import Named


@attrs.frozen(kw_only=True)
class CommunityRow(Named):
    """Base of the rows that the hook ``cmsdk_community`` yields: each kind is a table of its own (ADR 0046)."""

    table: ClassVar[str]
    """The table that it stands in; ids are unique within it."""
    leads: ClassVar[tuple[tuple[str, str], ...]] = ()
    """Field → the table (``stations``, ``units``, ``people``, ``divisions``, ``grids``, ``categories``, ``measures``,
    ``calendars``, ``channels``, ``areas`` (a division or grid), or one of community work) in which its id, or each of
    its ids, has to stand."""

    @property
    @override
    def key(self) -> str:
        """Table and id."""
        return f"{self.table}/{self.id}"

    def references(self) -> Iterator[tuple[str, str, str]]:
        """Field, table and id of everything that it leads to."""
        for field, table in self.leads:
            value = getattr(self, field)
            for name in (value,) if isinstance(value, str) else value:
                if name:
                    yield field, table, name


@attrs.frozen(kw_only=True)
class WorkRole(CommunityRow):
    """Who may give a command on community work (权限): any of the roles of any of its rows."""

    table: ClassVar[str] = "work-roles"
    command: str
    """Such as ``whistle.raise``."""
    roles: tuple[str, ...]
