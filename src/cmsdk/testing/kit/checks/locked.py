"""The check of ``rules.lock`` (规则锁定文件): where a project keeps one, it says what the rules are today."""

from collections.abc import Iterator
from typing import Final

from cmsdk.model.errors import RejectedInput
from cmsdk.model.problem import Problem
from cmsdk.registry.lock import read_lock, rules_lock
from cmsdk.registry.lock_diff import compare
from cmsdk.testing.kit.check import Check, Kind, Thing, Tier
from cmsdk.testing.kit.stand import Stand

FILE: Final = "rules.lock"


def _current(stand: Stand, _thing: Thing) -> Iterator[Problem]:
    """A lock of another city is not this one's; a project without any is not asked for one."""
    path = None if stand.target.project is None else stand.target.project / FILE
    if path is None or not path.is_file():
        return
    try:
        lock = read_lock(path.read_bytes(), FILE)
    except RejectedInput as rejected:
        yield from rejected.problems
        return
    if lock.city == stand.plan.city:
        diff = compare(lock, rules_lock(stand.plan))
        if not diff.same:
            yield diff.not_current(FILE)


CHECKS = (Check("rules-lock-current", "CMS934", Tier.SOLID, (Kind.CITY,), _current),)
