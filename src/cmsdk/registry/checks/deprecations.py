"""Contributions that use what will go with a later version of the contract: warnings, with file and row."""

from collections.abc import Iterator, Sequence

from cmsdk.contract.deprecated import DEPRECATED, Deprecation, used_by
from cmsdk.model.problem import Problem, problem
from cmsdk.registry.collect import Collected


def check_deprecated(
    collected: Sequence[Collected], deprecations: Sequence[Deprecation] = DEPRECATED
) -> Iterator[Problem]:
    """One row for each contribution and thing that it uses (CMS892)."""
    if not deprecations:
        return
    for plugin in collected:
        for hook, items in plugin.items.items():
            for item in items:
                for one in used_by(item, hook, deprecations):
                    facts = {"thing": one.thing, "since": one.since, "removed": one.removed_in}
                    remedies = {"remedy_en": one.remedy_en, "remedy_zh": one.remedy_zh}
                    yield problem("CMS892", item.source or plugin.info.label, **facts, **remedies)
