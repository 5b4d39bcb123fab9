"""Who acts, and with what: words from the shell → actor, command id, fields."""

from difflib import get_close_matches

from cmsdk.contract.plan import CityPlan
from cmsdk.model.commands import COMMANDS, Actor, Satisfaction
from cmsdk.model.errors import RejectedInput
from cmsdk.model.problem import problem
from cmsdk.model.words import label


def person(plan: CityPlan, by: str) -> Actor:
    """The officer ``by``, or ``id:role1,role2@unit`` whom the owner of the shell vouches for; the unit may be left out.

    Raises RejectedInput.
    """
    officer = plan.officers.get(by)
    if officer is not None:
        return Actor(officer.id, officer.roles)
    name, colon, rest = by.partition(":")
    roles, at, unit = rest.partition("@")
    held, unit = tuple(role.strip() for role in roles.split(",") if role.strip()), unit.strip()
    if at and unit not in plan.units:
        near = get_close_matches(unit, plan.units, n=1, cutoff=0)
        raise RejectedInput([problem("CMS711", "--by", unit=unit, near=near[0] if near else "—")])
    if colon and name and held:
        return Actor(name, held, unit)
    named = [officer.id for officer in plan.officers.values() if officer.name == by]
    near = named or get_close_matches(by, plan.officers, n=1, cutoff=0)
    raise RejectedInput([problem("CMS911", "--by", person=by, near=near[0] if near else "ID:ROLE")])


def command_id(plan: CityPlan, word: str) -> str:
    """The id of a command, which may also be named by the city's own label for it (``受理``)."""
    if word in COMMANDS:
        return word
    labelled = {row.command for row in plan.workflow.transitions if row.label == word}
    return labelled.pop() if len(labelled) == 1 else word.replace("-", "_")


def fields_from(command: str, given: tuple[str, ...]) -> dict[str, str]:
    """``field=value`` words as fields; every word that is not of this form is named. Raises RejectedInput."""
    fields, problems = {}, []
    satisfaction = {label(str(member), "zh"): str(member) for member in Satisfaction}
    for word in given:
        name, equals, value = word.partition("=")
        if not equals or not name.strip():
            problems.append(problem("CMS707", "--set", command=command, field=word, reason="--set FIELD=VALUE"))
            continue
        name = name.strip()
        fields[name] = satisfaction.get(value, value) if name == "satisfied" else value
    if problems:
        raise RejectedInput(problems)
    return fields
