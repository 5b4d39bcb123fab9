"""pluggy markers of the project."""

from typing import Final

import pluggy

PROJECT: Final = "cmsdk"
ENTRY_POINTS: Final = "cmsdk.plugins"
"""Entry-point group whose values name manifests: ``package:cmsdk.toml``."""

hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)
