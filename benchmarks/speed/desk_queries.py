"""The lists of a desk and the taking in of reports, on a small ledger and on a full one.

    python benchmarks/speed/desk_queries.py [--sizes 10000 1000000] [--open 5000] [--rounds 40] [--reports 20000]
                                            [--clock wall] [--postgres URL] [--keep FOLDER]

Fills a ledger of each size with made cases through ``SqlLedger.record``, so many of them open, but half at most, and
the rest ended: a city has no more to do because its ledger is old. Brings the index of words up to date, and asks
through ``City.desk`` what a desk asks. Prints the median of each query in milliseconds at each size, with the cases on
its page in brackets, and the ratio of the last to the first; then the rate of ``City.receive`` on the full ledger
beside that on an empty one, in turn. With ``--postgres`` (a URL of a database in which schemas may be made) the same
there. ``--keep`` holds the SQLite files for another run. ``--clock cpu`` measures processor time, which a busy machine
leaves alone, but for what a server does.
"""

import argparse
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
import random
import statistics
import tempfile
from time import perf_counter, process_time, time_ns
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from working_town import TOWN, open_town

from cmsdk import City
from cmsdk.contract.plan import CityPlan
from cmsdk.contract.ports import Ledger, NewCase
from cmsdk.contract.ports_desk import CasePage
from cmsdk.ledger.open import open_ledger
from cmsdk.model.approach import Approach
from cmsdk.model.case import Case
from cmsdk.model.clock import Due
from cmsdk.model.course import NOTHING_YET, Course
from cmsdk.model.entry import GENESIS, seal
from cmsdk.model.place import Crs, Point
from cmsdk.model.spans import Limit, LimitUnit

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 6, 1, 9, tzinfo=ZONE)
LAST = timedelta(days=700)
"""The cases of a ledger were opened in so much time before now, whatever its size."""
BATCH = 1000
WHAT = (  # noqa: SIM905  two lines instead of twenty
    "垃圾堆积 路灯不亮 占道经营 油烟扰民 噪声扰民 井盖破损 违法停车 乱贴广告 树木倒伏 污水外溢 "
    "管道漏水 电线裸露 招牌松动 臭气刺鼻 工地扬尘 绿化损坏 护栏缺失 道路塌陷 犬只伤人 积水难行"
).split()
ROADS = [a + b for a in "文人幸解长青胜海建朝中和学科" for b in ("化路", "民路", "福街", "放大道", "安街", "岛路")]
WHERE = ("小区门口", "菜市场旁", "公交站", "学校东门", "桥下", "广场", "工地", "夜市", "医院北侧", "地铁口")
TAILS = ("请尽快处理", "希望相关部门核实", "多次反映未解决", "严重影响居民生活", "请回复", "夜间尤其明显", "已经三天了")
UNITS, GRIDS, CATEGORIES = 40, 300, 90
KEY = b"k" * 32


def made_case(number: int, size: int, rng: random.Random, open_share: float) -> NewCase:
    """A case as it may have become, with its first entry alone."""
    opened = NOW - LAST + LAST * number / size
    what, road = rng.choice(WHAT), rng.choice(ROADS)
    place = f"{road}{rng.randrange(1, 300)}号{rng.choice(WHERE)}"
    text = f"{place}{what}，{rng.choice(TAILS)}，{rng.choice(TAILS)}。"
    runs = rng.random() < open_share
    category, name = rng.randrange(CATEGORIES), f"{number:08}"
    unit = (category + (rng.random() < 0.2)) % UNITS  # mostly one unit answers for a category
    due = Due(NOW + timedelta(minutes=rng.randrange(-3000, 9000)), Limit(3, LimitUnit.WORK_DAY), "c", "1")
    entry = seal(
        stream=name, version=1, city=TOWN, type_="reported", at=opened, by="bench", plan="p", data='{"v":1}',
        prev=GENESIS,
    )  # fmt: skip
    case = Case(
        name, TOWN, "desk", name, opened, opened, f"{road}{what}", text, place=place,
        point=Point(108.8 + rng.random() * 0.3, 34.1 + rng.random() * 0.3, rng.choice((Crs.GCJ02, Crs.WGS84))),
        category=f"bench/1/{category:02}", approach=Approach.SERVICE, grid=f"g{rng.randrange(GRIDS):03}",
        unit=f"u{unit:02}", due=due, state=rng.choice(("dispatched", "handling")) if runs else "struck_off",
        version=1, last=opened, closed=None if runs else opened + timedelta(days=2), plan="p",
        course=Course(officer=f"o{unit:02}-{rng.randrange(5)}") if runs else NOTHING_YET,
    )  # fmt: skip
    return NewCase(case, '{"text":"made"}', "1", None, (entry,))


def fill(ledger: Ledger, size: int, open_share: float) -> None:
    rng, made = random.Random(7), 0  # noqa: S311  made cases
    wall, cpu = perf_counter(), process_time()
    while made < size:
        batch = [made_case(n, size, rng, open_share) for n in range(made, min(made + BATCH, size))]
        if not ledger.record("bench", batch, []):
            raise SystemExit("a batch was not recorded")
        made += len(batch)
    mid = perf_counter()
    while ledger.index(5000):
        pass
    cpu, end = process_time() - cpu, perf_counter()
    print(f"  filled {size:,} in {mid - wall:.0f} s, texts in {end - mid:.0f} s ({1e6 * cpu / size:.0f} µs CPU a case)")


def queries(city: City) -> Iterator[tuple[str, Callable[[], object]]]:
    """What a desk asks, each time of another unit, place or word."""
    rng, desk, hours = random.Random(3), city.desk, timedelta(hours=4)  # noqa: S311

    def unit() -> str:
        return f"u{rng.randrange(UNITS):02}"

    def point() -> Point:
        return Point(108.8 + rng.random() * 0.3, 34.1 + rng.random() * 0.3, Crs.WGS84)

    def second_page() -> object:
        return desk.page(open_only=True, after=desk.page(open_only=True).next)

    yield "open, of a unit", lambda: desk.page(open_only=True, unit=unit())
    yield "open, of an officer", lambda: desk.page(open_only=True, officer=f"{unit().replace('u', 'o')}-1")
    yield "open, newest, two pages", second_page
    yield "due within 4 h", lambda: desk.page(due_within=hours)
    yield "due within 4 h, of a unit", lambda: desk.page(due_within=hours, unit=unit())
    yield "overdue, of a unit", lambda: desk.page(overdue=True, unit=unit())
    yield "overdue, count by unit", desk.overdue_by_unit
    yield "newest of a grid", lambda: desk.page(grid=f"g{rng.randrange(GRIDS):03}")
    yield "open, of a grid", lambda: desk.page(open_only=True, grid=f"g{rng.randrange(GRIDS):03}")
    yield "text, a word of two", lambda: desk.page(text=rng.choice(WHAT)[:2])
    yield "text, road and matter", lambda: desk.page(text=f"{rng.choice(ROADS)} {rng.choice(WHAT)}")
    yield "text, a road and number", lambda: desk.page(text=f"{rng.choice(ROADS)}{rng.randrange(1, 300)}号")
    yield "text, found nowhere", lambda: desk.page(text=f"{rng.choice(ROADS)} 霓虹")
    yield "text, open of a unit", lambda: desk.page(text=rng.choice(WHAT), open_only=True, unit=unit())
    yield "history of a place, 50 m", lambda: desk.page(near=point(), metres=50)
    yield "counts of a month", lambda: desk.counts("2026-04")
    yield "counts of all", desk.counts


def medians(cities: list[City], given: argparse.Namespace) -> Iterator[tuple[str, list[float], list[int]]]:
    """Milliseconds of each query on each ledger, and the cases on its pages; the ledgers take turns."""
    clock = process_time if given.clock == "cpu" else perf_counter
    for each in zip(*map(queries, cities), strict=True):
        times: list[list[float]] = [[] for _ in each]
        rows: list[list[int]] = [[] for _ in each]
        for _ in range(given.rounds + 1):
            for (_, ask), one, some in zip(each, times, rows, strict=True):
                start = clock()
                answer = ask()
                one.append(1000 * (clock() - start))
                some.append(len(answer.cases) if isinstance(answer, CasePage) else 0)
        yield each[0][0], [statistics.median(one[1:]) for one in times], [round(statistics.mean(some)) for some in rows]


def reports(first: int, count: int) -> bytes:
    rng = random.Random(first)  # noqa: S311
    rows = (
        f"r{n},{rng.choice(ROADS)}{rng.randrange(300)}号{rng.choice(WHAT)}，{rng.choice(TAILS)}"
        for n in range(first, first + count)
    )
    return ("no,text\n" + "\n".join(rows) + "\n").encode()


def received(city: City, first: int, count: int, clock: Callable[[], float]) -> float:
    """Reports a second of ``clock``."""
    payload, start = reports(first, count), clock()
    if len(city.receive("desk", payload).case_ids) != count:
        raise SystemExit("not every report became a case")
    return count / (clock() - start)


def measure(name: str, plan: CityPlan, urls: Callable[[str], str], given: argparse.Namespace) -> None:
    print(f"{name}: {', '.join(f'{size:,}' for size in given.sizes)} cases")
    cities = []
    for size in given.sizes:
        ledger = open_ledger(urls(f"of{size}"), key=KEY)
        if not ledger.mark():
            fill(ledger, size, min(given.open / size, 0.5))
        cities.append(City(plan, ledger, lambda: NOW))
    for query, times, rows in medians(cities, given):
        told = "".join(f"{time:9.2f} ms ({n:2})" for time, n in zip(times, rows, strict=True))
        print(f"  {query:28}{told}   × {times[-1] / times[0]:.2f}")
    clock = process_time if given.clock == "cpu" else perf_counter
    rates: list[list[float]] = [[], []]
    for turn in range(3):
        empty = City(plan, open_ledger(urls(f"empty{turn}"), key=KEY), lambda: NOW)
        rates[0].append(received(empty, 0, given.reports, clock))
        rates[1].append(received(cities[-1], time_ns() // 1000, given.reports, clock))
        empty.close()
    on_empty, on_full = map(statistics.median, rates)
    print(f"  receive: {on_empty:,.0f} reports/s on an empty ledger, {on_full:,.0f} on the full one", end="")
    print(f"   × {on_empty / on_full:.2f}")
    for city in cities:
        city.close()


def main() -> None:
    """See the module's text."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--sizes", type=int, nargs="+", default=[10_000, 1_000_000])
    arguments.add_argument("--open", type=int, default=5_000)
    arguments.add_argument("--rounds", type=int, default=40)
    arguments.add_argument("--reports", type=int, default=20_000)
    arguments.add_argument("--clock", choices=("wall", "cpu"), default="wall")
    arguments.add_argument("--postgres", default="")
    arguments.add_argument("--keep", type=Path)
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = given.keep or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        plan = open_town(Path(scratch) / "town")
        if not given.postgres:
            whole = Path(scratch)
            measure(
                "SQLite", plan, lambda name: f"sqlite:///{(folder if name[:2] == 'of' else whole) / name}.db", given
            )
            return
        url = sa.make_url(given.postgres)
        engine = sa.create_engine(url)

        def schema(name: str) -> str:
            with engine.begin() as connection:
                connection.exec_driver_sql(f"DROP SCHEMA IF EXISTS bench_{name} CASCADE")
                connection.exec_driver_sql(f"CREATE SCHEMA bench_{name}")
            options = {"options": f"-c search_path=bench_{name}"}
            return url.update_query_dict(options).render_as_string(hide_password=False)

        measure("PostgreSQL", plan, schema, given)


if __name__ == "__main__":
    main()
