"""A document through the format of a plugin, which may fail like anything of a plugin's."""

from cmsdk.contract.output import Document, Format
from cmsdk.contract.plan import CityPlan, Ranked
from cmsdk.model.errors import RejectedInput
from cmsdk.model.problem import problem
from cmsdk.publish.write import render
from cmsdk.triage.guard import FAILED, Guard


def rendered(made: Document, renderer: Format, plan: CityPlan) -> bytes:
    """``made`` as ``renderer`` has it. A format that fails is named, and no file is touched: raises RejectedInput."""
    guard = Guard()
    ranked = Ranked(renderer, plan.origins["cmsdk_formats", renderer.id])
    (answer,) = guard.ask(
        ranked, [made], lambda made: [render(each, renderer) for each in made], lambda _made, _answer: ""
    )
    if answer is FAILED:
        reason = dict(guard.problems()[0].facts)["error"]
        raise RejectedInput([problem("CMS914", renderer.id, format=renderer.id, who=ranked.plugin.label, error=reason)])
    return answer
