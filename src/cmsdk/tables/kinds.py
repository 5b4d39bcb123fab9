"""Kinds of cell: text → value, in English or Chinese. An ``Expected`` says what would be right."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from enum import Enum
from typing import Any, TypeVar
import unicodedata

from cmsdk.contract.base import Applies
from cmsdk.contract.catalogue import CategoryKind, Relation
from cmsdk.contract.community.board import BoardKind
from cmsdk.contract.community.partner import PartnerKind
from cmsdk.contract.community.systems import Every, SystemKind
from cmsdk.contract.community.whistle import Alone, Linkage
from cmsdk.contract.deciding import Principle
from cmsdk.contract.enforcement import LenientExit
from cmsdk.contract.matching import Compare
from cmsdk.contract.notices import Audience
from cmsdk.contract.organisation import UnitKind
from cmsdk.contract.places import GridKind, StationKind
from cmsdk.contract.retention import Destroys
from cmsdk.contract.when import When
from cmsdk.model.approach import Approach, Mode
from cmsdk.model.expected import Expected
from cmsdk.model.place import Crs, Level
from cmsdk.model.spans import LimitUnit
from cmsdk.model.works.duty import DutyClass
from cmsdk.model.works.patrol import PatrolMode

E = TypeVar("E", bound=Enum)
Kind = Callable[[str], Any]

_CHINESE: Mapping[type[Enum], Mapping[str, Enum]] = {
    Level: {
        "市": Level.CITY,
        "区": Level.DISTRICT,
        "区县": Level.DISTRICT,
        "街道": Level.SUBDISTRICT,
        "社区": Level.COMMUNITY,
    },
    GridKind: {"单元网格": GridKind.UNIT, "责任网格": GridKind.RESPONSIBILITY},
    StationKind: {
        "工作站": StationKind.STATION,
        "岗亭": StationKind.KIOSK,
        "窗口": StationKind.WINDOW,
        "岗": StationKind.POST,
    },
    BoardKind: {"公示牌": BoardKind.BOARD, "联系牌": BoardKind.CARD},
    UnitKind: {
        "部门": UnitKind.DEPARTMENT,
        "中队": UnitKind.SQUAD,
        "街道": UnitKind.SUBDISTRICT,
        "伙伴": UnitKind.PARTNER,
        "志愿者": UnitKind.VOLUNTEERS,
    },
    CategoryKind: {"部件": CategoryKind.COMPONENT, "事件": CategoryKind.EVENT, "服务": CategoryKind.SERVICE},
    Relation: {"相同": Relation.SAME, "更宽": Relation.BROADER, "更窄": Relation.NARROWER},
    Approach: {"服务": Approach.SERVICE, "管理": Approach.MANAGEMENT, "执法": Approach.ENFORCEMENT},
    Mode: {"马上办": Mode.NOW, "转办": Mode.TRANSFER},
    Principle: {"属主": Principle.OWNER, "属地": Principle.LOCALITY},
    LimitUnit: {
        "分钟": LimitUnit.MINUTE,
        "紧急工作时": LimitUnit.URGENT_HOUR,
        "紧急工作日": LimitUnit.URGENT_DAY,
        "自然日": LimitUnit.NATURAL_DAY,
        "calendar_day": LimitUnit.NATURAL_DAY,
        "工作时": LimitUnit.WORK_HOUR,
        "工作日": LimitUnit.WORK_DAY,
    },
    Destroys: {
        "个人信息": Destroys.PERSON,
        "原件": Destroys.RAW,
        "附件": Destroys.ATTACHMENTS,
        "送达件": Destroys.DELIVERY,
    },
    SystemKind: {
        "联系": SystemKind.CONTACT,
        "联席会议": SystemKind.MEETING,
        "宣传": SystemKind.PUBLICITY,
        "监督联络": SystemKind.SUPERVISION,
    },
    Every: {"周": Every.WEEK, "月": Every.MONTH, "季": Every.QUARTER, "年": Every.YEAR},
    LenientExit: {"轻微不罚": LenientExit.SLIGHT, "首违不罚": LenientExit.FIRST},
    Crs: {},
    PartnerKind: {
        "居委会": PartnerKind.COMMITTEE,
        "物业公司": PartnerKind.PROPERTY,
        "业主委员会": PartnerKind.OWNERS,
    },
    Alone: {"独办": Alone.ALONE, "联办": Alone.JOINT},
    Linkage: {"一格解决": Linkage.GRID, "一网联动": Linkage.NET},
    Compare: {"位置": Compare.PLACE, "文字": Compare.TEXT, "位置和文字": Compare.BOTH},
    DutyClass: {"值守": DutyClass.POST, "巡查": DutyClass.PATROL, "活动": DutyClass.ACTIVITY},
    PatrolMode: {
        "常态巡查": PatrolMode.REGULAR,
        "定点值守": PatrolMode.FIXED_POST,
        "错时监管": PatrolMode.STAGGERED,
    },
    Applies: {"按上报时": Applies.AT_REPORT, "按处理时": Applies.AT_DECISION},
}


_BETWEEN_WORDS = str.maketrans("、，", ";;")


def text(cell: str) -> str:
    """The cell as it is."""
    return cell


def words(cell: str) -> tuple[str, ...]:
    """A list of words for matching: separated by ``;``, ``、`` or ``，``, NFKC, case folded.

    The Chinese comma is what a clerk types between words; taken as part of a word, the row would never fire.
    """
    folded = unicodedata.normalize("NFKC", cell.translate(_BETWEEN_WORDS)).casefold()
    return tuple(word for part in folded.split(";") if (word := part.strip()))


def names(cell: str) -> tuple[str, ...]:
    """A list separated by ``;`` (either width)."""
    return tuple(name for part in cell.replace("；", ";").split(";") if (name := part.strip()))


def names_or_none(cell: str) -> tuple[str, ...]:
    """A list separated by ``;``; ``-`` or ``无`` is none at all, which an empty cell (not given) does not say."""
    return () if cell in {"-", "无"} else names(cell)


_SERIALS = range(36526, 73051)
"""What a spreadsheet counts the days of 2000 to 2099 by: days since 1899-12-30 (ECMA-376 part 1, 18.17.4.1)."""


def _serial(cell: str) -> date | None:
    """The day of this century that a spreadsheet counts by this number."""
    number = int(cell) if len(cell) == len("46300") and cell.isascii() and cell.isdigit() else 0
    return date(1899, 12, 30) + timedelta(days=number) if number in _SERIALS else None


def day(cell: str) -> date:
    """A date, ``2026-01-31`` or ``2026/1/31``; the midnight that a spreadsheet adds is no part of it."""
    if serial := _serial(cell):
        raise Expected("date-serial", day=serial)
    try:
        return date(*(int(part) for part in cell.removesuffix(" 00:00:00").replace("/", "-").split("-")))
    except (TypeError, ValueError, OverflowError) as error:
        raise Expected("date") from error


def clock(cell: str) -> time:
    """A time of day, ``09:00``; ``24:00`` is midnight, as ``00:00`` is."""
    try:
        return datetime.strptime("00:00" if cell == "24:00" else cell, "%H:%M").time()  # noqa: DTZ007  of any day
    except ValueError as error:
        raise Expected("clock") from error


def whole(cell: str) -> int:
    """A whole number of at least 1."""
    if not cell.isascii() or not cell.isdigit() or int(cell) < 1:
        raise Expected("whole")
    return int(cell)


def number(cell: str) -> float:
    """A decimal number."""
    try:
        return float(cell)
    except ValueError as error:
        raise Expected("number") from error


def choice(kind: type[E]) -> Callable[[str], E]:
    """One of an enum's values, or its Chinese word."""
    chinese = _CHINESE[kind]

    def read(cell: str) -> E:
        found = chinese.get(cell)
        if isinstance(found, kind):
            return found
        try:
            return kind(cell)
        except ValueError as error:
            choices = ", ".join([*(str(member.value) for member in kind), *chinese])
            raise Expected("one-of", choices=choices) from error

    return read


_AUDIENCES: Mapping[str, Audience] = {
    "上报人": Audience.REPORTER,
    "承办单位": Audience.UNIT,
    "承办人": Audience.OFFICER,
    "网格长": Audience.GRID_LEADER,
    "值班台": Audience.WATCH_DESK,
}


def audience(cell: str) -> str:
    """Who is told: ``reporter``, ``unit``, ``officer``, ``grid_leader`` or ``watch_desk``, or the Chinese word."""
    return _AUDIENCES.get(cell, cell)


_STAGES: Mapping[str, str] = {
    "受理": "accept",
    "立案前核实": "verify",
    "派遣": "dispatch",
    "签收": "sign",
    "处置": "handle",
    "处置后核查": "check",
}


def stage(cell: str) -> str:
    """The stage of a limit, by its id or by its Chinese name; 核实 and 核查 alone mean either in some city."""
    return _STAGES.get(cell, cell)


def choices(kind: type[E]) -> Callable[[str], tuple[E, ...]]:
    """Several of an enum's values, or their Chinese words, separated by ``;``."""
    read = choice(kind)
    return lambda cell: tuple(read(name) for name in names(cell))


def yes_or_no(cell: str) -> bool:
    """``yes`` (是) or ``no`` (否)."""
    known = {"yes": True, "是": True, "no": False, "否": False}
    if cell.casefold() not in known:
        raise Expected("one-of", choices=", ".join(known))
    return known[cell.casefold()]


def off_or_on(cell: str) -> bool:
    """A day of a calendar: ``workday`` (班) is on, ``holiday`` (休) is off."""
    known = {"holiday": False, "休": False, "workday": True, "班": True}
    if cell not in known:
        raise Expected("one-of", choices=", ".join(known))
    return known[cell]


def when(cell: str) -> When | None:
    """Times of day and days; ``*`` is always."""
    return None if cell == "*" else When.read(cell)


def count(cell: str) -> int:
    """A whole number, 0 included."""
    if not cell.isascii() or not cell.isdigit():
        raise Expected("count")
    return int(cell)
