"""What machines get of figures and of a case's course: counts, what is counted apart, return visits."""

from typing import Any, Final

import attrs

from cmsdk.model.case import Case
from cmsdk.model.figures import Figures
from cmsdk.serial import make_converter

_CONVERTER: Final = make_converter()
_INNER: Final = ("keys", "back")
"""Fields of a course that are the engine's own."""


def course_form(case: Case) -> dict[str, Any]:
    """What has happened to a case at work; what has not is left out."""
    form: dict[str, Any] = _CONVERTER.unstructure(case.course)
    if case.course.request is not None:
        form["request"].pop("form", None)
    return {name: value for name, value in form.items() if name not in _INNER}


def figures_form(figures: Figures) -> dict[str, Any]:
    """The figures as JSON: rates in per cent to one decimal, nothing where there is no base."""
    visits = figures.visits
    return {
        "total": figures.total, "open": figures.open, "late": figures.late, "provisional": figures.provisional,
        "linked": figures.linked, "exempt": figures.exempt, "late_counted": figures.late_counted,
        "flows": attrs.asdict(figures.flows),
        "visits": {
            "units": [attrs.asdict(row) for row in visits.units],
            "summary": attrs.asdict(visits.summary) if visits.summary else None,
        },
    }  # fmt: skip
