"""The door for apps, and the one for tests, in wrong use."""

from cmsdk import Accept, Actor, City, Handle
from cmsdk.testing import CityContract, run_scenarios

city = City.open("990100", "memory://", plugin=())  # E: [call-arg]
CLERK = Actor("p", roles=("clerk",))

city.receive("csv", "text of a file")  # E: [arg-type]
city.recieve("csv", b"")  # E: [attr-defined]
city.act("id", "accept", by=CLERK)  # E: [arg-type]
city.act("id", Accept(), by="p")  # E: [arg-type]
city.act("id", Accept())  # E: [call-arg]
city.act("id", Accept(), CLERK).unit  # E: [union-attr]  # noqa: B018
city.act("id", Handle("mended"), by=CLERK)  # E: [call-arg]
city.act("id", Handle(reslt="mended"), by=CLERK)  # E: [call-arg]
city.receive("csv", b"").case  # E: [attr-defined]  # noqa: B018
Actor("p", roles=3)  # E: [arg-type]

run_scenarios(3)  # E: [arg-type]
run_scenarios("x", plugins="mycity")  # E: [arg-type]


class TestCity(CityContract):
    plugin = 3  # E: [assignment]
