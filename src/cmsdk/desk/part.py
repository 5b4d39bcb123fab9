"""What every part of a city stands on: its plan, its ledger, its clock."""

from datetime import UTC, datetime
from functools import cached_property

import attrs

from cmsdk.contract.plan import CityPlan
from cmsdk.contract.ports import Clock, IdSource, Ledger
from cmsdk.model.clock import YEARS
from cmsdk.model.errors import RejectedInput
from cmsdk.model.problem import problem
from cmsdk.triage.pipeline import Pipeline
from cmsdk.work.forms import CaseForms

from .acting import Acting
from .entering import Entering
from .ids import TimeOrderedIds


def system_clock() -> datetime:
    """The machine's clock, aware."""
    return datetime.now(UTC)


def check_kinds(where: str, *given: tuple[str, object, type]) -> None:
    """See to it that what a caller gave is of its kind: name, value and kind of each.

    Raises:
        RejectedInput: something is not, such as a class for its instance; all of it at once, with ``where``.
    """
    wrong = [
        problem("CMS384", where, name=name, given=_called(value), wanted=kind.__name__)
        for name, value, kind in given
        if not isinstance(value, kind)
    ]
    if wrong:
        raise RejectedInput(wrong)


def _called(value: object) -> str:
    return f"class {value.__name__}" if isinstance(value, type) else type(value).__name__


@attrs.frozen(slots=False, eq=False)
class Part:
    """A part of a city; :class:`cmsdk.City` is all of them, and what is compiled here is compiled once for all."""

    plan: CityPlan
    ledger: Ledger
    clock: Clock = system_clock
    ids: IdSource = attrs.field(factory=TimeOrderedIds)
    _forms: CaseForms = attrs.field(factory=CaseForms)
    _pipeline: Pipeline = attrs.field(init=False)

    @_pipeline.default
    def _compiled(self) -> Pipeline:
        return Pipeline(self.plan)

    @cached_property
    def _acting(self) -> Acting:
        return Acting(self.plan, self.ledger, self._forms, self._entering)

    @cached_property
    def _entering(self) -> Entering:
        return Entering(self.plan, self.ledger)

    def _now(self, now: datetime | None) -> datetime:
        """The moment ``now``, or that of the clock, in the city's zone. Raises as ``_local`` does."""
        return self._local(now or self.clock())

    def _local(self, moment: datetime) -> datetime:
        """``moment`` in the city's zone. Raises RejectedInput for one without a zone or of a year beyond reckoning."""
        if moment.utcoffset() is None:
            raise RejectedInput([problem("CMS918", str(moment), text=moment, zone=self.plan.profile.time_zone)])
        if moment.year not in YEARS:
            raise RejectedInput([problem("CMS909", str(moment), text=moment)])
        return moment.astimezone(self.plan.zone)
