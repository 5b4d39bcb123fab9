"""Slips of the pen in official names (错字): one character wrong, or two neighbours swapped."""

from collections.abc import Callable, Iterable, Iterator, Sequence
import re
from typing import Final

from .forms import writing

SHORTEST: Final = 4
"""Fewest characters of a name that is corrected: in a shorter one, one character is too much of it to be a slip."""
_STEM: Final = 2
"""Fewest characters before the ending."""
_GAP: Final = "\0"
Span = tuple[int, int]


class Slips:
    """Official names by their neighbours at distance 1, in which the ending (街道, 镇 …) is whole.

    A name differs by one other character, or by two neighbours that changed places. Missing and added characters
    are not tried: 香港路 for 香港中路 is another road. A name from which the text differs by characters that tell
    neighbours apart (河东 for 河西) is near too, but is ``told_apart``: it may be meant, and nothing says so. The
    index (a few entries a name) makes each question a few look-ups.
    """

    def __init__(self, names: Iterable[str]) -> None:
        """``names`` are folded."""
        self._names: set[str] = set()
        self._gapped: dict[str, set[str]] = {}
        sizes: dict[str, set[int]] = {}
        for name in names:
            ending = next((e for e in writing().slips_before if name.endswith(e)), "")
            stem = name.removesuffix(ending)
            if not ending or len(name) < SHORTEST or len(stem) < _STEM:
                continue
            self._names.add(name)
            sizes.setdefault(ending, set()).add(len(stem))
            for gapped in _gaps(stem):
                self._gapped.setdefault(gapped + ending, set()).add(name)
        self._sizes = {ending: sorted(found) for ending, found in sizes.items()}
        self._ending = re.compile("|".join(sizes) or r"(?!)")

    def near(
        self, text: str, taken: Sequence[Span], begins: Callable[[int], bool]
    ) -> Iterator[tuple[int, int, frozenset[str]]]:
        """Start, end and official names at distance 1 of each piece of ``text`` before an ending that no hit took.

        A hit that is the end of a much longer piece does not count as taken, where the names end with it as well.
        ``begins`` says where a name can begin; it is asked first, since few places of a sentence are such.
        """
        for ending in self._ending.finditer(text):
            at, end = ending.span()
            inner = next((span for span in taken if span[0] < end and at < span[1]), None)
            if inner is not None:
                yield from self._longer(text, at, end, inner, begins)
                continue
            floor = max((stop for _, stop in taken if stop <= at), default=0)
            for size in self._sizes[ending.group()]:
                if at - size < floor:
                    break
                if begins(at - size) and (found := self._around(text[at - size : at], ending.group())):
                    yield at - size, end, found

    def _longer(
        self, text: str, at: int, end: int, inner: Span, begins: Callable[[int], bool]
    ) -> Iterator[tuple[int, int, frozenset[str]]]:
        """Pieces that end with the hit ``inner``, and whose rest before it is long enough to know it by."""
        begin, stop = inner
        if stop != end:
            return
        for size in self._sizes[text[at:end]]:
            start = at - size
            if 0 <= start <= begin - SHORTEST and begins(start):
                found = self._around(text[start:at], text[at:end])
                longer = frozenset(name for name in found if name.endswith(text[begin:stop]))
                if longer:
                    yield start, end, longer

    def _around(self, stem: str, ending: str) -> frozenset[str]:
        found = {name for gapped in _gaps(stem) for name in self._gapped.get(gapped + ending, ())}
        found |= {name for swapped in _swaps(stem) if (name := swapped + ending) in self._names}
        return frozenset(found - {stem + ending})


def told_apart(written: str, name: str) -> bool:
    """Whether the two differ by one character, and both are such by which names tell neighbours apart."""
    differing = [{one, other} for one, other in zip(written, name, strict=True) if one != other]
    return len(differing) == 1 and differing[0] <= writing().telling_apart


def _gaps(stem: str) -> Iterator[str]:
    return (stem[:i] + _GAP + stem[i + 1 :] for i in range(len(stem)))


def _swaps(stem: str) -> Iterator[str]:
    return (stem[:i] + stem[i + 1] + stem[i] + stem[i + 2 :] for i in range(len(stem) - 1))
