"""A page a conformance check and language: its tier, what it is run for, since when, why, and the mend."""

from collections.abc import Iterator

from describe import cell, code, link, table

WORDS = {
    "en": (
        "Conformance checks",
        (
            "What `cmsdk plugins check` and the contract classes of [`cmsdk.testing`](testing.md) hold a plugin to. "
            "A tier asks for all that the tiers before it ask for: **accepted** may be put in force, **solid** may be "
            "relied on for years, **exemplary** may be learned from. A gap that is known is written down with its "
            "reason, and is an error once it is closed."
        ),
        ("check", "tier", "asks for"),
        ("tier", "looks at", "since API", "problem"),
        "Why",
        "Remedy",
        "It hands on the problems that it finds, each with its own code, reason and remedy.",
        "All checks",
    ),
    "zh": (
        "符合性检查",
        (
            "`cmsdk plugins check` 和 [`cmsdk.testing`](testing.md) 的契约类按这些检查项要求插件。"
            "等级逐级提高，高一级包含低一级的全部要求：**合格**（accepted）可以启用，**稳妥**（solid）可以长期依靠，"
            "**示范**（exemplary）可供别人学习。已知的欠缺写明理由登记下来；补上之后仍登记着，也算错误。"
        ),
        ("检查项", "等级", "要求"),
        ("等级", "检查什么", "始于接口版本", "问题代码"),
        "原因",
        "办法",
        "它转达所发现的问题，各有自己的代码、原因和办法。",
        "全部检查项",
    ),
}
TIERS = {
    "en": {},
    "zh": {"accepted": "合格", "solid": "稳妥", "exemplary": "示范"},
}


def _ends(lang: str) -> str:
    return ".zh.md" if lang == "zh" else ".md"


def _tier(tier: str, lang: str) -> str:
    return TIERS[lang].get(tier, tier)


def _index(lang: str) -> str:
    from cmsdk.testing.kit.known import ALL
    from cmsdk.testing.kit.telling import title

    name, text, heads, *_ = WORDS[lang]
    rows = [
        (link(f"{check.id}{_ends(lang)}", code(check.id)), _tier(check.tier, lang), cell(title(check.id, lang)))
        for check in ALL
    ]
    return "\n".join([f"# {name}\n", text.replace("testing.md", "../testing.md") + "\n", *table(heads, rows)])


def _page(check, lang: str) -> str:  # type: ignore[no-untyped-def]  # noqa: ANN001  a Check, imported below
    from cmsdk.model.words import catalogue, whole
    from cmsdk.testing.kit.telling import title

    _, _, _, heads, why, remedy, hands_on, back = WORDS[lang]
    of = link(f"../problems/{check.code}.md", check.code) if check.code else "—"
    row = (_tier(check.tier, lang), ", ".join(code(kind) for kind in check.kinds), check.since, of)
    lines = [f"# {check.id}\n", f"**{title(check.id, lang)}**\n", *table(heads, [row])]
    if check.code:
        told = catalogue()[check.code]
        lines += [f"## {why}\n", whole(told["why"][lang]) + "\n", f"## {remedy}\n", whole(told["remedy"][lang]) + "\n"]
    else:
        lines.append(hands_on + "\n")
    return "\n".join([*lines, link(f"index{_ends(lang)}", back) + "\n"])


def check_pages() -> Iterator[tuple[str, str]]:
    """Path and Markdown of the index and of each check, in both languages."""
    from cmsdk.testing.kit.known import ALL

    for lang in WORDS:
        yield f"reference/checks/index{_ends(lang)}", _index(lang)
        for check in ALL:
            yield f"reference/checks/{check.id}{_ends(lang)}", _page(check, lang)
