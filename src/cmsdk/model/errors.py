"""The four exceptions, by what the caller should do (contracts §10). Everything else is a value.

Besides, what can be said of an exception that a plugin raised: such an object is the plugin's own, and may
raise again when it is asked for its text.
"""

from collections.abc import Iterable
from pathlib import Path
import traceback
from typing import Final

from .problem import Problem
from .words import catalogue

MOST_REASON: Final = 300
"""Longest reason, in characters: it stands in messages of one line."""


class CmsdkError(Exception):
    """Base of the four; carries the coded problems that say what to mend."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(p.line() for p in self.problems))


class AssemblyError(CmsdkError):
    """The installation or a plugin has to be mended before this city can be opened."""


class RejectedInput(CmsdkError):  # noqa: N818  contracts §10 names the four
    """Tell the sender: what was handed in cannot be used as it is."""


class NotAllowed(CmsdkError):  # noqa: N818  contracts §10
    """Tell the user: this city, case or role does not allow it."""


class StoreUnavailable(CmsdkError):  # noqa: N818  contracts §10
    """Try again later, or mend the store: the ledger cannot be reached or written."""


def reason_of(error: BaseException) -> str:
    """Kind, text and place of what a plugin raised, in at most ``MOST_REASON`` characters that can be stored."""
    frames = traceback.extract_tb(error.__traceback__, limit=-1)
    place = f" ({Path(frames[-1].filename).name}:{frames[-1].lineno})" if frames else ""
    try:
        said = f"{type(error).__name__}: {error}"
    except KeyboardInterrupt:
        raise
    except BaseException:  # noqa: BLE001  the text is the plugin's own code as well (ADR 0003)
        said = f"{type(error).__name__}: its text cannot be had"
    reason = said[: MOST_REASON - len(place)] + place
    return reason.encode("utf-8", "backslashreplace").decode()


def problems_of(error: BaseException) -> tuple[Problem, ...]:
    """The problems that one of the four exceptions carries; none where it is another, or carries something else."""
    carried = error.__dict__.get("problems") if issubclass(type(error), CmsdkError) else None
    if not isinstance(carried, tuple) or not all(isinstance(p, Problem) and p.code in catalogue() for p in carried):
        return ()
    return carried
