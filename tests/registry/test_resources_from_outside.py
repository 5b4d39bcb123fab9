"""Files of a plugin that must not be in its package, such as polygons, come from a folder that the app lays over it."""

from collections.abc import Callable
import json
from pathlib import Path

import pytest

from cmsdk import City, Problem, RejectedInput, discover, from_folder

Install = Callable[..., Path]
GRIDS = "code,name,division\nx-g1,First grid,x-d\n"
DIVISIONS = {"divisions.csv": "code,name,level\nx-d,Docks,district\n"}


def _square(code: str, side: float) -> str:
    ring = [[0, 0], [side, 0], [side, side], [0, side], [0, 0]]
    feature = {"type": "Feature", "properties": {"code": code}, "geometry": {"type": "Polygon", "coordinates": [ring]}}
    return json.dumps({"type": "FeatureCollection", "features": [feature]})


@pytest.fixture
def outside(tmp_path: Path) -> Callable[..., Path]:
    """A folder outside every package, with files by path."""

    def make(name: str = "outside", **files: str) -> Path:
        folder = tmp_path / name
        (folder / "tables" / "reports").mkdir(parents=True)
        for file, text in files.items():
            (folder / "tables" / file.replace("__", ".").replace("_in_", "/")).write_text(text, encoding="utf-8")
        return folder

    return make


def _open(**resources: Path) -> City:
    return City.open("test.toy", plugins=discover(only=["toy"], resources=resources))


def _refused(**resources: Path) -> tuple[Problem, ...]:
    with pytest.raises(RejectedInput) as caught:
        discover(only=["toy"], resources=resources)
    return caught.value.problems


def test_polygons_and_their_table_may_live_outside_the_package(
    install: Install, toy: dict[str, str], outside: Callable[..., Path]
) -> None:
    install(tables={**toy, **DIVISIONS})
    folder = outside(grids__csv=GRIDS, grids__geojson=_square("x-g1", 2))
    with _open(toy=folder) as city:
        point = {"text": "x", "lon": 1, "lat": 1, "crs": "wgs84"}
        (case,) = city.receive("jsonl", json.dumps(point).encode()).cases
        assert (case.grid, case.division) == ("x-g1", "x-d")
    with _open() as city:
        assert city.plan.grids == {}


def test_a_file_from_outside_stands_before_the_plugins_own_and_the_others_stay(
    install: Install, toy: dict[str, str], outside: Callable[..., Path]
) -> None:
    install(tables=toy)
    with _open(toy=outside(units__csv="id,name\ntoy-desk,Night desk\n")) as city:
        assert {key: unit.name for key, unit in city.plan.units.items()} == {"toy-desk": "Night desk"}
        assert len(city.plan.categories) == 2


def test_files_of_a_folder_are_those_of_both(
    install: Install, toy: dict[str, str], outside: Callable[..., Path]
) -> None:
    report = 'id = "toy-{0}"\ntitle = "x"\n[[column]]\nfield = "id"\nlabel = "No."\n'
    own = {f"reports/{name}.toml": report.format(name) for name in ("a", "c")}
    install(tables={**toy, **own})
    with _open(toy=outside(reports_in_b__toml=report.format("b"), reports_in_c__toml=report.format("d"))) as city:
        assert sorted(city.plan.reports) == ["toy-a", "toy-b", "toy-d"]


def test_the_fingerprint_names_the_content_and_not_the_folder(
    install: Install, toy: dict[str, str], outside: Callable[..., Path]
) -> None:
    install(tables={**toy, **DIVISIONS})
    files = {"grids__csv": GRIDS, "grids__geojson": _square("x-g1", 2)}
    here, there = outside("here", **files), outside("there", **files)
    other = outside("other", grids__csv=GRIDS, grids__geojson=_square("x-g1", 3))
    prints = [_open(**given).plan.fingerprint for given in ({}, {"toy": here}, {"toy": there}, {"toy": other})]
    assert prints[1] == prints[2]
    assert len(set(prints)) == 3


def test_a_folder_of_tables_takes_resources_as_an_installed_plugin_does(
    install: Install, toy: dict[str, str], outside: Callable[..., Path]
) -> None:
    root = install(tables=toy)
    row = from_folder(root, resources=outside(units__csv="id,name\ntoy-desk,Night desk\n"))
    with City.open("test.toy", plugins=[*discover(only=()), row]) as city:
        assert list(city.plan.units) == ["toy-desk"]


def test_nothing_outside_the_two_folders_is_read(
    install: Install, toy: dict[str, str], outside: Callable[..., Path], tmp_path: Path
) -> None:
    install(tables=toy)
    (tmp_path / "secret.csv").write_text("id,name\ntoy-desk,Secret\n")
    folder = outside()
    (folder / "tables" / "units.csv").symlink_to(tmp_path / "secret.csv")
    from cmsdk import AssemblyError

    with pytest.raises(AssemblyError, match="lies outside"):
        _open(toy=folder)


def test_the_manifest_is_the_plugins_own(install: Install, toy: dict[str, str], outside: Callable[..., Path]) -> None:
    install(tables=toy)
    folder = outside()
    (folder / "cmsdk.toml").write_text('name = "else"\n')
    with _open(toy=folder) as city:
        assert [p.name for p in city.plan.plugins] == ["builtin", "toy"]


def test_resources_for_a_plugin_that_is_not_there_are_named(
    install: Install, toy: dict[str, str], tmp_path: Path, speaks: Callable[..., None]
) -> None:
    install(tables=toy)
    (problem,) = _refused(tooy=tmp_path)
    assert problem.code == "CMS368"
    speaks(problem, "tooy", "builtin, toy")


def test_what_is_no_folder_is_named_and_every_slip_at_once(
    install: Install, toy: dict[str, str], tmp_path: Path, speaks: Callable[..., None]
) -> None:
    install(tables=toy)
    problems = _refused(toy=tmp_path / "gone", tooy=tmp_path)
    assert [p.code for p in problems] == ["CMS368", "CMS369"]
    speaks(problems[1], "gone", "toy")
    with pytest.raises(RejectedInput, match="CMS369"):
        from_folder(tmp_path, resources=tmp_path / "gone")
