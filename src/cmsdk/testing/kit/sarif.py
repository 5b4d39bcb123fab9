"""What came of the checks as SARIF 2.1.0, which code hosts show beside the lines of a change.

Basis: OASIS Static Analysis Results Interchange Format 2.1.0, §3.27 (result), §3.35 (suppression), §3.49 (rule).
"""

from collections.abc import Iterator
from pathlib import Path
import re
from typing import Any, Final
from urllib.parse import quote

from cmsdk.contract.api import API
from cmsdk.model.words import catalogue

from .check import Check, Tier
from .known import ALL
from .results import Conformance, Outcome, Result
from .target import Target
from .telling import title

SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"
VERSION: Final = "2.1.0"
_PLACE: Final = re.compile(r"(?P<file>[^\s:›\[\]]+\.\w+)(?::(?P<row>\d+))?")
_LEVEL: Final = {Tier.ACCEPTED: "error", Tier.SOLID: "warning", Tier.EXEMPLARY: "note"}
_TOLD: Final = {Outcome.FAILED, Outcome.WARNED, Outcome.GAP, Outcome.CLOSED, Outcome.NOT_RUN}
_SAID: Final = {
    Outcome.CLOSED: {"en": "A gap is written down for this check, and it holds: strike the gap off.",
                     "zh": "欠缺清单中列有本项检查，但已经达到：请从清单中删去。"},
    Outcome.NOT_RUN: {"en": "Not run: the city could not be opened, or an earlier step ended the run.",
                      "zh": "未检查：城市打不开，或前面的步骤已中断。"},
}  # fmt: skip


def _rule(check: Check, lang: str) -> dict[str, Any]:
    words = catalogue().get(check.code)
    help_text = f"{words['why'][lang]} {words['remedy'][lang]}" if words else title(check.id, lang)
    return {
        "id": check.id,
        "shortDescription": {"text": title(check.id, lang)},
        "help": {"text": help_text},
        "defaultConfiguration": {"level": _LEVEL[check.tier]},
        "properties": {"tier": str(check.tier), "since": check.since, "kinds": [str(kind) for kind in check.kinds]},
    }


def _location(where: str, target: Target) -> dict[str, Any] | None:
    """The file and row that a problem names, relative to the project; nothing where it names no file of it."""
    found = _PLACE.match(where)
    if found is None:
        return None
    base = (target.project or target.root).resolve()
    for path in (target.root / found["file"].removeprefix(f"{target.plugin}/"), base / found["file"]):
        if path.is_file() and path.resolve().is_relative_to(base):
            uri = quote(path.resolve().relative_to(base).as_posix())
            place: dict[str, Any] = {"artifactLocation": {"uri": uri, "uriBaseId": "PROJECT"}}
            if found["row"]:
                place["region"] = {"startLine": max(int(found["row"]), 1)}
            return {"physicalLocation": place}
    return None


def _told(result: Result, lang: str) -> Iterator[tuple[str, str]]:
    """Each sentence with the place that it is about."""
    for one in result.problems:
        yield f"{one.what(lang)} {one.remedy(lang)}", one.where
    if not result.problems:
        yield _SAID.get(result.outcome, {}).get(lang) or title(result.check, lang), ""


def _results(result: Result, target: Target, lang: str, index: int) -> Iterator[dict[str, Any]]:
    level = "note" if result.outcome is Outcome.WARNED else _LEVEL[result.tier]
    for text, where in _told(result, lang):
        logical = {"logicalLocations": [{"name": result.thing, "kind": str(result.kind)}]}
        form: dict[str, Any] = {
            "ruleId": result.check, "ruleIndex": index, "level": level, "message": {"text": text},
            "locations": [{**logical, **(_location(where, target) or {})}],
            "properties": {"outcome": str(result.outcome), "where": where},
        }  # fmt: skip
        if result.outcome is Outcome.GAP:
            form["suppressions"] = [{"kind": "external", "justification": result.reason}]
        yield form


def sarif(found: Conformance, target: Target, lang: str) -> dict[str, Any]:
    """The log of one run: all checks as rules, and a result for each thing that is not as it should be."""
    order = {check.id: number for number, check in enumerate(ALL)}
    told = [
        form
        for result in found.results
        if result.outcome in _TOLD
        for form in _results(result, target, lang, order[result.check])
    ]
    driver = {"name": "cmsdk", "semanticVersion": f"{API}.0", "rules": [_rule(check, lang) for check in ALL]}
    base = {"PROJECT": {"description": {"text": (target.project or Path(target.plugin)).name}}}
    run = {"tool": {"driver": driver}, "originalUriBaseIds": base, "results": told, "language": lang}
    return {"$schema": SCHEMA, "version": VERSION, "runs": [run]}
