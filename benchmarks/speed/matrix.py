"""The responsibility matrix: a look-up among 100 to 100,000 rows, and the proof of 200 categories × 2,000 communities.

Prints µs a look-up with the memo off, its ratio to the smallest matrix, and the seconds of the proof. All of it is
made up; nothing is read. Usage: ``python benchmarks/speed/matrix.py [lookups|proof]``.
"""

from datetime import date, datetime, timedelta
import random
import sys
import time

import attrs

from cmsdk.contract.base import Band
from cmsdk.contract.catalogue import Category, CategoryKind
from cmsdk.contract.deciding import Principle, RouteRow
from cmsdk.contract.organisation import Unit, UnitKind
from cmsdk.contract.places import Division
from cmsdk.contract.plan import CityPlan, Ranked
from cmsdk.contract.profile import RoutingPolicy
from cmsdk.contract.when import When
from cmsdk.model.place import Level
from cmsdk.model.spans import ALWAYS, DateSpan
from cmsdk.registry.assembly import assemble
from cmsdk.registry.discovery import discover
from cmsdk.registry.proof import prove
from cmsdk.rules.matrix import Matrix

SIZES = (100, 1_000, 10_000, 100_000)
ON = date(2026, 1, 1)
ORDER = {
    CategoryKind.COMPONENT: (Principle.OWNER, Principle.LOCALITY),
    CategoryKind.EVENT: (Principle.LOCALITY, Principle.OWNER),
}
WHENS = (None, None, None, When.read("08:00-18:00"), When.read("Mon-Fri 18:00-08:00"), When.read("dayoff"))


def catalogue(minors: int, majors: int = 20) -> dict[str, Category]:
    """``minors`` categories below ``majors``, components and events by turns."""
    made: dict[str, Category] = {}
    for number in range(majors + minors):
        major = number % majors
        kind = (CategoryKind.COMPONENT, CategoryKind.EVENT)[major % 2]
        code, parent = (f"M{major:02}", "") if number < majors else (f"m{number:03}", f"b/1/M{major:02}")
        category = Category(scheme="b", version="1", code=code, kind=kind, name=code, parent=parent)
        made[category.key] = category
    return made


def divisions(communities: int, districts: int = 10, streets: int = 100) -> dict[str, Division]:
    """City, districts, sub-districts and communities."""
    made = [Division(code="city", name="city", level=Level.CITY)]
    for prefix, level, count, above in (
        ("d", Level.DISTRICT, districts, ("city", 1)),
        ("s", Level.SUBDISTRICT, streets, ("d", districts)),
        ("c", Level.COMMUNITY, communities, ("s", streets)),
    ):
        for n in range(count):
            parent = above[0] if above[0] == "city" else f"{above[0]}{n % above[1]:04}"
            made.append(Division(code=f"{prefix}{n:04}", name=f"{prefix}{n}", level=level, parent=parent))
    return {division.code: division for division in made}


def city(rows: list[RouteRow], minors: int = 200, communities: int = 2_000) -> CityPlan:
    """A plan with these rows; the rest is the installed national pack's, or the core's."""
    base = assemble(discover(only=["cn", "xian"]), "610100")
    policy = RoutingPolicy(id="b-routing", order=ORDER, fallback="subdistrict")
    plugin = base.plugins[-1]
    streets = (f"s{n:04}" for n in range(0, 100, 2))
    units = {f"u-{s}": Unit(id=f"u-{s}", name=s, kind=UnitKind.SUBDISTRICT, division=s) for s in streets}
    ranked = sorted((Ranked(row, plugin) for row in rows), key=lambda r: (r.item.band, r.item.id))
    return attrs.evolve(
        base, categories=catalogue(minors), divisions=divisions(communities), grids={}, stations={}, gazetteer={},
        units={**base.units, **units}, classifiers=(), routes=tuple(ranked), routing=policy,
        profile=attrs.evolve(base.profile, scheme="b/1"),
    )  # fmt: skip


def random_rows(count: int, minors: int, communities: int, *, plain: bool = False, seed: int = 1) -> list[RouteRow]:
    """``count`` rows, no two for one category and area: minors and majors, communities up to the city."""
    dice = random.Random(seed)  # noqa: S311  made-up rows
    keys, places = list(catalogue(minors)), list(divisions(communities))
    rows: dict[tuple[str, str], RouteRow] = {}
    while len(rows) < count:
        category, area = dice.choice(keys), dice.choice(places)
        first = ON + timedelta(days=dice.randrange(400))
        valid = ALWAYS if plain or dice.random() < 0.7 else DateSpan(first, first + timedelta(days=dice.randrange(400)))
        rows[category, area] = RouteRow(
            id=f"b-{len(rows):06}", category=category, area=area, unit=f"u-{len(rows) % 97}", valid=valid,
            when=None if plain else dice.choice(WHENS), principle=dice.choice((None, *Principle)),
            band=Band.LOCAL, source=f"b/tables/responsibility.csv:{len(rows) + 2}",
        )  # fmt: skip
    return list(rows.values())


def lookups() -> None:
    """µs a look-up by number of rows; every one of them walks the whole order and finds its row, or nobody."""
    asked, first = 20_000, 0.0
    dice = random.Random(2)  # noqa: S311  made-up questions
    for size in SIZES:
        plan = city(random_rows(size, 200, 2_000))
        matrix = Matrix(plan)
        at = datetime(2026, 6, 1, 9, 30, tzinfo=plan.zone)
        moments = (matrix.time.moment(at),) * 2
        minors, communities = [k for k in plan.categories if "/m" in k], [c for c in plan.divisions if c[0] == "c"]
        questions = [matrix.question(dice.choice(minors), "", dice.choice(communities)) for _ in range(asked)]
        best, found = float("inf"), 0
        for _ in range(3):
            started = time.perf_counter()
            found = sum(
                next((1 for layer in matrix.layers for _ in layer.holding(question, moments)), 0)
                for question in questions
            )
            best = min(best, (time.perf_counter() - started) / asked * 1e6)
        first = first or best
        print(f"{size:>7} rows: {best:5.2f} µs a look-up, {best / first:4.2f}× that of {SIZES[0]}; {found} found")


def proof() -> None:
    """Seconds to prove 200 × 2,000, from a handful of rows to 20,000."""
    for size in (200, 5_000, 20_000):
        plan = city(random_rows(size, 200, 2_000))
        started = time.perf_counter()
        found = prove(plan, ON)
        took = time.perf_counter() - started
        print(
            f"{size:>7} rows: {found.categories} × {found.divisions} = {found.cells} pairs proved in {took:.2f} s: "
            f"{found.classes} classes, {len(found.blocks)} blocks, {len(found.hidden)} hidden, "
            f"{len(found.expired)} gone"
        )


if __name__ == "__main__":
    if "proof" not in sys.argv:
        lookups()
    if "lookups" not in sys.argv:
        proof()
