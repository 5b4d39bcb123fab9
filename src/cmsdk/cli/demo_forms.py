"""A demonstration for machines."""

from collections import Counter
from typing import Any

from cmsdk.publish.chances import as_json
from cmsdk.publish.forms import quarantine_item

from .counted import figures_form
from .demonstrated import Demo
from .entered import entered_counts
from .lang import LANG
from .work_views import indicator_forms


def demo_form(demo: Demo) -> dict[str, Any]:
    """All of it."""
    mix = as_json(demo.figures.mix)
    return {
        "city": demo.script.city,
        "deliveries": [
            {"file": r.sample.file, "channel": r.sample.channel, **r.outcome.counts} for r in demo.received
        ],
        "quarantined": [
            {"file": r.sample.file, **quarantine_item(row, LANG.get())}
            for r in demo.received
            for row in r.outcome.quarantined
        ],
        "work": [p.form() for p in demo.played],
        "tables": [{"file": t.file, **entered_counts(t.entered)} for t in demo.tabled],
        "figures": figures_form(demo.figures),
        "indicators": indicator_forms(demo.indicators),
        "mix": mix.pop("shares"),
        "mix_test": mix,
        "explained": demo.explanation.as_json(),
        "page": str(demo.page),
        "document": str(demo.document) if demo.document else None,
        "ledger": str(demo.ledger),
    }  # fmt: skip


def total(demo: Demo) -> Counter[str]:
    """The counts of all deliveries together."""
    found = Counter[str]()
    for received in demo.received:
        found.update(received.outcome.counts)
    return found


def entered_total(demo: Demo) -> Counter[str]:
    """The counts of all tables of work together."""
    found = Counter(tables=len(demo.tabled), done=0, repeats=0, refused=0)
    for table in demo.tabled:
        found.update(entered_counts(table.entered))
    return found


def tour_form(demo: Demo) -> dict[str, Any]:
    """What a tour tells of it."""
    case, decided = demo.explanation.case, demo.explanation.decided
    return {
        "city": demo.script.city,
        "received": dict(total(demo)),
        "worked": len(demo.played),
        "tables": dict(entered_total(demo)),
        "decision": {
            "case": case.id, "report": case.report, "category": case.category, "unit": decided.answer,
            "mode": case.mode, "rule": decided.rule, "plugin": decided.plugin, "basis": decided.basis,
        },
        "indicators": indicator_forms(demo.indicators),
        "page": str(demo.page),
        "document": str(demo.document) if demo.document else None,
    }  # fmt: skip
