"""The tables of contracts §6: their columns, Chinese headers, and kinds of cell."""

from typing import Final

import attrs

from cmsdk.contract.base import Applies
from cmsdk.contract.catalogue import CategoryKind, Relation
from cmsdk.contract.deciding import Principle
from cmsdk.contract.enforcement import LenientExit
from cmsdk.contract.matching import Compare
from cmsdk.contract.organisation import UnitKind
from cmsdk.contract.places import GridKind, StationKind
from cmsdk.model.approach import Approach, Mode
from cmsdk.model.place import Crs, Level
from cmsdk.model.spans import LimitUnit

from .kinds import Kind, audience, choice, count, day, names, names_or_none, number, off_or_on, text, when, whole, words


@attrs.frozen
class Column:
    """A column: its English header, Chinese headers, kind of cell, and whether a row may leave it empty."""

    name: str
    chinese: tuple[str, ...]
    kind: Kind = text
    required: bool = False
    example: str = ""
    is_code: bool = False
    """Digits that a spreadsheet may have cut: leading zeros are watched."""
    example_en: str = ""
    """The example in English, where ``example`` is Chinese."""

    def shown(self, lang: str) -> str:
        """The example in a language."""
        return self.example if lang == "zh" else self.example_en or self.example


@attrs.frozen
class TableSchema:
    """A table by its file name (without suffix); ``what`` says in both languages what it is for."""

    name: str
    columns: tuple[Column, ...]
    what: str
    what_zh: str


def _col(
    name: str, chinese: str, kind: Kind = text, *, need: bool = False, eg: str = "", en: str = "", code: bool = False
) -> Column:
    return Column(name, tuple(chinese.split("|")), kind, need, eg, code, en)


COMMON: Final = (
    _col("basis", "依据", eg="市政办〔2026〕1号", en="City order 1 of 2026"),
    _col("valid_from", "生效日期", day, eg="2026-01-01"),
    _col("valid_to", "失效日期", day),
    _col("applies", "适用时点", choice(Applies)),
    _col("replaces", "替换"),
    _col("note", "备注"),
)
"""Columns that every table may carry."""

_ID = _col("id", "编号|序号标识", need=True, eg="demo-1")


def _table(name: str, what: str, what_zh: str, *columns: Column) -> TableSchema:
    return TableSchema(name, (*columns, *COMMON), what, what_zh)


TABLES: Final[dict[str, TableSchema]] = {
    t.name: t
    for t in (
        _table(
            "divisions",
            "administrative divisions and the city's own zones",
            "行政区划与功能区",
            _col("code", "代码", need=True, eg="x-demo", code=True),
            _col("name", "名称", need=True, eg="示范区", en="Harbour District"),
            _col("level", "级别", choice(Level), need=True, eg="district"),
            _col("parent", "上级", eg="610100"),
            _col("became", "改为|变更为", names),
        ),
        _table(
            "grids",
            "grids with leader and station",
            "网格、网格长与工作站",
            _col("code", "网格编码", need=True, eg="x-demo-01", code=True),
            _col("name", "名称", need=True, eg="第一网格", en="Grid 1"),
            _col("kind", "类型", choice(GridKind), eg="responsibility"),
            _col("division", "所属", need=True, eg="x-demo"),
            _col("leader", "网格长", eg="demo-leader"),
            _col("station", "工作站", eg="demo-station"),
            _col("feature", "图元"),
        ),
        _table(
            "units",
            "units that can own a case",
            "责任单位",
            _ID,
            _col("name", "单位", need=True, eg="园林绿化所", en="Parks Office"),
            _col("kind", "类型", choice(UnitKind), eg="department"),
            _col("parent", "上级"),
            _col("division", "所属"),
            _col("phone", "电话"),
            _col("calendar", "日历"),
        ),
        _table(
            "people",
            "people on the city's side and their roles",
            "人员与角色",
            _ID,
            _col("name", "姓名", need=True, eg="网格长甲", en="Grid leader A"),
            _col("unit", "单位", eg="demo-unit"),
            _col("roles", "角色", names, eg="grid_leader"),
            _col("certificate", "执法证号"),
            _col("phone", "电话"),
        ),
        _table(
            "stations",
            "stations, kiosks, windows, posts",
            "工作站、岗亭、窗口、岗",
            _ID,
            _col("name", "名称", need=True, eg="示范工作站", en="Harbour Station"),
            _col("kind", "类型", choice(StationKind), eg="station"),
            _col("division", "所属", eg="x-demo"),
            _col("grids", "网格", names, eg="x-demo-01;x-demo-02"),
            _col("lon", "经度", number),
            _col("lat", "纬度", number),
            _col("crs", "坐标系", choice(Crs)),
            _col("opens", "开放时间", eg="周一至周五 09:00-17:00", en="Mon-Fri 09:00-17:00"),
            _col("services", "服务", names),
            _col("unit", "单位|运行单位"),
        ),
        _table(
            "gazetteer",
            "names people use for a place",
            "地名与俗称",
            _col("id", "编号"),
            _col("words", "地名", words, need=True, eg="南门;小区南门", en="South Gate;Old Gate"),
            _col("division", "所属"),
            _col("grid", "网格|网格编码", eg="x-demo-01"),
            _col("lon", "经度", number),
            _col("lat", "纬度", number),
            _col("crs", "坐标系", choice(Crs)),
        ),
        _table(
            "schemes",
            "catalogues of categories, and how a city extends them",
            "分类体系及其扩展规则",
            _col("scheme", "体系", need=True, eg="demo"),
            _col("version", "版本", need=True, eg="2026"),
            _col("name", "名称", need=True, eg="示范目录", en="Example catalogue"),
            _col("name_en", "英文名称"),
            _col("extends_from", "扩展起号", whole, eg="99"),
            _col("extends_to", "扩展止号", whole, eg="78"),
            _col("extends_under", "扩展大类", names, eg="S21"),
        ),
        _table(
            "category-map",
            "what a category of one scheme is called in another",
            "两个体系的类别对照",
            _ID,
            _col("from", "原类别", need=True, eg="demo/2020/S01"),
            _col("to", "新类别", need=True, eg="demo/2026/S11"),
            _col("relation", "关系", choice(Relation), need=True, eg="same"),
        ),
        _table(
            "categories",
            "categories of a scheme",
            "分类体系",
            _col("scheme", "体系", need=True, eg="demo"),
            _col("version", "版本", need=True, eg="2026"),
            _col("code", "编码", need=True, eg="S01", code=True),
            _col("parent", "上级"),
            _col("kind", "类别|类型", choice(CategoryKind), need=True, eg="service"),
            _col("name", "名称", need=True, eg="便民设施", en="Street furniture"),
            _col("name_en", "英文名称"),
        ),
        _table(
            "standards",
            "filing conditions with limit and closing condition",
            "立案、处置和结案标准",
            _ID,
            _col("category", "类别", need=True, eg="S01"),
            _col("condition", "立案条件", eg="损坏", en="broken"),
            _col("tags", "标签", words, eg="损坏;破裂", en="broken;cracked"),
            _col("threshold", "阈值", eg=">25cm²"),
            _col("quantity", "量", names, eg="破损面积;面积", en="broken area;area"),
            _col("limit", "时限", whole, eg="5"),
            _col("unit", "单位|时限单位", choice(LimitUnit), eg="work_day"),
            _col("close_when", "结案条件", eg="修复", en="mended"),
            _col("owner", "责任主体"),
            _col("supervisor", "监管主体"),
        ),
        _table(
            "classify",
            "words that point to a category",
            "关键词分类",
            _ID,
            _col("words", "关键词", words, need=True, eg="遮雨棚;雨棚+安装", en="canopy;shelter+install"),
            _col("not_words", "排除词", words),
            _col("channel", "渠道"),
            _col("category", "类别", need=True, eg="S01"),
            _col("approach", "手段", choice(Approach)),
        ),
        _table(
            "responsibility",
            "who owns which category where",
            "责任清单",
            _ID,
            _col("category", "类别", eg="S01"),
            _col("area", "区域", eg="x-demo"),
            _col("when", "时段", when, eg="周一至周五 08:00-18:00", en="Mon-Fri 08:00-18:00"),
            _col("unit", "责任单位", need=True, eg="demo-unit"),
            _col("mode", "方式", choice(Mode), eg="transfer"),
            _col("principle", "原则", choice(Principle), eg="locality"),
        ),
        _table(
            "limits",
            "limits by stage, category and area",
            "时限",
            _ID,
            _col("stage", "环节", eg="handle"),
            _col("category", "类别", eg="S01"),
            _col("area", "区域"),
            _col("amount", "时限", whole, need=True, eg="3"),
            _col("unit", "单位|时限单位", choice(LimitUnit), need=True, eg="work_day"),
            _col("calendar", "日历"),
        ),
        _table(
            "duplicates",
            "how near two reports of a class are one matter, and when a matter recurs",
            "重复件与复发",
            _ID,
            _col("category", "类别", eg="S01"),
            _col("compare", "比对方式", choice(Compare), eg="place"),
            _col("radius", "半径|半径（米）", whole, eg="50"),
            _col("window", "时间窗|时间窗（小时）", count, eg="24"),
            _col("similarity", "相似度|相似度（%）", whole, eg="80"),
            _col("repeats", "重复次数", whole, eg="3"),
            _col("days", "天数", whole, eg="7"),
            _col("when", "时段", when, eg="21:00-02:00"),
        ),
        _table(
            "lenient-offences",
            "offences that are not punished when slight, or the first time",
            "轻微不罚、首违不罚清单",
            _ID,
            _col("matter", "事项", need=True, eg="占道经营", en="goods on the pavement"),
            _col("exit", "情形", choice(LenientExit), need=True, eg="first"),
            _col(
                "conditions", "条件", eg="初次、危害后果轻微、及时改正", en="first time, slight harm, corrected in time"
            ),
            _col("months", "月数", whole, eg="12"),
        ),
        _table(
            "measures",
            "measures, the means that each belongs to, and what must come before it",
            "措施、所属手段与先后次序",
            _ID,
            _col("name", "措施|名称", need=True, eg="责令改正", en="Order to correct"),
            _col("name_en", "英文名称"),
            _col("approach", "手段", choice(Approach), need=True, eg="management"),
            _col("requires", "前置", names_or_none, eg="service"),
            _col("excused_by", "例外", names_or_none, eg="danger;statute"),
        ),
        _table(
            "notices",
            "who is told what when something is entered, in which words and by which notifier",
            "通知模板：登记后通知谁、写什么、经哪个渠道",
            _ID,
            _col("audience", "通知对象|对象", audience, need=True, eg="reporter"),
            _col("command", "环节|指令", need=True, eg="reported"),
            _col("channel", "通知渠道", need=True, eg="demo-sms"),
            _col("language", "语言", need=True, eg="en"),
            _col("state", "状态"),
            _col(
                "template",
                "模板|内容",
                need=True,
                eg="您反映的问题已受理，编号{case}，由{unit}办理，期限{due}。",
                en="Your report is received. Its number is {case}; {unit} will see to it by {due}.",
            ),
        ),
        _table(
            "calendar-days",
            "holidays and make-up working days",
            "节假日与调休",
            _col("date", "日期", day, need=True, eg="2026-10-01"),
            _col("kind", "类型", off_or_on, need=True, eg="holiday"),
            _col("name", "名称", eg="国庆节", en="National Day"),
            _col("calendar", "日历", eg="demo-days"),
        ),
    )
}
"""Table name → schema."""
