"""Stretches of time in views: whole minutes, as tables count them."""

from datetime import datetime, timedelta


def minutes(first: datetime | None, last: datetime | None) -> int | None:
    """Whole minutes from one moment to the other; nothing where one of them has not come."""
    return None if first is None or last is None else (last - first) // timedelta(minutes=1)
