"""The pages of the problem codes: an example that a run gave, why, the mend, and what to read on, in both languages."""

from collections.abc import Iterator
from pathlib import Path
import re

from describe import cell, table

GROUPS = {
    "1": "Plugins and their manifests",
    "2": "What plugins contribute",
    "3": "Checks of a city's plan",
    "4": "Tables and TOML of a plugin",
    "5": "Deliveries and their items",
    "6": "Plugins at work, and scenarios",
    "7": "Cases and commands",
    "8": "The ledger",
    "9": "Figures, files, the command line",
}
GUIDES = {
    "1|2": "howto/plugin-does-not-load",
    "30[5-9]|310|37|38[1-3]": "howto/write-workflow",
    "312|35|391": "howto/write-routing-rows",
    "32|390|301": "howto/catalogues-and-standards",
    "33[0-4]|380|394|42[67]|452": "howto/add-holidays",
    "34|41[458]|42[89]|43[01]": "howto/draw-grids",
    "33[5-7]|42[1-5]|73": "howto/work-rules",
    "36[01]": "howto/duplicates",
    "39[5-9]|75": "howto/measures",
    "46[0-6]|87[0-2]": "howto/notify-people",
    "46[7-9]|47|48|49|52[5-9]|62[79]|628|63": "howto/community-work",
    "4|303|304|302": "howto/write-tables",
    "5": "howto/bad-input",
    "60[5-9]|61|62": "howto/write-scenarios",
    "60": "howto/rules-in-python",
    "7[0-4]": "howto/side-flows",
    "7[6-9]": "explanation/enforcement",
    "82": "explanation/privacy",
    "83[0-6]|89[67]": "howto/attachments",
    "83[7-9]|84[0-6]": "howto/prove-a-case",
    "84|85|860": "howto/move-a-ledger",
    "86[12]": "howto/merge-a-laptop",
    "815|817|818|819": "howto/upgrade-a-ledger",
    "86[3-9]": "howto/notify-people",
    "87[3-8]": "howto/desk-queries",
    "8": "explanation/nothing-is-lost",
    "92[6-9]|95|96|97|98": "howto/plugin-does-not-load",
    "9": "howto/use-the-cli",
    "3": "howto/write-tables",
    "64": "howto/community-work",
}
"""What to read on about codes whose digits begin so: the first that fits."""
WORDS = {
    "en": (
        "English", "error", "warning", "An example", "Where", "Why", "Remedy", "In general", "Wrong", "Right", "See",
        "Table",
    ),
    "zh": ("中文", "错误", "提醒", "示例", "位置", "原因", "办法", "一般写法", "错误的", "改正后", "参看", "表"),
}  # fmt: skip
_TABLE = re.compile(r"tables/([a-z-]+)\.(?:csv|xlsx)")


def _guide(code: str, lang: str, docs: Path) -> str:
    page = next((page for digits, page in GUIDES.items() if re.match(digits, code[3:])), "")
    if not page:
        return ""
    file = next(f for f in (f"{page}.{lang}.md", f"{page}.md") if (docs / f).is_file())
    head = (docs / file).read_text(encoding="utf-8").partition("\n")[0].removeprefix("# ")
    return f"[{head}](../../{file})"


def _half(code: str, lang: str, docs: Path) -> Iterator[str]:
    from cmsdk.model.examples import example, mended
    from cmsdk.model.words import catalogue, whole

    name, error, warning, shown, where, why, remedy, general, wrong, right, see, of_table = WORDS[lang]
    entry, given, files = catalogue()[code], example(code, lang), mended(code)
    colon = ": " if lang == "en" else "："
    severity = {"error": error, "warning": warning}[entry["severity"]]
    told = [(where, given.where), (why, given.why(lang)), (remedy, given.remedy(lang))]
    yield f"## {name}\n"
    yield f"**{entry['title'][lang]}** · {severity}\n"
    yield f"{shown}{colon.rstrip()}\n"
    yield f"```text\n{severity} {code} {given.what(lang)}"
    yield "\n".join(f"  {head}{colon}{text}" for head, text in told if text) + "\n```\n"
    filled = {"what": given.what(lang), "why": given.why(lang), "remedy": given.remedy(lang)}
    if apart := [sentence for part, text in filled.items() if (sentence := whole(entry[part][lang])) != text]:
        yield f"{general}{colon.rstrip()}\n"
        yield from (f"- {sentence}" for sentence in apart)
        yield ""
    if files:
        kind = Path(files["file"]).suffix.lstrip(".")
        for head, text in ((wrong, files["wrong"]), (right, files["right"])):
            yield f"{head}{colon}`{files['file']}`\n\n```{kind}\n{text.rstrip()}\n```\n"
    found = _TABLE.search(given.where)
    pages = [f"[{of_table} `{found[1]}`](../tables.md#{found[1]})"] if found else []
    yield f"{see}{colon}" + " · ".join(filter(None, (*pages, _guide(code, lang, docs), "`cmsdk help " + code + "`")))
    yield ""


def problem_page(code: str, docs: Path) -> str:
    """The page of one code as Markdown."""
    lines = [f"---\ntitle: {code}\n---", f"# {code}\n", *_half(code, "en", docs), *_half(code, "zh", docs)]
    return "\n".join([*lines, "[All codes 全部代码](index.md)\n"])


def problems_index() -> str:
    """The list of all codes as Markdown."""
    from cmsdk.model.words import catalogue

    lines = [
        "# Problem codes 问题代码\n",
        (
            "Everything that cmsdk finds wrong has a code, a place, a reason and a remedy, in English and "
            "Chinese. An `error` stops what was asked; a `warning` asks for a look. `cmsdk help CODE` prints a "
            "code's page.\n"
        ),
    ]
    for digit, head in GROUPS.items():
        rows = [
            (f"[{name}]({name}.md)", row["severity"], cell(row["title"]["en"]), cell(row["title"]["zh"]))
            for name, row in catalogue().items()
            if name[3] == digit
        ]
        if rows:
            lines += [f"## {head}\n", *table(("code", "severity", "what", "问题"), rows)]
    return "\n".join([*lines, ""])
