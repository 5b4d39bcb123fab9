"""Work goes on from its projection, and from its entries where the projection is not that of the last one."""

from cmsdk.contract.ports import Matter
from cmsdk.model.works.opinion import AnswerOpinion, Opinion, RegisterOpinion

from .conftest import CLERK, Made
from .test_opinions import DUTIES


def test_a_projection_that_lags_behind_its_entries_is_not_gone_on_with(made: Made) -> None:
    city = made(DUTIES)
    opened = city.begin(RegisterOpinion(text="缺座椅"), CLERK, name="o-1")
    assert isinstance(opened, Opinion)
    kept = city.ledger.matter(opened.id)
    assert kept is not None
    city.carry_on("o-1", AnswerOpinion(answer="本周加装"), CLERK)

    def behind(id_: str) -> Matter | None:
        return kept if id_ == opened.id else None

    real, city.ledger.matter = city.ledger.matter, behind  # type: ignore[method-assign]
    assert city.work(opened.id).state == "answered"
    city.ledger.matter = real  # type: ignore[method-assign]
    assert city.ledger.last_entry("no such stream") is None


def test_a_step_reads_one_entry_however_long_the_stream(made: Made) -> None:
    city = made(DUTIES)
    city.begin(RegisterOpinion(text="缺座椅"), CLERK, name="o-1")

    def all_of_them(_stream: str) -> tuple[()]:
        raise AssertionError("the whole stream was read")

    city.ledger.entries = all_of_them  # type: ignore[method-assign]
    assert isinstance(city.carry_on("o-1", AnswerOpinion(answer="本周加装"), CLERK), Opinion)
