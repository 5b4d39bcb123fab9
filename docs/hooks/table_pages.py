"""The pages of the tables, one a language."""

from describe import cell, code, prose, table

HEADS = {
    "en": (
        "# Tables\n",
        (
            "Files in the folder `tables/` of a plugin: `NAME.csv` (UTF-8 with or without BOM, GB18030 is "
            "recognised) or `NAME.xlsx` (the sheet of the table's name, or the first; needs the extra `tables`). "
            "Headers in English or Chinese, in any order. Lists are separated by `;`, `*` is any, an empty cell "
            "is not given; a row whose first cell begins with `#` is a comment. `cmsdk tables template NAME` "
            "writes an empty one.\n"
        ),
        ("column", "表头", "required", "cell", "example"),
        "yes",
        "text",
        "Leading zeros are watched.",
        "## Columns of every table\n",
    ),
    "zh": (
        "# 表格\n",
        (
            "放在插件的 `tables/` 文件夹里：`表名.csv`（UTF-8，有没有 BOM 都行，GB18030 也认得），或者 `表名.xlsx`"
            "（读与表同名的工作表，没有就读第一张；要装附加包 `tables`）。表头中英文都可以，列的先后不限；"
            "列表用分号隔开，`*` 表示任意，空格子表示没有给出；第一格以 `#` 开头的行是注释。"
            "`cmsdk tables template 表名` 给出一张空表。\n"
        ),
        ("表头", "英文列名", "必填", "怎样填", "示例"),
        "是",
        "文字",
        "注意保留前导零。",
        "## 每张表都可以有的列\n",
    ),
}


def _kind(kind: object, lang: str, plain: str) -> str:
    """What a cell may hold: for a choice its words; in English else the first line of the reader's docstring."""
    from cmsdk.model.expected import Expected
    from cmsdk.model.words import catalogue, fill

    if not callable(kind):
        return ""
    try:
        kind("\N{REPLACEMENT CHARACTER}")
    except Expected as error:
        return cell(fill(catalogue("expected")[error.key][lang], error.facts.items()))
    except ValueError as error:
        return cell(error) if lang == "en" else ""
    text = (kind.__doc__ or "").split("\n")[0]
    if text == "The cell as it is.":
        return plain
    return cell(prose(text)) if lang == "en" else ""


def _columns(columns: list, lang: str) -> list[str]:  # type: ignore[type-arg]
    _, _, heads, yes, plain, zeros, _ = HEADS[lang]
    rows = []
    for c in columns:
        names = [code(c.name), "、".join(c.chinese)]
        of = " ".join(filter(None, (_kind(c.kind, lang, plain), zeros if c.is_code else "")))
        other = f" · {code(c.example_en)}" if c.example_en and lang == "en" else ""
        rows.append((*(names if lang == "en" else names[::-1]), yes if c.required else "", of, code(c.example) + other))
    return table(heads, rows)


def tables_page(lang: str) -> str:
    """The page in a language as Markdown."""
    from cmsdk.tables.columns import COMMON
    from cmsdk.tables.schema import TABLES

    title, text, *_, every = HEADS[lang]
    lines, common = [title, text], {column.name for column in COMMON}
    for name, schema in TABLES.items():
        lines += [f"## {name}\n", f"{schema.what if lang == 'en' else schema.what_zh}\n"]
        lines += _columns([column for column in schema.columns if column.name not in common], lang)
    return "\n".join([*lines, every, *_columns(list(COMMON), lang)])
