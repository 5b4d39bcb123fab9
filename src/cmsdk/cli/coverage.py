"""The proof of the responsibility matrix, for people and for machines."""

from datetime import date, datetime
from typing import Any, Final

from cmsdk.contract.deciding import RouteRow
from cmsdk.contract.plan import CityPlan
from cmsdk.model.problem import Problem
from cmsdk.model.words import spoken_times
from cmsdk.proof.prove import Block, Hidden, Proof
from cmsdk.proof.spoken_spans import spans_text
from cmsdk.proof.verdict import some

from .answer import Asked
from .few import few
from .lang import LANG, say
from .opening import moment
from .screen import Screen

MOST: Final = 20
"""Lines of a table, and problems, that are shown; ``--json`` has all."""


def day_of(asked: Asked, plan: CityPlan) -> date:
    """The day of ``--at`` in the city's zone, else today's. Raises RejectedInput."""
    return (moment(asked.at, plan.zone) or datetime.now(plan.zone)).astimezone(plan.zone).date()


def category_name(plan: CityPlan, key: str) -> str:
    """Code and name in the language of the run."""
    found = plan.categories.get(key)
    if found is None:
        return key
    return f"{found.code} {found.name_en if LANG.get() == 'en' and found.name_en else found.name}"


def division_name(plan: CityPlan, code: str) -> str:
    """The name of a division or grid."""
    found = plan.divisions.get(code) or plan.grids.get(code)
    return found.name if found else code


def _counted(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{len(names)}: {some(names)}"


def _line(plan: CityPlan, block: Block) -> tuple[str, ...]:
    return (
        say(f"fate-{block.fate}"),
        _counted([category_name(plan, key) for key in block.categories]),
        _counted([division_name(plan, code) for code in block.divisions]),
        spoken_times(spans_text(block.spans), LANG.get()),
        str(block.cells),
    )


def show_proof(screen: Screen, plan: CityPlan, proof: Proof) -> None:
    """How much of the matrix has an answer, and the largest blocks that have none."""
    screen.heading(say("proof", day=proof.on))
    counts = {"categories": proof.categories, "divisions": proof.divisions, "cells": proof.cells, "rows": proof.rows}
    screen.line(say("proof-size", **counts))
    if proof.calls:
        screen.line(say("proof-python", calls=some(proof.calls)))
    if not proof.cells:
        screen.line(say("proof-nothing"))
        return
    if not proof.blocks:
        screen.line(say("proof-whole"))
        return
    screen.line(say("proof-open", open=proof.open, blocks=len(proof.blocks)))
    header = [say(f"column-proof-{name}") for name in ("who", "category", "division", "when", "pairs")]
    screen.table(header, [_line(plan, block) for block in proof.blocks[:MOST]])
    if len(proof.blocks) > MOST:
        screen.line(say("proof-more", count=len(proof.blocks) - MOST))


def show_some(screen: Screen, problems: tuple[Problem, ...]) -> None:
    """The first problems in full, and how many more there are."""
    told = few(problems)
    screen.told(told[:MOST])
    if len(told) > MOST:
        screen.line(say("proof-more", count=sum(1 + row.more for row in told[MOST:])))


def row_form(row: RouteRow) -> dict[str, Any]:
    """A row as JSON."""
    first, last = row.valid.first, row.valid.last
    return {
        "id": row.id,
        "category": row.category,
        "area": row.area,
        "when": str(row.when) if row.when else "",
        "unit": row.unit,
        "mode": str(row.mode),
        "principle": str(row.principle or ""),
        "band": row.band.name.lower(),
        "valid_from": first and first.isoformat(),
        "valid_to": last and last.isoformat(),
        "basis": row.basis,
        "source": row.source,
    }


def hidden_form(hidden: Hidden) -> dict[str, Any]:
    """A row that never wins, with those that hide it."""
    by = [{"id": row.id, "source": row.source} for row in hidden.by]
    return {"id": hidden.row.id, "source": hidden.row.source, "hidden_by": by}


def proof_form(proof: Proof) -> dict[str, Any]:
    """The whole proof as JSON: blocks with all their categories and divisions."""
    return {
        "from": proof.on.isoformat(),
        "rows": proof.rows,
        "categories": proof.categories,
        "divisions": proof.divisions,
        "cells": proof.cells,
        "classes": proof.classes,
        "open": proof.open,
        "python": list(proof.calls),
        "blocks": [
            {
                "who": str(block.fate),
                "categories": list(block.categories),
                "divisions": list(block.divisions),
                "times": spans_text(block.spans),
                "cells": block.cells,
            }
            for block in proof.blocks
        ],
        "hidden": [hidden_form(hidden) for hidden in proof.hidden],
        "expired": [{"id": row.id, "source": row.source, "valid_to": str(row.valid.last)} for row in proof.expired],
    }
