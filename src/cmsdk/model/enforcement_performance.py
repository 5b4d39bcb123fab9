"""Commands on an enforcement file once it is decided, and compulsory measures (送达、履行、执行、强制措施).

Articles are of 行政处罚法 (2021) where no other law is named.
"""

from datetime import date
from decimal import Decimal
from typing import ClassVar

import attrs

from .command import words
from .enforcement_fields import FileCommand, choice, days, flag, money, on_day
from .enforcement_kinds import OnSite, PaidBy, Service


@attrs.frozen(kw_only=True)
class Serve(FileCommand):
    """送达: the decision reaches the party; the reason where late, the consent where electronic (article 61)."""

    name: ClassVar[str] = "serve"
    how: Service | None = choice(Service)
    consent: bool = flag()
    reason: str = words()


@attrs.frozen(kw_only=True)
class Publish(FileCommand):
    """公示处罚决定: the decision is published (article 48)."""

    name: ClassVar[str] = "publish"


@attrs.frozen(kw_only=True)
class DeferPayment(FileCommand):
    """准予延期或者分期缴纳: the fine may be paid later or in parts, until that day (article 66)."""

    name: ClassVar[str] = "defer"
    until: date | None = on_day()
    reason: str = words()


@attrs.frozen(kw_only=True)
class Pay(FileCommand):
    """缴纳罚款: ``amount`` in yuan was paid; the ground where an officer takes it on site (articles 67 to 69)."""

    name: ClassVar[str] = "pay"
    amount: Decimal = money()
    by: PaidBy | None = choice(PaidBy)
    ground: OnSite | None = choice(OnSite)


@attrs.frozen(kw_only=True)
class Perform(FileCommand):
    """履行: what is not money has been done (article 66)."""

    name: ClassVar[str] = "perform"
    result: str = words()


@attrs.frozen(kw_only=True)
class Remind(FileCommand):
    """催告: the party is reminded in writing of ``demand`` before it is executed (行政强制法 articles 51 and 54)."""

    name: ClassVar[str] = "remind"
    demand: str = words()


@attrs.frozen(kw_only=True)
class Surcharge(FileCommand):
    """加处罚款: the surcharge on an unpaid fine, reckoned to the moment of the command (article 72)."""

    name: ClassVar[str] = "surcharge"


@attrs.frozen(kw_only=True)
class ApplyToCourt(FileCommand):
    """申请人民法院强制执行: the court is asked to execute; ends the file (行政强制法 articles 53 and 54)."""

    name: ClassVar[str] = "apply_to_court"


@attrs.frozen(kw_only=True)
class Execute(FileCommand):
    """强制执行: the body itself executes, where a statute gives it the power (行政强制法 article 43)."""

    name: ClassVar[str] = "execute"
    emergency: bool = flag()
    cuts_supply: bool = flag()
    result: str = words()


@attrs.frozen(kw_only=True)
class Substitute(FileCommand):
    """代履行: done in the party's place and at its cost (行政强制法 articles 50 and 51)."""

    name: ClassVar[str] = "substitute"
    emergency: bool = flag()
    result: str = words()


@attrs.frozen(kw_only=True)
class Demolish(FileCommand):
    """强制拆除: the body itself takes an illegal building down (行政强制法 articles 43 and 44).

    ``notice`` is the public one that set the party a term to do it and was left unheeded.
    """

    name: ClassVar[str] = "demolish"
    notice: str = words()
    emergency: bool = flag()
    result: str = words()


@attrs.frozen(kw_only=True)
class ClearAtOnce(FileCommand):
    """立即清除: spillage or obstacles on a road or public place (行政强制法 article 52).

    The other fields are those of ``take_measure`` on the case, where a step of the ladder of means is skipped.
    """

    name: ClassVar[str] = "clear_at_once"
    place: str = words()
    result: str = words()
    excuse: str = words()
    reason: str = words()
    earlier: str = words()
    article: str = words()


@attrs.frozen(kw_only=True)
class Seal(FileCommand):
    """查封、扣押: sealed or seized: what, for how many days (行政强制法 article 25)."""

    name: ClassVar[str] = "seal"
    item: str = words()
    days: int = days()
    reason: str = words()


@attrs.frozen(kw_only=True)
class ExtendSeal(FileCommand):
    """延长查封、扣押: kept for so many days more, with the reason (行政强制法 article 25)."""

    name: ClassVar[str] = "extend_seal"
    item: str = words()
    days: int = days()
    reason: str = words()


@attrs.frozen(kw_only=True)
class Unseal(FileCommand):
    """解除查封、扣押: given back; ``result`` says how (行政强制法 article 28)."""

    name: ClassVar[str] = "unseal"
    item: str = words()
    result: str = words()


@attrs.frozen(kw_only=True)
class CloseFile(FileCommand):
    """结案: closed: all that was ordered is done, or nothing was (article 57)."""

    name: ClassVar[str] = "close"
    result: str = words()


@attrs.frozen(kw_only=True)
class ArchiveFile(FileCommand):
    """归档: the file goes to the archive, its record whole (article 47)."""

    name: ClassVar[str] = "archive"
