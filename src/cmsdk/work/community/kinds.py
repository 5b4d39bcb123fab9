"""All kinds of community work, by what their streams are called."""

from collections.abc import Mapping, Sequence
from typing import Final

from cmsdk.contract.ports import Matter
from cmsdk.model.entry import Entry
from cmsdk.model.works.base import Work, WorkCommand

from .activity import ACTIVITIES
from .agreement import AGREEMENTS
from .board import BOARDS
from .campaign import CAMPAIGNS
from .clearance import CLEARANCES
from .drive import DRIVES
from .duty import DUTIES
from .forms import WorkForms
from .handin import HAND_INS
from .joint_action import JOINT_ACTIONS
from .meeting import MEETINGS
from .opinion import OPINIONS
from .patrol import PATROLS
from .programme import PROGRAMMES
from .routine import ROUTINES
from .shape import WorkKind, fold
from .station import STATIONS
from .task import TASKS
from .volunteers import VOLUNTEERS
from .whistle import WHISTLES

_ALL: Final = (
    ACTIVITIES,
    AGREEMENTS,
    BOARDS,
    CAMPAIGNS,
    CLEARANCES,
    DRIVES,
    DUTIES,
    HAND_INS,
    JOINT_ACTIONS,
    MEETINGS,
    OPINIONS,
    PATROLS,
    PROGRAMMES,
    ROUTINES,
    STATIONS,
    TASKS,
    VOLUNTEERS,
    WHISTLES,
)
KINDS: Final[Mapping[str, WorkKind]] = {kind.id: kind for kind in _ALL}
"""Kind of work → its steps."""


def kind_of(entry_type: str) -> WorkKind | None:
    """The kind of work whose entries are of this type; nothing where it is none of community work."""
    name, dot, _ = entry_type.partition(".")
    return KINDS.get(name) if dot else None


def begins(command: WorkCommand) -> bool:
    """Whether the command begins a piece of work, rather than going on with one."""
    kind = KINDS.get(command.kind())
    return kind is not None and kind.step("", command) is not None


def matter_of(work: Work, forms: WorkForms) -> Matter:
    """What the ledger keeps of a piece of work; ``work`` has an entry."""
    assert work.last is not None  # noqa: S101  every entry sets it
    form = forms.form(work)
    return Matter(work.id, work.kind, work.city, work.case, work.state, work.version, work.last, form, work.due)


def rebuilt(entries: Sequence[Entry], forms: WorkForms) -> Matter | None:
    """The projection of a stream made anew from its entries; nothing where it is none of community work."""
    kind = kind_of(entries[0].type) if entries else None
    work = fold(kind, entries, forms) if kind is not None else None
    return None if work is None else matter_of(work, forms)
