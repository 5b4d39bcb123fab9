"""A measure that was taken on a case (已采取的措施)."""

from datetime import datetime

import attrs

from .approach import Approach


@attrs.frozen
class MeasureTaken:
    """One measure on a case, as its entry keeps it: which, of which approach, when (aware) and by whom.

    The approach is kept beside the id: the case is folded without a plan, and a catalogue changes.
    """

    measure: str
    """Id in the catalogue of measures at that time."""
    approach: Approach
    at: datetime
    by: str
    """Id of the actor."""
    excuse: str = ""
    """Id of the lawful exception that stands for the steps that were skipped; empty where none was skipped."""
    reason: str = ""
    """Why, in the words of whoever took it."""
    earlier: str = ""
    """For a repeat: id of the earlier case whose measure lies within the months of the exception."""
    basis: str = ""
    """Article on which it stands, where one was named."""
    skipped: tuple[str, ...] = ()
    """The steps that were skipped: ids of measures, or approaches."""
