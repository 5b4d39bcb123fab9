"""What is done for one of the city's systems (制度工作): a visit, a lesson, a check, as its period asks for."""

from datetime import datetime
from typing import ClassVar

import attrs

from .base import Work, WorkCommand, key, words


@attrs.frozen(kw_only=True)
class RoutineDone(WorkCommand):
    """Enter that a system was kept (落实制度), at the time of the command."""

    name: ClassVar[str] = "routine.done"
    chinese: ClassVar[str] = "落实制度"
    system: str = key("制度")
    """Row of the city's table of systems."""
    what: str = words("内容")
    unit: str = key("单位")
    station: str = key("站点")


@attrs.frozen(kw_only=True)
class Routine(Work):
    """That a system was kept once (制度台账)."""

    kind: ClassVar[str] = "routine"
    chinese: ClassVar[str] = "制度工作"
    system: str = ""
    what: str = ""
    unit: str = ""
    station: str = ""
    done: datetime | None = None
