"""Commands on an enforcement file once it is decided, and compulsory measures (送达、履行、执行、强制措施)."""

from datetime import date
from decimal import Decimal
from typing import ClassVar

import attrs

from .command import words
from .enforcement_fields import FileCommand, choice, days, flag, money, on_day
from .enforcement_kinds import OnSite, PaidBy, Service


@attrs.frozen(kw_only=True)
class Serve(FileCommand):
    """送达; the reason where it is late, the consent where it is electronic."""

    name: ClassVar[str] = "serve"
    how: Service | None = choice(Service)
    consent: bool = flag()
    reason: str = words()


@attrs.frozen(kw_only=True)
class Publish(FileCommand):
    """公示处罚决定."""

    name: ClassVar[str] = "publish"


@attrs.frozen(kw_only=True)
class DeferPayment(FileCommand):
    """准予延期或者分期缴纳, to that day."""

    name: ClassVar[str] = "defer"
    until: date | None = on_day()
    reason: str = words()


@attrs.frozen(kw_only=True)
class Pay(FileCommand):
    """缴纳罚款; the ground where an officer takes it on site."""

    name: ClassVar[str] = "pay"
    amount: Decimal = money()
    by: PaidBy | None = choice(PaidBy)
    ground: OnSite | None = choice(OnSite)


@attrs.frozen(kw_only=True)
class Perform(FileCommand):
    """履行: what is not money has been done."""

    name: ClassVar[str] = "perform"
    result: str = words()


@attrs.frozen(kw_only=True)
class Remind(FileCommand):
    """催告."""

    name: ClassVar[str] = "remind"
    demand: str = words()


@attrs.frozen(kw_only=True)
class Surcharge(FileCommand):
    """加处罚款: reckoned to the moment of the command."""

    name: ClassVar[str] = "surcharge"


@attrs.frozen(kw_only=True)
class ApplyToCourt(FileCommand):
    """申请人民法院强制执行."""

    name: ClassVar[str] = "apply_to_court"


@attrs.frozen(kw_only=True)
class Execute(FileCommand):
    """强制执行."""

    name: ClassVar[str] = "execute"
    emergency: bool = flag()
    cuts_supply: bool = flag()
    result: str = words()


@attrs.frozen(kw_only=True)
class Substitute(FileCommand):
    """代履行."""

    name: ClassVar[str] = "substitute"
    emergency: bool = flag()
    result: str = words()


@attrs.frozen(kw_only=True)
class ClearAtOnce(FileCommand):
    """立即清除: spillage or obstacles on a road or public place."""

    name: ClassVar[str] = "clear_at_once"
    place: str = words()
    result: str = words()


@attrs.frozen(kw_only=True)
class Seal(FileCommand):
    """查封、扣押: what, for how many days."""

    name: ClassVar[str] = "seal"
    item: str = words()
    days: int = days()
    reason: str = words()


@attrs.frozen(kw_only=True)
class ExtendSeal(FileCommand):
    """延长查封、扣押, by so many days."""

    name: ClassVar[str] = "extend_seal"
    item: str = words()
    days: int = days()
    reason: str = words()


@attrs.frozen(kw_only=True)
class Unseal(FileCommand):
    """解除查封、扣押."""

    name: ClassVar[str] = "unseal"
    item: str = words()
    result: str = words()


@attrs.frozen(kw_only=True)
class CloseFile(FileCommand):
    """结案."""

    name: ClassVar[str] = "close"
    result: str = words()


@attrs.frozen(kw_only=True)
class ArchiveFile(FileCommand):
    """归档."""

    name: ClassVar[str] = "archive"
