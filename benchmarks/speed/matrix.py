"""The responsibility matrix: a look-up among 100 to 100,000 rows, and the proof of 200 categories × 2,000 communities.

Prints µs of CPU a look-up with the memo off, its ratio to the smallest matrix, and CPU seconds of the proof. All of
it is made up; nothing is read. Usage: ``python benchmarks/speed/matrix.py [lookups|proof]``.
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
from cmsdk.proof.prove import prove
from cmsdk.registry.assembly import assemble
from cmsdk.registry.discovery import discover
from cmsdk.rules.matrix import Matrix, Question
from cmsdk.rules.times import Moments

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


def full_rows(communities: int, minors: int = 50) -> list[RouteRow]:
    """A row for every minor in every community, on either principle by turns."""
    places = [code for code in divisions(communities) if code[0] == "c" and code != "city"]
    keys = [key for key in catalogue(minors) if "/m" in key]
    principles = tuple(Principle)
    pairs = [(key, place) for key in keys for place in places]
    return [
        RouteRow(id=f"b-{n:06}", category=key, area=place, unit=f"u-{n % 97}", principle=principles[n % 2])
        for n, (key, place) in enumerate(pairs)
    ]


def _microseconds(matrix: Matrix, questions: list[Question], moments: Moments) -> float:
    """The best of several rounds over the questions; what another process takes of the machine is left out."""
    best = float("inf")
    for _ in range(7):
        started = time.process_time()
        for question in questions:
            next(row for layer in matrix.layers for row in layer.holding(question, moments))
        best = min(best, (time.process_time() - started) / len(questions) * 1e6)
    return best


def lookups() -> None:
    """µs a look-up by number of rows. Every matrix is full, so that only their number differs between them.

    The same 100 pairs over and over show what is done; 20,000 pairs by chance show the caches of the processor too.
    """
    dice = random.Random(2)  # noqa: S311  made-up questions
    first: tuple[float, float] | None = None
    for size in SIZES:
        plan = city(full_rows(size // 50), 50, size // 50)
        matrix = Matrix(plan)
        moments = (matrix.time.moment(datetime(2026, 6, 1, 9, 30, tzinfo=plan.zone)),) * 2
        minors = [key for key in plan.categories if "/m" in key]
        communities = [code for code in plan.divisions if code[0] == "c" and code != "city"]
        pairs = [(dice.choice(minors), dice.choice(communities)) for _ in range(20_000)]
        questions = [matrix.question(category, "", division) for category, division in pairs]
        same = _microseconds(matrix, questions[:100] * 200, moments)
        any_pair = _microseconds(matrix, questions, moments)
        first = first or (same, any_pair)
        print(
            f"{len(matrix.rows):>7} rows: {same:5.2f} µs a look-up, {same / first[0]:4.2f}× that among {SIZES[0]}; "
            f"pairs by chance {any_pair:5.2f} µs, {any_pair / first[1]:4.2f}×"
        )


def proof() -> None:
    """Seconds to prove 200 × 2,000, from a handful of rows to 20,000."""
    for size in (200, 5_000, 20_000):
        plan = city(random_rows(size, 200, 2_000))
        started = time.process_time()
        found = prove(plan, ON)
        took = time.process_time() - started
        print(
            f"{size:>7} rows: {found.categories} × {found.divisions} = {found.cells} pairs proved in {took:.2f} s: "
            f"{found.classes} classes, {len(found.blocks)} blocks, {len(found.hidden)} hidden"
        )


if __name__ == "__main__":
    if "proof" not in sys.argv:
        lookups()
    if "lookups" not in sys.argv:
        proof()
