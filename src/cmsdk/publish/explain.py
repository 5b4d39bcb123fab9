"""Why a case is where it is: each decision with who was asked, the row that fired, its basis and the plan."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import attrs
from typing_extensions import override

from cmsdk.contract.plan import CityPlan
from cmsdk.contract.ports import Refused
from cmsdk.model.case import Case
from cmsdk.model.clock import StageClock
from cmsdk.model.decisions import Stage, Step
from cmsdk.model.entry import Entry
from cmsdk.model.words import catalogue, fill, label
from cmsdk.serial import Form

from .clocks import clock_lines
from .columns import FIELDS
from .story import Told, story
from .view import View


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
    clocks: tuple[str, ...] = ()
    """The clocks of its stages, a line each."""
    plan: str = ""
    """Fingerprint of the plan that the trail was decided under; entries since may stand under others."""
    recounts: tuple[str, ...] = ()
    """What was counted anew since the trail was decided, a sentence each."""
    story: tuple[Told, ...] = ()
    """What happened, a sentence each, what was refused included."""
    attachments: tuple[Form, ...] = ()
    """What is attached to the case, and what was, as for a machine."""

    @property
    def decided(self) -> Step:
        """The step that named the unit that answers for it; the last one, where none did."""
        return next((s for s in reversed(self.steps) if s.stage is Stage.ROUTE and s.answer), self.steps[-1])

    @property
    def reason(self) -> str:
        """Why it is that unit, on one line: the sentence, the row with its plugin, and its basis."""
        step = self.decided
        by = f"{step.rule} ({step.plugin})"
        return " · ".join(filter(None, (step.sentence(self.lang, self.names), by, step.basis)))

    @property
    def _colon(self) -> str:
        return "：" if self.lang == "zh" else ": "

    def _step(self, step: Step) -> list[str]:
        lines = [f"  [{label(step.stage, self.lang)}] {step.sentence(self.lang, self.names)}"]
        source = dict(step.facts).get("source", "")
        lines.append(f"      {step.rule} ({step.plugin}){f' · {source}' if source else ''}")
        if step.basis:
            lines.append(f"      {label('basis', self.lang)}{self._colon}{step.basis}")
        return lines

    def lines(self) -> list[str]:
        """The explanation, a line each."""
        out = [f"{name}{self._colon}{value}" for name, value in self.facts if value]
        out += ["", f"{label('trail', self.lang)} · {label('plan', self.lang)} {self.plan}"]
        for step in self.steps:
            out += self._step(step)
        out += [f"  [{label('recounted', self.lang)}] {line}" for line in self.recounts]
        if self.clocks:
            out += ["", label("clocks", self.lang), *(f"  {line}" for line in self.clocks)]
        out += ["", label("story", self.lang)]
        out += [f"  {told.at.strftime('%Y-%m-%d %H:%M')}  {told.sentence}" for told in self.story]
        out += ["", label("history", self.lang)]
        for entry in self.entries:
            at = entry.at.strftime("%Y-%m-%d %H:%M")
            out.append(f"  {entry.version:>2}  {at}  {entry.type:<22} {entry.by:<16} {entry.plan}  {entry.hash[:12]}")
        return out

    @override
    def __str__(self) -> str:
        return "\n".join(self.lines())

    def as_json(self) -> dict[str, object]:
        """The explanation for a machine."""
        steps = [
            {
                "stage": str(s.stage), "rule": s.rule, "plugin": s.plugin, "answer": s.answer, "facts": dict(s.facts),
                "why": s.sentence(self.lang, self.names), "basis": s.basis, "plan": self.plan,
            }
            for s in self.steps
        ]  # fmt: skip
        entries = [
            {"version": e.version, "type": e.type, "at": e.at.isoformat(), "by": e.by, "plan": e.plan, "hash": e.hash}
            for e in self.entries
        ]
        facts, clocks = dict(self.facts), list(self.clocks)
        return {
            "id": self.case.id, "facts": facts, "trail": steps, "recounts": list(self.recounts), "clocks": clocks,
            "story": [{"at": t.at.isoformat(), "said": t.sentence, "refused": t.refused} for t in self.story],
            "entries": entries, "attachments": list(self.attachments),
        }  # fmt: skip


def explain(
    case: Case, entries: Sequence[Entry], forms: Sequence[Form], plan: CityPlan, lang: str, now: datetime,
    clocks: Sequence[StageClock] = (), followers: Sequence[str] = (), refusals: Sequence[Refused] = (),
    responsible: str = "", reporter: str = "",
) -> Explanation:  # fmt: skip
    """The explanation of ``case`` in ``lang`` (zh or en); ``forms`` are the data of ``entries``, as now read.

    ``clocks`` are those of its stages, ``followers`` the ids of the cases that are linked to it, ``refusals`` the
    commands on it that were refused; ``responsible`` says who answers for it, ``reporter``
    that who reported it was erased.
    """
    view = View(plan, lang, now)

    def show(*fields: str) -> str:
        return " · ".join(dict.fromkeys(filter(None, (FIELDS[field](case, view) for field in fields))))

    provisional = f" ({label('provisional', lang)})" if case.due and case.due.provisional else ""
    facts = (
        (label("report", lang), show("id", "channel", "at", "kind")),
        (label("place", lang), show("place", "grid_name", "division_name")),
        (label("classify", lang), show("category_name", "category", "approach")),
        (label("owner", lang), show("unit_name", "mode")),
        (label("deadline", lang), show("due") + provisional),
        (label("state", lang), show("state_label")),
        (label("responsible", lang), responsible),
        (label("reporter", lang), reporter),
        (label("linked", lang), case.linked),
        (label("followers", lang), " ".join(followers)),
        (label("recurs", lang), " ".join(case.recurs)),
        (label("text", lang), " ".join(case.text.split())[:200]),
    )
    names = _names(case, view)
    under = [entry.plan for entry, form in zip(entries, forms, strict=True) if "trail" in form]
    plan_then = under[-1] if under else case.plan
    shown = clock_lines(clocks, view)
    recounts = tuple(_recounted(e, form, lang) for e, form in zip(entries, forms, strict=True) if "was" in form)
    told = story(case, entries, forms, refusals, view)
    return Explanation(case, lang, facts, case.trail, tuple(entries), names, shown, plan_then, recounts, told)


def _names(case: Case, view: View) -> dict[str, str]:
    """What the ids of the trail are called, those that have been overtaken since included."""
    plan = view.plan
    answers = {step.answer for step in case.trail}
    names = {key: plan.units[key].name for key in answers if key in plan.units}
    names |= {key: plan.divisions[key].name for key in answers if key in plan.divisions}
    names |= {key: plan.grids[key].name for key in answers if key in plan.grids}
    return names | ({case.category: FIELDS["category_name"](case, view)} if case.category else {})


def _recounted(entry: Entry, form: Form, lang: str) -> str:
    """That the deadline of the trail was overtaken by a recount: which entry, from what to what, by which calendar."""

    def at(due: Form) -> str:
        mark = f" ({label('provisional', lang)})" if due["provisional"] else ""
        return f"{due['at'][:16].replace('T', ' ')}{mark}"

    was, due = form["was"], form["due"]
    facts = {
        "entry": str(entry.version), "was": at(was), "is": at(due), "calendar": due["calendar"],
        "old": was["calendar_version"] or "—", "new": due["calendar_version"] or "—",
    }  # fmt: skip
    return fill(catalogue("steps")["recounted"][lang], facts.items())
