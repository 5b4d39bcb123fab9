"""``cmsdk help``: what a problem code means, an example that a run really gave, and how to mend it."""

from difflib import get_close_matches
import re
from typing import Any

import click

from cmsdk.model.examples import example, mended
from cmsdk.model.problem import problem
from cmsdk.model.words import catalogue, whole

from . import options
from .answer import Answer, Asked, cannot
from .few import Told
from .lang import LANG, say
from .screen import Screen
from .spoken import SpokenCommand

_FACT = re.compile(r"\{(\w+)\}")
PARTS = ("what", "why", "remedy")


def _page(code: str, lang: str) -> dict[str, Any]:
    entry = catalogue()[code]
    said = {part: whole(str(entry[part].get(lang) or entry[part]["en"])) for part in PARTS}
    parts = {part: _FACT.sub(r"‹\1›", text) for part, text in said.items()}
    shown = example(code, lang).as_json(lang)
    return {
        "code": code,
        "severity": entry["severity"],
        "title": entry["title"].get(lang, ""),
        **parts,
        "example": {part: shown[part] for part in ("where", *PARTS)},
        "mended": dict(mended(code) or {}),
    }


def _find(word: str) -> str:
    """The code that ``word`` means: any case, with or without the letters."""
    upper = word.strip().upper()
    return f"CMS{upper}" if upper.isascii() and upper.isdigit() else upper


def _show_files(screen: Screen, files: dict[str, str]) -> None:
    for part in ("wrong", "right"):
        screen.heading(say(f"help-{part}", file=files["file"]))
        screen.raw(files[part])


@click.command("help", cls=SpokenCommand, help="help-help")
@click.argument("code", metavar="[CODE]", default="")
@options.plain
@options.answering
def help_(asked: Asked, code: str) -> Answer:
    """One code in full, or all with their titles."""
    del asked
    known, lang = catalogue(), LANG.get()
    titles = {c: entry["title"].get(lang, "") for c, entry in known.items()}
    if any(letter.isdigit() for letter in code):
        titles = {}
    elif code:  # a word: the codes that speak of it
        titles = {c: title for c, title in titles.items() if code.strip().casefold() in title.casefold()}
    if titles:

        def show_all(screen: Screen) -> None:
            screen.table([say("column-code"), say("column-title")], list(titles.items()))

        return Answer(titles, show_all)
    found = _find(code)
    if found not in known:
        near = get_close_matches(found, known, n=1, cutoff=0)[0]
        return cannot([problem("CMS910", code, code=code, near=near)])
    page = _page(found, lang)

    def show(screen: Screen) -> None:
        screen.line(f"{found} · {page['title']}", "bold")
        screen.heading(say("help-example"))
        screen.told([Told(example(found, lang))])
        if page["mended"]:
            _show_files(screen, page["mended"])

    return Answer(page, show)
