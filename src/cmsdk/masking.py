"""What people write into a command, as it may stand in an entry: cleaned, without personal data (contracts §9)."""

import re
from typing import Final

import attrs

from cmsdk.contract.plan import CityPlan
from cmsdk.model.commands import PROSE, Command
from cmsdk.model.redact import redact
from cmsdk.model.report import Person
from cmsdk.triage.read import clean

_SEVERAL = re.compile("[,;/|、，；]")
_BETWEEN: Final = r"[^\w\n]{0,2}"
"""What may stand between the digits of a number, whoever writes it down."""
_LEAST_DIGITS, _LEAST_LETTERS = 5, 2
"""Shorter numbers and names are too common to be masked wherever they occur."""


def masked(text: str, person: Person) -> str:
    """``text`` cleaned as a report's is, with numbers, addresses, and the name and phones of ``person`` masked."""
    text = redact(clean(text))
    for phone in _SEVERAL.split(person.phone):
        digits = re.findall("[0-9]", phone)
        if len(digits) >= _LEAST_DIGITS:
            text = re.sub(rf"(?<![0-9]){_BETWEEN.join(digits)}(?![0-9])", "[电话]", text)
    return text.replace(person.name, "某") if len(person.name) >= _LEAST_LETTERS else text


def without_personal_data(command: Command, person: Person | None, plan: CityPlan) -> Command:
    """``command`` with its words masked; an officer's id stays as the city's table has it."""
    words = {name: text for name in PROSE if (text := getattr(command, name, "")) and text not in plan.officers}
    return attrs.evolve(command, **{name: masked(text, person or Person()) for name, text in words.items()})
