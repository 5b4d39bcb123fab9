"""How the reports of a scenario come in: fields by their names, at a channel of their own or at one of the city's."""

from collections.abc import Iterator, Mapping
import json
from typing import Final

import attrs

from cmsdk.contract.channels import Channel
from cmsdk.contract.plan import CityPlan, PluginInfo
from cmsdk.model.report import Item

SCENARIO: Final = "scenario"
"""Id of the channel of a report that names none."""
_HOOK: Final = "cmsdk_channels"
_INFO: Final = PluginInfo(SCENARIO, "cmsdk", "0", "*", -1)


def payload_of(fields: Mapping[str, str]) -> bytes:
    """The delivery of one report."""
    return json.dumps(fields, ensure_ascii=False, sort_keys=True).encode()


def _read(payload: bytes) -> Iterator[Item]:
    fields = json.loads(payload)
    yield Item("1", fields, fields)


def with_fields(plan: CityPlan) -> CityPlan:
    """``plan`` with the channel ``scenario``, and its other channels reading the fields of a report by name.

    Ids of channels and everything that hangs on them are the city's, and so is the fingerprint: what is put in the
    place of a channel is only how bytes are parted into fields, which a scenario is not about.
    """
    own = Channel(id=SCENARIO, name=SCENARIO, media_types=("application/json",), read=_read)
    channels = {key: attrs.evolve(channel, read=_read) for key, channel in plan.channels.items()}
    origins = {**plan.origins, (_HOOK, SCENARIO): _INFO}
    return attrs.evolve(plan, channels={**channels, SCENARIO: own}, origins=origins)
