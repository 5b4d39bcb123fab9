"""Guards on who acts and on the evidence: officers, certificates, recusal, records (articles 41 to 47)."""

from collections.abc import Mapping
from functools import partial
from typing import Final

from cmsdk.model.enforcement_kinds import RecordedStage

from .asked import Asked, Facts, Guard

_TWO: Final = 2


def _two_officers(asked: Asked) -> Facts | None:
    named = dict.fromkeys(asked.given("officers", asked.file.officers))
    roster = asked.statute.officers
    good = [one for one in named if one not in asked.file.recused and one in roster and roster[one].certificate.strip()]
    if len(good) == len(named) >= _TWO:
        return None
    return {"count": len(good), "bad": ", ".join(one for one in named if one not in good) or "—"}


def _certificate_shown(asked: Asked) -> Facts | None:
    return None if asked.given("certificate_shown", asked.file.certificate_shown) else {}


def _evidence(asked: Asked) -> Facts | None:
    return None if asked.given("evidence", asked.file.evidence) else {}


def _monitoring_reviewed(asked: Asked) -> Facts | None:
    left = [one.item for one in asked.file.evidence if one.monitoring and not one.reviewed]
    return {"item": ", ".join(left)} if left else None


def _known_item(asked: Asked) -> Facts | None:
    file, wanted = asked.file, asked.given("item", "")
    known = {
        "review_monitoring": [one.item for one in file.evidence if one.monitoring],
        "prove_no_fault": [one.item for one in file.evidence],
        "settle_preservation": [one.item for one in file.preserved if one.ended is None],
    }.get(asked.command.name, [one.item for one in file.open_seals])
    return None if wanted in known else {"item": wanted or "—", "known": ", ".join(known) or "—"}


def _recorded(stage: RecordedStage, asked: Asked) -> Facts | None:
    return None if stage in asked.file.recorded else {"stage": stage}


def _not_recused(asked: Asked) -> Facts | None:
    return {"officer": asked.by.id} if asked.by.id in asked.file.recused else None


def _recusal_settled(asked: Asked) -> Facts | None:
    return {"officer": ", ".join(asked.file.recusal_asked)} if asked.file.recusal_asked else None


def _hearing_host(asked: Asked) -> Facts | None:
    host = asked.given("host", asked.file.hearing.host)
    return {"officer": host} if host in {*asked.file.officers, *asked.file.recused} else None


PEOPLE: Final[Mapping[str, Guard]] = {
    "two_officers": Guard(_two_officers, "CMS770"),
    "certificate_shown": Guard(_certificate_shown, "CMS771"),
    "evidence": Guard(_evidence, "CMS772"),
    "monitoring_reviewed": Guard(_monitoring_reviewed, "CMS773"),
    "known_item": Guard(_known_item, "CMS799"),
    "not_recused": Guard(_not_recused, "CMS775"),
    "recusal_settled": Guard(_recusal_settled, "CMS775"),
    "hearing_host": Guard(_hearing_host, "CMS775"),
    **{f"recorded_{stage}": Guard(partial(_recorded, stage), "CMS774") for stage in RecordedStage},
}
"""Guard → its code and check."""
