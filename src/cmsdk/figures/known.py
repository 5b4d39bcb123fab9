"""All views, by name."""

from collections.abc import Mapping
from typing import Final

from .assessment import assessment
from .community import (
    activity,
    agreement,
    board,
    campaign,
    cases,
    coverage,
    drive,
    duty,
    forces,
    handin,
    joint_action,
    meeting,
    opinion,
    partner,
    patrol,
    patrol_coverage,
    programme,
    settling,
    station,
    systems,
    task,
    tracing,
    volunteers,
    whistle,
)
from .views import View

_PARTS: Final = (
    activity,
    agreement,
    board,
    campaign,
    cases,
    coverage,
    drive,
    duty,
    forces,
    handin,
    joint_action,
    meeting,
    opinion,
    partner,
    patrol,
    patrol_coverage,
    programme,
    settling,
    station,
    systems,
    task,
    tracing,
    volunteers,
    whistle,
)
_COUNTED: Final = {view.id: view for part in _PARTS for view in part.VIEWS}
VIEWS: Final[Mapping[str, View]] = {**_COUNTED, "programme-assessment": assessment(_COUNTED)}
"""Id → view."""
