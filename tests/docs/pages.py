"""Pages of the documentation and their fenced blocks."""

from collections.abc import Iterator
from pathlib import Path
import re

import attrs

ROOT = Path(__file__).parents[2]
READMES = (ROOT / "README.md", ROOT / "README.zh-CN.md")
PAGES = (*READMES, ROOT / "CONTRIBUTING.md", *sorted(ROOT.glob("docs/**/*.md")))

_FENCE = re.compile(r"^```(?P<lang>\w*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
_FILE = re.compile(r"\*\*`(?P<path>[^`]+)`\*\*\s*\Z")
_EXIT = re.compile(r"<!-- exit: (?P<code>\d) -->\s*\Z")


@attrs.frozen
class Block:
    """A fenced block: its language and text, the file that the line before it names, and where it stands."""

    lang: str
    body: str
    file: str
    exit: int
    """Exit code that its commands must give."""
    line: int
    follows: bool
    """Whether nothing but blank lines stands between it and the block before."""


def blocks(text: str) -> Iterator[Block]:
    """The fenced blocks of a page, in order."""
    end = 0
    for found in _FENCE.finditer(text):
        before = text[end : found.start()]
        file, code = _FILE.search(before), _EXIT.search(before)
        yield Block(
            found["lang"], found["body"], file["path"] if file else "", int(code["code"]) if code else 0,
            text.count("\n", 0, found.start()) + 1, end > 0 and not before.strip(),
        )  # fmt: skip
        end = found.end()


def blocks_of(page: Path) -> list[Block]:
    """The fenced blocks of the page in a file, in order."""
    return list(blocks(page.read_text(encoding="utf-8")))
