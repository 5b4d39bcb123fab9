"""The contract's version table: what each version of the plugin API brought, and what it broke (``versions.toml``)."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
import tomllib

import attrs

from .api import HOOKS


@attrs.frozen
class ApiVersion:
    """One version of the plugin API. A plugin of a version may count on all that it and those before it brought."""

    number: str
    what: Mapping[str, str]
    """In one sentence, by language (``en``, ``zh``)."""
    hooks: tuple[str, ...]
    names: tuple[str, ...]
    """New names of the door ``cmsdk.plugin``; ``community.X`` are those of its list ``community``."""
    fields: Mapping[str, tuple[str, ...]]
    """Name → its fields, members or parameters that are new, in their order; of names that were there, too."""
    broke: Mapping[str, str]
    """What no longer is as it was, by language; empty where nothing broke, as it should be in a minor version."""


@cache
def versions() -> tuple[ApiVersion, ...]:
    """All versions, the oldest first."""
    table = tomllib.loads(files(__package__).joinpath("versions.toml").read_text(encoding="utf-8"))
    return tuple(
        ApiVersion(
            number=number,
            what=row["what"],
            hooks=tuple(hook for hook, known in HOOKS.items() if known.since == number),
            names=tuple(row["names"]),
            fields={name: tuple(fields) for name, fields in row["fields"].items()},
            broke=row.get("broke", {}),
        )
        for number, row in table.items()
    )


def fields_of(name: str) -> tuple[str, ...]:
    """The fields that the versions promise of a name, in the order in which they came."""
    return tuple(field for version in versions() for field in version.fields.get(name, ()))
