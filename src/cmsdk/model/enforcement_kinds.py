"""Kinds of things in an enforcement file: evidence, outcomes, penalties; articles are of 行政处罚法 (2021)."""

from enum import StrEnum
from typing import Final


class EvidenceKind(StrEnum):
    """The eight kinds of evidence (证据种类) of article 46."""

    DOCUMENTARY = "documentary"
    """书证."""
    PHYSICAL = "physical"
    """物证."""
    AUDIO_VISUAL = "audio_visual"
    """视听资料."""
    ELECTRONIC = "electronic"
    """电子数据."""
    TESTIMONY = "testimony"
    """证人证言."""
    PARTY_STATEMENT = "party_statement"
    """当事人的陈述."""
    EXPERT_OPINION = "expert_opinion"
    """鉴定意见."""
    INSPECTION_RECORD = "inspection_record"
    """勘验笔录、现场笔录."""


class FileOutcome(StrEnum):
    """How a file is decided (处理决定): article 57, and the three exits of article 33."""

    PENALISE = "penalise"
    SLIGHT = "slight"
    """Slight, corrected, no harm: no penalty (轻微不罚)."""
    FIRST = "first"
    """First time, slight harm, corrected in time (首违不罚)."""
    NO_FAULT = "no_fault"
    """The party proves that it is not at fault (无主观过错不罚)."""
    NOT_PROVED = "not_proved"
    """The facts do not stand (违法事实不能成立)."""
    TRANSFER = "transfer"
    """Handed to the authority that has the power (移送)."""


class PartyKind(StrEnum):
    """Who is proceeded against (当事人): limits of fines differ."""

    CITIZEN = "citizen"
    ORGANISATION = "organisation"
    """法人或者其他组织."""


class PenaltyKind(StrEnum):
    """Kinds of penalty (处罚种类) of article 9 that a body of city management may impose."""

    WARNING = "warning"
    CRITICISM = "criticism"
    """通报批评."""
    FINE = "fine"
    CONFISCATION = "confiscation"
    """没收违法所得、没收非法财物."""
    LICENCE = "licence"
    """暂扣、吊销许可证件, 降低资质等级."""
    RESTRICTION = "restriction"
    """限制开展生产经营活动, 责令停产停业, 责令关闭, 限制从业."""


HEARING_KINDS: Final = frozenset({PenaltyKind.CONFISCATION, PenaltyKind.LICENCE, PenaltyKind.RESTRICTION})
"""Kinds that give the right to a hearing whatever the amount (article 63); a fine does from an amount on."""
ON_THE_SPOT_KINDS: Final = frozenset({PenaltyKind.WARNING, PenaltyKind.FINE})
"""Kinds that may be decided on the spot (article 51)."""


class RecordedStage(StrEnum):
    """Stages of which the whole-process record tells (全过程记录, article 47)."""

    START = "start"
    INVESTIGATION = "investigation"
    DECISION = "decision"
    SERVICE = "service"
    ARCHIVE = "archive"


class ReviewGround(StrEnum):
    """Why a decision is reviewed by a lawyer first (法制审核, article 58)."""

    PUBLIC_INTEREST = "public_interest"
    AFTER_HEARING = "after_hearing"
    COMPLEX = "complex"
    BY_LAW = "by_law"


class Harm(StrEnum):
    """What harm the act did (危害后果, article 33)."""

    NONE = "none"
    SLIGHT = "slight"
    GRAVE = "grave"


class Service(StrEnum):
    """How a decision reaches the party (送达方式, article 61)."""

    DIRECT = "direct"
    LEFT = "left"
    POST = "post"
    ELECTRONIC = "electronic"
    """Only with the party's written consent."""
    NOTICE = "notice"
    """公告送达."""


class PaidBy(StrEnum):
    """How a fine is paid (罚款缴纳, articles 67 to 69)."""

    BANK = "bank"
    ELECTRONIC = "electronic"
    ON_SITE = "on_site"
    """To the officer, as an exception."""


class OnSite(StrEnum):
    """Why an officer may take a fine on site (当场收缴, articles 68 and 69)."""

    SMALL = "small"
    """On the spot, and at most 100 yuan."""
    HARD_LATER = "hard_later"
    """On the spot, and hard to collect afterwards."""
    REMOTE = "remote"
    """A remote place, and the party asks for it."""
