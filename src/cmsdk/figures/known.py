"""All views, by name."""

from collections.abc import Mapping
from typing import Final

from .assessment import assessment
from .community import cases, duty, forces, meeting, opinion, programme, systems, tracing
from .views import View

_PARTS: Final = (cases, duty, forces, meeting, opinion, programme, systems, tracing)
_COUNTED: Final = {view.id: view for part in _PARTS for view in part.VIEWS}
VIEWS: Final[Mapping[str, View]] = {**_COUNTED, "programme-assessment": assessment(_COUNTED)}
"""Id → view."""
