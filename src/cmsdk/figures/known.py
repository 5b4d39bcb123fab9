"""All views, by name."""

from collections.abc import Mapping
from typing import Final

from .community import cases, duty, forces, meeting, opinion, programme, systems, tracing
from .views import View

_PARTS: Final = (cases, duty, forces, meeting, opinion, programme, systems, tracing)
VIEWS: Final[Mapping[str, View]] = {view.id: view for part in _PARTS for view in part.VIEWS}
"""Id → view."""
