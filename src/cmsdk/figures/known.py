"""All views, by name."""

from collections.abc import Mapping
from typing import Final

from .community import cases, duty, joint_action, opinion, partner, patrol, patrol_coverage, settling, task, whistle
from .views import View

_PARTS: Final = (cases, duty, joint_action, opinion, partner, patrol, patrol_coverage, settling, task, whistle)
VIEWS: Final[Mapping[str, View]] = {view.id: view for part in _PARTS for view in part.VIEWS}
"""Id → view."""
