"""A page of the built site: its headings, links and text."""

from functools import lru_cache
from html.parser import HTMLParser
from pathlib import Path

from typing_extensions import override

HEADINGS = {"h1", "h2", "h3"}


class Page(HTMLParser):
    """Headings, links and text of a page."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.headings: list[str] = []
        self.links: list[str] = []
        self.ids: set[str] = set()
        self.text = ""
        self._open = ""
        self.feed(path.read_text(encoding="utf-8"))

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        self.ids.add(named.get("id") or "")
        if tag in HEADINGS:
            self._open = tag
            self.headings.append("")
        if tag == "a" and named.get("class") != "headerlink":
            self.links.append(named.get("href") or "")

    @override
    def handle_endtag(self, tag: str) -> None:
        if tag == self._open:
            self._open = ""

    @override
    def handle_data(self, data: str) -> None:
        self.text += data
        if self._open:
            self.headings[-1] += data

    def has(self, heading: str) -> bool:
        """Whether a heading reads so; the permalink sign at its end is not part of it."""
        return any(found.strip().removesuffix("#").strip() == heading for found in self.headings)


@lru_cache
def page_of(site: Path, name: str) -> Page:
    return Page(site / f"{name}.html")
