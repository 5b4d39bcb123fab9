"""The manifest (``cmsdk.toml``): what a plugin says of itself without being imported."""

import re
import tomllib
from typing import Any

import attrs

from cmsdk.contract.api import API
from cmsdk.model.ids import Scope
from cmsdk.model.problem import Problem, problem

FILE = "cmsdk.toml"
_NAME = re.compile(r"[a-z][a-z0-9-]*\Z")
_CLASS = re.compile(r"[A-Za-z_][\w.]*:[A-Za-z_]\w*\Z")
_KEYS = {"name", "api", "scope", "plugin", "requires"}


@attrs.frozen
class Manifest:
    """A plugin's name (prefix of its ids), contract version, scope, class and required plugins."""

    name: str
    api: str
    scope: Scope
    plugin: str
    """``module:Class``; the class is made once a city, without arguments."""
    requires: tuple[str, ...] = ()


def _supported(api: str) -> bool:
    match = re.fullmatch(r"(\d{1,4})\.(\d{1,4})", api)
    major, minor = (int(part) for part in API.split("."))
    return match is not None and int(match[1]) == major and int(match[2]) <= minor


def _field_problems(form: dict[str, Any], where: str) -> list[Problem]:
    texts = ("name", "api", "scope", "plugin")
    wrong = [key for key in texts if not isinstance(form.get(key), str)]
    found = [problem("CMS103", where, key=key, reason="missing or no text") for key in wrong]
    requires = form.get("requires", [])
    if not isinstance(requires, list) or not all(isinstance(name, str) for name in requires):
        found.append(problem("CMS103", where, key="requires", reason="no list of names"))
    found += [problem("CMS103", where, key=key, reason="unknown key") for key in sorted(form.keys() - _KEYS)]
    return found


def parse_manifest(payload: bytes, where: str) -> Manifest | tuple[Problem, ...]:
    """The manifest, or everything that is wrong with it."""
    try:
        form = tomllib.loads(payload.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        return (problem("CMS102", where, error=error),)
    found = _field_problems(form, where)
    if found:
        return tuple(found)
    if not _NAME.match(form["name"]):
        found.append(problem("CMS103", where, key="name", reason=f"{form['name']!r} is no lower-case name"))
    if not _CLASS.match(form["plugin"]):
        found.append(
            problem("CMS103", where, key="plugin", reason=f"{form['plugin']!r} is not of the form module:Class")
        )
    if not _supported(form["api"]):
        found.append(problem("CMS104", where, api=form["api"][:40], core=API))
    try:
        scope = Scope(form["scope"])
    except ValueError as error:
        return (*found, problem("CMS103", where, key="scope", reason=error))
    if found:
        return tuple(found)
    return Manifest(form["name"], form["api"], scope, form["plugin"], tuple(form.get("requires", ())))
