"""All built-in guards of enforcement files by id."""

from collections.abc import Mapping
from typing import Final

from .asked import Guard
from .deciding import DECIDING
from .exits import EXITS
from .people import PEOPLE
from .performing import PERFORMING

GUARDS: Final[Mapping[str, Guard]] = {**PEOPLE, **DECIDING, **EXITS, **PERFORMING}
"""Guard → its code and check; ``FILE_GUARDS`` of the contract lists the ids."""
