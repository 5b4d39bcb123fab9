"""All tables of community work, by name."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from cmsdk.contract.community.base import CommunityRow
from cmsdk.tables.columns import TableSchema

from .agreement import AGREEMENTS
from .campaign import CAMPAIGNS
from .duty import DUTY
from .handin import HAND_INS
from .opinion import OPINIONS, ROLES
from .partner import PARTNERS
from .patrol import PATROLS
from .programme import PROGRAMME
from .station import STATIONS
from .systems import SYSTEMS
from .tables import CommunityTable
from .tracing import TRACING
from .whistle import WHISTLES

_TABLES: Final[tuple[CommunityTable, ...]] = (
    *AGREEMENTS,
    *CAMPAIGNS,
    *DUTY,
    *HAND_INS,
    *OPINIONS,
    *PARTNERS,
    *PATROLS,
    *PROGRAMME,
    *ROLES,
    *STATIONS,
    *SYSTEMS,
    *TRACING,
    *WHISTLES,
)
SCHEMAS: Final[tuple[TableSchema, ...]] = tuple(one.schema for one in _TABLES)
COMMUNITY: Final[Mapping[str, type[CommunityRow]]] = {one.schema.name: one.row for one in _TABLES}
"""Table → the kind of its rows."""
COMMUNITY_BUILDERS: Final[Mapping[str, Callable[[dict[str, Any]], CommunityRow]]] = {
    one.schema.name: one.build for one in _TABLES
}
"""Table → builder."""
