"""What a new plugin, its distribution, its package and its class are called, and why a name cannot be."""

from collections.abc import Iterable, Iterator
from importlib.metadata import version
import keyword
import re
from typing import Final

import attrs

from cmsdk import plugin
from cmsdk.contract.api import API
from cmsdk.model.ids import Scope, is_city_id, is_national
from cmsdk.model.problem import Problem, problem
from cmsdk.registry.discovery import Discovered

NATIONAL: Final = "cn"
"""Name of the national pack, which a city of a six-digit code builds on."""
TABLES_ONLY: Final = "cmsdk.plugin:TableCity"
"""The class of a plugin without Python."""
_PREFIX: Final = "cmsdk-"
_MOST: Final = 40
"""Letters of a name: it begins every id of the city's rows."""
_TAKEN: Final = frozenset({*plugin.__all__, "Iterable", "Sequence"})
"""What a plugin's module imports; a class of such a name would stand in its place."""
_DEVICES: Final = frozenset({"con", "prn", "aux", "nul", *(f"{p}{n}" for p in ("com", "lpt") for n in range(1, 10))})
"""What Windows takes for a device, whatever comes after a dot: ``con.scenario.toml`` cannot be a file there.
Source: Microsoft, Naming Files, Paths, and Namespaces."""
_NAME: Final = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*\Z")


@attrs.frozen
class Names:
    """The names of one new plugin, all made from its own."""

    name: str
    """The plugin's, which its ids begin with: ``east-harbour``."""
    scope: str

    @property
    def distribution(self) -> str:
        """What pip installs: ``cmsdk-east-harbour``."""
        return _PREFIX + self.name

    @property
    def package(self) -> str:
        """What Python imports: ``cmsdk_east_harbour``."""
        return self.distribution.replace("-", "_")

    @property
    def kind(self) -> str:
        """The class of a plugin with Python: ``EastHarbour``; ``RouteCity``, where ``Route`` is a name of the SDK."""
        words = "".join(part.capitalize() for part in self.name.split("-"))
        return f"{words}City" if words in _TAKEN else words

    @property
    def national(self) -> bool:
        """Whether the city has the national pack to build on."""
        return is_national(self.scope)

    def facts(self, *, python: bool) -> dict[str, str]:
        """What templates call these names, and the versions that the distribution is made for."""
        core = release_range(version("cmsdk"))
        needs = [f'"cmsdk{core}"', *([f'"{_PREFIX}{NATIONAL}{core}"'] if self.national else [])]
        needs += ['"typing-extensions>=4.14"'] if python else []
        return {
            "name": self.name, "scope": self.scope, "distribution": self.distribution, "package": self.package,
            "class": self.kind, "api": API, "core": core, "dependencies": ", ".join(needs),
            "plugin": f"{self.package}:{self.kind}" if python else TABLES_ONLY,
            "requires": f'["{NATIONAL}"]' if self.national else "[]",
        }  # fmt: skip


def release_range(release: str) -> str:
    """The releases that promise what ``release`` does: ``0.3.1`` → ``>=0.3,<0.4``, ``2.3.1`` → ``>=2.3,<3``."""
    major, minor, *_ = (int(part) for part in re.findall(r"\d+", f"{release}.0"))
    return f">={major}.{minor},<{major + 1}" if major else f">=0.{minor},<0.{minor + 1}"


def _near(name: str) -> str:
    """A name like ``name`` that would do; empty where nothing of it can be kept."""
    words = re.findall(r"[a-z0-9]+", name.casefold().removeprefix(_PREFIX))
    near = "-".join(words)[:_MOST].strip("-").lstrip("0123456789-")
    return f"{near}-city" if _reserved(near) else near


def _reserved(name: str) -> bool:
    return keyword.iskeyword(name) or keyword.iskeyword(name.capitalize()) or name in _DEVICES


def _is_city(scope: str) -> bool:
    return is_city_id(scope) and Scope(scope).specificity > 0


def misnamed(names: Names, installed: Iterable[Discovered]) -> Iterator[Problem]:
    """Everything that keeps ``names`` from being a new plugin's, beside the plugins that are ``installed``."""
    name = names.name
    if not _NAME.match(name) or len(name) > _MOST or _reserved(name) or name.startswith(_PREFIX):
        yield problem("CMS926", "NAME", name=name[:_MOST], near=_near(name))
    city = _is_city(names.scope)
    if not city:
        yield problem("CMS927", "--scope", scope=names.scope[:_MOST])
    for row in installed:
        if row.name == name:
            yield problem("CMS928", "NAME", what=name, who=row.label)
        elif city and row.manifest is not None and row.manifest.scope.text == names.scope:
            yield problem("CMS928", "--scope", what=names.scope, who=row.label)
