"""Who acts, and with what: words from the shell → actor, fields."""

from difflib import get_close_matches

from cmsdk.contract.plan import CityPlan
from cmsdk.model.commands import Actor
from cmsdk.model.errors import RejectedInput
from cmsdk.model.problem import problem
from cmsdk.work.wording import actor_of, near_officer


def person(plan: CityPlan, by: str) -> Actor:
    """The officer ``by``, or ``id:role1,role2@unit`` whom the owner of the shell vouches for; the unit may be left out.

    Raises RejectedInput.
    """
    actor = actor_of(by, plan)
    if actor is not None and by in plan.officers:
        return actor
    if actor is None or not actor.roles:
        raise RejectedInput([problem("CMS911", "--by", person=by, near=near_officer(by, plan))])
    if actor.unit and actor.unit not in plan.units:
        near = get_close_matches(actor.unit, plan.units, n=1, cutoff=0)
        raise RejectedInput([problem("CMS711", "--by", unit=actor.unit, near=near[0] if near else "—")])
    return actor


def fields_from(command: str, given: tuple[str, ...]) -> dict[str, str]:
    """``field=value`` words as fields; every word that is not of this form is named. Raises RejectedInput."""
    fields, problems = {}, []
    for word in given:
        name, equals, value = word.partition("=")
        if not equals or not name.strip():
            problems.append(
                problem("CMS707", "--set", command=command, field=word, reason="--set FIELD=VALUE", choices="")
            )
            continue
        fields[name.strip()] = value
    if problems:
        raise RejectedInput(problems)
    return fields
