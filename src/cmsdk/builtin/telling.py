"""Notices into a folder, and a word in the program's log for what has been stored."""

from collections.abc import Sequence
import logging

from cmsdk.plugin import Entry

LOG = logging.getLogger("cmsdk.entries")


def log_entries(entries: Sequence[Entry]) -> None:
    """Say which entries were stored, at level DEBUG: ids and types, nothing that anybody wrote."""
    if LOG.isEnabledFor(logging.DEBUG):
        for entry in entries:
            LOG.debug("%s:%d %s", entry.stream, entry.version, entry.type)
