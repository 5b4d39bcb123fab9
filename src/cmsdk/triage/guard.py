"""The one place where plugin callables are called, and their failures kept from the cases.

One of the two files that may catch broadly (ADR 0003). A failing batch is halved down to the guilty item,
so that one poisoned report costs one answer; a contribution is set aside for the rest of the run after
20 failures. KeyboardInterrupt passes.
"""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
import traceback
from typing import Any, Final, TypeVar

import attrs

from cmsdk.contract.base import Contribution
from cmsdk.contract.plan import Ranked
from cmsdk.model.problem import Problem, problem

PATIENCE: Final = 20
"""Failures after which a contribution is set aside for the rest of the run."""

T = TypeVar("T")
A = TypeVar("A")


@attrs.define
class _Record:
    ranked: Ranked[Contribution]
    count: int = 0
    first: str = ""


@attrs.define
class Guard:
    """Calls contributions for one run, and remembers what went wrong."""

    _records: dict[str, _Record] = attrs.field(factory=dict)

    def _record(self, ranked: Ranked[Contribution], reason: str) -> None:
        record = self._records.setdefault(f"{type(ranked.item).__name__}:{ranked.item.key}", _Record(ranked))
        record.count += 1
        record.first = record.first or reason

    def set_aside(self, ranked: Ranked[Contribution]) -> bool:
        """Whether ``ranked`` has failed so often that it is asked no more."""
        record = self._records.get(f"{type(ranked.item).__name__}:{ranked.item.key}")
        return record is not None and record.count >= PATIENCE

    def ask(
        self,
        ranked: Ranked[Contribution],
        items: Sequence[T],
        call: Callable[[Sequence[T]], Sequence[A]],
        fits: Callable[[Any], bool],
    ) -> list[A | None]:
        """One answer for each item, ``None`` where the contribution failed, answered wrongly, or is set aside."""
        if not items or self.set_aside(ranked):
            return [None] * len(items)
        try:
            answers = list(call(items))
        except (Exception, SystemExit) as error:
            return self._halve(ranked, items, call, fits, _reason(error))
        if len(answers) != len(items):
            return self._halve(ranked, items, call, fits, f"{len(answers)} answers for {len(items)} items")
        return [self._checked(ranked, answer, fits) for answer in answers]

    def _checked(self, ranked: Ranked[Contribution], answer: A, fits: Callable[[Any], bool]) -> A | None:
        try:
            good = fits(answer)
        except (Exception, SystemExit) as error:
            self._record(ranked, _reason(error))
            return None
        if not good:
            self._record(ranked, f"answered with {type(answer).__name__}")
        return answer if good else None

    def _halve(
        self,
        ranked: Ranked[Contribution],
        items: Sequence[T],
        call: Callable[[Sequence[T]], Sequence[A]],
        fits: Callable[[Any], bool],
        reason: str,
    ) -> list[A | None]:
        if len(items) == 1:
            self._record(ranked, reason)
            return [None]
        middle = len(items) // 2
        return [*self.ask(ranked, items[:middle], call, fits), *self.ask(ranked, items[middle:], call, fits)]

    def drain(self, ranked: Ranked[Contribution], source: Callable[[], Iterator[T]]) -> Iterator[T | Problem]:
        """Items of an iterator that a plugin runs; where it raises, a problem is the last item."""
        try:
            yield from source()
        except (Exception, SystemExit) as error:
            problems = getattr(error, "problems", None)
            if problems:
                yield from problems
                return
            self._record(ranked, _reason(error))
            yield problem(
                "CMS511", ranked.item.key, channel=ranked.item.key, who=ranked.plugin.label, error=_reason(error)
            )

    def problems(self) -> tuple[Problem, ...]:
        """One row a contribution that failed: how often, the first reason, and whether it was set aside."""
        return tuple(
            problem(
                "CMS604" if record.count >= PATIENCE else "CMS601",
                record.ranked.item.source or record.ranked.item.key,
                kind=type(record.ranked.item).__name__,
                id=record.ranked.item.key,
                who=record.ranked.plugin.label,
                count=record.count,
                error=record.first,
            )
            for _, record in sorted(self._records.items())
        )


def _reason(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    place = f" ({Path(frames[-1].filename).name}:{frames[-1].lineno})" if frames else ""
    return f"{type(error).__name__}: {error}{place}"[:300]
