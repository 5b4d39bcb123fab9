"""What the core brings as a plugin: plain workflow and channels by table; formats, last limit, notices by code."""

from collections.abc import Iterable

from typing_extensions import override

from cmsdk.plugin import (
    AssemblyContext,
    Band,
    FileNotifier,
    Format,
    Limit,
    LimitRow,
    LimitUnit,
    NoticeRow,
    Notifier,
    Observer,
    TableCity,
    hookimpl,
)

from .csv_format import render_csv
from .html_format import render_html
from .markdown_format import render_markdown
from .telling import log_entries


class Builtin(TableCity):
    """Defaults of every city."""

    @hookimpl
    @override
    def cmsdk_deadlines(self, context: AssemblyContext) -> Iterable[LimitRow]:
        yield LimitRow(
            id="builtin-fallback",
            limit=Limit(15, LimitUnit.NATURAL_DAY),
            band=Band.FALLBACK,
            # 15 days for an answer: 信访工作条例 Art. 22–23; the basis is shown in cities that know no such rule
            basis="default of the core: an answer within 15 days, where neither city nor standard gives a limit",
        )

    @hookimpl
    @override
    def cmsdk_formats(self, context: AssemblyContext) -> Iterable[Format]:
        yield Format(id="builtin-csv", media_type="text/csv", suffix=".csv", render=render_csv)
        yield Format(id="builtin-markdown", media_type="text/markdown", suffix=".md", render=render_markdown)
        yield Format(id="builtin-html", media_type="text/html", suffix=".html", render=render_html)

    @hookimpl
    @override
    def cmsdk_notifiers(self, context: AssemblyContext) -> Iterable[NoticeRow | Notifier]:
        yield Notifier(id="file", send=FileNotifier())

    @hookimpl
    @override
    def cmsdk_observe(self, context: AssemblyContext) -> Iterable[Observer]:
        yield Observer(id="builtin-log", observe=log_entries)
