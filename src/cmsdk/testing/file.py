"""A scenario file as it is written → :class:`ScenarioFile`, with every mistake of form at once."""

from collections import Counter
from collections.abc import Iterable, Sequence
import tomllib
from typing import Any, Final

import attrs

from cmsdk.model.problem import Problem, problem

from .form import FIELDS, ONLY, Expectation, Given, Outlook, Scenario, ScenarioFile, Spot, Step
from .lines import Lines, lines_of
from .table import Table, as_text
from .verbs import OPENS

SUFFIX: Final = ".scenario.toml"
FILE_KEYS: Final = ("city", "language", "plugins", "why", "basis", "scenario")
SCENARIO_KEYS: Final = ("name", "why", "basis", "at", "given", "step", "expect")
GIVEN_KEYS: Final = ("as", "after", "channel", "written_at", *FIELDS)
STEP_KEYS: Final = ("at", "after", "do", "by", "with", "case", "file", "key", "expect")


def read_scenarios(text: str, file: str, found: list[Problem]) -> ScenarioFile | None:
    """The scenarios that ``text`` has, ``found`` grown by its mistakes; nothing where it is no TOML or has no city."""
    try:
        form: dict[str, Any] = tomllib.loads(text.removeprefix("\ufeff"))
        return _whole(Table(form, Spot(file), found), text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        found.append(problem("CMS605", file, error=error))
        return None


def _whole(whole: Table, text: str) -> ScenarioFile | None:
    whole.knows(FILE_KEYS)
    whole.needs("city")
    whole.needs("scenario")
    tables = whole.tables("scenario")
    scenarios = [_scenario(table, lines) for table, lines in zip(tables, lines_of(text, len(tables)), strict=True)]
    _once((scenario.name for scenario in scenarios), whole)
    city = whole.text("city")
    if not city:
        return None
    return ScenarioFile(
        name=whole.spot.file,
        city=city,
        language=_language(whole),
        plugins=whole.names("plugins"),
        scenarios=tuple(scenarios),
    )


def _once(names: Iterable[str], table: Table) -> None:
    """Note every name that is given more than once."""
    for name, times in Counter(filter(None, names)).items():
        if times > 1:
            table.found.append(problem("CMS611", str(table.spot), name=name, times=times))


def _language(whole: Table) -> str:
    language = whole.text("language")
    if language in {"", "zh", "en"}:
        return language
    whole.misfit("language", "scenario-language")
    return ""


def _scenario(table: Table, lines: Lines) -> Scenario:
    name = table.text("name")
    table = attrs.evolve(table, spot=Spot(table.spot.file, lines.scenario, (name or table.spot.parts[-1],)))
    table.knows(SCENARIO_KEYS)
    for key in ("name", "at", "given"):
        table.needs(key)
    reports, steps, ends = (table.tables(key) for key in ("given", "step", "expect"))
    if not steps and not ends:
        table.needs("expect")
    _once((report.text("as") for report in reports), table)
    given = tuple(_given(_on(t, lines.of("given", n, len(reports))), n, len(reports)) for n, t in enumerate(reports))
    return Scenario(
        name=name,
        why=table.text("why"),
        basis=table.text("basis"),
        at=table.moment("at") or "",
        given=given,
        steps=tuple(_step(_on(t, lines.of("step", n, len(steps))), n + 1, given) for n, t in enumerate(steps)),
        ends=tuple(_outlook(end, given) for end in ends),
        spot=table.spot,
    )


def _on(table: Table, line: int) -> Table:
    return attrs.evolve(table, spot=attrs.evolve(table.spot, line=line))


def _given(table: Table, number: int, count: int) -> Given:
    table.knows(GIVEN_KEYS)
    if count > 1:
        table.needs("as")
    fields = {key: as_text(table.form[key]) for key in FIELDS if key in table.form and key != "at"}
    for key in fields:
        if isinstance(table.form[key], dict):
            table.misfit(key, "scenario-text")
    return Given(
        name=table.text("as") or (ONLY if count == 1 else f"given {number + 1}"),
        after=table.text("after"),
        channel=table.text("channel"),
        fields=fields,
        at=table.moment("at"),
        written_at=table.text("written_at"),
        spot=table.spot,
    )


def _step(table: Table, number: int, given: Sequence[Given]) -> Step:
    table.knows(STEP_KEYS)
    do, expect, at, after = table.text("do"), table.table("expect"), table.moment("at"), table.text("after")
    file = table.text("file")
    if do == OPENS:
        table.needs("file")
    if at and after:
        table.note("CMS612", "after", first="at", second="after")
    if do:
        table.needs("by")
    elif not expect.form:
        table.needs("do")
    return Step(
        number=number,
        at=at,
        after=after,
        do=do,
        by=table.text("by"),
        words=_words(table.table("with")),
        case=_case(table, given, asked=not file),
        file=file,
        key=table.text("key"),
        expect=_expectations(expect),
        spot=table.spot,
    )


def _words(table: Table) -> dict[str, str]:
    """The fields of a command as texts."""
    return {key: as_text(value) for key, value in table.form.items()}


def _outlook(table: Table, given: Sequence[Given]) -> Outlook:
    expect, file = _expectations(table, besides=("case", "file")), table.text("file")
    of_case = not file and any(wanted.path[0] not in {"figures", "received"} for wanted in expect)
    case = _case(table, given) if of_case or "case" in table.form else ""
    return Outlook(case=case, file=file, expect=expect, spot=table.spot)


def _case(table: Table, given: Sequence[Given], *, asked: bool = True) -> str:
    """Which of the cases is meant: the only one where the file does not say; ``asked`` where one has to be named."""
    case = table.text("case")
    if asked and not case and len(given) > 1:
        table.needs("case")
    return case or (given[0].name if len(given) == 1 else "")


def _expectations(table: Table, besides: Sequence[str] = ()) -> tuple[Expectation, ...]:
    return tuple(
        Expectation(path, value, table.spot.at(".".join(path)))
        for path, value in table.leaves()
        if path not in {(key,) for key in besides}
    )
