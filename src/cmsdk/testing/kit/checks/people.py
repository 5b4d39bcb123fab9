"""Checks that nobody's personal data (个人信息) is shown: not in a case, its trail, or its explanation.

Reports with names and numbers come in at the kit's own channel, and the sample of each channel at that channel: what a
column for people has, such as 姓名 or ``phone``, may not stand in what is shown, whichever fields the channel fills.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from cmsdk.city import City
from cmsdk.contract.channels import Channel
from cmsdk.ledger.open import open_ledger
from cmsdk.model.problem import Problem, problem
from cmsdk.model.report import Item
from cmsdk.testing.channel import SCENARIO, payload_of, with_fields
from cmsdk.testing.kit.check import Check, Kind, Thing, Tier
from cmsdk.testing.kit.stand import Stand
from cmsdk.testing.play import CountedIds

from .channels import read, sample_of

FEW: Final = 6
"""Texts of the city's own words that the data is told in, and cases that are explained."""
LEAST: Final = 2
"""Characters of the shortest value that is looked for."""
ZH: Final = {
    "name": "欧阳测试", "phone": "13912345678", "id_number": "11010519491231002X", "address": "测试路88号3栋2单元501室",
}  # fmt: skip
"""Nobody's: the number is the example of GB 11643-1999, appendix A."""
EN: Final = {"name": "Zoe Quillfeather", "phone": "617-555-0100", "address": "88 Testing Lane, Apt 501"}
"""The exchange 555-01xx is kept for examples."""
PLATE: Final = "京A·12345"
COLUMNS: Final = (
    "姓名", "联系人", "来电人", "诉求人", "投诉人", "反映人", "举报人", "上报人", "联系电话", "来电号码", "电话",
    "手机", "手机号", "身份证", "身份证号", "住址", "家庭住址", "reporter", "reporter_name", "caller", "caller_name",
    "first_name", "last_name", "contact_name", "phone", "telephone", "mobile", "id_number",
)  # fmt: skip
"""What columns for people are called, in lists of orders and in interfaces."""


def _secrets(lang: str) -> dict[str, str]:
    return {**ZH, "plate": PLATE} if lang == "zh" else EN


def _payloads(stand: Stand) -> Iterator[bytes]:
    """Reports of the city's own words, with somebody's data in the fields for it and in the text."""
    data = _secrets(stand.plan.profile.mask_language)
    step = max(1, len(stand.samples) // FEW)
    for number, sample in enumerate(stand.samples[::step]):
        fields = dict(sample.fields)
        told = "，".join((fields.pop("text"), *data.values()))
        given = {name: value for name, value in data.items() if name != "plate"}
        yield payload_of({**fields, **given, "text": told, "external_id": f"kit-{number}"})


def _shown(city: City) -> str:
    """What is shown of the city's cases to those who need not know who reported them; of the first few all of it."""
    made = []
    lang = city.plan.profile.languages[0]
    for number, case in enumerate(map(city.case, [one.id for one in city.cases()])):
        made += [case.title, case.text, case.place, repr(case.trail)]
        made += [str(city.explain(case.id, lang))] if number < FEW else []
    return "\n".join(made)


def _opened(stand: Stand) -> City:
    return City(with_fields(stand.plan), open_ledger("memory://"), lambda: stand.now, CountedIds())


def _hidden(stand: Stand, _thing: Thing) -> Iterator[Problem]:
    with _opened(stand) as city:
        for payload in _payloads(stand):
            city.receive(SCENARIO, payload)
        shown = _shown(city)
    for name, value in _secrets(stand.plan.profile.mask_language).items():
        if value in shown:
            yield problem("CMS974", stand.target.plugin, kind=name, id=stand.target.plugin)


def _columns(raw: object) -> Iterator[tuple[str, str]]:
    """Values of columns for people in an item as it came, at any depth."""
    if isinstance(raw, Mapping):
        known: Mapping[Any, Any] = raw
        for name, value in known.items():
            if isinstance(value, str) and str(name).strip().casefold() in COLUMNS and len(value.strip()) >= LEAST:
                yield str(name), value.strip()
            else:
                yield from _columns(value)
    elif isinstance(raw, list | tuple):
        for one in raw:
            yield from _columns(one)


def _hidden_of_channel(stand: Stand, thing: Thing) -> Iterator[Problem]:
    channel = next(item for item in thing.items if isinstance(item, Channel))
    found = sample_of(stand, channel.id)
    if found is None:
        return
    items = [item for item in read(stand, channel, found[1]).items if isinstance(item, Item)]
    with City(stand.plan, open_ledger("memory://"), lambda: stand.now, CountedIds()) as city:
        city.receive(channel.id, found[1])
        shown = _shown(city)
    told = {name: value for item in items for name, value in _columns(item.raw) if value in shown}
    for name in sorted(told):
        yield problem("CMS974", channel.id, kind=name, id=channel.id)


CHECKS = (
    Check("people-hidden", "CMS974", Tier.SOLID, (Kind.CITY,), _hidden),
    Check("sample-people-hidden", "CMS974", Tier.SOLID, (Kind.CHANNEL,), _hidden_of_channel),
)
