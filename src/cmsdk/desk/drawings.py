"""Pictures for an app: the workflow of a city, and what one case went through."""

from collections.abc import Callable
from datetime import datetime

import attrs

from .acting import Acting
from .deadlines import Deadlines


@attrs.frozen(eq=False)
class Drawings:
    """Pictures of a city as SVG documents, in Chinese or English. ``City.drawings`` gives one."""

    acting: Acting
    deadlines: Deadlines
    moment: Callable[[datetime | None], datetime]
    """The moment that was asked for, or now, in the city's time. Raises RejectedInput for one without a zone."""

    def workflow(self, lang: str = "") -> str:
        """The workflow (流程图) in ``lang``, or in the city's first language."""
        from cmsdk.publish.columns import View
        from cmsdk.publish.flowchart.draw import draw

        plan = self.deadlines.plan
        return draw(View(plan, lang or plan.profile.languages[0], self.moment(None)))

    def case(self, case_id: str, lang: str = "", *, now: datetime | None = None) -> str:
        """The way of a case (案件历程图) until ``now`` (aware): its states over time, and its clocks.

        Raises:
            NotAllowed: there is no such case in this city.
            RejectedInput: ``now`` names no moment.
        """
        from cmsdk.publish.casepath.draw import draw_case

        moment, plan = self.moment(now), self.deadlines.plan
        stream = self.acting.awake(case_id, moment)
        forms = [self.deadlines.forms.read(entry) for entry in stream.entries]
        clocks = self.deadlines.clocks(stream.case, stream.entries, moment)
        return draw_case(
            stream.case, stream.entries, forms, clocks, plan, lang or plan.profile.languages[0], moment
        )  # fmt: skip
