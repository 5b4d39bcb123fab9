"""Checks of the responsibility matrix (责任清单) and of keyword rows: each can win, and answers what it says."""

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import islice
from typing import Final

from cmsdk.contract.deciding import KeywordRow, RouteRow
from cmsdk.model.decisions import Stage, Step
from cmsdk.model.problem import Problem, problem
from cmsdk.model.report import Item
from cmsdk.model.triaged import Triaged
from cmsdk.proof.prove import prove
from cmsdk.proof.verdict import verdict
from cmsdk.rules.validity import days_of, holds
from cmsdk.testing.kit.check import Check, Kind, Thing, Tier
from cmsdk.testing.kit.stand import Stand
from cmsdk.triage.draft import Draft
from cmsdk.triage.guard import Guard
from cmsdk.triage.pipeline import Pipeline
from cmsdk.triage.read import Reader

from .rows import place

SHADOWED: Final = frozenset({"CMS352", "CMS353", "CMS391"})
"""A row never wins: behind one other row, behind several, or since no grid of its area has a station."""
HOLE: Final = "CMS351"
MOST: Final = 5_000
"""Words of a keyword table at most that are tried, spread evenly."""


@cache
def _verdict(stand: Stand) -> tuple[Problem, ...]:
    return verdict(prove(stand.plan, stand.now.astimezone(stand.plan.zone).date()), stand.plan)


def _no_shadow(stand: Stand, thing: Thing) -> Iterator[Problem]:
    """Only of rows of this thing; the row that stands before it may be another plugin's."""
    own = set(map(place, thing.items))
    yield from (found for found in _verdict(stand) if found.code in SHADOWED and found.where in own)


def _covered(stand: Stand, _thing: Thing) -> Iterator[Problem]:
    """Asked of the plugin that is the city; a pack for many of them cannot know their bodies."""
    if stand.collected.items.get("cmsdk_profile"):
        yield from (found for found in _verdict(stand) if found.code == HOLE)


def _spoken(rows: Sequence[KeywordRow], stand: Stand) -> list[tuple[KeywordRow, str, Draft]]:
    """One report for each word of each row that holds today: the word, and nothing else."""
    spoken = [(row, word) for row in rows for word in row.words]
    step = max(1, -(-len(spoken) // MOST))
    made: list[tuple[KeywordRow, str, Draft]] = []
    for row, word in islice(spoken, 0, None, step):
        channel = row.channel or min(stand.plan.channels)
        text = " ".join(part.strip() for part in word.split("+"))
        read = Reader(stand.plan, channel, "kit", stand.now.astimezone(stand.plan.zone)).read(
            [Item("1", {}, {"external_id": f"kit-{len(made)}", "text": text})]
        )
        draft = read[0]
        if isinstance(draft, Draft) and holds(row, days_of(draft.report)):
            made.append((row, word, draft))
    return made


def _step(decided: Triaged) -> Step | None:
    return next((step for step in decided.trail if step.stage is Stage.CLASSIFY), None)


def _leads(stand: Stand, thing: Thing) -> Iterator[Problem]:
    """A longer row, and one of a more specific plugin, may win; both are so by design."""
    keys = {item.key for item in thing.items}
    # as the plan has them: with their categories in full
    rows = [r.item for r in stand.plan.classifiers if isinstance(r.item, KeywordRow) and r.item.key in keys]
    spoken = _spoken(rows, stand)
    decided = Pipeline(stand.plan).decide([draft for _, _, draft in spoken], Guard())
    for (row, word, _), made in zip(spoken, decided, strict=True):
        step = _step(made)
        if made.category == row.category or (step is not None and step.plugin not in {stand.target.plugin, "cmsdk"}):
            continue
        if step is not None and int(dict(step.facts).get("score", 0)) > len(word.replace("+", "")):
            continue
        facts = {"row": row.id, "word": word, "category": row.category, "other": made.category}
        yield problem("CMS970", row.source or row.id, **facts, by=step.rule if made.category and step else "")


CHECKS = (
    Check("matrix-covered", HOLE, Tier.SOLID, (Kind.CITY,), _covered),
    Check("no-shadowed-rule", "", Tier.SOLID, (Kind.ROUTES,), _no_shadow, of=(RouteRow,), fails_on=SHADOWED),
    Check("keywords-lead", "CMS970", Tier.EXEMPLARY, (Kind.CLASSIFIER,), _leads, of=(KeywordRow,)),
)
