"""Division trees of real cities as cities of tables, and what a name means by the tree alone: the oracle.

The tree is the table of 2021 (districts, streets, communities); where the table of 2023 shows what a street of 2021
became, the old row ends and says so. Two tables two years apart tell no day: the change is put at ``CHANGE``.
"""

from collections.abc import Iterator
import csv
from datetime import date
from pathlib import Path
import re
import tempfile

from cmsdk.contract.plan import CityPlan
from cmsdk.registry.assembly import assemble
from cmsdk.registry.discovery import discover, from_folder

CHANGE = (date(2022, 12, 31), date(2023, 1, 1))
"""Last day of the old, first of the new: an assumption between two tables, not a fact."""
CITIES = {"3702": "青岛市", "6101": "西安市", "3207": "连云港市", "3704": "枣庄市"}
LEVELS = {"county": "district", "street": "subdistrict", "community": "community"}
NO_PLACE = "市辖区"
"""A line of the statistical tables that is no place."""
FILES = {
    "cmsdk.toml": 'name = "words"\napi = "1.0"\nscope = "{code}"\nplugin = "cmsdk.plugin:TableCity"\n',
    "tables/city.toml": 'name = "{name}"\ntime_zone = "Asia/Shanghai"\nduty_desk = "words-desk"\n',
    "tables/units.csv": "id,name\nwords-desk,值班台\n",
    "tables/channels.toml": '[[channel]]\nid = "desk"\nformat = "jsonl"\n[channel.map]\ntext = "text"\n',
}
Row = dict[str, str]


def _read(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _bare(name: str) -> str:
    return re.sub(r"(街道|镇|乡)$", "", name)


class Tree:
    """One city's divisions by code, as rows of ``divisions.csv``."""

    def __init__(self, data: Path, prefix: str) -> None:
        """``data`` is the folder that holds ``cn/``; ``prefix`` the four digits of a city."""
        self.city = f"{prefix}00"
        self.name = CITIES[prefix]
        self.rows: dict[str, Row] = {}
        for row in _read(data / "cn" / "division_codes_2021_seed_cities.csv"):
            code, above = row["code"], row["parent_code"]
            if code.startswith(prefix) and row["name"] != NO_PLACE:
                parent = self.city if above == prefix else above
                self.rows[code] = {"code": code, "name": row["name"], "level": LEVELS[row["level"]], "parent": parent}
        later = [r for r in _read(data / "cn" / "streets_2023_seed_cities.csv") if r["city_code"] == prefix]
        self.changed = dict(self._changes(later))
        self._end(later)

    def _changes(self, later: list[Row]) -> Iterator[tuple[str, str]]:
        """(code of 2021, code of 2023) of what the two tables show to be the same place under another name or code."""
        new = [r for r in later if r["code"] not in self.rows]
        today = {r["code"] for r in later}
        streets = [r for r in self.rows.values() if r["level"] == "subdistrict"]
        for row in [r for r in streets if r["code"] not in today]:
            county = self.rows[row["parent"]]["name"]
            for other in new:
                moved = other["name"] == row["name"]
                renamed = _bare(other["name"]) == _bare(row["name"]) and other["county_code"] == row["parent"]
                if moved or renamed or other["name"] == county:
                    yield row["code"], other["code"]

    def _end(self, later: list[Row]) -> None:
        by_code = {r["code"]: r for r in later}
        for old, new in self.changed.items():
            row = by_code[new]
            self.rows[new] = {
                "code": new, "name": row["name"], "level": "subdistrict", "parent": row["county_code"],
                "valid_from": CHANGE[1].isoformat(),
            }  # fmt: skip
            ended = {old, *(c for c, r in self.rows.items() if r["parent"] == old)}
            for code in ended:
                self.rows[code]["valid_to"] = CHANGE[0].isoformat()
            self.rows[old]["became"] = new

    def plan(self) -> CityPlan:
        """The tree as a city of tables, assembled."""
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder) / "words"
            (root / "tables").mkdir(parents=True)
            for path, text in FILES.items():
                (root / path).write_text(text.format(code=self.city, name=self.name), encoding="utf-8")
            fields = ["code", "name", "level", "parent", "valid_from", "valid_to", "became"]
            with (root / "tables" / "divisions.csv").open("w", encoding="utf-8", newline="") as out:
                writer = csv.DictWriter(out, fields, restval="")
                writer.writeheader()
                writer.writerow({"code": self.city, "name": self.name, "level": "city"})
                writer.writerows(self.rows.values())
            return assemble([*discover(only=()), from_folder(root)], self.city)

    def _above(self, code: str) -> Iterator[str]:
        while code in self.rows:
            yield code
            code = self.rows[code]["parent"]

    def meant(self, word: str, inside: str = "") -> set[str]:
        """Codes of all places of 2021 that ``word`` names, by the tree: the truth of the test.

        A place goes by its official name, without the body that sits there (X社区 for X社区居委会), and,
        where no place goes by ``word`` like that, without its ending. A place inside another one of the same name is
        left out: whichever is meant, the outer one is right.
        """
        rows = [r for r in self.rows.values() if not r.get("valid_from") and inside in {"", *self._above(r["code"])}]
        found = {r["code"] for r in rows if word in given(r["name"])}
        found = found or {r["code"] for r in rows if word in cut(r["name"])}
        return {code for code in found if not found & (set(self._above(code)) - {code})}


def given(name: str) -> set[str]:
    """Names that somebody gave: the official one, and it without the body."""
    without = re.sub(r"(居民委员会|居委会)$", "", name)
    if without != name:
        return {name, without} if without.endswith(("社区", "村")) else {name}
    village = re.sub(r"(村民委员会|村委会)$", "", name)
    if village != name:
        return {name, village if village.endswith("村") else f"{village}村"}
    return {name}


def cut(name: str) -> set[str]:
    """What is left without the ending, if that is two characters or more."""
    base = re.sub(r"(居民委员会|居委会|村民委员会|村委会)$", "", name)
    short = re.sub(r"(街道|社区|镇|乡|村|新区|区|县|市)$", "", base)
    return {word for word in ({short} if short != name else set()) if len(word) > 1}
