"""Scenario files from a path or a text, read, checked against their city, and played."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
import tomllib

import attrs

from cmsdk.contract.plan import CityPlan
from cmsdk.desk.planning import planned
from cmsdk.model.errors import RejectedInput
from cmsdk.model.ids import is_national
from cmsdk.model.problem import Problem, problem
from cmsdk.registry.discovery import discover, from_folder

from .check import Check
from .file import SUFFIX, read_scenarios
from .form import Scenario, ScenarioFile
from .play import play
from .result import ScenarioResult

TEXT = "text" + SUFFIX
"""What a text that came from no file is called in messages."""


@attrs.frozen
class ReadyFile:
    """A file whose scenarios are right in form and names, with the plan of its city."""

    file: ScenarioFile
    plan: CityPlan
    lang: str

    @property
    def scenarios(self) -> tuple[Scenario, ...]:
        """In the order of the file."""
        return self.file.scenarios

    def play(self, scenario: Scenario) -> ScenarioResult:
        """Play one of them."""
        return play(scenario, self.plan, self.lang)


@attrs.frozen(eq=False)
class Under:
    """What files are played under in one run: see :func:`run_scenarios`."""

    plugins: tuple[Path, ...] = ()
    only: frozenset[str] | None = None
    plan: CityPlan | None = None
    lang: str = ""
    _plans: dict[tuple[str, tuple[Path, ...]], CityPlan] = attrs.field(factory=dict)

    def plan_of(self, city: str, folders: tuple[Path, ...]) -> CityPlan:
        """The plan of a city, assembled once a run: files share it, but not runs, between which tables may change."""
        if self.plan is not None and self.plan.city == city:
            return self.plan
        if (city, folders) not in self._plans:
            allowed = None if self.only is None else self.only | {from_folder(folder).name for folder in folders}
            self._plans[city, folders] = planned(discover(folders, only=allowed), city)
        return self._plans[city, folders]


def ready(text: str, name: str, folder: Path, under: Under) -> ReadyFile:
    """The scenarios of ``text``, checked. See :func:`run_scenarios`."""
    found: list[Problem] = []
    file = read_scenarios(text, name, found)
    if file is None:
        raise RejectedInput(found)
    strange = [problem("CMS908", f"{name} › plugins", folder=repr(own)) for own in file.plugins if "\0" in own]
    if strange:
        raise RejectedInput([*found, *strange])
    folders = tuple(dict.fromkeys(path.resolve() for path in (*under.plugins, *(folder / own for own in file.plugins))))
    missing = [problem("CMS908", f"{name} › plugins", folder=path) for path in folders if not path.is_dir()]
    if missing:
        raise RejectedInput([*found, *missing])
    plan = under.plan_of(file.city, folders)
    for scenario in file.scenarios:
        found += Check(plan, scenario).problems()
    if found:
        raise RejectedInput(found)
    return ReadyFile(file, plan, under.lang or file.language or next(iter(plan.profile.languages), "en"))


def language_of(text: str) -> str:
    """In which language the mistakes of a file are told: its own, else Chinese for a city in China."""
    try:
        form = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError):
        form = {}
    if form.get("language") in {"zh", "en"}:
        return str(form["language"])
    return "zh" if is_national(str(form.get("city", ""))) else "en"


def read_text(path: Path) -> str:
    """The text of a scenario file. Raises RejectedInput where it cannot be read."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise RejectedInput([problem("CMS605", str(path), error=getattr(error, "strerror", None) or error)]) from error


def _sources(source: Path | str) -> Iterator[tuple[Callable[[], str], str, Path]]:
    """How to have the text, name and folder of each file that ``source`` means."""
    if isinstance(source, str) and not source.endswith(SUFFIX):
        yield lambda: source, TEXT, Path()
        return
    path = Path(source)
    for file in sorted(path.rglob(f"*{SUFFIX}")) if path.is_dir() else [path]:
        yield partial(read_text, file), file.name, file.parent


def run_scenarios(
    source: Path | str,
    *,
    plugins: Iterable[Path] = (),
    only: Iterable[str] | None = None,
    plan: CityPlan | None = None,
    lang: str = "",
) -> tuple[ScenarioResult, ...]:
    """Play all scenarios of ``source`` and give what came of each, in order. Nothing is written anywhere.

    ``source`` is a file, a folder (all ``*.scenario.toml`` in it and below), or the text of a file. ``plugins`` are
    folders of plugins that are not installed, besides those that a file names; ``only`` names the installed ones that
    may be used, all where it is left out. ``plan`` holds for the files of its city in place of the plan that would be
    assembled: one with a row less, for example. ``lang`` (``zh``, ``en``) is the language of results, by default the
    file's, else the city's first.

    Raises:
        RejectedInput: a file cannot be read, or has mistakes: all of all files at once, each with the nearest right
            word. Nothing is played then.
        AssemblyError: the city cannot be opened.
    """
    files: list[ReadyFile] = []
    found: list[Problem] = []
    under = Under(tuple(plugins), None if only is None else frozenset(only), plan, lang)
    for text, name, folder in _sources(source):
        try:
            files.append(ready(text(), name, folder, under))
        except RejectedInput as rejected:
            found += rejected.problems
    if found:
        raise RejectedInput(found)
    return tuple(file.play(scenario) for file in files for scenario in file.scenarios)
