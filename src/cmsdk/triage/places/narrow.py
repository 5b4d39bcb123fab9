"""Which place several names mean together: a name that stands for several places is settled by another, or by none."""

from collections.abc import Iterable, Sequence

import attrs

from cmsdk.contract.plan import CityPlan

from .forms import Form

Target = tuple[str, str]
"""Grid and division that a name means; the grid may be empty."""


@attrs.frozen
class Hit:
    """A name where it stands in a text, and the places that it may mean there."""

    start: int
    end: int
    word: str
    form: Form
    targets: frozenset[Target]
    cuts: frozenset[Target] = frozenset()
    """Places that go by the word only where their ending is cut, while ``targets`` go by it in full."""
    written: str = ""
    """What the text has in its place, where a slip was corrected."""
    former: tuple[tuple[Target, str], ...] = ()
    """(place, code) where the name is that of a division of old, ``code``, which became the place."""


@attrs.frozen
class Verdict:
    """One place, or the candidates among which nothing decides."""

    hits: tuple[Hit, ...]
    """The names that led to it, in the order of the text."""
    targets: tuple[Target, ...]
    within: str
    """Code of the smallest division that holds all candidates; of one place, its own division."""

    @property
    def words(self) -> str:
        """The names used, as the trail shows them."""
        return "、".join(dict.fromkeys(hit.word for hit in self.hits))


class Narrowing:
    """Compares places by where they lie in the tree of divisions and grids."""

    def __init__(self, plan: CityPlan) -> None:
        """Lineages are looked up once a place."""
        self._plan = plan
        self._lineages: dict[Target, tuple[str, ...]] = {}

    def lineage(self, target: Target) -> tuple[str, ...]:
        """Codes of the place and of all that holds it, smallest first."""
        known = self._lineages.get(target)
        if known is None:
            known = self._lineages[target] = self._plan.area_lineage(*target)
        return known

    def inside(self, target: Target, code: str) -> bool:
        """Whether the place is ``code`` or lies in it."""
        return code in self.lineage(target)

    def _holds(self, outer: Target, inner: Target) -> bool:
        return self.inside(inner, outer[0] or outer[1])

    def agree(self, one: Target, other: Target) -> bool:
        """Whether one of the two lies in the other."""
        return self._holds(one, other) or self._holds(other, one)

    def _agreeing(self, target: Target, others: Iterable[Target]) -> bool:
        return any(self.agree(target, other) for other in others)

    def narrowed(self, hit: Hit, others: Sequence[Hit]) -> Hit:
        """``hit`` with those of its places that the other names speak for: all of them, or else any; or all places."""
        if len(hit.targets) == 1 and not hit.cuts:
            return hit
        for mine in (hit.targets, hit.cuts):
            spoken = [{t for t in mine if self._agreeing(t, other.targets)} for other in others]
            speaking = [targets for targets in spoken if targets]
            if speaking:
                kept = set.intersection(*speaking) or set.union(*speaking)
                if kept == hit.targets and not hit.cuts:
                    return hit
                return attrs.evolve(hit, targets=frozenset(kept), cuts=frozenset())
        return hit

    def outermost(self, targets: Iterable[Target]) -> frozenset[Target]:
        """Without places inside other ones of the same name: whichever was meant, the outer one is right."""
        all_ = set(targets)
        return frozenset(t for t in all_ if not any(o != t and self._holds(o, t) for o in all_))

    def _innermost(self, hits: Sequence[Hit]) -> list[Hit]:
        """Names of one place each, without those that hold another one."""
        inside: dict[str, set[Target]] = {}
        for place in {t for hit in hits for t in hit.targets}:
            for code in self.lineage(place):
                inside.setdefault(code, set()).add(place)
        return [h for h in hits if not any(inside.get(t[0] or t[1], set()) - {t} for t in h.targets)]

    def settle(self, hits: Sequence[Hit], besides: Sequence[Hit] = ()) -> Verdict | None:
        """What ``hits`` mean together; ``besides`` only speak for or against.

        Names narrow each other first. Then the smallest place counts, and of names that contradict each other those
        that were given come before those only cut short. A name of several places that no other one settles leaves
        the whole open, unless it is only cut short. What is left of more than one place is no answer.
        """
        now = list(hits)
        if len(now) == 1 and len(now[0].targets) == 1 and not (now[0].cuts and besides):
            (only,) = now[0].targets
            return Verdict(tuple(now), (only,), self._within((only,)))
        for _ in now:
            if all(len(h.targets) == 1 and not h.cuts for h in now):
                break
            before, now = now, [self.narrowed(h, [o for o in (*now, *besides) if o is not h]) for h in now]
            if all(one is other for one, other in zip(before, now, strict=True)):
                break
        now = [attrs.evolve(h, targets=self.outermost(h.targets)) if len(h.targets) > 1 else h for h in now]
        clear = self._innermost([h for h in now if len(h.targets) == 1])
        # a name of several places counts where a clear one says where they lie, or where somebody gave it as it is:
        # of a clear place and one of several, neither is guessed; one only cut short is a road's name as often as not
        many = [h for h in now if len(h.targets) > 1]
        several = [h for h in many if h.form is not Form.CUT or any(self._all_in(h, c) for c in clear)]
        chosen = self._innermost([*clear, *several]) if clear else now
        if len({t for h in chosen for t in h.targets}) > 1:
            chosen = [h for h in chosen if h.form is not Form.CUT] or chosen
        if not chosen:
            return None
        targets = tuple(sorted({t for h in chosen for t in h.targets}))
        led = [h for h in now if h in chosen or self._speaks(h, targets)]
        return Verdict(tuple(sorted(led, key=lambda h: (h.start, h.word))), targets, self._within(targets))

    def _all_in(self, hit: Hit, clear: Hit) -> bool:
        return all(self._holds(outer, t) for outer in clear.targets for t in hit.targets)

    def _speaks(self, hit: Hit, targets: Sequence[Target]) -> bool:
        return len(hit.targets) == 1 and all(self._agreeing(t, hit.targets) for t in targets)

    def _within(self, targets: Sequence[Target]) -> str:
        """The smallest division that holds all of ``targets``, or nothing."""
        first, *rest = (self.lineage(t) for t in targets)
        return next((code for code in first if code in self._plan.divisions and all(code in r for r in rest)), "")
