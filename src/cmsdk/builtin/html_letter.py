"""How a letter (公文) looks as a page: its public-information header as a table, text as on A4 paper.

Basis: GB/T 9704-2012 for margins, sizes and typefaces on paper: margins of 37 mm at the top and 28 mm at the binding
side, a type area of 156 × 225 mm, title 2号 小标宋, body 3号 仿宋, first level 黑体, page numbers 4号 宋体 between
dashes.
"""

from collections.abc import Sequence
from html import escape

_IN_A_ROW = 2
"""Lines of the header side by side, as public-information pages have them."""
STYLE = """
.letter main{max-width:50rem;background:var(--paper);border:1px solid var(--line);padding:3rem 4rem;margin:2rem auto}
.letter section{background:none;border:0;border-radius:0;padding:0;margin:0}
.letter h1{text-align:center;margin:2.2rem 0 1.6rem}
.letter h1{font:700 1.6rem/1.5 "FZXiaoBiaoSong-B05S","STZhongsong","Noto Serif CJK SC","Songti SC",SimSun,serif}
.letter h2{font:700 1.05rem/2 "Heiti SC",SimHei,"Noto Sans CJK SC",sans-serif}
.letter h2{margin:.6rem 0 0;text-indent:2em}
.letter .said{font:1.05rem/2 FangSong,"STFangsong","Noto Serif CJK SC",serif;margin:0}
.letter .salutation,.letter .signature{text-indent:0}.letter .signature{text-align:right;margin-right:4em}
.letter .signature:first-child{margin-top:2.5rem}.head th{width:7em}.head td{width:40%}
@page{size:A4;margin:37mm 26mm 35mm 28mm;@bottom-center{content:"— " counter(page) " —";font:14pt SimSun,serif}}
@media print{:root{--ink:#000;--soft:#000;--line:#000;--paper:#fff}
.letter main{border:0;padding:0;margin:0;max-width:none}.letter h1{font-size:22pt;font-weight:400}
.letter h2,.letter .said{font-size:16pt;line-height:29pt}.letter h2{font-weight:400;break-after:avoid}
.letter .signature{break-before:avoid}.head{font-size:10.5pt}}
"""


def header(facts: Sequence[tuple[str, str]]) -> str:
    """The public-information header (公开信息表头): label and value, two of them in a row."""
    rows = (facts[at : at + _IN_A_ROW] for at in range(0, len(facts), _IN_A_ROW))
    body = "".join("<tr>" + "".join(map(_cell, row)) + "</tr>" for row in rows)
    return f'<table class="head"><tbody>{body}</tbody></table>' if facts else ""


def _cell(fact: tuple[str, str]) -> str:
    label, value = fact
    return f'<th scope="row">{escape(label)}</th><td>{escape(value)}</td>'
