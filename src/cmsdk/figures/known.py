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
    handin,
    joint_action,
    opinion,
    partner,
    patrol,
    patrol_coverage,
    settling,
    station,
    task,
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
    handin,
    joint_action,
    opinion,
    partner,
    patrol,
    patrol_coverage,
    settling,
    station,
    task,
    volunteers,
    whistle,
)
VIEWS: Final[Mapping[str, View]] = {view.id: view for part in _PARTS for view in part.VIEWS}
"""Id → view."""
