"""Who gets what: Boston (type, public works district) → queue, NYC complaint type → agency.

    python benchmarks/accuracy/queues.py [DATA]

Both are responsibility tables, learnt by majority from the rows whose id has an even first byte of SHA-256 and measured
on the others: the tables are written into a folder, a city is opened on it, and the other half is received.
"""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from cmsdk import City, discover, from_folder
from learn.lines import Line, run
from learn.routes import Usual, learn_routes
from learn.rows import BOSTON, CUT, NYC, Row, csv_bytes, read, second_half, slug, write

QUEUE, AGENCY = 0.87, 0.99
"""Shares that must be reached."""
NOW = datetime(2026, 11, 20, 9, tzinfo=ZoneInfo("America/New_York"))
BASIS = "learnt from one half of the rows"


def _pwd(row: Row) -> str:
    district = row["pwd_district"].strip()
    return f"x-pwd-{district.casefold().zfill(2)}" if district else ""


def _table(path: Path, usual: list[Usual], unit: str) -> None:
    header = ["id", "category", "area", "unit", "basis"]
    write(path, header, [[f"r{n}", u.kind, u.area, f"{unit}{u.unit}", BASIS] for n, u in enumerate(usual, start=1)])


def _hits(city: City, channel: str, rows: list[Row], owner: dict[str, str]) -> int:
    """Cases whose unit is the row's ``owner``, by key of the report."""
    city.receive(channel, csv_bytes(rows))
    return sum(case.unit == owner[case.report] for case in city.cases())


def shipped(rows: list[Row]) -> Line:
    """The plugin's own table, learnt before the cut, on what was opened from then on."""
    later = [row for row in rows if row["open_dt"] >= CUT]
    with City.open("us.ma.boston", plugins=discover(only=["boston"]), clock=lambda: NOW) as city:
        right = _hits(city, "open-data-csv", later, _queues(later))
    return Line("Boston (type, district) → queue, plugin's table, from 2011-09-02", right, len(later), QUEUE)


def _queues(rows: list[Row]) -> dict[str, str]:
    return {row["case_enquiry_id"]: f"boston-q-{slug(row['queue'])}" for row in rows}


def boston(rows: list[Row], folder: Path) -> Line:
    """The plugin with the units and the responsibility of one half laid over its own."""
    learnt = [row for row in rows if not second_half(row["case_enquiry_id"])]
    measured = [row for row in rows if second_half(row["case_enquiry_id"])]
    kinds = {slug(row["type"]) for row in learnt}
    tables = folder / "tables"
    tables.mkdir()
    _table(
        tables / "responsibility.csv",
        learn_routes((slug(r["type"]), _pwd(r), slug(r["queue"])) for r in learnt),
        "boston-q-",
    )
    queues = {slug(row["queue"]): row["queue"] for row in learnt}
    units = [["boston-info", "Mayor's 24 Hour Hotline"], *([f"boston-q-{key}", queues[key]] for key in sorted(queues))]
    write(tables / "units.csv", ["id", "name"], units)
    write(tables / "people.csv", ["id", "name"], [])
    top = ["scheme", "version", "code", "kind", "name"]
    write(tables / "categories.csv", top, [["boston311", "2011", kind, "service", kind] for kind in sorted(kinds)])
    write(tables / "limits.csv", ["id", "amount", "unit"], [])
    write(tables / "classify.csv", ["id", "words", "category"], [])
    plugins = discover(only=["boston"], resources={"boston": folder})
    with City.open("us.ma.boston", plugins=plugins, clock=lambda: NOW) as city:
        right = _hits(city, "open-data-csv", measured, _queues(measured))
    unseen = sum(slug(row["type"]) not in kinds for row in measured)
    return Line(
        "Boston (type, district) → queue, half on half", right, len(measured), QUEUE, f"{unseen} of unseen types"
    )


_NYC = {
    "cmsdk.toml": 'name = "nyc"\napi = "1.0"\nscope = "us.ny.nyc"\nplugin = "cmsdk.plugin:TableCity"\n',
    "tables/city.toml": 'name = "New York City"\ntime_zone = "America/New_York"\n'
    'languages = ["en"]\nscheme = "nyc311/2026"\nduty_desk = "nyc-311"\n',
    "tables/channels.toml": '[[channel]]\nid = "open-data-csv"\nformat = "csv"\n[channel.map]\n'
    'external_id = "unique_key"\nat = "created_date"\n'
    'text = ["descriptor", "complaint_type"]\ncategory = "complaint_type"\n',
}


def nyc(rows: list[Row], folder: Path) -> Line:
    """A city of tables alone: its categories are the complaint types as they are called."""
    learnt = [row for row in rows if not second_half(row["unique_key"])]
    measured = [row for row in rows if second_half(row["unique_key"])]
    (folder / "tables").mkdir(parents=True)
    for name, text in _NYC.items():
        (folder / name).write_text(text, encoding="utf-8")
    kinds = sorted({row["complaint_type"] for row in learnt})
    agencies = sorted({row["agency"] for row in learnt})
    top = ["scheme", "version", "code", "kind", "name"]
    tables = folder / "tables"
    write(tables / "categories.csv", top, [["nyc311", "2026", kind, "service", kind] for kind in kinds])
    write(tables / "units.csv", ["id", "name"], [["nyc-311", "311"], *([f"nyc-{a}", a] for a in agencies)])
    usual = learn_routes((f"nyc311/2026/{r['complaint_type']}", "", r["agency"]) for r in learnt)
    _table(tables / "responsibility.csv", usual, "nyc-")
    with City.open("us.ny.nyc", plugins=[*discover(only=()), from_folder(folder)], clock=lambda: NOW) as city:
        right = _hits(city, "open-data-csv", measured, {r["unique_key"]: f"nyc-{r['agency']}" for r in measured})
    unseen = sum(row["complaint_type"] not in kinds for row in measured)
    return Line("NYC complaint type → agency, half on half", right, len(measured), AGENCY, f"{unseen} of unseen types")


def measure(data: Path) -> Iterator[Line]:
    """The lines of this script."""
    rows = read(data / BOSTON)
    with TemporaryDirectory() as folder:
        yield boston(rows, Path(folder))
    yield shipped(rows)
    with TemporaryDirectory() as folder:
        yield nyc(read(data / NYC), Path(folder) / "nyc")


if __name__ == "__main__":
    run(lambda data: list(measure(data)))
