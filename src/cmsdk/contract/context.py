"""What a hook is given. It only ever grows."""

from collections.abc import Callable

import attrs


@attrs.frozen
class AssemblyContext:
    """The one argument of every hook.

    ``resource`` reads a file of the plugin by its path from the manifest's folder; ``None`` where there
    is none. ``resources`` lists the files of a folder there. A folder that the app laid over the plugin's
    (``discover(resources=…)``) comes first, file by file. Nothing else may be read.
    """

    city: str
    """Id of the city that is being assembled."""
    plugin: str
    """Name of the plugin that is being asked."""
    resource: Callable[[str], bytes | None]
    resources: Callable[[str], tuple[str, ...]]
