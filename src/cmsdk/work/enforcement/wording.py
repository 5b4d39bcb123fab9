"""Commands on a file from words: what a clerk or a form gives → a command, with every wrong field named."""

from collections.abc import Mapping
from difflib import get_close_matches

from cmsdk.model.enforcement_commands import FILE_COMMANDS, FileCommand
from cmsdk.model.errors import RejectedInput
from cmsdk.model.problem import problem
from cmsdk.work.wording import from_words


def file_command(name: str, fields: Mapping[str, str]) -> FileCommand:
    """The command ``name`` with its fields read from text. Raises RejectedInput with all that is wrong."""
    kind = FILE_COMMANDS.get(name)
    if kind is None:
        near = get_close_matches(name, FILE_COMMANDS, n=1, cutoff=0)
        raise RejectedInput([problem("CMS706", name, command=name, near=near[0])])
    return from_words(kind, name, fields)
