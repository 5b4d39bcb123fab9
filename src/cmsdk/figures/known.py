"""All views, by name."""

from collections.abc import Mapping
from typing import Final

from .community import activity, campaign, cases, drive, duty, opinion, volunteers
from .views import View

VIEWS: Final[Mapping[str, View]] = {
    view.id: view for part in (activity, campaign, cases, drive, duty, opinion, volunteers) for view in part.VIEWS
}
"""Id → view."""
