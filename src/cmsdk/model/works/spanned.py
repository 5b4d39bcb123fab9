"""Commands with a first and a last day (起止日期)."""

from datetime import date

import attrs

from .base import WorkCommand, day


@attrs.frozen(kw_only=True)
class Spanned(WorkCommand):
    """Base of commands that name days, both included."""

    first_day: date | None = day("开始日期")
    last_day: date | None = day("结束日期")

    def __attrs_post_init__(self) -> None:
        """Raise ValueError where the days are the wrong way round."""
        if self.first_day is not None and self.last_day is not None and self.last_day < self.first_day:
            raise ValueError(f"last_day: {self.last_day} is before {self.first_day}; give the first day first")
