"""A replay in words and tables: one document for the terminal, for a page with charts, and for any other format."""

from collections.abc import Iterator, Mapping
from typing import Final

from cmsdk.contract.output import Bar, Bars, Document, Table
from cmsdk.contract.plan import CityPlan
from cmsdk.model.words import fill, label
from cmsdk.publish.view import clock_time

from .replayed import FIELDS, LOADS, Decided, Pair, Replay, Replayed

MOST: Final = 30
"""Rows of a table by department, station, or from where to where; the rest is in the JSON."""
_BARS: Final = 12
"""Bars of a chart."""


class _Words:
    """What things are called: by the present plan, else by the changed one, else by their id."""

    def __init__(self, plan: CityPlan, lang: str, new: Mapping[str, str]) -> None:
        self._lang, self._zone, self._new = lang, plan.zone, new
        self._names: Mapping[str, Mapping[str, object]] = {
            "unit": plan.units, "station": plan.stations, "grid": plan.grids, "division": plan.divisions,
            "category": plan.categories,
        }  # fmt: skip

    def say(self, key: str, **facts: object) -> str:
        return fill(label(key, self._lang, "replay"), ((name, str(value)) for name, value in facts.items()))

    def city(self, plan: CityPlan) -> str:
        return plan.profile.name_en or plan.profile.name if self._lang == "en" else plan.profile.name

    def value(self, field: str, value: str) -> str:
        """A value of a field as people say it."""
        if not value:
            return self.say("nobody")
        found = self._names.get(field, {}).get(value)
        if found is not None:
            english = getattr(found, "name_en", "") if self._lang == "en" else ""
            return english or str(getattr(found, "name", value))
        if field in {"approach", "mode", "provisional"}:
            return label(value, self._lang)
        return self._new.get(value, value)

    def told(self, decided: Decided, field: str) -> str:
        """A field of a decision."""
        return clock_time(decided.due, self._zone) if field == "due" else self.value(field, decided.told(field))

    def reported(self, row: Replayed) -> str:
        return clock_time(row.at, self._zone)


def document_of(found: Replay, plan: CityPlan, lang: str) -> Document:
    """The whole result; ``plan`` is the present one, whose names things have."""
    words = _Words(plan, lang, found.new)
    sections = tuple(_sections(found, words))
    return Document(words.say("title"), lang, tuple(_facts(found, plan, words)), sections)


def _facts(found: Replay, plan: CityPlan, words: _Words) -> Iterator[tuple[str, str]]:
    def pair(one: Pair) -> str:
        return f"{one.before} → {one.after}"

    share = f"{100 * found.differ / found.cases:.1f}" if found.cases else "0.0"
    rows = (
        ("city", words.city(plan)), ("plans", f"{found.present} → {found.changed}"),
        ("plugins", ", ".join(found.plugins)), ("cases", str(found.cases)),
        ("differ", words.say("differ-of", count=found.differ, share=share)), ("linked", str(found.linked or "")),
        ("deadlines", f"{found.earlier} / {found.later}" if found.fields["due"] else ""),
        ("unclassified", pair(found.unclassified)), ("desk", pair(found.desk)),
        ("provisional-count", pair(found.provisional)), ("since", str(found.since[""] or "")),
    )  # fmt: skip
    for key, value in rows:
        if value:
            yield words.say(key), value


def _sections(found: Replay, words: _Words) -> Iterator[Table | Bars]:
    if found.differ:
        rows = [(words.say(field), str(found.fields[field])) for field in FIELDS if found.fields[field]]
        yield Table(words.say("what"), (words.say("field"), words.say("count")), rows)
    for field in LOADS:
        loads = found.loads.get(field, {})
        if any(pair.before != pair.after for pair in loads.values()):
            yield from _load(field, loads, words)
    if found.flows:
        header = tuple(words.say(key) for key in ("field", "before", "after", "count"))
        flows = sorted(found.flows.items(), key=lambda flow: (-flow[1], flow[0]))[:MOST]
        yield Table(words.say("flows"), header, [
            (words.say(field), words.value(field, was), words.value(field, would), str(count))
            for (field, was, would), count in flows
        ])  # fmt: skip
    if found.examples:
        header = tuple(words.say(key) for key in ("case", "reported", "text", "field", "before", "after", "rule"))
        title = words.say("examples", count=len(found.examples), all=found.differ)
        yield Table(title, header, [row for one in found.examples for row in _example(one, words)])


def _load(field: str, loads: Mapping[str, Pair], words: _Words) -> Iterator[Table | Bars]:
    """A chart of the largest, in which the line is what it was, and the table of those that differ and the largest."""
    total = max(1, sum(pair.after for pair in loads.values()))
    ordered = sorted(loads.items(), key=lambda load: (-max(load[1].before, load[1].after), load[0]))
    bars = tuple(
        Bar(words.value(field, key), pair.after, 100 * pair.after / total, 100 * pair.before / total)
        for key, pair in ordered[:_BARS]
    )
    yield Bars(words.say(f"load-{field}"), bars, words.say("drawn"))
    differ = sorted(ordered, key=lambda load: -abs(load[1].after - load[1].before))
    header = tuple(words.say(key) for key in (field, "before", "after", "difference"))
    yield Table(words.say(f"load-{field}"), header, [
        (words.value(field, key), str(pair.before), str(pair.after), _signed(pair.after - pair.before))
        for key, pair in differ[:MOST]
    ])  # fmt: skip


def _signed(difference: int) -> str:
    return f"{difference:+d}" if difference else "0"


def _example(row: Replayed, words: _Words) -> Iterator[tuple[str, ...]]:
    """A row for each field that differs; what was recorded stands beside it where that is a third answer."""
    begin = row.case, words.reported(row), row.text
    for field in row.fields:
        was = words.told(row.present, field)
        recorded = words.told(row.recorded, field)
        if recorded != was:
            was = f"{was} ({words.say('recorded', value=recorded)})"
        now = words.told(row.changed, field)
        yield (*begin, words.say(field), was, now, row.changed.rule(field))
        begin = "", "", ""
