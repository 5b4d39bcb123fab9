"""Commands of the side flows (旁支流程), and of what may be done to a case in several states. Ids: contracts §5."""

from datetime import date
from typing import ClassVar

import attrs

from .command import Command, a_day, words


@attrs.frozen(kw_only=True)
class Return(Command):
    """回退: sent back, since it is not ours, with the reason; a unit's returns are counted."""

    name: ClassVar[str] = "return"
    reason: str = words()


@attrs.frozen(kw_only=True)
class Correct(Command):
    """更正: category, filing standard or title were wrong; whoever got the case back may do this or dispatch anew."""

    name: ClassVar[str] = "correct"
    category: str = words()
    standard: str = words()
    title: str = words()
    reason: str = words()


@attrs.frozen(kw_only=True)
class Assist(Command):
    """协办反馈: an assisting unit says what it has done; ``unit`` is the unit, the actor's own where left empty."""

    name: ClassVar[str] = "assist"
    unit: str = words()
    result: str = words()


@attrs.frozen(kw_only=True)
class Rework(Command):
    """返工: to be done again by the same unit, with the reason; what was done first is kept."""

    name: ClassVar[str] = "rework"
    reason: str = words()


@attrs.frozen(kw_only=True)
class Reopen(Command):
    """重新办理: the reporter is not satisfied, or it is back; with the reason."""

    name: ClassVar[str] = "reopen"
    reason: str = words()


@attrs.frozen(kw_only=True)
class Extend(Command):
    """延期: one original limit more, asked before the deadline, with the reason."""

    name: ClassVar[str] = "extend"
    reason: str = words()


@attrs.frozen(kw_only=True)
class Suspend(Command):
    """挂账: work cannot go on before ``until`` (engineering, season); the clock stands, and runs again on that day."""

    name: ClassVar[str] = "suspend"
    until: date | None = attrs.field(default=None, validator=a_day)
    reason: str = words()


@attrs.frozen(kw_only=True)
class Postpone(Command):
    """缓办: too difficult for now; put off to ``until``, the longest that the city allows where left out."""

    name: ClassVar[str] = "postpone"
    until: date | None = attrs.field(default=None, validator=a_day)
    reason: str = words()


@attrs.frozen(kw_only=True)
class Resume(Command):
    """恢复: what was suspended or postponed goes on before its day."""

    name: ClassVar[str] = "resume"
    reason: str = words()


@attrs.frozen(kw_only=True)
class Grant(Command):
    """准予: the request that lies before this role is agreed to; the last of them carries it out."""

    name: ClassVar[str] = "grant"


@attrs.frozen(kw_only=True)
class Reject(Command):
    """不予准许: the request is turned down, with the reason; nothing of what was asked for is used up."""

    name: ClassVar[str] = "reject"
    reason: str = words()


@attrs.frozen(kw_only=True)
class Supervise(Command):
    """督办: put under supervision, or a level higher, with the reason.

    ``level`` is one of the city's ``CaseRules.supervision``; the next one where left empty.
    """

    name: ClassVar[str] = "supervise"
    level: str = words()
    reason: str = words()


@attrs.frozen(kw_only=True)
class Void(Command):
    """作废: the filing conditions were not met, with the reason."""

    name: ClassVar[str] = "void"
    reason: str = words()


@attrs.frozen(kw_only=True)
class Withdraw(Command):
    """撤回: the reporter takes the report back; the reason where they give one."""

    name: ClassVar[str] = "withdraw"
    reason: str = words()


@attrs.frozen(kw_only=True)
class TransferOut(Command):
    """移出本市职权: not in the city's power; ``body`` is who has it, ``path`` how the reporter reaches it."""

    name: ClassVar[str] = "transfer_out"
    body: str = words()
    path: str = words()
    reason: str = words()


@attrs.frozen(kw_only=True)
class ForceClose(Command):
    """强制结案: closed without being settled, with the reason."""

    name: ClassVar[str] = "force_close"
    reason: str = words()


@attrs.frozen(kw_only=True)
class Appeal(Command):
    """超时申诉: the unit asks not to be counted late, with the reason; that it was late stays recorded."""

    name: ClassVar[str] = "appeal"
    reason: str = words()


@attrs.frozen(kw_only=True)
class FixOnTheSpot(Command):
    """举手之劳: put right by whoever found it, without a dispatch; counted apart from filed cases."""

    name: ClassVar[str] = "fix_on_the_spot"
    result: str = words()


@attrs.frozen(kw_only=True)
class TakeMeasure(Command):
    """采取措施: ``measure`` of the city's catalogue; where it skips a rung, ``excuse`` names the lawful exception.

    ``earlier`` is the earlier case that makes a repeat, ``article`` the statute that orders the measure directly.
    """

    name: ClassVar[str] = "take_measure"
    measure: str = words()
    excuse: str = words()
    reason: str = words()
    earlier: str = words()
    article: str = words()


@attrs.frozen(kw_only=True)
class Link(Command):
    """并案: the case is the same matter as ``to``, and follows it from now on."""

    name: ClassVar[str] = "link"
    to: str = words()


@attrs.frozen(kw_only=True)
class Unlink(Command):
    """拆案: the case is a matter of its own after all, and is never linked again by itself; with the reason."""

    name: ClassVar[str] = "unlink"
    reason: str = words()
