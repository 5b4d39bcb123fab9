"""All views, by name."""

from collections.abc import Mapping
from typing import Final

from .community import board, cases, coverage, duty, opinion, patrol, patrol_coverage, station
from .views import View

_PARTS: Final = (cases, duty, opinion, patrol, patrol_coverage, board, coverage, station)
VIEWS: Final[Mapping[str, View]] = {view.id: view for part in _PARTS for view in part.VIEWS}
"""Id → view."""
