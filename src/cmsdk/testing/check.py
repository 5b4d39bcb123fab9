"""Whether the names in a scenario are those of its city and of its kind: every slip at once, each with the nearest."""

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum

import attrs

from cmsdk.contract.plan import CityPlan
from cmsdk.model.errors import RejectedInput
from cmsdk.model.expected import expected_facts
from cmsdk.model.problem import Problem, problem

from .compare import misfit
from .form import Expectation, Given, Leaf, Moment, Scenario, Spot, Step
from .moments import later, moment
from .nearest import nearest
from .paths import UnknownPathError, element, hint_at
from .people import nearest_person, unknown_in
from .seen import REFUSED, hint_of, names
from .verbs import FILE_VERBS, OPENS, VERBS, verb_id
from .vocabulary import ALIASES, KNOWN, worded

CASES = ("linked", "recurs")
"""Attributes of a case that name other cases."""
PEOPLE = ("officers",)
"""Fields of commands that name people of the city's roster."""
_SHOWN = 12
"""Known names that a message lists."""


def _known(known: Iterable[str]) -> str:
    listed = list(dict.fromkeys(known))
    return ", ".join(listed[:_SHOWN]) + (", …" if len(listed) > _SHOWN else "")


@attrs.frozen
class Check:
    """The check of one scenario against the plan of its city."""

    plan: CityPlan
    scenario: Scenario

    def problems(self) -> Iterator[Problem]:
        """All slips of the scenario."""
        spot = self.scenario.spot
        yield from self._moment(self.scenario.at, spot.at("at"))
        for given in self.scenario.given:
            yield from self._given(given)
        opened: list[str] = []
        for step in self.scenario.steps:
            yield from self._step(step)
            yield from self._opening(step, opened) if step.do else self._file(step.file, step.spot, opened)
        for end in self.scenario.ends:
            yield from self._case(end.case, end.spot.at("case"))
            yield from self._file(end.file, end.spot, opened)
            for wanted in end.expect:
                yield from self._expectation(wanted, step=None, of_file=bool(end.file))

    def _given(self, given: Given) -> Iterator[Problem]:
        if given.channel:
            yield from self._name("channel", given.channel, given.spot.at("channel"))
        yield from self._moment(given.at, given.spot.at("at"))
        yield from self._span(given.after, given.spot.at("after"))

    def _step(self, step: Step) -> Iterator[Problem]:
        yield from self._moment(step.at, step.spot.at("at"))
        yield from self._span(step.after, step.spot.at("after"))
        yield from self._case(step.case, step.spot.at("case"))
        if step.do:
            yield from self._do(step)
        for kind, name in unknown_in(step.by, self.plan) if step.by else ():
            yield from self._name(kind, name, step.spot.at("by"))
        for wanted in step.expect:
            yield from self._expectation(wanted, step, of_file=bool(step.file))

    def _opening(self, step: Step, opened: list[str]) -> Iterator[Problem]:
        """A file is named by the step that opens it, once, and by steps after that."""
        if verb_id(step.do, step.file, self.plan) != OPENS:
            yield from self._file(step.file, step.spot, opened)
        elif not step.case:
            yield problem("CMS608", str(step.spot), key="case")
        elif step.file in opened:
            yield problem("CMS611", str(step.spot.at("file")), name=step.file, times=2)
        elif not step.refused:
            opened.append(step.file)

    def _file(self, file: str, spot: Spot, opened: list[str]) -> Iterator[Problem]:
        if file and file not in opened:
            facts = {"near": nearest(file, opened) or OPENS, "known": ", ".join(opened)}
            yield problem("CMS609", str(spot.at("file")), name=file, expected="scenario-file", **facts)

    def _do(self, step: Step) -> Iterator[Problem]:
        do, verbs = verb_id(step.do, step.file, self.plan), FILE_VERBS if step.file else VERBS
        if do not in verbs:
            yield from self._name("file-command" if step.file else "command", do, step.spot.at("do"))
            return
        verb, words = verbs[do], step.spot.at("with")
        fields = verb.fields
        for key in step.words:
            if key not in fields:
                near = nearest(key, [name for name in fields if name not in step.words] or fields)
                yield problem("CMS606", str(words.at(key)), key=key, near=near, known=_known(fields))
        known = {key: text for key, text in step.words.items() if key in fields}
        try:
            verb.read(do, known)
        except RejectedInput as rejected:
            yield from (attrs.evolve(p, where=str(words)) for p in rejected.problems)
        if not step.refused:
            for key in sorted(known.keys() & verb.cases):
                yield from self._case(known[key], words.at(key))
            for key in sorted(known.keys() & PEOPLE):
                for person in known[key].split(";"):
                    yield from self._name("person", person.strip(), words.at(key))
        if known.get("unit") and self.plan.units and step.refused not in {"unit", "CMS711"}:
            yield from self._name("unit", known["unit"], words.at("unit"))

    def _expectation(self, wanted: Expectation, step: Step | None, *, of_file: bool) -> Iterator[Problem]:
        first = wanted.path[0]
        if first == REFUSED and step is not None and step.do and len(wanted.path) == 1:
            yield from self._values("refused", wanted.value, wanted.spot)
            return
        may = names(of_file=of_file)
        known = (*may, REFUSED) if step is not None and step.do else may
        if first not in known or first == REFUSED:
            yield self._no_path(wanted, first, known)
            return
        try:
            hint = hint_of(wanted.path, of_file=of_file)
        except UnknownPathError as error:
            yield self._no_path(wanted, error.part, error.known)
            return
        expected = misfit(hint, wanted.value, self.plan)
        if expected:
            more = {"names": _known(tuple(_below(hint)))}
            yield problem("CMS607", str(wanted.spot), key=wanted.name, value=wanted.value, expected=expected, **more)
        else:
            yield from self._words(wanted, hint, of_file=of_file)

    def _words(self, wanted: Expectation, hint: object, *, of_file: bool) -> Iterator[Problem]:
        """Names of the city in the path, and in the value."""
        for part, key in zip(wanted.path[1:-1], wanted.path[2:], strict=False):
            kind = ALIASES.get(part)
            if kind and key and not key.isdigit() and key != "count":
                yield from self._name(kind, key, wanted.spot)
        clocks = {"clock": "stage", "terms": "term"}.get(wanted.path[0])
        if clocks and len(wanted.path) > 1:
            yield from self._name(clocks, wanted.path[1], wanted.spot)
        last = wanted.path[-1]
        kind = "file-state" if of_file and last == "state" else ALIASES.get(last, last)
        if isinstance(hint, type) and issubclass(hint, StrEnum):
            yield from self._one_of(worded(hint), wanted.value, wanted.spot)
        elif wanted.path in {(name,) for name in CASES}:
            for name in wanted.value if isinstance(wanted.value, list) else [wanted.value]:
                yield from self._case(str(name) if isinstance(name, str) else "", wanted.spot)
        elif kind in KNOWN and element(hint) is None and len(wanted.path) == 1:
            yield from self._values(kind, wanted.value, wanted.spot)

    def _no_path(self, wanted: Expectation, part: str, known: tuple[str, ...]) -> Problem:
        facts = {"path": wanted.name, "part": part, "near": nearest(part, known), "known": ", ".join(known)}
        return problem("CMS610", str(wanted.spot), **facts)

    def _values(self, kind: str, value: Leaf, spot: Spot) -> Iterator[Problem]:
        if value != "":
            yield from self._name(kind, str(value), spot)

    def _one_of(self, known: tuple[str, ...], value: Leaf, spot: Spot) -> Iterator[Problem]:
        if value != "" and value not in known:
            facts = {"name": value, "near": nearest(str(value), known), "known": ", ".join(known)}
            yield problem("CMS609", str(spot), expected="scenario-word", **facts)

    def _name(self, kind: str, name: str, spot: Spot) -> Iterator[Problem]:
        known = tuple(KNOWN[kind](self.plan))
        if name not in known:
            near = nearest_person(name, self.plan) if kind == "person" else nearest(name, known)
            yield problem("CMS609", str(spot), name=name, expected=f"scenario-{kind}", near=near, known=_known(known))

    def _case(self, case: str, spot: Spot) -> Iterator[Problem]:
        known = [given.name for given in self.scenario.given]
        if case and known and case not in known:
            facts = {"near": nearest(case, known), "known": ", ".join(known)}
            yield problem("CMS609", str(spot), name=case, expected="scenario-case", **facts)

    def _moment(self, written: Moment | None, spot: Spot) -> Iterator[Problem]:
        if not written:
            return
        try:
            moment(written, self.plan)
        except (ValueError, OverflowError) as error:
            yield problem("CMS607", str(spot), key=spot.parts[-1], value=written, **expected_facts(error))

    def _span(self, text: str, spot: Spot) -> Iterator[Problem]:
        if not text:
            return
        try:
            later(moment("2026-01-05 09:00+00:00", self.plan), text, self.plan)
        except ValueError as error:
            yield problem("CMS607", str(spot), key="after", value=text, **expected_facts(error))


def _below(hint: object) -> Mapping[str, object]:
    """What a path may go on with."""
    try:
        hint_at(hint, ("\0",))
    except UnknownPathError as error:
        return dict.fromkeys(error.known)
    return {}
