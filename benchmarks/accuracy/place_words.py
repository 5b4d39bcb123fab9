"""Place words → division: what people write for a street, and whether it is placed rightly.

    python benchmarks/accuracy/place_words.py [DATA] [--show N]

DATA is the folder of the real data (default: ``../shared/data`` beside the project). The streets asked about are the
78 of Qingdao in the developer set; every name competes with all divisions of its city (table of 2021: districts,
streets, communities). Each variant is asked twice: alone in the field ``place``, and in the sentence of a complaint.
The streets of Xi'an, Lianyungang and Zaozhuang follow; rules were made for Qingdao, but for the endings 农场, 林场,
园艺场 and 盐场, which Lianyungang's streets asked for.

What is expected is computed from the tree alone (``place_tree.Tree.meant``): the code of one place, or *ambiguous*
where the words stand for several. A slip (one character replaced by another from the tree's names, or two neighbours
swapped, in an official name of at least 4 characters) expects its street, where no other official name (of the
district, where that is given) is as near; *none* where another one is; it is left out where it is itself a name.

- correct: the expected code; or, expected ambiguous, an ambiguous answer that lists exactly the places of the tree
- wrong: any other single place; but not a larger one that holds the right one, nor the district where none is expected
- no answer: all the rest (nowhere, ambiguous where a code is expected, the district only)

precision = correct codes / (correct codes + wrong); recall = correct codes / expected codes; ambiguous = ambiguous
answers that are right / expected ambiguous. Texts of other places (no place of this city in them) follow: which
of them are placed all the same.
"""

import argparse
from collections import Counter
from collections.abc import Iterable, Iterator
import csv
from datetime import datetime
import json
from pathlib import Path
import random
from zoneinfo import ZoneInfo

import attrs
from place_tree import CITIES, Tree, cut, given

from cmsdk.contract.plan import CityPlan
from cmsdk.model.decisions import Stage
from cmsdk.model.place import Level
from cmsdk.model.report import Item
from cmsdk.model.triaged import Triaged
from cmsdk.triage.draft import Draft
from cmsdk.triage.guard import Guard
from cmsdk.triage.pipeline import Pipeline
from cmsdk.triage.read import Reader
from learn.folder import DATA, data_folder

ZONE = ZoneInfo("Asia/Shanghai")
THEN, AFTER = datetime(2021, 6, 1, 9, tzinfo=ZONE), datetime(2023, 6, 1, 9, tzinfo=ZONE)
CARRIERS = (
    "{}有人占道经营，影响通行，请尽快处理。",
    "我家住在{}，楼下垃圾好几天没有人清运。",
    "您好，反映{}井盖破损，存在安全隐患，希望修复。",
    "市民来电：{}夜间施工噪声扰民，孩子无法休息。",
    "咨询一下，{}这边的路灯不亮，晚上出行不便。",
    "昨天下午路过{}时看到一处违章搭建，无人管理。",
)
NEGATIVE = 500
Asked = tuple[str, str, frozenset[str], datetime]
"""Variant, words, expected codes (one, several = ambiguous, or no one), the report's time."""


def _street_variants(tree: Tree, code: str) -> Iterator[Asked]:
    name, district = tree.rows[code]["name"], tree.rows[code]["parent"]
    full = tree.rows[district]["name"]
    (near,), (short,) = cut(full) or {full}, cut(name) or {name}

    def asked(variant: str, words: str, name: str, inside: str = "") -> Asked:
        return variant, words, frozenset(tree.meant(name, inside)), THEN

    yield asked("as it is", name, name)
    yield asked("ending missing", short, short)
    yield asked("city and district given", f"{tree.name}{full}{name}", name, district)
    yield asked("district cut", f"{near}{name}", name, district)
    yield asked("district, ending missing", f"{full}{short}", short, district)
    yield asked("district behind, both cut", f"{short}，{near}", short, district)


def _homonyms(tree: Tree) -> Iterator[Asked]:
    """Every word that stands for several places, alone, and with the district where that settles it."""
    words = sorted({w for r in tree.rows.values() for w in (*given(r["name"]), *cut(r["name"]))})
    count: Counter[str] = Counter(
        w for r in tree.rows.values() for w in {*given(r["name"]), *cut(r["name"])} if r["level"] != "district"
    )
    for word in (w for w in words if count[w] > 1):
        meant = tree.meant(word)
        if len(meant) < 2:
            continue
        variant = "homonym" if any(tree.rows[c]["level"] != "community" for c in meant) else "homonym of communities"
        yield variant, word, frozenset(meant), THEN
        for code in sorted(meant):
            district = next(c for c in tree._above(code) if tree.rows[c]["level"] == "district")  # noqa: SLF001
            if code != district and tree.meant(word, district) == {code}:
                yield "homonym with its district", f"{tree.rows[district]['name']}{word}", frozenset({code}), THEN


def _old(tree: Tree) -> Iterator[Asked]:
    for old, new in tree.changed.items():
        for word in sorted({tree.rows[old]["name"], *cut(tree.rows[old]["name"])}):
            meant = tree.meant(word)
            if meant == {old}:
                yield "old name, before the change", word, frozenset({old}), THEN
                yield "old name, after the change", word, frozenset({new}), AFTER


def _slips(tree: Tree, codes: Iterable[str], rng: random.Random) -> Iterator[Asked]:
    official = {w for r in tree.rows.values() for w in given(r["name"])}
    letters = sorted({c for name in official for c in name})
    for code in codes:
        name, district = tree.rows[code]["name"], tree.rows[tree.rows[code]["parent"]]["name"]
        ending = 2 if name.endswith("街道") else 1
        if len(name) < 4:
            continue
        stem = name[:-ending]
        slips = {stem[:i] + rng.choice(letters) + stem[i + 1 :] for i in range(len(stem))}
        slips |= {stem[:i] + stem[i + 1] + stem[i] + stem[i + 2 :] for i in range(len(stem) - 1)}
        for slip in sorted(slips - {stem}):
            words = slip + name[-ending:]
            near = {other for other in official if _one_apart(words, other)}
            if words not in official and not tree.meant(words):
                yield "slip", words, frozenset(tree.meant(name) if near == {name} else ()), THEN
                inside = {other for other in near if tree.meant(other, tree.rows[code]["parent"])}
                meant = tree.meant(name, tree.rows[code]["parent"]) if inside == {name} else ()
                yield "slip, district given", f"{district}{words}", frozenset(meant), THEN


def _one_apart(one: str, other: str) -> bool:
    if len(one) != len(other) or one == other:
        return False
    first = next(i for i, letter in enumerate(one) if letter != other[i])
    swapped = one[:first] + one[first : first + 2][::-1] + one[first + 2 :]
    return one[first + 1 :] == other[first + 1 :] or swapped == other


def decided(plan: CityPlan, reports: list[tuple[dict[str, str], datetime]]) -> list[Triaged]:
    """Reports by their fields, through the whole pipeline."""
    pipeline, out = Pipeline(plan), []
    for number, (fields, at) in enumerate(reports):
        rows = Reader(plan, "desk", f"d-{number}", at).read([Item("1", dict(fields), fields)])
        out += pipeline.decide([row for row in rows if isinstance(row, Draft)], Guard())
    return out


def _judged(plan: CityPlan, expected: frozenset[str], found: Triaged) -> str:
    step = next(s for s in found.trail if s.stage is Stage.LOCATE)
    if step.why.startswith("ambiguous"):
        listed = dict(step.facts)["candidates"]
        whole = "… +" in listed or all(f"({code})" in listed for code in expected)
        return "right ambiguous" if len(expected) > 1 and whole else "none"
    if not found.division:
        return "none"
    if {found.division} == expected:
        return "right"
    if not expected and plan.divisions[found.division].level is Level.DISTRICT:
        return "none"
    holds = expected and all(found.division in plan.area_lineage("", code)[1:] for code in expected)
    return "none" if holds else "wrong"


@attrs.define
class Score:
    """Counts of one variant."""

    counts: Counter[str] = attrs.field(factory=Counter)

    def add(self, expected: frozenset[str], judged: str) -> None:
        """Count one answer."""
        self.counts["expected " + ("code" if len(expected) == 1 else "several" if expected else "none")] += 1
        self.counts[judged] += 1

    def line(self, name: str) -> str:
        """The counts as shares."""
        n = self.counts
        answered, codes, several = n["right"] + n["wrong"], n["expected code"], n["expected several"]
        return (
            f"  {name:<28} n={sum(v for k, v in n.items() if k.startswith('expected')):>5}"
            f"  precision {_share(n['right'], answered)}  recall {_share(n['right'], codes)}"
            f"  ambiguous {_share(n['right ambiguous'], several)}  (wrong {n['wrong']}, of none {n['expected none']})"
        )


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.4f}" if whole else "   —  "


def run(tree: Tree, plan: CityPlan, codes: list[str], show: int) -> None:
    rng = random.Random(20210601)  # noqa: S311  a test set, the same each time
    asked = [a for code in codes for a in _street_variants(tree, code)]
    asked += [*_homonyms(tree), *_old(tree), *_slips(tree, codes, rng)]
    reports = [({"text": "有一件事要反映", "place": words}, at) for _, words, _, at in asked]
    reports += [
        ({"text": CARRIERS[(n + n // len(CARRIERS)) % len(CARRIERS)].format(w)}, at)
        for n, (_, w, _, at) in enumerate(asked)
    ]
    scores: dict[str, Score] = {}
    total = Score()
    shown: Counter[tuple[str, str]] = Counter()
    for (variant, words, expected, _), (fields, _), found in zip(
        asked * 2, reports, decided(plan, reports), strict=True
    ):
        judged = _judged(plan, expected, found)
        for score in (scores.setdefault(variant, Score()), total):
            score.add(expected, judged)
        if judged == "wrong" or (judged == "none" and expected):
            shown[variant, judged] += 1
            if shown[variant, judged] <= show:
                print(f"    {judged}: {variant}: {words} in {fields} → {found.division}, not {sorted(expected)[:4]}")
    for variant, score in scores.items():
        print(score.line(variant))
    print(total.line("TOTAL"))


def _texts(path: Path, most: int) -> list[str]:
    with path.open(encoding="utf-8", newline="") as file:
        return [f"{row['title']}。{row['text']}" for row in csv.DictReader(file)][:most]


def negatives(plan: CityPlan, texts: list[str], name: str, show: int) -> None:
    found = decided(plan, [({"text": text}, THEN) for text in texts])
    placed = [t for t in found if t.division and not t.trail[-1].why.startswith("ambiguous")]
    several = [t for t in found if any(s.why.startswith("ambiguous") for s in t.trail)]
    placed = [t for t in placed if t not in several]
    shares = f"placed {len(placed) / len(texts):.4f}  ambiguous {len(several) / len(texts):.4f}"
    print(f"  {name:<28} n={len(texts):>5}  {shares}")
    for t in (placed + several)[:show]:
        step = next(s for s in t.trail if s.stage is Stage.LOCATE)
        print("   ", step.why, dict(step.facts)["words"], step.answer)


def main() -> None:
    """See the module's text."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("data", nargs="?", type=Path, default=None)
    arguments.add_argument("--only", choices=CITIES, nargs="*", default=list(CITIES), help="cities by their codes")
    arguments.add_argument("--show", type=int, default=0, help="so many of the answers that are not right")
    given_ = arguments.parse_args()
    data = data_folder(given_.data or DATA)
    features = json.loads((data / "cn" / "qingdao_streets_osm_wgs84_dev.geojson").read_text(encoding="utf-8"))
    streets = sorted({f["properties"]["street_code_2021"] for f in features["features"]})
    for prefix, name in ((p, n) for p, n in CITIES.items() if p in given_.only):
        tree = Tree(data, prefix)
        plan = tree.plan()
        codes = streets if prefix == "3702" else sorted(c for c, r in tree.rows.items() if r["level"] == "subdistrict")
        codes = [c for c in codes if not tree.rows[c].get("valid_from")]
        print(f"{name} {prefix}: {len(codes)} streets, {len(plan.divisions)} divisions, {len(tree.changed)} changed")
        run(tree, plan, codes, given_.show)
        for file, texts in (("messages", "messages_labelled_dev.csv"), ("Fuzhou rivers", "fuzhou12345_dev.csv")):
            negatives(plan, _texts(data / "zh" / texts, NEGATIVE), f"texts of elsewhere: {file}", given_.show)


if __name__ == "__main__":
    main()
