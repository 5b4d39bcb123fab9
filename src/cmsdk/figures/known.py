"""All views, by name."""

from collections.abc import Mapping
from typing import Final

from .assessment import assessment
from .community import (
    activity,
    campaign,
    cases,
    drive,
    duty,
    forces,
    meeting,
    opinion,
    patrol,
    patrol_coverage,
    programme,
    systems,
    tracing,
    volunteers,
)
from .views import View

_PARTS: Final = (
    activity,
    campaign,
    cases,
    drive,
    duty,
    forces,
    meeting,
    opinion,
    patrol,
    patrol_coverage,
    programme,
    systems,
    tracing,
    volunteers,
)
_COUNTED: Final = {view.id: view for part in _PARTS for view in part.VIEWS}
VIEWS: Final[Mapping[str, View]] = {**_COUNTED, "programme-assessment": assessment(_COUNTED)}
"""Id → view."""
