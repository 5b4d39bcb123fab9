"""Table of how causes are traced."""

from typing import Final

from cmsdk.contract.community.tracing import Tracing
from cmsdk.model.place import Level
from cmsdk.tables.columns import column
from cmsdk.tables.kinds import choice, count, whole

from .tables import community_table

TRACING: Final = (
    community_table(
        Tracing,
        "ways of looking for places where a class of problem recurs",
        "问题溯源口径",
        column("level", "级别", choice(Level)),
        column("before", "对比天数", count, eg="90"),
        column("least", "最少天数", whole, eg="3"),
        column("percent", "误报率", whole, eg="5"),
    ),
)
