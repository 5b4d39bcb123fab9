"""Hookspecs, third part: whom a city tells what."""

from collections.abc import Iterable

from .context import AssemblyContext
from .indicators import Indicator
from .markers import hookspec
from .notices import NoticeRow, Notifier, Observer


class Tells:
    """Hooks that say what the city counts, and who is told of what happens to a case."""

    @hookspec
    def cmsdk_indicators(self, context: AssemblyContext) -> Iterable[Indicator]:
        """Contribute indicators (指标): what is counted or summed over a view, its filter, denominator and target.

        Called: once, when a city is assembled.
        Return: indicators.
        Combined: merged by id; a more specific plugin may replace one by saying so.
        If it raises: CMS201 names the plugin, and the city is not assembled.
        Since: 1.3.

        Example:
            @hookimpl
            def cmsdk_indicators(self, context):
                yield Indicator(id="demo-cases", name="案件数", view="cases")
                yield Indicator(
                    id="demo-by-service", name="服务解决占比", view="cases", where={"approach": ("service",)},
                    per="demo-cases", digits=1, target=70,
                )
        """
        return ()

    @hookspec
    def cmsdk_notifiers(self, context: AssemblyContext) -> Iterable[NoticeRow | Notifier]:
        """Contribute the table of notices (通知模板), and the notifiers that send them: file, webhook, or your own.

        Called: once, when a city is assembled. A notifier's `send` is called when the outbox is sent, once a notice.
        Return: rows and notifiers; a city without rows tells nobody anything.
        Combined: merged by id, each kind apart; a more specific plugin may replace one by saying so.
        If it raises: CMS201 names the plugin, and the city is not assembled. A `send` that raises is tried again.
        Since: 1.2.

        Example:
            @hookimpl
            def cmsdk_notifiers(self, context):
                yield Notifier(id="demo-sms", send=lambda addressed: print(addressed.to.phone))
                yield NoticeRow(
                    id="demo-received", audience="reporter", command="reported", channel="demo-sms", language="zh",
                    template="您反映的问题已受理，编号{case}，办理期限{due}。", basis="本市通知",
                )
        """
        return ()

    @hookspec
    def cmsdk_observe(self, context: AssemblyContext) -> Iterable[Observer]:
        """Contribute observers of what has been stored (观察者): told the entries of each transaction, after it.

        Called: once, when a city is assembled. An observer's `observe` is called after each transaction, in its thread.
        Return: observers.
        Combined: all, in order of scope and id; a more specific plugin may replace one by saying so.
        If it raises: CMS201 names the plugin, and the city is not assembled. An `observe` that raises is a problem row.
        Since: 1.2.

        Example:
            @hookimpl
            def cmsdk_observe(self, context):
                yield Observer(id="demo-count", observe=lambda entries: print(len(entries)))
        """
        return ()
