"""The one place where plugin callables are called, and their failures kept from the cases.

One of the two files that may catch broadly (ADR 0003). A failing batch is halved down to the guilty item,
so that one poisoned report costs one answer; a contribution is set aside for the rest of the run after
20 failures. Whatever is raised is caught, kinds that are no ``Exception`` included; KeyboardInterrupt passes.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import Enum
from itertools import islice
from typing import Final, TypeVar

import attrs

from cmsdk.contract.base import Contribution
from cmsdk.contract.plan import Ranked
from cmsdk.model.decisions import Stage, Step
from cmsdk.model.errors import problems_of, reason_of
from cmsdk.model.problem import Problem, problem

PATIENCE: Final = 20
"""Failures after which a contribution is set aside for the rest of the run."""

T = TypeVar("T")
A = TypeVar("A")
Mask = Callable[[str], str]
"""What is done to a reason before it is kept."""


class Failed(Enum):
    """The answer of a contribution that gave none of use."""

    FAILED = "failed"


FAILED: Final = Failed.FAILED


@attrs.define
class _Record:
    ranked: Ranked[Contribution]
    count: int = 0
    first: str = ""


@attrs.define
class Guard:
    """Calls contributions for one run, and remembers what went wrong."""

    _records: dict[str, _Record] = attrs.field(factory=dict)

    def note(self, ranked: Ranked[Contribution], reason: str) -> None:
        """Count a failure of ``ranked``."""
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
        call: Callable[[Sequence[T]], Iterable[A]],
        wrong: Callable[[T, A], str],
    ) -> list[A | Failed]:
        """One answer for each item, ``FAILED`` where the contribution raised, answered wrongly, or is set aside.

        ``wrong`` says what is wrong with an answer, nothing where it fits; what it trips over is wrong as well.
        """
        if not items or self.set_aside(ranked):
            return [FAILED] * len(items)
        try:
            # a copy, which the plugin may spoil; and no more answers than show that there are too many
            answers = list(islice(call(tuple(items)), len(items) + 1))
        except KeyboardInterrupt:
            raise
        except BaseException as error:
            return self._halve(ranked, items, call, wrong, reason_of(error))
        if len(answers) != len(items):
            few = "too few" if len(answers) < len(items) else "too many"
            return self._halve(ranked, items, call, wrong, f"{few} answers for {len(items)} items")
        return [a if self._fits(ranked, i, a, wrong) else FAILED for i, a in zip(items, answers, strict=True)]

    def _fits(self, ranked: Ranked[Contribution], item: T, answer: A, wrong: Callable[[T, A], str]) -> bool:
        try:
            reason = wrong(item, answer)
        except KeyboardInterrupt:
            raise
        except BaseException as error:
            reason = reason_of(error)
        if reason:
            self.note(ranked, reason)
        return not reason

    def _halve(
        self,
        ranked: Ranked[Contribution],
        items: Sequence[T],
        call: Callable[[Sequence[T]], Iterable[A]],
        wrong: Callable[[T, A], str],
        reason: str,
    ) -> list[A | Failed]:
        if len(items) == 1:
            self.note(ranked, reason)
            return [FAILED]
        middle = len(items) // 2
        return [*self.ask(ranked, items[:middle], call, wrong), *self.ask(ranked, items[middle:], call, wrong)]

    def attempt(self, ranked: Ranked[Contribution], call: Callable[[], object], mask: Mask = str) -> str:
        """Call it once; what it raised, as a text that ``mask`` has been over, or nothing.

        One that is set aside is not called; who counts attempts asks before.
        """
        if self.set_aside(ranked):
            return "it was set aside"
        try:
            call()
        except KeyboardInterrupt:
            raise
        except BaseException as error:
            reason = mask(reason_of(error))
            self.note(ranked, reason)
            return reason
        return ""

    def drain(self, ranked: Ranked[Contribution], source: Callable[[], Iterator[T]]) -> Iterator[T | Problem]:
        """Items of an iterator that a plugin runs; where it raises, a problem is the last item."""
        found: Iterator[T] | None = None
        while True:
            try:
                found = source() if found is None else found
                item = next(found)
            except StopIteration:
                return
            except KeyboardInterrupt:
                raise
            except BaseException as error:
                yield from problems_of(error) or self._broken_off(ranked, error)
                return
            # outside the try: what is thrown in here, such as GeneratorExit, is the reader's and not the plugin's
            yield item

    def _broken_off(self, ranked: Ranked[Contribution], error: BaseException) -> tuple[Problem]:
        reason, key = reason_of(error), ranked.item.key
        self.note(ranked, reason)
        return (problem("CMS511", key, channel=key, who=ranked.plugin.label, error=reason),)

    def problems(self, failed: str = "CMS601", aside: str = "CMS604") -> tuple[Problem, ...]:
        """One row a contribution that failed: how often, the first reason, and whether it was set aside (by code)."""
        return tuple(
            problem(
                aside if record.count >= PATIENCE else failed,
                record.ranked.item.source or record.ranked.item.key,
                kind=type(record.ranked.item).__name__,
                id=record.ranked.item.key,
                who=record.ranked.plugin.label,
                count=record.count,
                error=record.first,
            )
            for _, record in sorted(self._records.items())
        )


def silent(stage: Stage, ranked: Ranked[Contribution], answer: object) -> Step:
    """The step of a contribution that was asked and settled nothing: it failed, or it abstained."""
    why = "failed" if answer is FAILED else "abstained"
    return Step(stage, ranked.item.key, ranked.plugin.name, "", why, (), ranked.item.basis)
