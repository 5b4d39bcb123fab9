"""Scenario files as tests of pytest: each scenario is a test of its name.

Nothing is collected until it is asked for: ``pytest_plugins = ["cmsdk.testing.pytest_plugin"]`` in the topmost
``conftest.py``, ``-p cmsdk.testing.pytest_plugin``, or, for one folder and what is below it, in its ``conftest.py``
``from cmsdk.testing.pytest_plugin import pytest_collect_file``. Only ``*.scenario.toml`` are looked at (ADR 0033).
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from typing_extensions import override

from cmsdk.model.errors import AssemblyError, RejectedInput

from .file import SUFFIX
from .form import Scenario
from .result import ScenarioResult
from .run import ReadyFile, Under, language_of, read_text, ready

_UNDER: Final = pytest.StashKey[Under]()


def _under(config: pytest.Config) -> Under:
    """One for the whole session: a city is assembled once."""
    return config.stash.setdefault(_UNDER, Under())


class ScenarioFailed(Exception):  # noqa: N818  what pytest is told
    """A scenario did not come out as expected."""

    def __init__(self, result: ScenarioResult) -> None:
        self.result = result
        super().__init__(str(result))


class ScenarioItem(pytest.Item):
    """One scenario as a test."""

    def __init__(self, *, file: ReadyFile, scenario: Scenario, **rest: Any) -> None:  # noqa: ANN401  pytest's own
        super().__init__(**rest)
        self._file, self._scenario = file, scenario

    @override
    def runtest(self) -> None:
        result = self._file.play(self._scenario)
        if not result.passed:
            raise ScenarioFailed(result)

    @override
    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        if isinstance(excinfo.value, ScenarioFailed):
            return str(excinfo.value.result)
        return super().repr_failure(excinfo, style)

    @override
    def reportinfo(self) -> tuple[Path, int, str]:
        return self.path, max(self._scenario.spot.line - 1, 0), self._scenario.name


class ScenarioCollector(pytest.File):
    """A scenario file. Its mistakes are told together, as an error of collection."""

    @override
    def collect(self) -> Iterator[ScenarioItem]:
        lang = "en"
        try:
            text = read_text(self.path)
            lang = language_of(text)
            file = ready(text, self.path.name, self.path.parent, _under(self.config))
        except (RejectedInput, AssemblyError) as error:
            raise self.CollectError("\n".join(problem.line(lang) for problem in error.problems)) from error
        for scenario in file.scenarios:
            yield ScenarioItem.from_parent(self, name=scenario.name, file=file, scenario=scenario)


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> ScenarioCollector | None:
    """Collect ``*.scenario.toml``, and nothing else."""
    if file_path.name.endswith(SUFFIX):
        return ScenarioCollector.from_parent(parent, path=file_path)
    return None
