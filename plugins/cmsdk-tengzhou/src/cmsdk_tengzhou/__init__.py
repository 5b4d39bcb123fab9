"""Tengzhou (滕州市): file, review, dispatch, handle, feed back; every item is settled. Rules stand in ``tables/``."""

from cmsdk.plugin import TableCity


class Tengzhou(TableCity):
    """The city's tables, on top of the national pack's."""
