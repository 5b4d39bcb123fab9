"""All views, by name."""

from collections.abc import Mapping
from typing import Final

from .community import cases, duty, opinion
from .views import View

VIEWS: Final[Mapping[str, View]] = {view.id: view for part in (cases, duty, opinion) for view in part.VIEWS}
"""Id → view."""
