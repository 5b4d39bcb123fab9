"""Category, filing standard and title put right (更正), and the standard that a case is filed under. Pure."""

from collections.abc import Iterable
from difflib import get_close_matches

from cmsdk.model.commands import Correct, File, Refusal
from cmsdk.rules.handling import Chosen

from .procedure import Asked, Effects, refuse
from .recount import recounted


def file(command: File, asked: Asked) -> Effects | Refusal:
    """Filed; under another standard than triage chose, the deadline is that of this one."""
    if not command.standard or command.standard == asked.case.standard:
        return {}
    chosen = _under(command.standard, asked.case.category, asked)
    return chosen if isinstance(chosen, Refusal) else _counted(chosen, asked)


def correct(command: Correct, asked: Asked) -> Effects | Refusal:
    """What was wrong is put right; another category or standard counts the deadline anew from the case's own start."""
    case = asked.case
    if not (command.category or command.standard or command.title):
        return refuse("CMS704", "needs", asked.row.basis, command=command.name, field="category, standard, title")
    effects: Effects = {"course": {"corrected": True}}
    if command.title:
        if command.title == case.title:
            return _cannot("title", command.title, "—", asked)
        effects["title"] = command.title
    category = case.category
    if command.category:
        category = _category(command.category, asked)
        if category in {"", case.category}:
            return _cannot(
                "category", command.category, _near(command.category, asked.procedure.plan.categories), asked
            )
        effects["category"] = category
    if command.standard:
        if command.standard == case.standard:
            return _cannot("standard", command.standard, "—", asked)
        chosen = _under(command.standard, category, asked)
        return chosen if isinstance(chosen, Refusal) else effects | _counted(chosen, asked)
    if command.category:
        text = f"{case.title}\n{case.text}".casefold()
        limits, days = asked.procedure.limits, asked.procedure.days_of(case)
        return effects | _counted(limits.choose(category, case.grid, case.division, days, (text, (), ())), asked)
    return effects


def _category(given: str, asked: Asked) -> str:
    """The key of a category of the city's scheme, which may be given by its bare code; empty where there is none."""
    plan = asked.procedure.plan
    return next((key for key in (given, f"{plan.profile.scheme}/{given}") if key in plan.categories), "")


def _under(standard: str, category: str, asked: Asked) -> Chosen | Refusal:
    """The limit by a standard of the category, or of one above it."""
    case, procedure = asked.case, asked.procedure
    known = {one.id: one for one in procedure.standards(case, category)}
    if standard not in known:
        return _cannot("standard", standard, _near(standard, known), asked)
    days = procedure.days_of(case)
    return procedure.limits.under(known[standard], category, case.grid, case.division, days)


def _counted(chosen: Chosen, asked: Asked) -> Effects:
    return {"standard": chosen.standard, "due": recounted(asked.case, chosen, asked.procedure)}


def _near(given: str, known: Iterable[str]) -> str:
    return next(iter(get_close_matches(given, list(known), n=1, cutoff=0)), "—")


def _cannot(field: str, value: str, near: str, asked: Asked) -> Refusal:
    facts = {"case": asked.case.id, "field": field, "value": value, "near": near}
    return refuse("CMS748", "correct", asked.row.basis, command=asked.command.name, **facts)
