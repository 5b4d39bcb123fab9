"""What the tests of checks ask: the problems that one check finds on a stand."""

from collections.abc import Callable
import re

from cmsdk.model.problem import Problem
from cmsdk.testing.kit.known import BY_ID
from cmsdk.testing.kit.stand import Stand

LEFT = re.compile(r"\{[a-z]+\}|<<|>>")
"""A fact that nobody gave."""
Stands = Callable[..., Stand]


def found(stand: Stand, check: str) -> list[Problem]:
    """What a check finds, over all things of its kinds that it is about; each told in both languages, whole."""
    known = BY_ID[check]
    things = [thing for kind in known.kinds for thing in stand.things(kind) if known.about(thing)]
    assert things, f"{check} looks at nothing"
    problems = [problem for thing in things for problem in known.run(stand, thing)]
    for one in problems:
        for part in (one.what, one.why, one.remedy):
            for lang in ("en", "zh"):
                assert not LEFT.search(part(lang)), part(lang)
    return problems


def codes(stand: Stand, check: str) -> list[str]:
    """Their codes."""
    return [problem.code for problem in found(stand, check)]
