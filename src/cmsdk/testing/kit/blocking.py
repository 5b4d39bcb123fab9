"""Keeps what a plugin does from reaching the disk, the network and other programs, and remembers who tried.

An audit hook of Python (PEP 578) sees every such call, whatever library makes it. It cannot be taken away again, so it
is set only in the process in which a plugin is checked. Only calls with a function of the plugin on the stack count.
"""

import inspect
import os
from pathlib import Path
import sys
from types import FrameType
from typing import Any, Final
from zoneinfo import TZPATH

import attrs

import cmsdk

_WRITES: Final = frozenset(
    {
        "os.remove", "os.rename", "os.mkdir", "os.rmdir", "os.link", "os.symlink", "os.truncate", "os.chmod",
        "os.chown", "os.utime", "os.setxattr", "os.chdir", "os.kill",
        "shutil.copyfile", "shutil.move", "shutil.rmtree", "shutil.copytree", "tempfile.mkstemp", "tempfile.mkdtemp",
    }
)  # fmt: skip
_NETWORK: Final = frozenset({"socket.connect", "socket.bind", "socket.getaddrinfo", "socket.sendto", "urllib.Request"})
_PROGRAMS: Final = frozenset({"subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.fork", "os.spawn"})
_STORES: Final = frozenset({"sqlite3.connect", "dbm.open"})
_OPENS: Final = "open"
_WRITING: Final = 0o1 | 0o2 | 0o100 | 0o1000 | 0o2000
"""O_WRONLY, O_RDWR, O_CREAT, O_TRUNC, O_APPEND on POSIX; a mode, where one is given, says it more plainly."""
_IMPORTS: Final = "<frozen importlib"
_CORE: Final = str(Path(cmsdk.__file__).parent) + os.sep
_LINES: Final = f"{os.sep}linecache.py"
"""Where Python reads the lines of code that a warning or a logged error shows."""
_PYTHON: Final = tuple(dict.fromkeys(Path(folder).resolve() for folder in (sys.prefix, sys.base_prefix, *TZPATH)))
"""Folders of Python, of what is installed beside it, and of time zones: libraries read their own data there."""


@attrs.frozen
class Tried:
    """One call that was kept from happening: what it was, and where in the plugin it stands."""

    what: str
    place: str
    hook: str = ""


class Blocked(RuntimeError):  # noqa: N818  it is raised into the plugin, which may show it to people
    """The plugin tried to reach something outside; a hook and a rule only decide."""


def whole(path: Path | str) -> str:
    """A path from the root of the disk; links in it stay links, and nothing is asked of the disk."""
    return os.path.abspath(path)  # noqa: PTH100  resolve follows links


def _writes(arguments: tuple[Any, ...]) -> bool:
    _, mode, flags = arguments
    if isinstance(mode, str):
        return any(letter in mode for letter in "wax+")
    return isinstance(flags, int) and bool(flags & _WRITING)


@attrs.define
class Blocking:
    """Watches from :meth:`begin` on, for functions that stand in files below ``root``."""

    root: Path
    tried: list[Tried] = attrs.field(factory=list)
    _roots: tuple[Path, ...] = attrs.field(init=False)
    """``root`` by either name: code is known by the name it was imported under, which may be a link's."""

    def __attrs_post_init__(self) -> None:
        """Know the folder by both its names."""
        self._roots = tuple({Path(whole(self.root)), self.root.resolve()})

    def begin(self) -> None:
        """Set the hook, for good."""
        sys.addaudithook(self._heard)

    def _heard(self, event: str, arguments: tuple[Any, ...]) -> None:
        what = self._outside(event, arguments)
        if not what:
            return
        frame, hook = self._plugin_frame(inspect.currentframe(), reading=what.startswith("read"))
        if frame is None:
            return
        place = f"{Path(frame.f_code.co_filename).name}:{frame.f_lineno}"
        self.tried.append(Tried(what, place, hook))
        raise Blocked(f"{what} ({place}): a plugin reads its own files by context.resource, and reaches nothing else")

    def _outside(self, event: str, arguments: tuple[Any, ...]) -> str:
        """What kind of call it is, with what it is about; nothing for the many that matter to nobody."""
        if event == _OPENS:
            name = arguments[0]
            if isinstance(name, int):
                return ""
            shown = name.decode(errors="replace") if isinstance(name, bytes) else str(name)
            return f"write {shown}" if _writes(arguments) else "" if self._of_python(shown) else f"read {shown}"
        if event in _WRITES or event in _NETWORK or event in _PROGRAMS or event in _STORES:
            return f"{event} {arguments[0] if arguments else ''}".strip()
        return ""

    def _is_own(self, path: Path) -> bool:
        return any(path.is_relative_to(root) for root in self._roots)

    def _of_python(self, name: str) -> bool:
        """Whether a file is read that no plugin can have put there; its own are, wherever it is installed."""
        path = Path(whole(name))
        return any(path.is_relative_to(folder) for folder in _PYTHON) and not self._is_own(path)

    def _plugin_frame(self, frame: FrameType | None, *, reading: bool) -> tuple[FrameType | None, str]:
        """The plugin's function that made the call, and the hook that it was in.

        Reading counts only where the plugin's own code opens the file: imports, and what the core reads for it
        (``context.resource``, its own sentences), are the core's and Python's business.
        """
        found: FrameType | None = None
        hook = ""
        while frame is not None:
            file = frame.f_code.co_filename
            others = file.startswith((_IMPORTS, _CORE)) or file.endswith(_LINES)
            if found is None and reading and others and file != __file__:
                return None, ""
            if self._is_own(Path(file)):
                found = found or frame
                if frame.f_code.co_name.startswith("cmsdk_"):
                    hook = frame.f_code.co_name
            frame = frame.f_back
        return found, hook
