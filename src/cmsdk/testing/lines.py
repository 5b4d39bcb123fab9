"""Lines of a scenario file. TOML readers keep none for values, so the headers of its tables are looked for."""

import re
from typing import Final

import attrs

_HEADER: Final = re.compile(r"^[ \t]*\[\[[ \t]*scenario[ \t]*(?:\.[ \t]*(?P<part>step|given)[ \t]*)?\]\]", re.MULTILINE)


@attrs.define
class Lines:
    """Where a scenario begins, and each of its steps and reports; 0 is nowhere."""

    scenario: int
    parts: dict[str, list[int]] = attrs.field(factory=dict)

    def of(self, part: str, number: int, count: int) -> int:
        """The line of the ``number``-th (from 0) of ``count`` parts; the scenario's where it is not known."""
        found = self.parts.get(part, [])
        return found[number] if len(found) == count else self.scenario


def lines_of(text: str, count: int) -> list[Lines]:
    """For each of ``count`` scenarios; without lines where the file does not write each under a header of its own."""
    found: list[Lines] = []
    for header in _HEADER.finditer(text):
        line = text.count("\n", 0, header.start()) + 1
        if header["part"] is None:
            found.append(Lines(line))
        elif found:
            found[-1].parts.setdefault(header["part"], []).append(line)
    return found if len(found) == count else [Lines(0) for _ in range(count)]
