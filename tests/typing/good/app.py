"""An app on the door: receives, acts, asks why, publishes; and the door for tests."""

from pathlib import Path

from cmsdk import Accept, Actor, Case, City, Handle, Refusal, discover
from cmsdk.testing import CityContract, ScenarioResult, run_scenarios


def day(payload: bytes) -> list[str]:
    with City.open("990100", ledger="memory://", plugins=discover(only=["cn"])) as city:
        outcome = city.receive("csv", payload)
        case: Case = outcome.cases[0]
        done = city.act(case.id, Accept(), by=Actor("p", roles=("clerk",)))
        said = done.code if isinstance(done, Refusal) else done.unit
        city.act(case.id, Handle(result="mended"), by=Actor("p", roles=("handler",)))
        city.publish("x-ledger", to=Path("ledger.html"))
        return [said, str(city.explain(case.id, "zh")), *(found.line("en") for found in city.check())]


class TestCity(CityContract):
    plugin = "mycity"


def held(results: tuple[ScenarioResult, ...] | None = None) -> bool:
    return all(result.passed for result in results or run_scenarios(Path("tests"), plugins=[Path("mycity")]))
