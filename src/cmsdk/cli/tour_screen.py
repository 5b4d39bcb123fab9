"""How a short tour of several cities looks on the screen (巡览): a few lines a city."""

from collections.abc import Sequence

import attrs

from cmsdk.model.indicated import Indicated
from cmsdk.model.problem import Problem
from cmsdk.publish.columns import FIELDS

from .demo_forms import entered_total, total
from .demonstrated import Demo
from .lang import LANG, say
from .plan_screen import city_name
from .screen import Screen, short


@attrs.frozen
class Stop:
    """A city of the tour, or why it could not be shown."""

    city: str
    """Its id, or the name of the plugin where that is not known."""
    demo: Demo | None
    first: bool = False
    """This one is shown in full after the tour."""
    problems: tuple[Problem, ...] = ()


def show_tour(screen: Screen, stops: Sequence[Stop]) -> None:
    """Each city in short, and how to see one in full."""
    screen.line(say("tour-title", count=len(stops)), "bold")
    for stop in stops:
        if stop.demo is not None:
            _city(screen, stop.demo)
        else:
            screen.heading(say("tour-not-shown", city=stop.city))
            screen.reasons(stop.problems)
    screen.line()
    screen.line(say("tour-more"))
    screen.raw("  cmsdk demo --city ID")
    screen.line()


def _city(screen: Screen, demo: Demo) -> None:
    name, title = say("tour-city", city=city_name(demo.plan), id=demo.plan.city), demo.script.tour.called(LANG.get())
    screen.heading(f"{name} · {title}" if title else name)
    decision = " → ".join(filter(None, _decision(demo)))
    rows = [
        (say("tour-received"), say("tour-received-text", files=len(demo.received), **total(demo))),
        (say("tour-worked"), say("tour-worked-text", cases=len(demo.played), **entered_total(demo))),
        (say("tour-decided"), decision),
        (say("tour-because"), demo.explanation.reason),
        (say("tour-counted"), " · ".join(_counted(one) for one in demo.indicators)),
    ]
    screen.pairs(rows)
    for file in filter(None, (demo.page, demo.document)):
        screen.raw(f"  {file}")
    screen.reasons(demo.problems)


def _counted(one: Indicated) -> str:
    return say("tour-count", name=one.called(LANG.get()), value=one.text)


def _decision(demo: Demo) -> list[str]:
    """The matter, its category, and the unit that triage named: a day of work may have brought it to another."""
    case, view, unit = demo.explanation.case, demo.view, demo.explanation.decided.answer
    named = demo.explanation.names.get(unit, unit)
    said = [FIELDS[field](case, view) for field in ("category_name", "mode", "due")]
    return [short(case.title or case.text, 48), said[0], named, *said[1:]]
