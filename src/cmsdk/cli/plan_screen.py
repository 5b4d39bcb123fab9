"""What a plan is made of, for people and for machines."""

from cmsdk.contract.plan import CityPlan

from .lang import LANG, say
from .screen import Screen

PARTS = (
    "divisions", "grids", "stations", "units", "officers", "schemes", "categories", "standards", "classifiers",
    "routes", "matchers", "limits", "calendars", "channels", "reports", "formats",
)  # fmt: skip
"""The parts, in the order in which they are counted."""


def city_name(plan: CityPlan) -> str:
    """The city's name in the language of the run."""
    return plan.profile.name_en or plan.profile.name if LANG.get() == "en" else plan.profile.name


def show_plan(screen: Screen, plan: CityPlan) -> None:
    """The city, its fingerprint and plugins, and how much there is of each part."""
    facts = [(say(f"part-{part}"), str(len(getattr(plan, part)))) for part in PARTS]
    screen.line(say("city-can", city=city_name(plan), id=plan.city), "bold")
    screen.pairs([
        (say("fingerprint"), plan.fingerprint),
        (say("made-of"), ", ".join(f"{p.name} ({p.label})" for p in plan.plugins)),
        (say("contains"), " · ".join(f"{name} {count}" for name, count in facts)),
    ])  # fmt: skip


def plan_form(plan: CityPlan) -> dict[str, object]:
    """The same as JSON."""
    return {
        "city": plan.city,
        "name": plan.profile.name,
        "fingerprint": plan.fingerprint,
        "plugins": [{"name": p.name, "distribution": p.distribution, "version": p.version} for p in plan.plugins],
        "parts": {part: len(getattr(plan, part)) for part in PARTS},
    }
