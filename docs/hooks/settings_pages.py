"""The pages of settings, one a language: environment variables found in the source, ``city.toml``, pytest."""

from collections.abc import Iterator
from pathlib import Path
import re

from describe import cell, code, fields, prose, table

_VARIABLE = re.compile(
    r'^\w+: Final = "(CMSDK_\w+)"\n"""(?:Environment variable(?: that|:|,)? ?)?(.+?)"""', re.MULTILINE | re.DOTALL
)
CHINESE = {
    "CMSDK_LEDGER_KEY": "台账密钥本身：32 字节，写成 URL 安全的 base64",
    "CMSDK_LEDGER_KEY_FILE": "存放台账密钥的文件",
    "CMSDK_LEDGER_OBJECTS": "附件对象的文件夹",
    "CMSDK_NOTICES": "通知表没有写明文件夹时，通知写到这个文件夹",
    "CMSDK_PLUGINS": "不设：已安装的插件都用；设为空：只用内置插件；否则写可用的插件名，用逗号隔开",
    "CMSDK_SEAL_KEY_FILE": "存放封存签名密钥的文件",
}
OTHERS = {
    "en": (
        ("LC_ALL, LC_MESSAGES, LANG", "the first that is set: Chinese where it begins with `zh`; `--lang` goes before"),
        ("NO_COLOR", "set and not empty: text without colour"),
        ("COLUMNS", "width of what is drawn, where the output is no terminal"),
    ),
    "zh": (
        ("LC_ALL, LC_MESSAGES, LANG", "取第一个已设的：以 `zh` 开头就用中文；`--lang` 优先"),
        ("NO_COLOR", "设了且不为空：不用颜色"),
        ("COLUMNS", "输出不是终端时的宽度"),
    ),
}
WORDS = {
    "en": (
        "# Settings\n",
        (
            "There is no settings file of cmsdk itself. What a city is stands in its plugin; where its ledger is, an "
            "option or an argument says (`--ledger URL`, `City.open(…, ledger=…)`); what differs from machine to "
            "machine, the environment says.\n"
        ),
        "## Environment\n",
        ("variable", "meaning"),
        "## city.toml\n",
        "Keys of the city's own document, as [TOML documents](documents.md#citytoml) show it:\n",
        "## pytest\n",
        (
            "Scenario files become tests where a `conftest.py` says `pytest_plugins = "
            '["cmsdk.testing.pytest_plugin"]`, or with `-p cmsdk.testing.pytest_plugin` '
            "([write scenarios](../howto/write-scenarios.md)). Checks become tests by a class that inherits from "
            "[a contract class](testing.md); it needs no settings.\n"
        ),
    ),
    "zh": (
        "# 设置\n",
        (
            "cmsdk 自己没有设置文件。城市是什么样，写在插件里；台账在哪里，由选项或参数指定（`--ledger URL`、"
            "`City.open(…, ledger=…)`）；随机器而不同的，由环境变量指定。\n"
        ),
        "## 环境变量\n",
        ("变量", "含义"),
        "## city.toml\n",
        "本市概况的各项，写法见 [TOML 文档](documents.zh.md#citytoml)：\n",
        "## pytest\n",
        (
            '`conftest.py` 里写 `pytest_plugins = ["cmsdk.testing.pytest_plugin"]`，或者加 '
            "`-p cmsdk.testing.pytest_plugin`，情景文件就成为测试（[怎样写情景](../howto/write-scenarios.zh.md)）。"
            "继承[契约类](testing.md)的测试类，检查项就成为测试，不用别的设置。\n"
        ),
    ),
}


def _variables() -> Iterator[tuple[str, str]]:
    """Every variable that the source names, with what its docstring says."""
    import cmsdk

    for file in sorted(Path(cmsdk.__file__).parent.rglob("*.py")):
        yield from _VARIABLE.findall(file.read_text(encoding="utf-8"))


def settings_page(lang: str) -> str:
    """The page in a language as Markdown."""
    from cmsdk.contract.base import Contribution
    from cmsdk.contract.profile import CityProfile

    title, text, variables, heads, city, of_city, tests, of_tests = WORDS[lang]
    rows = [(code(name), cell(prose(said)) if lang == "en" else CHINESE[name]) for name, said in sorted(_variables())]
    rows += [(", ".join(map(code, names.split(", "))), said) for names, said in OTHERS[lang]]
    common = [field for field in Contribution.__annotations__ if not field.startswith("_")]
    return "\n".join(
        [title, text, variables, *table(heads, rows), city, of_city, *fields(CityProfile, common), tests, of_tests]
    )
