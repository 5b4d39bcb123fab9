"""Results of checks as tests of pytest. The only file of the kit that imports pytest."""

from pathlib import Path
from typing import Final
import warnings

import attrs
import pytest

from cmsdk.model.errors import RejectedInput
from cmsdk.model.ids import is_national
from cmsdk.testing.contracts import Contract

from .check import Tier
from .results import Conformance, Outcome, Result
from .run import conformance
from .target import Target, find_target
from .telling import told

_RUNS: pytest.StashKey[dict[Target, Conformance]] = pytest.StashKey()


_FAILING: Final = {Outcome.FAILED, Outcome.NOT_RUN, Outcome.GAP}
"""A closed gap passes, and fails so by the strictness of its mark."""


class NewCheckWarning(UserWarning):
    """A check that came with this version of the contract does not hold; it will bind with the next one."""


@attrs.frozen
class Verdict:
    """What a test calls."""

    result: Result
    lang: str

    def __call__(self) -> None:
        """Fail where the check does not hold; a gap fails too, and is expected to."""
        __tracebackhide__ = True
        if self.result.outcome is Outcome.WARNED:
            warnings.warn(told(self.result, self.lang), NewCheckWarning, stacklevel=2)
        elif self.result.outcome in _FAILING:
            pytest.fail(told(self.result, self.lang), pytrace=False)


def _project(file: Path) -> Path | None:
    return next((above for above in file.parents if (above / "pyproject.toml").is_file()), None)


def _target(kind: type[Contract], file: Path) -> Target:
    if not hasattr(kind, "plugin"):
        raise pytest.UsageError(f"{kind.__name__}: say which plugin it is about, such as plugin = 'mycity'")
    target = find_target(kind.plugin, kind.city, at=kind.at)
    return attrs.evolve(target, project=target.project or _project(file))


def _of(metafunc: pytest.Metafunc, target: Target) -> Conformance:
    runs = metafunc.config.stash.setdefault(_RUNS, {})
    if target not in runs:
        runs[target] = conformance(target)
    return runs[target]


def _param(result: Result, lang: str) -> "pytest.ParameterSet":
    strict = result.outcome in {Outcome.GAP, Outcome.CLOSED}
    marks = [pytest.mark.xfail(strict=True, reason=result.reason)] if strict else []
    return pytest.param(Verdict(result, lang), id=f"{result.check} {result.thing}", marks=marks)


def parametrise(metafunc: pytest.Metafunc) -> None:
    """A test for each result that is of the class's kind and that its tier asks for."""
    kind = metafunc.cls
    if kind is None or not issubclass(kind, Contract):
        return
    try:
        tier = Tier(kind.tier)
        target = _target(kind, metafunc.definition.path)
        found = _of(metafunc, target)
    except RejectedInput as error:
        raise pytest.UsageError("\n".join(one.line() for one in error.problems)) from error
    except ValueError as error:
        raise pytest.UsageError(f"{kind.__name__}: tier is one of {', '.join(Tier)}") from error
    lang = "zh" if is_national(target.city) else "en"
    own = [result for result in found.below(tier) if result.kind is kind.kind]
    metafunc.parametrize("conforms", [_param(result, lang) for result in own])
