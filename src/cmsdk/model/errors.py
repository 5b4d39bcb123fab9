"""The four exceptions, by what the caller should do (contracts §10). Everything else is a value."""

from collections.abc import Iterable

from .problem import Problem


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
