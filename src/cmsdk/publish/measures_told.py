"""A measure that was taken, in a sentence: what, by whom, and for which lawful exception a step was skipped."""

from collections.abc import Iterator

from cmsdk.contract.plan import CityPlan
from cmsdk.model.approach import Approach
from cmsdk.model.measure_taken import MeasureTaken
from cmsdk.model.words import catalogue, fill, label


def _step(step: str, plan: CityPlan, lang: str) -> str:
    if step in {*Approach}:
        return label(step, lang)
    return plan.measures[step].called(lang) if step in plan.measures else step


def _sentences(taken: MeasureTaken, plan: CityPlan, lang: str) -> Iterator[str]:
    excuse, sentences = plan.approach_policy.excuses.get(taken.excuse), catalogue("steps")
    skipped = ("、" if lang == "zh" else ", ").join(_step(step, plan, lang) for step in taken.skipped)
    facts = {
        "measure": _step(taken.measure, plan, lang),
        "approach": label(taken.approach, lang),
        "by": taken.by,
        "skipped": skipped,
        "excuse": excuse.called(lang) if excuse else taken.excuse,
        "earlier": taken.earlier,
        "reason": taken.reason.strip().rstrip(".。"),
        "article": taken.article.strip().rstrip(".。"),
    }
    yield fill(sentences["measure-taken"][lang], facts.items())
    if taken.excuse:
        yield fill(sentences["measure-excused"][lang], facts.items())
    yield fill(sentences["measure-because"][lang], facts.items())
    yield fill(sentences["measure-on"][lang], facts.items())


def told(taken: MeasureTaken, plan: CityPlan, lang: str) -> str:
    """What was taken and by whom, what was skipped for which exception, and why; the story says when.

    Names are those of the present plan; what it no longer knows keeps its id.
    """
    return (" " if lang == "en" else "").join(filter(None, _sentences(taken, plan, lang)))
