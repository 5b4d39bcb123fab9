"""The glossary by its Chinese words, from the page that is written by its English ones."""

from pathlib import Path

from describe import table

HEAD = "# 词汇\n\n中文在前；[按英文排列](glossary.md)。第三列说明它在 cmsdk 里指什么（英文）。\n"


def glossary_page(docs: Path) -> str:
    """The page as Markdown; a word that stands in several rows has them beside each other."""
    rows = []
    for line in (docs / "reference/glossary.md").read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")] if line.startswith("| ") else []
        if cells and cells[0] != "English" and not cells[0].startswith("--"):
            english, chinese, meaning = cells
            rows.append((chinese, english, meaning))
    return "\n".join([HEAD, *table(("中文", "English", "in cmsdk"), sorted(rows, key=_by_sound))])


def _by_sound(row: tuple[str, ...]) -> bytes:
    """GB 2312 orders its common characters by their sound."""
    return row[0].encode("gb18030")
