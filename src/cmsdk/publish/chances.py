"""What a mix comes to, in sentences and as JSON: how far it is from the aim, and whether by more than chance."""

from collections.abc import Iterator
from typing import Any, Final

from cmsdk.model.mix import Mix
from cmsdk.model.words import label

_LEAST: Final = 0.001
"""Probabilities below this are not told apart by readers."""


def _probability(chance: float) -> str:
    return f"< {_LEAST}" if chance < _LEAST else f"= {chance:.3f}"


def judged(mix: Mix, lang: str) -> Iterator[str]:
    """Sentences: whether the mix differs from the aim by more than chance, and what was fixed on the spot."""
    if mix.total:
        said = label("mix_differs" if mix.more_than_chance else "mix_may_be_chance", lang)
        yield said.format(total=mix.total, p=_probability(mix.chance))
    if mix.on_the_spot:
        yield label("mix_on_the_spot", lang).format(count=mix.on_the_spot)


def as_json(mix: Mix) -> dict[str, Any]:
    """The mix as JSON: shares, deviation and interval in per cent, ``chance`` from 0 to 1."""
    return {
        "total": mix.total,
        "on_the_spot": mix.on_the_spot,
        "chance": mix.chance,
        "test": mix.test,
        "more_than_chance": mix.more_than_chance,
        "shares": [
            {
                "approach": share.approach.value,
                "count": share.count,
                "share": share.share,
                "target": share.target,
                "deviation": share.deviation,
                "low": share.low,
                "high": share.high,
            }
            for share in mix.shares
        ],
    }
