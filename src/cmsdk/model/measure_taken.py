"""A measure (措施) that was taken on a case."""

from datetime import datetime

import attrs

from .approach import Approach
from .clock import aware


@attrs.frozen
class MeasureTaken:
    """What was done, of which approach, when and by whom; where a rung was skipped, on what lawful exception."""

    measure: str
    """Id in the city's catalogue of measures."""
    approach: Approach
    at: datetime = attrs.field(validator=aware)
    by: str
    excuse: str = ""
    reason: str = ""
    earlier: str = ""
    """The earlier case that makes this one a repeat."""
    article: str = ""
    """The statute that orders the measure directly."""
    skipped: tuple[str, ...] = ()
    """The steps that were skipped: ids of measures, or approaches."""
