"""Why a case is where it is: each decision with who was asked, the row that fired, its basis and the plan."""

from collections.abc import Mapping, Sequence
from datetime import datetime
import json

import attrs
from typing_extensions import override

from cmsdk.contract.plan import CityPlan
from cmsdk.model.case import Case
from cmsdk.model.decisions import Step
from cmsdk.model.entry import Entry
from cmsdk.model.words import label

from .columns import FIELDS, View


@attrs.frozen
class Explanation:
    """A case explained. ``str()`` gives the text; the parts are there for apps."""

    case: Case
    lang: str
    facts: tuple[tuple[str, str], ...]
    steps: tuple[Step, ...]
    entries: tuple[Entry, ...]
    names: Mapping[str, str]
    """What the ids in the trail are called."""

    def _step(self, step: Step) -> list[str]:
        lines = [f"  [{label(step.stage, self.lang)}] {step.sentence(self.lang, self.names)}"]
        source = dict(step.facts).get("source", "")
        lines.append(f"      {step.rule} ({step.plugin}){f' · {source}' if source else ''}")
        if step.basis:
            colon = "：" if self.lang == "zh" else ": "
            lines.append(f"      {label('basis', self.lang)}{colon}{step.basis}")
        return lines

    def _said(self, entry: Entry) -> list[str]:
        """What a command said, and the unit that it went to."""
        words = json.loads(entry.data).get("command", {})
        said = [str(words[name]) for name in ("reason", "result", "note") if words.get(name)]
        unit = str(_effects(entry).get("unit", ""))
        return [*([f"→ {self.names.get(unit, unit)}"] if unit else []), *said]

    def lines(self) -> list[str]:
        """The explanation, a line each."""
        colon = "：" if self.lang == "zh" else ": "
        out = [f"{name}{colon}{value}" for name, value in self.facts if value]
        out += ["", f"{label('trail', self.lang)} · {label('plan', self.lang)} {self.case.plan}"]
        for step in self.steps:
            out += self._step(step)
        out += ["", label("history", self.lang)]
        for entry in self.entries:
            at = entry.at.strftime("%Y-%m-%d %H:%M")
            out.append(f"  {entry.version:>2}  {at}  {entry.type:<22} {entry.by:<16} {entry.plan}  {entry.hash[:12]}")
            out += [f"      {line}" for line in self._said(entry)]
        return out

    @override
    def __str__(self) -> str:
        return "\n".join(self.lines())

    def as_json(self) -> dict[str, object]:
        """The explanation for a machine."""
        steps = [
            {
                "stage": str(s.stage), "rule": s.rule, "plugin": s.plugin, "answer": s.answer, "facts": dict(s.facts),
                "why": s.sentence(self.lang, self.names), "basis": s.basis, "plan": self.case.plan,
            }
            for s in self.steps
        ]  # fmt: skip
        entries = [
            {"version": e.version, "type": e.type, "at": e.at.isoformat(), "by": e.by, "plan": e.plan, "hash": e.hash}
            for e in self.entries
        ]
        return {"id": self.case.id, "facts": dict(self.facts), "trail": steps, "entries": entries}


def explain(case: Case, entries: Sequence[Entry], plan: CityPlan, lang: str, now: datetime) -> Explanation:
    """The explanation of ``case`` in ``lang`` (zh or en)."""
    view = View(plan, lang, now)

    def show(*fields: str) -> str:
        return " · ".join(filter(None, (FIELDS[field](case, view) for field in fields)))

    provisional = f" ({label('provisional', lang)})" if case.due and case.due.provisional else ""
    facts = (
        (label("report", lang), show("id", "channel", "at", "kind")),
        (label("place", lang), show("place", "grid_name", "division_name")),
        (label("classify", lang), show("category_name", "category", "approach")),
        (label("owner", lang), show("unit_name", "mode")),
        (label("deadline", lang), show("due") + provisional),
        (label("state", lang), show("state_label")),
        (label("text", lang), " ".join(case.text.split())[:200]),
    )
    return Explanation(case, lang, facts, case.trail, tuple(entries), _names(case, entries, view))


def _names(case: Case, entries: Sequence[Entry], view: View) -> dict[str, str]:
    """What the ids of the trail and the entries are called, those that have been overtaken since included."""
    plan = view.plan
    units = {step.answer for step in case.trail} | {str(_effects(entry).get("unit", "")) for entry in entries}
    names = {key: plan.units[key].name for key in units if key in plan.units}
    answers = {step.answer for step in case.trail}
    names |= {key: plan.divisions[key].name for key in answers if key in plan.divisions}
    names |= {key: plan.grids[key].name for key in answers if key in plan.grids}
    return names | ({case.category: FIELDS["category_name"](case, view)} if case.category else {})


def _effects(entry: Entry) -> dict[str, object]:
    effects: dict[str, object] = json.loads(entry.data).get("effects", {})
    return effects
