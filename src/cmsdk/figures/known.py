"""All views, by name."""

from collections.abc import Mapping
from typing import Final

from .community import agreement, handin, opinion
from .views import View

VIEWS: Final[Mapping[str, View]] = {view.id: view for part in (agreement, handin, opinion) for view in part.VIEWS}
"""Id → view."""
