"""What people write into a command, as it may stand in an entry: cleaned, without personal data (contracts §9)."""

from collections.abc import Iterable
from typing import Any, Final, TypeVar

import attrs

from cmsdk.contract.plan import CityPlan
from cmsdk.contract.ports import raw_digest
from cmsdk.model.commands import PROSE, Command, Refusal
from cmsdk.model.enforcement_fields import FileCommand
from cmsdk.model.redact import redact_code
from cmsdk.model.report import Person
from cmsdk.model.works.base import WorkCommand, codes, prose
from cmsdk.triage.read import Own, clean, storable

AnyCommand = Command | FileCommand | WorkCommand
"""On a case, on an enforcement file, on community work."""
C = TypeVar("C", bound=Command)
W = TypeVar("W", bound=WorkCommand)
MOST: Final = 200
"""Characters that a fact of a refusal is kept with: it repeats what was given, which may be of any length."""


def masked(text: str, person: Person, lang: str = "zh") -> str:
    """``text`` cleaned as a report's is, with personal data, and what is known of ``person``, masked."""
    return own(person, lang).masked(clean(text))


def own(person: Person, lang: str = "zh") -> Own:
    """What is known of ``person``, to be looked for in words."""
    return Own.of(attrs.asdict(person), lang)


def own_name(key: str) -> str:
    """An app's own name for a command or upload, as it may be entered for good: a digest where it holds a number."""
    text = storable(key)
    told = clean(text)
    return text if redact_code(told) == told else raw_digest(text)


def work_name(name: str) -> str:
    """A piece of work's own name as it may stand in an id: one line of what can be seen.

    A digest stands for one that is too long, or holds a number.
    """
    told = " ".join(clean(name).split())
    return own_name(told) if len(told) <= MOST else raw_digest(told)


def masked_work(command: W, people: Iterable[Person], lang: str) -> W:
    """``command`` without what would give any of ``people``, or anybody by a number, away: its words, and its ids."""
    for person in (Person(), *people):
        known = own(person, lang)
        told: dict[str, Any] = {name: known.masked(clean(text)) for name, text in prose(command).items()}
        for name, value in codes(command).items():
            named = tuple(known.masked_code(clean(one)) for one in ((value,) if isinstance(value, str) else value))
            told[name] = named[0] if isinstance(value, str) else named
        command = attrs.evolve(command, **told) if told else command
    return command


def _words(command: Command, plan: CityPlan) -> dict[str, str]:
    """What people wrote; an officer's id and an exception of the city's table are none of their own words."""
    known = (plan.officers, plan.approach_policy.excuses)
    given = ((name, getattr(command, name, "")) for name in PROSE)
    return {name: text for name, text in given if text and not any(text in table for table in known)}


def has_words(command: Command, plan: CityPlan) -> bool:
    """Whether there is anything in ``command`` that could give somebody away."""
    return bool(_words(command, plan))


def without_personal_data(command: C, person: Person | None, plan: CityPlan) -> C:
    """``command`` with its words masked; an officer's id stays as the city's table has it."""
    words = _words(command, plan)
    if not words:
        return command
    return attrs.evolve(
        command, **{name: masked(text, person or Person(), plan.profile.mask_language) for name, text in words.items()}
    )


def harmless(
    refusal: Refusal,
    command: AnyCommand,
    key: str,
    people: Iterable[Person | None],
    plan: CityPlan,
) -> Refusal:
    """``refusal`` as it may be kept: what it repeats of the command, which may be anything, is masked and cut."""
    given = [key, *attrs.astuple(command, recurse=False)]
    words = {word for value in given for word in (value if isinstance(value, tuple) else (value,))}
    said = [word for word in words if isinstance(word, str) and word]
    everybody = (Person(), *filter(None, people))
    facts = []
    for name, value in refusal.facts:
        if any(word in value for word in said):
            for person in everybody:
                value = masked(value, person, plan.profile.mask_language)  # noqa: PLW2901  each masks some more
        facts.append((name, value if len(value) <= MOST else f"{value[:MOST]}…"))
    return attrs.evolve(refusal, facts=tuple(facts))
