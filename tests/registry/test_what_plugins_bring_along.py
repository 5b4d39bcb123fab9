"""Ordinary and odd things in plugins: helpers on the class are no hooks, and values that cannot be used are named."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import pytest
from shapely import LineString, Polygon, box, to_wkb

from cmsdk import AssemblyError, City, Problem, discover, from_folder
from cmsdk.plugin import (
    Contribution,
    DateSpan,
    Division,
    Grid,
    Level,
    Limit,
    LimitRow,
    LimitUnit,
    Officer,
    Station,
    Unit,
    UnitKind,
)
from cmsdk.registry.selection import State, select

Install = Callable[..., Path]
Complaints = Callable[..., tuple[Problem, ...]]
Speaks = Callable[..., None]
CityOf = Callable[..., City]

HELPERS = {
    "an SQL function": "from sqlalchemy import func\nclass Toy(TableCity):\n    helper = func",
    "a mock": "from unittest.mock import Mock\nclass Toy(TableCity):\n    helper = Mock()",
    "a mock of a function": "from unittest.mock import Mock\nclass Toy(TableCity):\n    helper = Mock(spec=len)",
    "an object that raises when asked": """
class Grumpy:
    def __getattr__(self, name):
        raise RuntimeError(name)
class Toy(TableCity):
    helper = Grumpy()""",
    "an object that has everything": """
class Rich:
    def __getattr__(self, name):
        return self
class Toy(TableCity):
    helper = Rich()""",
}


@pytest.mark.parametrize("helper", HELPERS)
def test_a_helper_on_the_class_is_no_hook(helper: str, install: Install, toy: dict[str, str]) -> None:
    install(tables=toy, code=HELPERS[helper])
    with City.open("test.toy", plugins=discover(only=["toy"])) as city:
        assert city.check() == ()


@pytest.mark.parametrize("how", ["staticmethod", "classmethod"])
def test_a_hook_may_be_a_static_or_class_method(how: str, install: Install, toy: dict[str, str]) -> None:
    first = "cls, " if how == "classmethod" else ""
    code = f"""
    class Toy(TableCity):
        @{how}
        @hookimpl
        def cmsdk_routes({first}context):
            yield RouteRow(id="toy-r", unit="toy-garden")
    """
    install(tables=toy, code=code)
    with City.open("test.toy", plugins=discover(only=["toy"])) as city:
        assert [r.item.id for r in city.plan.routes] == ["toy-r"]


def test_a_class_that_raises_while_it_is_looked_at_is_a_problem(
    install: Install, toy: dict[str, str], complaints: Complaints
) -> None:
    code = """
    class Shy(type):
        def __dir__(cls):
            raise RuntimeError("do not look")
    class Toy(TableCity, metaclass=Shy): pass
    """
    install(tables=toy, code=code)
    (found,) = (p for p in complaints() if p.code != "CMS210")
    assert found.code == "CMS107"
    assert "do not look" in dict(found.facts)["error"]


def test_an_item_that_raises_when_it_is_looked_at_is_a_problem(
    install: Install, toy: dict[str, str], complaints: Complaints
) -> None:
    code = """
    class Shy:
        @property
        def __class__(self):
            raise RuntimeError("do not look")
    class Toy(TableCity):
        @hookimpl
        def cmsdk_routes(self, context):
            yield Shy()
    """
    install(tables=toy, code=code)
    (found,) = complaints()
    assert (found.code, "do not look" in dict(found.facts)["got"]) == ("CMS207", True)


MANIFESTS = {
    "an endless version": (f'name = "toy"\napi = "1.{"9" * 5000}"\nscope = "test.toy"\nplugin = "a:B"\n', "CMS104"),
    "an endless number": (f'name = "toy"\napi = {"9" * 5000}\n', "CMS102"),
    "too deep": ("x = " + "[" * 100_000 + "]" * 100_000, "CMS102"),
    "no date": ("x = 2026-02-31", "CMS102"),
}


@pytest.mark.parametrize("manifest", MANIFESTS)
def test_discovery_never_raises(manifest: str, tmp_path: Path) -> None:
    text, code = MANIFESTS[manifest]
    (tmp_path / "cmsdk.toml").write_text(text)
    (row,) = (row for row in discover([tmp_path], only=[tmp_path.name, "toy"]) if row.name != "builtin")
    assert [p.code for p in row.problems] == [code]


def test_a_folder_that_cannot_be_one_is_a_row_as_well() -> None:
    assert [p.code for p in from_folder(Path("no\0folder")).problems] == ["CMS101"]


def test_a_manifest_may_begin_with_a_mark_of_order(install: Install, toy: dict[str, str]) -> None:
    root = install(tables=toy)
    text = (root / "cmsdk.toml").read_bytes()
    (root / "cmsdk.toml").write_bytes(b"\xef\xbb\xbf" + text)
    with City.open("test.toy", plugins=discover(only=["toy"])) as city:
        assert city.id == "test.toy"


GEOMETRIES = {
    "no geometry at all": b"zz",
    "empty bytes": b"",
    "a line": to_wkb(LineString([(0, 0), (1, 1)])),
    "an empty polygon": to_wkb(Polygon()),
    "a polygon that crosses itself": to_wkb(Polygon([(0, 0), (1, 1), (1, 0), (0, 1)])),
}


@pytest.mark.parametrize("geometry", GEOMETRIES)
def test_a_grid_whose_polygon_cannot_be_used_is_named_when_the_city_is_opened(
    geometry: str, city_of: CityOf, speaks: Speaks
) -> None:
    grids = [
        Grid(code="x-01", name="甲", division="x-d", geometry=to_wkb(box(0, 0, 1, 1))),
        Grid(code="x-02", name="乙", division="x-d", geometry=GEOMETRIES[geometry]),
    ]
    with pytest.raises(AssemblyError) as caught:
        city_of(cmsdk_divisions=[Division(code="x-d", name="片区", level=Level.DISTRICT)], cmsdk_grids=grids)
    found = [p for p in caught.value.problems if p.code != "CMS304"]
    assert [(p.code, p.where) for p in found] == [("CMS314", "x-02")]
    speaks(found[0], "x-02")


UNITS = [Unit(id="toy-desk", name="值班台")]
VALUES: dict[str, tuple[str, Sequence[Contribution]]] = {
    "a text that no store can hold": ("cmsdk_organisations", [*UNITS, Unit(id="toy-x", name="\ud800")]),
    "an id that no store can hold": ("cmsdk_organisations", [*UNITS, Unit(id="toy-\udfff", name="x")]),
    "such a text in a list": ("cmsdk_organisations", [*UNITS, Officer(id="toy-p", name="x", roles=("\ud800",))]),
}


@pytest.mark.parametrize("value", VALUES)
def test_a_text_that_no_store_can_hold_is_a_problem(value: str, city_of: CityOf, speaks: Speaks) -> None:
    hook, items = VALUES[value]
    with pytest.raises(AssemblyError) as caught:
        city_of(**{hook: items})
    (found,) = (p for p in caught.value.problems if p.code == "CMS207")
    assert "\\u" in dict(found.facts)["got"]
    speaks(found, hook)


@pytest.mark.parametrize("unit", ["work_day", UnitKind.SQUAD, None])
def test_the_unit_of_a_limit_is_a_limit_unit(unit: object) -> None:
    with pytest.raises(ValueError, match="is no LimitUnit"):
        Limit(3, unit)  # type: ignore[arg-type]


@pytest.mark.parametrize("amount", ["3", 1.5, 0, None])
def test_the_amount_of_a_limit_is_a_whole_number(amount: object) -> None:
    with pytest.raises(ValueError, match="amount"):
        Limit(amount, LimitUnit.WORK_DAY)  # type: ignore[arg-type]


def test_a_slip_inside_a_value_of_a_row_is_seen(city_of: CityOf) -> None:
    limit = Limit(3, LimitUnit.WORK_DAY)
    object.__setattr__(limit, "unit", "work_day")
    with pytest.raises(AssemblyError) as caught:
        city_of(cmsdk_deadlines=[LimitRow(id="toy-l", limit=limit)])
    assert [p.code for p in caught.value.problems] == ["CMS207"]


def test_dates_that_nothing_judges_are_named_once_a_kind(city_of: CityOf, speaks: Speaks) -> None:
    dated = DateSpan(date(2026, 1, 1))
    city = city_of(
        cmsdk_organisations=[
            *UNITS,
            Unit(id="toy-s1", name="甲所", valid=dated),
            Unit(id="toy-s2", name="乙所", valid=dated),
        ],
        cmsdk_stations=[Station(id="toy-s", name="甲站", valid=dated)],
        cmsdk_divisions=[Division(code="x-d", name="片区", level=Level.DISTRICT, valid=dated)],
        cmsdk_deadlines=[LimitRow(id="toy-l", limit=Limit(3, LimitUnit.WORK_DAY), valid=dated)],
    )
    (found,) = city.check()
    assert (found.code, found.where, found.severity) == ("CMS313", "toy-s1", "warning")
    assert dict(found.facts) == {"kind": "Unit", "plugin": "toy", "count": "2", "id": "toy-s1"}
    speaks(found, "Unit", "toy-s1")


def test_two_rows_of_one_name_that_an_app_puts_together_are_named(
    install: Install, toy: dict[str, str], tmp_path: Path
) -> None:
    root = install(tables=toy)
    rows = [*discover(only=["toy"]), from_folder(root)]
    assert [s.state for s in select(rows, "test.toy") if s.row.name == "toy"] == [State.BROKEN] * 2
    with pytest.raises(AssemblyError) as caught:
        City.open("test.toy", plugins=rows)
    assert "CMS106" in [p.code for p in caught.value.problems]


def test_two_rows_of_one_name_for_other_cities_do_not_keep_this_one_from_opening(
    install: Install, toy: dict[str, str]
) -> None:
    install(tables=toy)
    away = [from_folder(install("away", dist=dist, scope="test.away")) for dist in ("one", "two")]
    with City.open("test.toy", plugins=[*discover(only=["toy"]), *away]) as city:
        assert [p.name for p in city.plan.plugins] == ["builtin", "toy"]
