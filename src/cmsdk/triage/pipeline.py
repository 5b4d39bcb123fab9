"""The stages in their order: a batch of drafts in, decided values out. No store, no clock, no ids."""

from collections.abc import Sequence
from functools import cached_property

import attrs

from cmsdk.contract.plan import CityPlan
from cmsdk.model.triaged import Triaged

from .classify import ClassifyStage
from .draft import Draft
from .due import DueStage
from .guard import Guard
from .matching.match import MatchStage
from .normalise import NormaliseStage
from .places.layers import Layers
from .places.locate import LocateStage
from .route import RouteStage


@attrs.frozen(slots=False, eq=False)
class Pipeline:
    """Triage of one city under one plan. The same drafts give the same values, in any batch size."""

    plan: CityPlan

    @cached_property
    def _stages(self) -> tuple[NormaliseStage, ClassifyStage, LocateStage, RouteStage, DueStage]:
        plan = self.plan
        return NormaliseStage(plan), ClassifyStage(plan), LocateStage(plan), RouteStage(plan), DueStage(plan)

    @property
    def layers(self) -> Layers:
        """What is drawn in the plan; apps ask the same polygons that reports are placed by."""
        return self._stages[2].layers

    @cached_property
    def matching(self) -> MatchStage:
        """The search for duplicates and repeats; it runs after the stages, with the earlier cases at hand."""
        return MatchStage(self.plan)

    def decide(self, drafts: Sequence[Draft], guard: Guard) -> list[Triaged]:
        """One decided value for each draft, in order. Whatever plugins do, every one has owner and deadline."""
        normalise, classify, locate, route, due = self._stages
        for draft in drafts:
            draft.steps[:] = draft.noticed
        normalise.run(drafts, guard)
        classify.run(drafts, guard)
        locate.run(drafts)
        route.run(drafts, guard)
        due.run(drafts)
        return [draft.freeze() for draft in drafts]
