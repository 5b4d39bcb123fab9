"""The style sheet of a drawing: the reader's own fonts, and colours for paper and for dark screens."""

from collections.abc import Iterable, Mapping
from typing import Final

from .chart import Kind
from .text import COMMAND, GUARD, HEAD, ID, NOTE, ROLE, STATE, STAY

ROOT: Final = "cmsdk-flow"
"""Class of the drawing: its rules touch nothing else of a page that it is put into."""
FONTS: Final = (
    '"Helvetica Neue",Arial,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC","Noto Sans SC",'
    '"Source Han Sans SC","WenQuanYi Micro Hei",sans-serif'
)
"""A Latin font before the Chinese ones: each character is taken from the first that has it."""
LIGHT: Final = {
    "paper": "#fff", "ink": "#1d2733", "soft": "#5b6b7b", "face": "#eef4f9", "edge": "#2f6f9f", "pale": "#f6f7f9",
    "line": "#8894a1", Kind.AHEAD: "#2f6f9f", Kind.AGAIN: "#b3541e", Kind.ASIDE: "#2c7a68", Kind.OVER: "#7f8a96",
    Kind.BACK: "#7a4fa3",
}  # fmt: skip
DARK: Final = {
    "paper": "#18202a", "ink": "#e6ebf0", "soft": "#a3b2c1", "face": "#20303f", "edge": "#5aa2d6", "pale": "#222b36",
    "line": "#76828f", Kind.AHEAD: "#5aa2d6", Kind.AGAIN: "#f0936a", Kind.ASIDE: "#5cc0a6", Kind.OVER: "#98a3af",
    Kind.BACK: "#b895dc",
}  # fmt: skip


def _rules(rules: Mapping[str, str]) -> str:
    return "".join(
        ",".join(f".{ROOT} {name}" for name in names.split(",")) + f"{{{body}}}" for names, body in rules.items()
    )


def _colours(of: Mapping[str, str]) -> str:
    return _rules(
        {
            ".paper": f"fill:{of['paper']}",
            ".halo": f"stroke:{of['paper']}",
            "text": f"fill:{of['ink']}",
            ",".join(f".{style.name}" for style in (ID, STAY, ROLE, GUARD, NOTE)): f"fill:{of['soft']}",
            ".box rect": f"fill:{of['face']};stroke:{of['edge']}",
            ".aside rect": f"fill:{of['pale']};stroke:{of['line']}",
            ".rule": f"stroke:{of['line']}",
            **{f".{kind}-wire": f"stroke:{of[kind]}" for kind in Kind},
            **{f".{kind}-head": f"fill:{of[kind]}" for kind in Kind},
        }
    )


def _names(styles: Iterable[str]) -> str:
    return ",".join(f".{name}" for name in styles)


def style_sheet() -> str:
    """The rules; paper is light whatever the screen is."""
    return (
        _rules(
            {
                "text": f"font-family:{FONTS}",
                **{f".{s.name}": f"font-size:{s.size}px" for s in (HEAD, STATE, COMMAND, NOTE, ID, STAY, ROLE, GUARD)},
                _names((HEAD.name, STATE.name, COMMAND.name)): "font-weight:bold",
                f"text.{GUARD.name}": "font-style:italic",
                ".wire,.halo,.rule,.inner": "fill:none",
                "rect": "stroke-width:1.5",
                ".wire": "stroke-width:1.6",
                f".{Kind.AHEAD}-wire": "stroke-width:2.2",
                f".{Kind.BACK}-wire": "stroke-dasharray:5 4",
                ".halo": "stroke-width:6",
                ".rule": "stroke-width:.8",
            }
        )
        + _colours(LIGHT)
        + f"@media screen and (prefers-color-scheme:dark){{{_colours(DARK)}}}"
    )
