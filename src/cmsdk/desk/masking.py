"""What people write into a command, as it may stand in an entry: cleaned, without personal data (contracts §9)."""

import attrs

from cmsdk.contract.plan import CityPlan
from cmsdk.model.commands import PROSE, Command
from cmsdk.model.report import Person
from cmsdk.triage.read import Own, clean


def masked(text: str, person: Person, lang: str = "zh") -> str:
    """``text`` cleaned as a report's is, with personal data, and the name and numbers of ``person``, masked."""
    return Own.of({"name": person.name, "phone": person.phone}, lang).masked(clean(text))


def without_personal_data(command: Command, person: Person | None, plan: CityPlan) -> Command:
    """``command`` with its words masked; an officer's id stays as the city's table has it."""
    words = {name: text for name in PROSE if (text := getattr(command, name, "")) and text not in plan.officers}
    if not words:
        return command
    return attrs.evolve(
        command, **{name: masked(text, person or Person(), plan.profile.mask_language) for name, text in words.items()}
    )
