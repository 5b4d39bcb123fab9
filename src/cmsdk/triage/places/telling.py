"""How the trail tells what the names of a place led to."""

from typing import Final

from cmsdk.contract.plan import CityPlan
from cmsdk.model.decisions import Stage, Step

from .narrow import Target, Verdict

_SHOWN: Final = 8
"""Candidates that a step lists; of more, it says how many."""


class Telling:
    """Steps of the trail, with names beside codes."""

    def __init__(self, plan: CityPlan) -> None:
        """``plan`` says what codes are called."""
        self._plan = plan

    def step(self, found: Verdict, field: str) -> Step:
        """The step of a verdict on the names in ``field``; ``division`` is the field for the sender's own."""
        said = (("words", found.words), ("field", field))
        if len(found.targets) > 1:
            facts: tuple[tuple[str, str], ...] = (*said, ("candidates", self._list(found)))
            why = "ambiguous-place" if found.within else "ambiguous-nowhere"
            return Step(Stage.LOCATE, "core:names", "cmsdk", found.within, why, facts)
        (target,) = found.targets
        answer = target[0] or target[1]
        former = next((code for hit in found.hits for place, code in hit.former if place == target), "")
        if former:
            facts = (*said, ("former", self._called(("", former))), ("until", self._until(former)))
            return Step(Stage.LOCATE, "core:names", "cmsdk", answer, "place-became", facts)
        slips = [hit for hit in found.hits if hit.written]
        if slips:
            facts = (*said, ("written", slips[0].written), ("official", slips[0].word))
            return Step(Stage.LOCATE, "core:names", "cmsdk", answer, "place-corrected", facts)
        if field == "division":
            return Step(Stage.LOCATE, "core:division", "cmsdk", answer, "division", (("division", found.words),))
        return Step(Stage.LOCATE, "core:names", "cmsdk", answer, "place-words", said)

    def _list(self, found: Verdict) -> str:
        shown = "; ".join(self._called(target) for target in found.targets[:_SHOWN])
        more = len(found.targets) - _SHOWN
        return f"{shown}; … +{more}" if more > 0 else shown

    def _called(self, target: Target) -> str:
        """Name and code of a place, with the name of what holds it where it has one: homonyms differ by that alone."""
        code, *above = self._plan.area_lineage(*target)
        known = self._plan.grids.get(code) or self._plan.divisions.get(code)
        holder = self._plan.divisions.get(above[0]) if above else None
        name = known.name if known else code
        return f"{holder.name} {name} ({code})" if holder else f"{name} ({code})"

    def _until(self, code: str) -> str:
        last = self._plan.divisions[code].valid.last
        return last.isoformat() if last else ""
