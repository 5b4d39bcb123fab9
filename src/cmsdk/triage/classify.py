"""Category and first approach: rows of keywords, then callables, layer by layer; the first answer wins."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

import attrs

from cmsdk.contract.catalogue import Category
from cmsdk.contract.deciding import Classified, Classifier, KeywordRow
from cmsdk.contract.plan import CityPlan, Ranked
from cmsdk.model.approach import Approach
from cmsdk.model.decisions import Stage, Step
from cmsdk.model.report import Report
from cmsdk.rules.memo import Memo
from cmsdk.rules.validity import Days, Periods, days_of, holds

from .draft import Draft, split
from .given import GivenCategory
from .guard import FAILED, Guard, silent
from .words import WordFinder, longest

MEMO_WORDS = 4
"""Answers are remembered for reports that hit at most so many words."""
_MANUAL = Step(Stage.CLASSIFY, "core:manual-desk", "cmsdk", "", "unclassified")


@attrs.frozen
class _Hit:
    ranked: Ranked[KeywordRow]
    score: int
    words: tuple[str, ...]


class KeywordLayer:
    """The keyword rows of one band and scope: the row with the most characters hit wins, then the smaller id.

    A row that does not apply (another channel, another day, an excluded word) is as if it were not there: its
    words do not stand before shorter ones of other rows either.
    """

    def __init__(self, rows: Iterable[Ranked[KeywordRow]], categories: Mapping[str, Category]) -> None:
        """Rows in the plan's order; ``categories`` are those whose validity has an end."""
        self._rows = tuple(rows)
        self._categories = categories
        self._single: dict[str, list[int]] = {}
        self._joint: list[tuple[tuple[str, ...], int]] = []
        self._beginning: dict[str, list[int]] = {}
        for number, ranked in enumerate(self._rows):
            for word in ranked.item.words:
                parts = tuple(part.strip() for part in word.split("+"))
                if len(parts) == 1:
                    self._single.setdefault(word, []).append(number)
                else:
                    self._beginning.setdefault(parts[0], []).append(len(self._joint))
                    self._joint.append((parts, number))

    def vocabulary(self) -> Iterable[str]:
        """Every word that has to be looked for."""
        yield from self._single
        for parts, _ in self._joint:
            yield from parts
        for ranked in self._rows:
            yield from ranked.item.not_words

    def best(self, hits: list[str], channel: str, days: Days) -> tuple[_Hit, list[_Hit]] | None:
        """The winning row for these words, and the losers by score."""
        present = set(hits)
        single = {
            word: numbers
            for word in hits
            if (numbers := [n for n in self._single.get(word, ()) if self._admits(n, present, channel, days)])
        }
        words: dict[int, dict[str, int]] = {}
        for word in longest(list(single)):
            for number in single[word]:
                words.setdefault(number, {})[word] = len(word)
        # a national table has hundreds of joint words, of which a text hits the first part of few
        for place in sorted(place for word in present for place in self._beginning.get(word, ())):
            parts, number = self._joint[place]
            if present.issuperset(parts) and self._admits(number, present, channel, days):
                words.setdefault(number, {})["+".join(parts)] = sum(map(len, parts))
        found = [_Hit(self._rows[number], sum(by_word.values()), tuple(by_word)) for number, by_word in words.items()]
        if not found:
            return None
        found.sort(key=lambda hit: (-hit.score, hit.ranked.item.id))
        return found[0], found[1:]

    def _admits(self, number: int, present: set[str], channel: str, days: Days) -> bool:
        row = self._rows[number].item
        if row.channel and row.channel != channel:
            return False
        if not holds(row, days):
            return False
        category = self._categories.get(row.category)
        if category is not None and not holds(category, days):
            return False
        return not (row.not_words and present.intersection(row.not_words))


class ClassifyStage:
    """The classifiers of a plan, compiled."""

    def __init__(self, plan: CityPlan) -> None:
        """Layers are formed by band and scope; within one, rows are asked before callables."""
        self._plan = plan
        self._given = GivenCategory(plan)
        dated = {key: category for key, category in plan.categories.items() if not category.valid.always}
        self._layers: list[tuple[KeywordLayer | None, list[Ranked[Classifier]]]] = []
        for _, group in groupby(plan.classifiers, key=lambda r: (r.item.band, r.plugin.specificity)):
            members = list(group)
            rows = [Ranked(r.item, r.plugin) for r in members if isinstance(r.item, KeywordRow)]
            calls = [Ranked(r.item, r.plugin) for r in members if isinstance(r.item, Classifier)]
            self._layers.append((KeywordLayer(rows, dated) if rows else None, calls))
        vocabulary = [word for layer, _ in self._layers if layer for word in layer.vocabulary()]
        self._finder = WordFinder(vocabulary)
        self._periods = Periods([*dated.values(), *(r.item for r in plan.classifiers)])
        self._memo: Memo[tuple[object, ...], tuple[KeywordRow, Step] | None] = Memo()

    def run(self, drafts: Sequence[Draft], guard: Guard) -> None:
        """Give every draft a category, or none and the manual desk; and its first approach."""
        hits = [self._finder.hits(draft.searched) for draft in drafts]
        waiting = list(range(len(drafts)))
        waiting = [n for n in waiting if not self._by_sender(drafts[n])]
        for layer, calls in self._layers:
            if layer is not None:
                waiting = [n for n in waiting if not self._by_row(layer, drafts[n], hits[n])]
            for ranked in calls:
                waiting = self._by_call(ranked, drafts, waiting, guard)
        for n in waiting:
            drafts[n].steps.append(_MANUAL)
        for draft in drafts:
            draft.approach = draft.approach or self._first_approach(draft.category)

    def _by_sender(self, draft: Draft) -> bool:
        """The sender's own category counts where the city knows it, or knows what it is called here."""
        if not draft.report.category:
            return False
        step = self._given.step(draft.report)
        draft.category = step.answer
        draft.steps.append(step)
        return bool(step.answer)

    def _by_row(self, layer: KeywordLayer, draft: Draft, hits: list[str]) -> bool:
        answer = self._remembered(layer, draft, hits) if hits else None
        if answer is None:
            return False
        row, step = answer
        draft.category, draft.approach = row.category, row.approach
        draft.steps.append(step)
        return True

    def _remembered(self, layer: KeywordLayer, draft: Draft, hits: list[str]) -> tuple[KeywordRow, Step] | None:
        """Most reports hit few words, and the same ones as others; long letters are not worth remembering."""
        if len(hits) > MEMO_WORDS:
            return self._answer(layer, draft, hits)
        key = (id(layer), draft.report.channel, self._periods.at(draft.report), *hits)
        return self._memo.get_or(key, lambda: self._answer(layer, draft, hits))

    @staticmethod
    def _answer(layer: KeywordLayer, draft: Draft, hits: list[str]) -> tuple[KeywordRow, Step] | None:
        report = draft.report
        found = layer.best(hits, report.channel, days_of(report))
        if found is None:
            return None
        won, lost = found
        row = won.ranked.item
        facts = [("words", "; ".join(won.words)), ("score", str(won.score)), ("source", row.source)]
        if lost:
            facts.append(("lost", "; ".join(f"{hit.ranked.item.id} {hit.score}" for hit in lost[:3])))
        plugin = won.ranked.plugin.name
        return row, Step(Stage.CLASSIFY, row.id, plugin, row.category, "words", tuple(facts), row.basis)

    def _wrong(self, report: Report, answer: object) -> str:
        if answer is None:
            return ""
        if not (isinstance(answer, Classified) and isinstance(answer.approach, Approach | None)):
            return f"answered with {answer!r:.80}"
        answer.reason.encode()
        known = self._given.known(answer.category, report)
        return "" if known else f"answered with the category {answer.category!r}, which is unknown on that day"

    def _by_call(
        self, ranked: Ranked[Classifier], drafts: Sequence[Draft], waiting: list[int], guard: Guard
    ) -> list[int]:
        asked, left = split(waiting, ranked.item, drafts)
        answers = guard.ask(ranked, [drafts[n].report for n in asked], ranked.item.decide, self._wrong)
        for n, answer in zip(asked, answers, strict=True):
            if answer is None or answer is FAILED:
                drafts[n].steps.append(silent(Stage.CLASSIFY, ranked, answer))
                left.append(n)
                continue
            drafts[n].category, drafts[n].approach = answer.category, answer.approach
            facts = (("reason", answer.reason),)
            item = ranked.item
            drafts[n].steps.append(
                Step(Stage.CLASSIFY, item.id, ranked.plugin.name, answer.category, "callable", facts, item.basis)
            )
        return sorted(left)

    def _first_approach(self, category: str) -> Approach:
        found = self._plan.categories.get(category)
        first = self._plan.approach_policy.first
        return first.get(found.kind.value, Approach.SERVICE) if found else Approach.SERVICE
