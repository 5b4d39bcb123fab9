"""Writes the learnt tables of ``plugins/cmsdk-boston`` from the first nine weeks of 2011 Q3.

    python benchmarks/accuracy/learn/boston.py [DATA]

Categories, units, divisions, limits and responsibility; the other tables of the plugin are written by hand.
"""

from collections import Counter, defaultdict
from pathlib import Path
import sys
from zoneinfo import ZoneInfo

sys.path.insert(0, str(Path(__file__).parents[1]))

from learn.folder import data_folder
from learn.limits import clock_of, learn_limits
from learn.routes import learn_routes
from learn.rows import BOSTON, CUT, Row, read, slug, write

TABLES = Path(__file__).parents[3] / "plugins" / "cmsdk-boston" / "src" / "cmsdk_boston" / "tables"
SOURCE = "service requests as published by the City of Boston, opened 2011-07-01…2011-09-01"
ZONE = ZoneInfo("America/New_York")
INSIDE = 0.95
"""Share of a neighborhood's requests in one public works district from which on it counts as part of it."""


def pwd(row: Row) -> str:
    """Code of the public works district, or nothing where none is given."""
    district = row["pwd_district"].strip()
    return f"x-pwd-{district.casefold().zfill(2)}" if district else ""


def categories(rows: list[Row]) -> list[list[str]]:
    """Departments, reasons below them, types below those."""
    found = {}
    for row in rows:
        subject, reason = slug(row["subject"]), f"{slug(row['subject'])}.{slug(row['reason'])}"
        found[subject] = ("", row["subject"])
        found[reason] = (subject, row["reason"])
        found[slug(row["type"])] = (reason, row["type"].replace("  ", " "))
    order = sorted(found, key=lambda code: (code.count("."), bool(found[code][0]), code))
    top = ["boston311", "2011"]
    return [[*top, code, found[code][0], "service", found[code][1], SOURCE] for code in order]


def units(rows: list[Row]) -> list[list[str]]:
    """Departments by the code that stands before their queues' names, and the queues below them."""
    named: defaultdict[str, Counter[str]] = defaultdict(Counter)
    queues = {row["queue"]: row["department"] for row in rows}
    for row in rows:
        named[row["department"]][row["subject"]] += 1
    made = []
    for code, subjects in sorted(named.items()):
        # a department that has fewer of a subject than another one does not carry its name
        subject, count = subjects.most_common(1)[0]
        own = count == max(other[subject] for other in named.values())
        made.append([f"boston-{slug(code)}", subject if own else code, "", SOURCE])
    made += [[f"boston-q-{slug(q)}", q, f"boston-{slug(queues[q])}", SOURCE] for q in sorted(queues)]
    return made


def divisions(rows: list[Row]) -> list[list[str]]:
    """The city, its public works districts, and its neighborhoods in the district that they lie in."""
    city = "us.ma.boston"
    inside: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        inside[row["neighborhood"].strip()][pwd(row)] += 1
    made = [[city, "Boston", "city", "", SOURCE]]
    made += [
        [code, f"Public Works District {code.removeprefix('x-pwd-').upper()}", "district", city, SOURCE]
        for code in sorted({code for districts in inside.values() for code in districts if code})
    ]
    whole = [name for name in inside if name not in {"", "Boston"}]
    # "Allston" beside "Allston / Brighton" is another name of a part of it, for the gazetteer
    parts = {part for name in whole if "/" in name for part in name.split(" / ")} | {"Mattapan"}
    for name in sorted(set(whole) - parts):
        code, count = inside[name].most_common(1)[0]
        share = count / inside[name].total()
        parent = code if code and share >= INSIDE else city
        why = f"; {share:.1%} of {inside[name].total()} requests in {parent}" if parent != city else ""
        made.append([f"x-nb-{slug(name)}", name, "subdistrict", parent, SOURCE + why])
    return made


def limits(rows: list[Row]) -> list[list[str]]:
    """One row a type whose due dates follow one rule."""
    made = []
    for kind, learnt in learn_limits(rows, clock_of(TABLES / "calendar.toml"), ZONE).items():
        share = f"{learnt.right} of {learnt.rows} rows, {learnt.right / learnt.rows:.1%}"
        basis = f"learnt from the published due dates of {SOURCE}: {share}"
        made.append([f"boston-lim-{slug(kind)}", slug(kind), str(learnt.limit.amount), str(learnt.limit.unit), basis])
    return made


def responsibility(rows: list[Row]) -> list[list[str]]:
    """A department for what has no type; a queue for each type, and for the districts that have another one."""
    made = []
    for subject in sorted({row["subject"] for row in rows}):
        department, right = Counter(r["department"] for r in rows if r["subject"] == subject).most_common(1)[0]
        total = sum(r["subject"] == subject for r in rows)
        basis = f"learnt from the departments of {SOURCE}: {right} of {total} rows, {right / total:.1%}"
        made.append([f"boston-rsp-{slug(subject)}", slug(subject), "*", f"boston-{slug(department)}", basis])
    for usual in learn_routes((slug(r["type"]), pwd(r), slug(r["queue"])) for r in rows):
        basis = (
            f"learnt from the queues of {SOURCE}: {usual.right} of {usual.rows} rows, {usual.right / usual.rows:.1%}"
        )
        here = "" if usual.area == "*" else f"-{usual.area.removeprefix('x-')}"
        made.append([f"boston-rsp-{usual.kind}{here}", usual.kind, usual.area, f"boston-q-{usual.unit}", basis])
    return made


def main() -> None:
    rows = [row for row in read(data_folder() / BOSTON) if row["open_dt"] < CUT]
    top = ["scheme", "version", "code", "parent", "kind", "name", "basis"]
    write(TABLES / "categories.csv", top, categories(rows))
    write(TABLES / "units.csv", ["id", "name", "parent", "basis"], units(rows))
    write(TABLES / "divisions.csv", ["code", "name", "level", "parent", "basis"], divisions(rows))
    write(TABLES / "limits.csv", ["id", "category", "amount", "unit", "basis"], limits(rows))
    write(TABLES / "responsibility.csv", ["id", "category", "area", "unit", "basis"], responsibility(rows))


if __name__ == "__main__":
    main()
