"""A small town whose responsibility rows a test gives as values, on a calendar with a holiday and a make-up day."""

from collections.abc import Callable, Iterable
from itertools import count
from pathlib import Path

import attrs
import pytest

from cmsdk.contract.deciding import Route, RouteRow
from cmsdk.contract.plan import CityPlan, Ranked
from cmsdk.contract.profile import RoutingPolicy
from cmsdk.registry.assembly import assemble
from cmsdk.registry.combine import order
from cmsdk.registry.discovery import discover, from_folder

MatrixTown = Callable[..., CityPlan]

FILES = {
    "city.toml": """name = "Kleinstadt"
time_zone = "Asia/Shanghai"
duty_desk = "kl-desk"
scheme = "kl/1"
calendar = "kl-days"
""",
    "calendar.toml": """[[calendar]]
id = "kl-days"
version = "1"
time_zone = "Asia/Shanghai"
days = "calendar-days"
shifts = ["08:00-12:00", "14:00-18:00"]
known_from = 2026-01-01
known_until = 2026-12-31
""",
    # Friday 2 January off, Sunday 4 January worked
    "calendar-days.csv": "date,kind\n2026-01-01,holiday\n2026-01-02,holiday\n2026-01-04,workday\n",
    "divisions.csv": "code,name,level,parent\nkl,Kleinstadt,city,\nd1,Ost,district,kl\nd2,West,district,kl\n"
    "c1,Markt,community,d1\nc2,Hafen,community,d1\n",
    "grids.csv": "code,name,kind,division,station\ng1,Markt 1,unit,c1,kl-booth\ng2,Markt 2,unit,c1,\n",
    "stations.csv": "id,name,division,grids,unit\nkl-booth,Booth,c1,g1,kl-booth-team\n",
    "units.csv": "id,name,kind,division\nkl-desk,Desk,department,\nkl-a,A,department,\nkl-b,B,squad,\n"
    "kl-booth-team,Booth,squad,\nkl-ost,Ost,subdistrict,d1\n",
    "categories.csv": "scheme,version,code,parent,kind,name\nkl,1,E,,event,Events\nkl,1,E1,E,event,Litter\n"
    "kl,1,E2,E,event,Vending\nkl,1,C,,component,Things\nkl,1,C1,C,component,Lamp\nkl,1,S1,,service,Bench\n",
}


@pytest.fixture(scope="session")
def kleinstadt(tmp_path_factory: pytest.TempPathFactory) -> CityPlan:
    """The town without any row."""
    folder = tmp_path_factory.mktemp("kl")
    (folder / "tables").mkdir()
    manifest = 'name = "kl"\napi = "1.0"\nscope = "test.kl"\nplugin = "cmsdk.plugin:TableCity"\nrequires = []\n'
    (folder / "cmsdk.toml").write_text(manifest, encoding="utf-8")
    for name, text in FILES.items():
        (Path(folder) / "tables" / name).write_text(text, encoding="utf-8")
    return assemble([*discover(only=()), from_folder(folder)], "test.kl")


@pytest.fixture(scope="session")
def matrix_town(kleinstadt: CityPlan) -> MatrixTown:
    """The town with these routes and this policy; bare codes of categories are completed, rows get file and line."""
    plugin = next(p for p in kleinstadt.plugins if p.name == "kl")

    def make(*routes: RouteRow | Route, policy: RoutingPolicy | None = None) -> CityPlan:
        lines = count(2)
        ranked = sorted((Ranked(_placed(route, lines), plugin) for route in routes), key=order)
        policy = policy or kleinstadt.routing
        origins = {**kleinstadt.origins, ("cmsdk_routing_policy", policy.key): plugin}
        return attrs.evolve(kleinstadt, routes=tuple(ranked), routing=policy, origins=origins)

    return make


def _placed(route: RouteRow | Route, lines: Iterable[int]) -> RouteRow | Route:
    if isinstance(route, Route):
        return route
    category = route.category if route.category in {"*", ""} or "/" in route.category else f"kl/1/{route.category}"
    return attrs.evolve(route, category=category, source=f"kl/tables/responsibility.csv:{next(iter(lines))}")
