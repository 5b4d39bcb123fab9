"""Drawings of workflows, made anew whenever the site is built."""

from collections.abc import Iterator
from datetime import UTC, datetime


def drawings() -> Iterator[tuple[str, str]]:
    """Path in the site and SVG text of each."""
    from cmsdk import discover
    from cmsdk.publish.flowchart.draw import draw
    from cmsdk.publish.view import View
    from cmsdk.registry.assembly import assemble

    plan = assemble(discover(), "610100")
    for lang in ("en", "zh"):
        yield f"reference/workflow-610100.{lang}.svg", draw(View(plan, lang, datetime.now(UTC)))
