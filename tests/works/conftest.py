"""A small city with tables of community work, made for each test."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cmsdk import City, discover
from cmsdk.contract.plan import CityPlan
from cmsdk.desk.planning import planned
from cmsdk.ledger.open import open_ledger
from cmsdk.model.command import Actor
from cmsdk.registry.discovery import from_folder

NOW = datetime(2026, 11, 18, 2, 0, tzinfo=UTC)
"""A Wednesday, 10:00 in China."""
CLERK = Actor("clerk", ("station_officer", "acceptor", "supervisor", "shift_leader"))

Made = Callable[..., City]
BASE: Mapping[str, str] = {
    "city.toml": 'name = "示范市"\nname_en = "Demo"\ntime_zone = "Asia/Shanghai"\nlanguages = ["zh", "en"]\n'
    'duty_desk = "demo-desk"\nscheme = "gbt30428.2/2013"\ncalendar = "cn-working-days"\nbasis = "示例"\n',
    "divisions.csv": "code,name,level,parent\nx-demo-d,示范街道,subdistrict,109900\n"
    "x-demo-c1,一社区,community,x-demo-d\nx-demo-c2,二社区,community,x-demo-d\n",
    "units.csv": "id,name,kind,parent\ndemo-desk,值班台,department,\ndemo-squad,示范中队,squad,demo-desk\n"
    "demo-garden,园林所,department,\ndemo-water,水务所,department,\ndemo-property,示范物业,partner,\n"
    "demo-c1,一社区居委会,partner,\n",
    "people.csv": "id,name,unit,roles,certificate,phone\n"
    "demo-a,甲,demo-squad,station_officer;handler;enforcement_officer,演示-1,\n"
    "demo-b,乙,demo-squad,acceptor;shift_leader;supervisor,演示-2,\n"
    "demo-l,网格长,demo-c1,grid_leader,,\n",
    "stations.csv": "id,name,kind,division,lon,lat,crs,opens,services,unit\n"
    "demo-stn,示范站,station,x-demo-c1,117.10,36.60,wgs84,周一至周五 09:00-17:00,投诉受理;店招备案,demo-squad\n"
    "demo-kiosk,示范岗亭,kiosk,x-demo-c2,117.12,36.60,wgs84,每天 08:00-20:00,一窗办理;饮水,demo-squad\n",
    "grids.csv": "code,name,kind,division,leader,station\nx-demo-g1,一网格,responsibility,x-demo-c1,demo-l,demo-stn\n"
    "x-demo-g2,二网格,responsibility,x-demo-c2,demo-l,demo-kiosk\n",
    "responsibility.csv": "id,category,area,unit,mode,basis\ndemo-r1,*,x-demo-d,demo-squad,transfer,示例\n",
}
"""Tables of the city 109900, a code that no place has; the national pack holds for it as well."""


def write_city(folder: Path, tables: Mapping[str, str]) -> Path:
    """A plugin folder with ``BASE`` and ``tables`` (file → content; empty content leaves a file out)."""
    (folder / "tables").mkdir(parents=True)
    (folder / "cmsdk.toml").write_text(
        'name = "demo"\napi = "1.3"\nscope = "109900"\nplugin = "cmsdk.plugin:TableCity"\nrequires = ["cn"]\n'
    )
    for name, text in {**BASE, **tables}.items():
        if text:
            file = folder / "tables" / name
            file.parent.mkdir(exist_ok=True)
            file.write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """Makes the city with some more tables, on a ledger of its own: ``made({"opinion-duties.csv": "…"})``.

    A plan is a value, so one that was assembled of the same tables is taken again.
    """
    plans: dict[str, CityPlan] = {}

    def make(tables: Mapping[str, str] | None = None, ledger: str = "memory://") -> City:
        name = repr(sorted((tables or {}).items()))
        if name not in plans:
            row = from_folder(write_city(tmp_path_factory.mktemp("works") / "city", tables or {}))
            plans[name] = planned([*discover(), row], "109900")
        return City(plans[name], open_ledger(ledger), clock=lambda: NOW)

    return make


@pytest.fixture(scope="module")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """Makes a city on an empty ledger again and again from one plan, for properties."""
    plans: dict[str, City] = {}

    def make(tables: Mapping[str, str]) -> City:
        name = repr(tables)
        if name not in plans:
            row = from_folder(write_city(tmp_path_factory.mktemp("once") / "city", tables))
            plans[name] = City.open("109900", plugins=[*discover(), row])
        return City(plans[name].plan, open_ledger("memory://"), clock=lambda: NOW)

    return make
