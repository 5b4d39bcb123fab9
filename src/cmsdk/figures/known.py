"""All views, by name."""

from collections.abc import Mapping
from typing import Final

from .community import board, cases, coverage, opinion, station
from .views import View

_PARTS: Final = (board, cases, coverage, opinion, station)
VIEWS: Final[Mapping[str, View]] = {view.id: view for part in _PARTS for view in part.VIEWS}
"""Id → view."""
