"""The workflow of a city, drawn for a reader."""

from typing import Final

from cmsdk.publish.view import View

from .mermaid import workflow_mermaid
from .svg import workflow_svg
from .words import Words

DRAWINGS: Final = ("mermaid", "svg")
"""Forms that a workflow is drawn in."""


def draw(view: View, form: str = "svg") -> str:
    """The workflow of the city in one of ``DRAWINGS``, in the reader's language."""
    plan = view.plan
    words = Words(view)
    if form == "mermaid":
        return workflow_mermaid(plan.workflow, words)
    name = plan.profile.name_en or plan.profile.name if view.lang == "en" else plan.profile.name
    return workflow_svg(plan.workflow, words, f"{name} · {words.say('title')}")
