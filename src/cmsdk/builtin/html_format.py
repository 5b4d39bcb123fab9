"""One self-contained HTML page: no script, no request, the reader's own Chinese fonts, everything escaped."""

from html import escape
from typing import BinaryIO
from unicodedata import east_asian_width

from cmsdk.plugin import Bar, Bars, Document, Table, Text

from . import html_letter

_STYLE = """
:root{--ink:#1d2733;--soft:#5b6b7b;--line:#d9e0e7;--paper:#fff;--ground:#f4f6f8;--bar:#2f6f9f;--aim:#c4572b}
@media (prefers-color-scheme:dark){:root{--ink:#e6ebf0;--soft:#9fb0c0;--line:#33404d;--paper:#18202a;--ground:#10161d;--bar:#5aa2d6;--aim:#f0936a}}
body{margin:0;background:var(--ground);color:var(--ink);font:16px/1.6 system-ui,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC","WenQuanYi Micro Hei",sans-serif}
main{max-width:76rem;margin:0 auto;padding:2rem 1rem}
h1{font-size:1.7rem;margin:0 0 .5rem}h2{font-size:1.15rem;margin:2rem 0 .6rem}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.1rem 1rem;color:var(--soft);margin:0}dd{margin:0}
section{background:var(--paper);border:1px solid var(--line);border-radius:.5rem;padding:.2rem 1.2rem 1.2rem;margin:1.2rem 0}
.wide{overflow-x:auto}table{border-collapse:collapse;width:100%;font-size:.9rem}
th,td{text-align:left;vertical-align:top;padding:.35rem .6rem;border-bottom:1px solid var(--line)}th{white-space:nowrap;color:var(--soft)}
td{max-width:34rem;overflow-wrap:anywhere}tbody tr:hover{background:var(--ground)}
svg{width:100%;max-width:46rem;height:auto;display:block}svg text{font:14px system-ui,sans-serif;fill:var(--ink)}
.fill{fill:var(--bar)}.track{fill:var(--ground)}.aim{stroke:var(--aim);stroke-width:3}p{color:var(--soft)}.said{color:var(--ink);text-indent:2em}
@media print{body{background:#fff}section{border:0;padding:0}}
"""
_LEFT, _WIDE, _HIGH, _ROW = 150, 420, 22, 38
_COLUMNS = 19
"""Columns of a label that have room left of a bar, at 14 px; a Chinese character takes two."""


def _short(label: str) -> str:
    """The beginning of a label that has room; the whole of it is told to screen readers and when it is pointed at."""
    width = 0
    for number, sign in enumerate(label):
        width += 2 if east_asian_width(sign) in "WF" else 1
        if width > _COLUMNS:
            return f"{label[: number - 1]}…"
    return label


def _bar(bar: Bar, number: int) -> str:
    y = number * _ROW + 8
    aim = ""
    if bar.target is not None:
        x = _LEFT + _WIDE * bar.target / 100
        aim = f'<line class="aim" x1="{x:.1f}" y1="{y - 4}" x2="{x:.1f}" y2="{y + _HIGH + 4}"/>'
    return (
        f'<text x="{_LEFT - 10}" y="{y + 16}" text-anchor="end">{escape(_short(bar.label))}<title>{escape(bar.label)}</title></text>'
        f'<rect class="track" x="{_LEFT}" y="{y}" width="{_WIDE}" height="{_HIGH}" rx="3"/>'
        f'<rect class="fill" x="{_LEFT}" y="{y}" width="{_WIDE * bar.share / 100:.1f}" height="{_HIGH}" rx="3"/>{aim}'
        f'<text x="{_LEFT + _WIDE + 12}" y="{y + 16}">{bar.count} · {bar.share:.1f} %</text>'
    )


def _bars(section: Bars) -> str:
    width, height = _LEFT + _WIDE + 150, len(section.bars) * _ROW + 8
    spoken = "; ".join(f"{bar.label} {bar.count}, {bar.share:.1f} %" for bar in section.bars)
    drawn = "".join(_bar(bar, number) for number, bar in enumerate(section.bars))
    note = f"<p>{escape(section.note)}</p>" if section.note else ""
    return f'<svg viewBox="0 0 {width} {height}" role="img" aria-label="{escape(spoken)}">{drawn}</svg>{note}'


def _table(section: Table) -> str:
    head = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in section.header)
    body = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in section.rows)
    return f'<div class="wide"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


def _text(section: Text) -> str:
    start = f'<p class="said {section.place}">'
    return "".join(f"{start}{escape(paragraph)}</p>" for paragraph in section.paragraphs)


def _section(section: Table | Bars | Text) -> str:
    heading = f"<h2>{escape(section.title)}</h2>" if section.title else ""
    match section:
        case Bars():
            body = _bars(section)
        case Text():
            body = _text(section)
        case _:
            body = _table(section)
    return f"<section>{heading}{body}</section>"


def _beginning(document: Document) -> str:
    """Title and header: the header of a letter is a table above its title."""
    title = f"<h1>{escape(document.title)}</h1>"
    if document.letter:
        return html_letter.header(document.facts) + title
    facts = "".join(f"<dt>{escape(label)}</dt><dd>{escape(value)}</dd>" for label, value in document.facts)
    return f"{title}<dl>{facts}</dl>"


def render_html(document: Document, out: BinaryIO) -> None:
    """The page as UTF-8."""
    sections = "".join(map(_section, document.sections))
    lang = "zh-CN" if document.lang == "zh" else document.lang
    style, body = (_STYLE + html_letter.STYLE, '<body class="letter">') if document.letter else (_STYLE, "<body>")
    page = (
        f'<!doctype html><html lang="{escape(lang)}"><head><meta charset="utf-8">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{escape(document.title)}</title><style>{style}</style></head>"
        f"{body}<main>{_beginning(document)}{sections}</main></body></html>"
    )
    out.write(page.encode())
