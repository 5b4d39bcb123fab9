"""The pages of the API promise, one a language: which hook came with which version, and what is to go."""

from describe import cell, code, link, table

WORDS = {
    "en": (
        "# The API promise\n",
        (
            "The contract between plugins and cmsdk is version **{api}**. A manifest names the version that it is "
            "written for: the same major one, and no newer minor one. Minor versions add and take nothing away; what "
            "is to go is listed below until the next major version, and warns whoever uses it. Why: "
            "[ADR 0051](../adr/0051-what-a-version-of-the-api-promises.md).\n"
        ),
        "## Hooks by version\n",
        ("API", "hooks that came with it"),
        "## Deprecated\n",
        ("what", "since", "ends with", "instead"),
        "Nothing at present.\n",
    ),
    "zh": (
        "# 接口承诺\n",
        (
            "插件和 cmsdk 之间的约定，现在是 **{api}** 版。清单文件写明插件按哪一版写：主版本相同，次版本不更新。"
            "次版本只增不减；要取消的，一直列在下面，到下一个主版本为止，谁用到就提醒谁。理由见"
            "[ADR 0051](../adr/0051-what-a-version-of-the-api-promises.md)（英文）。\n"
        ),
        "## 各版的接口\n",
        ("版本", "随它而来的接口"),
        "## 不再推荐的\n",
        ("什么", "始于", "取消于", "改用"),
        "目前没有。\n",
    ),
}


def promise_page(lang: str) -> str:
    """The page in a language as Markdown."""
    from cmsdk.contract.api import API, HOOKS
    from cmsdk.contract.deprecated import DEPRECATED

    title, text, versions, heads, old, old_heads, nothing = WORDS[lang]
    by_version: dict[str, list[str]] = {}
    for name, hook in HOOKS.items():
        by_version.setdefault(hook.since, []).append(link(f"hooks/{name}.md", code(name)))
    rows = [(since, ", ".join(names)) for since, names in sorted(by_version.items())]
    gone = [
        (code(d.thing), d.since, d.removed_in, cell(d.remedy_en if lang == "en" else d.remedy_zh)) for d in DEPRECATED
    ]
    return "\n".join(
        [
            title,
            text.format(api=API),
            versions,
            *table(heads, rows),
            old,
            *(table(old_heads, gone) if gone else [nothing]),
        ]
    )
