"""Each page leads to its twin in the other language, and the theme speaks the language of the page (mkdocs hook file).

``x.md`` is English, ``x.zh.md`` Chinese. Other themes than Material take no notice of ``language``.
"""

from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

CHINESE = ".zh.md"


def twin(path: str) -> str:
    """The path of a page in the other language."""
    return path.removesuffix(CHINESE) + ".md" if path.endswith(CHINESE) else path.removesuffix(".md") + CHINESE


def on_page_markdown(markdown: str, page: Page, files: Files, **_: Any) -> str:  # noqa: ANN401  mkdocs' own arguments
    """Put the link to the twin below the heading, where the page itself does not."""
    path = page.file.src_uri
    if files.get_file_from_path(twin(path)) is None:
        return markdown
    name, there = "English" if path.endswith(CHINESE) else "中文", twin(path).rpartition("/")[2]
    before, heading, after = markdown.partition("# ")
    if before.strip():
        return markdown
    title, _, rest = after.partition("\n")
    link = f"[{name}]({there})"
    return markdown if rest.lstrip().startswith(link) else f"{before}{heading}{title}\n\n{link}\n{rest}"


def on_page_context(context: dict[str, Any], page: Page, config: MkDocsConfig, **_: Any) -> dict[str, Any]:  # noqa: ANN401
    """Before a page is rendered: the words of the theme, and what the browser takes the page to be written in."""
    config.theme["language"] = "zh" if page.file.src_uri.endswith(CHINESE) else "en"
    return context
