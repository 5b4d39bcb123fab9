"""The hookspecs. Authors subclass :class:`CityPlugin`, override what they contribute, and mark it ``@hookimpl``.

Every hook takes one ``context``, does no I/O beyond ``context.resource``, is idempotent, and yields frozen
contributions (ADR 0002: hooks assemble, values act). No hook is ever called per case. Every hook is
optional: the body here contributes nothing.
"""

from .specs_made_of import MadeOf
from .specs_tells import Tells
from .specs_works_by import WorksBy


class CityPlugin(MadeOf, WorksBy, Tells):
    """Base class of every plugin. It is made once a city, without arguments; state on ``self`` is that city's."""
