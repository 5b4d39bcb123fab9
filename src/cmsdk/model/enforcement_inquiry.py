"""Commands on an enforcement file while it is opened and investigated (立案、调查)."""

from datetime import date
from typing import ClassVar

import attrs

from .command import words
from .enforcement_fields import FileCommand, choice, flag, ids, on_day
from .enforcement_kinds import EvidenceKind, Harm, PartyKind, RecordedStage, ReviewGround


@attrs.frozen(kw_only=True)
class OpenFile(FileCommand):
    """线索: the file is opened for a case: who is proceeded against, for what, by which body."""

    name: ClassVar[str] = "open"
    case: str = words()
    unit: str = words()
    party: str = words()
    party_kind: PartyKind | None = choice(PartyKind)
    matter: str = words()
    act_ended: date | None = on_day()
    grave: bool = flag()
    offence: str = words()


@attrs.frozen(kw_only=True)
class PutOnFile(FileCommand):
    """立案: two qualified officers take it up.

    The other fields are those of ``take_measure`` on the case, where a step of the ladder of means is skipped.
    """

    name: ClassVar[str] = "file"
    officers: tuple[str, ...] = ids()
    excuse: str = words()
    reason: str = words()
    earlier: str = words()
    article: str = words()


@attrs.frozen(kw_only=True)
class NotFile(FileCommand):
    """不予立案, with the reason."""

    name: ClassVar[str] = "not_file"
    reason: str = words()


@attrs.frozen(kw_only=True)
class Appoint(FileCommand):
    """更换办案人员: other officers take it over."""

    name: ClassVar[str] = "appoint"
    officers: tuple[str, ...] = ids()


@attrs.frozen(kw_only=True)
class RequestRecusal(FileCommand):
    """申请回避: the party asks that ``officer`` step aside, or the officer does."""

    name: ClassVar[str] = "request_recusal"
    officer: str = words()
    reason: str = words()


@attrs.frozen(kw_only=True)
class DecideRecusal(FileCommand):
    """回避决定, by the head of the body."""

    name: ClassVar[str] = "decide_recusal"
    officer: str = words()
    granted: bool = flag()


@attrs.frozen(kw_only=True)
class RecordProcess(FileCommand):
    """全过程记录: of ``stage`` there is a record; ``audio_video`` says that it is sound and picture."""

    name: ClassVar[str] = "record"
    stage: RecordedStage | None = choice(RecordedStage)
    audio_video: bool = flag()
    item: str = words()


@attrs.frozen(kw_only=True)
class Enquire(FileCommand):
    """调查询问: certificates are shown, the record of enquiry is ``result``."""

    name: ClassVar[str] = "enquire"
    certificate_shown: bool = flag()
    result: str = words()


@attrs.frozen(kw_only=True)
class AddEvidence(FileCommand):
    """收集证据: ``item`` is its number in the file; ``monitoring`` where a device took it."""

    name: ClassVar[str] = "add_evidence"
    kind: EvidenceKind | None = choice(EvidenceKind)
    item: str = words()
    monitoring: bool = flag()


@attrs.frozen(kw_only=True)
class ReviewMonitoring(FileCommand):
    """审核电子监控记录: true, clear, complete and lawful, and the party was told how to look it up."""

    name: ClassVar[str] = "review_monitoring"
    item: str = words()
    lawful: bool = flag()
    party_told: bool = flag()


@attrs.frozen(kw_only=True)
class Preserve(FileCommand):
    """先行登记保存: evidence that may be lost; the head agrees by giving the command."""

    name: ClassVar[str] = "preserve"
    item: str = words()
    reason: str = words()


@attrs.frozen(kw_only=True)
class SettlePreservation(FileCommand):
    """对登记保存的证据作出处理: released, or with ``keep`` kept on, as ``result`` says."""

    name: ClassVar[str] = "settle_preservation"
    item: str = words()
    keep: bool = flag()
    result: str = words()


@attrs.frozen(kw_only=True)
class OrderToCorrect(FileCommand):
    """责令改正: what, by which day."""

    name: ClassVar[str] = "order_to_correct"
    demand: str = words()
    until: date | None = on_day()


@attrs.frozen(kw_only=True)
class ConfirmCorrection(FileCommand):
    """改正情况核实: corrected on that day."""

    name: ClassVar[str] = "confirm_correction"
    on: date | None = on_day()


@attrs.frozen(kw_only=True)
class AssessHarm(FileCommand):
    """危害后果认定."""

    name: ClassVar[str] = "assess_harm"
    harm: Harm | None = choice(Harm)
    reason: str = words()


@attrs.frozen(kw_only=True)
class SignPromise(FileCommand):
    """签订告知承诺书: the party promises in writing not to do it again."""

    name: ClassVar[str] = "sign_promise"


@attrs.frozen(kw_only=True)
class Educate(FileCommand):
    """批评教育."""

    name: ClassVar[str] = "educate"
    result: str = words()


@attrs.frozen(kw_only=True)
class ProveNoFault(FileCommand):
    """当事人证明没有主观过错, by the piece of evidence ``item``."""

    name: ClassVar[str] = "prove_no_fault"
    item: str = words()


@attrs.frozen(kw_only=True)
class RequireReview(FileCommand):
    """须经法制审核, on this ground."""

    name: ClassVar[str] = "require_review"
    ground: ReviewGround | None = choice(ReviewGround)
