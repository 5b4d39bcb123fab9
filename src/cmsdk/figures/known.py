"""All views, by name."""

from collections.abc import Mapping
from typing import Final

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
VIEWS: Final[Mapping[str, View]] = {view.id: view for part in _PARTS for view in part.VIEWS}
"""Id → view."""
