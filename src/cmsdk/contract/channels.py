"""Intake channels (上报渠道): bytes that have arrived → items."""

from collections.abc import Callable, Iterable

import attrs

from cmsdk.model.problem import Problem
from cmsdk.model.report import Item

from .base import Named

Read = Callable[[bytes], Iterable[Item | Problem]]


@attrs.frozen(kw_only=True)
class Channel(Named):
    """A channel. ``read`` parses, it never fetches: no I/O, same bytes same items, in order.

    ``read`` may be a generator. What it cannot read it yields as an item with problems; if it raises,
    the delivery stays stored and the outcome names the channel. A problem among the items is one of the
    delivery as a whole; it goes to the outcome.
    """

    name: str = ""
    media_types: tuple[str, ...] = ()
    read: Read
