"""What a table of community work is: its columns, the row that it makes, and how."""

from collections.abc import Callable
from typing import Any

import attrs

from cmsdk.contract.community.base import CommunityRow
from cmsdk.model.expected import Expected
from cmsdk.model.spans import Limit
from cmsdk.tables.columns import ID, Column, TableSchema, table

Values = dict[str, Any]


@attrs.frozen
class CommunityTable:
    """A table of community work: its schema, and the kind of row that it makes."""

    schema: TableSchema
    row: type[CommunityRow]
    prepare: Callable[[Values], Values] = lambda values: values
    """Changes values of columns into those of fields, where they differ."""

    def build(self, values: Values) -> CommunityRow:
        """The row of ``values``; what it replaces is named by its id alone."""
        made = self.prepare(values)
        if made.get("replaces"):
            made["replaces"] = f"{self.row.table}/{made['replaces']}"
        return self.row(**made)


def community_table(
    row: type[CommunityRow],
    what: str,
    what_zh: str,
    *columns: Column,
    prepare: Callable[[Values], Values] = lambda values: values,
) -> CommunityTable:
    """A table of its own columns, the id, and those that every table has."""
    return CommunityTable(table(row.table, what, what_zh, ID, *columns), row, prepare)


def with_limit(values: Values) -> Values:
    """``amount`` and ``unit_of_time`` as one ``limit``, both or neither. Raises Expected."""
    amount, unit = values.pop("amount", None), values.pop("unit_of_time", None)
    if (amount is None) != (unit is None):
        raise Expected("limit-unit")
    return values | ({"limit": Limit(amount, unit)} if unit else {})
