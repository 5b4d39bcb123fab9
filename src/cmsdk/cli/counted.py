"""What machines get of figures: counts, what is counted apart, return visits."""

from typing import Any

import attrs

from cmsdk.model.figures import Figures


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
