"""Commands with a first and a last day (起止日期)."""

from datetime import date

import attrs

from .base import WorkCommand, day


@attrs.frozen(kw_only=True)
class Spanned(WorkCommand):
    """Base of commands that name days, both included."""

    first: date | None = day("开始日期")
    last: date | None = day("结束日期")

    def __attrs_post_init__(self) -> None:
        """Raise ValueError where the days are the wrong way round."""
        if self.first is not None and self.last is not None and self.last < self.first:
            raise ValueError(f"last: {self.last} is before {self.first}; give the first day first")
