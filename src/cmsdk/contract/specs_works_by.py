"""Hookspecs, second part: how a city works."""

from collections.abc import Iterable

from .channels import Channel
from .community.base import CommunityRow
from .context import AssemblyContext
from .deciding import Classifier, KeywordRow, Normaliser, Route, RouteRow
from .enforcement import LenientOffence
from .markers import hookspec
from .matching import Matcher, MatchRow
from .measures import Measure
from .output import Format, ReportDefinition
from .profile import ApproachPolicy, RoutingPolicy
from .timing import LimitRow
from .work_rules import WorkRules
from .workflow import Workflow


class WorksBy:
    """Hooks that say how the city works."""

    @hookspec
    def cmsdk_channels(self, context: AssemblyContext) -> Iterable[Channel]:
        """Contribute intake channels (上报渠道): how bytes that have arrived become items.

        Called: once, when a city is assembled.
        Return: channels.
        Combined: named: one channel an id; a more specific plugin may replace one by saying so.
        If it raises: CMS201 names the plugin, and the city is not assembled.
        Since: 1.0.

        Example:
            @hookimpl
            def cmsdk_channels(self, context):
                def read(payload):
                    yield Item(position="1", raw=payload.decode(), fields={"text": payload.decode()})

                yield Channel(id="demo-form", read=read)
        """
        return ()

    @hookspec
    def cmsdk_normalisers(self, context: AssemblyContext) -> Iterable[Normaliser]:
        """Contribute clean-up of reports before they are decided on.

        Called: once, when a city is assembled.
        Return: normalisers; each gets a batch of reports and gives back as many, in order.
        Combined: all, in order of band, scope and id.
        If it raises: CMS201 names the plugin, and the city is not assembled.
        Since: 1.0.

        Example:
            @hookimpl
            def cmsdk_normalisers(self, context):
                def trimmed(reports):
                    return [attrs.evolve(report, text=report.text.strip("。")) for report in reports]

                yield Normaliser(id="demo-trim", apply=trimmed)
        """
        return ()

    @hookspec
    def cmsdk_classifiers(self, context: AssemblyContext) -> Iterable[KeywordRow | Classifier]:
        """Contribute rules that find category and first approach: keyword rows, or a callable where rows end.

        Called: once, when a city is assembled.
        Return: keyword rows and classifiers.
        Combined: asked in order of band, scope and id; the first answer wins and the trail keeps the rest.
        If it raises: CMS201 names the plugin, and the city is not assembled.
        Since: 1.0.

        Example:
            @hookimpl
            def cmsdk_classifiers(self, context):
                yield KeywordRow(id="demo-canopy", words=("遮雨棚",), category="demo/1/S1", basis="通知")
        """
        return ()

    @hookspec
    def cmsdk_routes(self, context: AssemblyContext) -> Iterable[RouteRow | Route]:
        """Contribute the responsibility matrix (责任清单): who owns a case, handled at once or transferred.

        Called: once, when a city is assembled.
        Return: rows and routes.
        Combined: asked in order of band, scope, principle, specificity, id; the first answer wins and is kept.
        If it raises: CMS201 names the plugin, and the city is not assembled.
        Since: 1.0.

        Example:
            @hookimpl
            def cmsdk_routes(self, context):
                yield RouteRow(id="demo-all", unit="demo-desk", mode=Mode.NOW, basis="本市通知")
        """
        return ()

    @hookspec
    def cmsdk_routing_policy(self, context: AssemblyContext) -> Iterable[RoutingPolicy]:
        """Contribute which principle of responsibility is asked first, by kind of category, and who gets the rest.

        Called: once, when a city is assembled.
        Return: one policy, or nothing.
        Combined: exactly one: the most specific plugin's; two of equal scope are CMS211.
        If it raises: CMS201 names the plugin, and the city is not assembled.
        Since: 1.1.

        Example:
            @hookimpl
            def cmsdk_routing_policy(self, context):
                order = {CategoryKind.EVENT: (Principle.LOCALITY, Principle.OWNER)}
                yield RoutingPolicy(id="demo-routing", order=order, fallback="subdistrict", basis="本市通知")
        """
        return ()

    @hookspec
    def cmsdk_matchers(self, context: AssemblyContext) -> Iterable[MatchRow | Matcher]:
        """Contribute how likely duplicates and repeats are found: rows by class, or a callable where rows end.

        Called: once, when a city is assembled.
        Return: rows and matchers; a class that none covers is never compared.
        Combined: in order of band and scope; within them the row of the most specific class, then callables.
        If it raises: CMS201 names the plugin, and the city is not assembled.
        Since: 1.1.

        Example:
            @hookimpl
            def cmsdk_matchers(self, context):
                yield MatchRow(id="demo-pits", category="demo/1/E1", radius=50, window=24, basis="本市通知")
        """
        return ()

    @hookspec
    def cmsdk_approach_policy(self, context: AssemblyContext) -> Iterable[ApproachPolicy]:
        """Contribute 7-2-1 (721工作法): what comes before what, the lawful exceptions, and the mix the city aims at.

        Called: once, when a city is assembled.
        Return: one policy, or nothing.
        Combined: exactly one: the most specific plugin's; two of equal scope are CMS211.
        If it raises: CMS201 names the plugin, and the city is not assembled.
        Since: 1.0.

        Example:
            @hookimpl
            def cmsdk_approach_policy(self, context):
                yield ApproachPolicy(id="demo-721", basis="本市通知")
        """
        return ()

    @hookspec
    def cmsdk_measures(self, context: AssemblyContext) -> Iterable[Measure]:
        """Contribute measures (措施) that may be taken on a case: service, management or enforcement, in their order.

        Called: once, when a city is assembled.
        Return: measures; a city that has none can take none.
        Combined: merged by id; a more specific plugin may replace one by saying so.
        If it raises: CMS201 names the plugin, and the city is not assembled.
        Since: 1.2.

        Example:
            @hookimpl
            def cmsdk_measures(self, context):
                yield Measure(id="demo-advice", name="咨询解答", approach=Approach.SERVICE, basis="本市通知")
                yield Measure(id="demo-interview", name="约谈", approach=Approach.MANAGEMENT, requires=("demo-advice",))
        """
        return ()

    @hookspec
    def cmsdk_deadlines(self, context: AssemblyContext) -> Iterable[LimitRow]:
        """Contribute limits (时限) that the city sets by stage, category and area, before those of filing standards.

        Called: once, when a city is assembled.
        Return: limit rows.
        Combined: the most specific row wins: band, scope, category, area, then id.
        If it raises: CMS201 names the plugin, and the city is not assembled.
        Since: 1.0.

        Example:
            @hookimpl
            def cmsdk_deadlines(self, context):
                yield LimitRow(id="demo-fast", limit=Limit(4, LimitUnit.WORK_HOUR), basis="本市通知")
        """
        return ()

    @hookspec
    def cmsdk_workflow(self, context: AssemblyContext) -> Iterable[Workflow]:
        """Contribute the workflow (流程) of the city's cases as a table of transitions.

        Called: once, when a city is assembled.
        Return: one workflow, or nothing.
        Combined: exactly one: the most specific plugin's; checked as a graph.
        If it raises: CMS201 names the plugin, and the city is not assembled.
        Since: 1.0.

        Example:
            @hookimpl
            def cmsdk_workflow(self, context):
                yield Workflow(
                    id="demo-flow", initial="reported", ends=("closed",),
                    transitions=(Transition(command="close", sources=("reported",), to="closed", roles=("clerk",)),),
                )
        """
        return ()

    @hookspec
    def cmsdk_work_rules(self, context: AssemblyContext) -> Iterable[WorkRules]:
        """Contribute the rules of the work: side flows of cases, enforcement files, attachments, how long data is kept.

        Called: once, when a city is assembled.
        Return: rules, at most one of a kind.
        Combined: the most specific plugin's, for each kind; two of equal scope are CMS211.
        If it raises: CMS201 names the plugin, and the city is not assembled.
        Since: 1.2.

        Example:
            @hookimpl
            def cmsdk_work_rules(self, context):
                yield CaseRules(id="demo-rules", returns=2, basis="本市通知")
        """
        return ()

    @hookspec
    def cmsdk_community(self, context: AssemblyContext) -> Iterable[CommunityRow]:
        """Contribute the tables of community work (社区工作): rosters, boards, agreements, hand-ins, who may do what.

        Called: once, when a city is assembled.
        Return: rows, each of a kind that is a table of its own.
        Combined: merged by table and id; a more specific plugin may replace one by saying so.
        If it raises: CMS201 names the plugin, and the city is not assembled.
        Since: 1.3.

        Example:
            @hookimpl
            def cmsdk_community(self, context):
                yield community.OpinionDuty(id="demo-opinions", limit=Limit(5, LimitUnit.WORK_DAY), basis="本市通知")
                yield community.WorkRole(id="demo-answers", command="opinion.answer", roles=("clerk",))
        """
        return ()

    @hookspec
    def cmsdk_offences(self, context: AssemblyContext) -> Iterable[LenientOffence]:
        """Contribute the lists of offences that are not punished when slight, or the first time (轻微、首违不罚清单).

        Called: once, when a city is assembled.
        Return: rows.
        Combined: merged by id; a more specific plugin may replace one by saying so.
        If it raises: CMS201 names the plugin, and the city is not assembled.
        Since: 1.2.

        Example:
            @hookimpl
            def cmsdk_offences(self, context):
                yield LenientOffence(id="demo-stall", matter="占道经营", exit=LenientExit.FIRST, basis="本市清单")
        """
        return ()

    @hookspec
    def cmsdk_reports(self, context: AssemblyContext) -> Iterable[ReportDefinition]:
        """Contribute reports that the city publishes (报表、台账): which cases, sections and columns.

        Called: once, when a city is assembled.
        Return: report definitions.
        Combined: named: one definition an id; a more specific plugin may replace one by saying so.
        If it raises: CMS201 names the plugin, and the city is not assembled.
        Since: 1.0.

        Example:
            @hookimpl
            def cmsdk_reports(self, context):
                number = ReportColumn(field="id", label="编号")
                yield ReportDefinition(id="demo-ledger", title="台账", columns=(number,))
        """
        return ()

    @hookspec
    def cmsdk_formats(self, context: AssemblyContext) -> Iterable[Format]:
        """Contribute renderers of published reports.

        Called: once, when a city is assembled.
        Return: formats.
        Combined: named: one format an id; found by the suffix of the file asked for.
        If it raises: CMS201 names the plugin, and the city is not assembled.
        Since: 1.0.

        Example:
            @hookimpl
            def cmsdk_formats(self, context):
                yield Format(id="demo-txt", media_type="text/plain", suffix=".txt",
                    render=lambda document, out: out.write(document.title.encode()))
        """
        return ()
