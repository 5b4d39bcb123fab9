"""What is kept for the next case: bounded, and safe where threads share it."""

from collections.abc import Callable
from datetime import date, timedelta
from threading import Thread

import pytest

from cmsdk.contract.base import Applies
from cmsdk.contract.plan import CityPlan
from cmsdk.contract.timing import LimitRow
from cmsdk.model.spans import DateSpan, Limit, LimitUnit
from cmsdk.model.triaged import Triaged
from cmsdk.rules import memo
from cmsdk.rules.handling import HandlingLimits
from cmsdk.rules.memo import Memo
from cmsdk.rules.validity import Periods
from cmsdk.triage.route import RouteStage

Town = Callable[..., CityPlan]
Decide = Callable[..., list[Triaged]]


def test_an_answer_is_made_once_also_if_it_is_none() -> None:
    kept: Memo[str, None] = Memo()
    made: list[str] = []
    for _ in range(3):
        assert kept.get_or("a", lambda: made.append("a")) is None
    assert made == ["a"]


def test_never_more_answers_are_kept_than_allowed() -> None:
    kept: Memo[int, int] = Memo(3)
    for number in range(100):
        assert kept.get_or(number, lambda number=number: number) == number  # type: ignore[misc]
        assert len(kept) <= 3


def test_an_answer_that_another_thread_throws_away_is_still_given() -> None:
    kept: Memo[int, int] = Memo(1)

    def while_another_clears() -> int:
        other = Thread(target=lambda: [kept.get_or(n, lambda: 0) for n in range(5)])
        other.start()
        other.join()
        return 7

    class Clearing(dict[int, int]):
        """Loses every answer as soon as it is stored, as if another thread were quicker each time."""

        def __setitem__(self, key: int, value: int) -> None:
            super().__setitem__(key, value)
            self.clear()

    assert kept.get_or(1, while_another_clears) == 7
    kept._kept = Clearing()
    assert kept.get_or(2, lambda: 8) == 8


def test_answers_are_kept_by_the_periods_between_which_no_row_changes() -> None:
    spans = (DateSpan(date(2026, 3, 1), date(2026, 3, 31)), DateSpan(date(2026, 6, 1)), DateSpan(None, date.max))
    periods = Periods([LimitRow(id=f"r{n}", limit=Limit(1, LimitUnit.MINUTE), valid=s) for n, s in enumerate(spans)])
    days = [date(2026, 1, 1) + timedelta(days=n) for n in range(365)]
    found = [periods.of((day, days[0]))[0] for day in days]
    changes = [day for day, before, after in zip(days[1:], found, found[1:], strict=False) if before != after]
    assert changes == [date(2026, 3, 1), date(2026, 4, 1), date(2026, 6, 1)]
    assert Periods([]).of((days[0], days[1])) == ()


def test_each_of_the_two_days_is_cut_only_by_the_rows_that_are_judged_on_it() -> None:
    limit, june = Limit(1, LimitUnit.MINUTE), DateSpan(date(2026, 6, 1))
    early, late = date(2026, 5, 31), date(2026, 6, 1)
    for applies, cut in ((Applies.AT_REPORT, True), (Applies.AT_DECISION, False)):
        periods = Periods([LimitRow(id="r", limit=limit, valid=june, applies=applies)])
        assert (periods.of((early, late)) != periods.of((late, late))) is cut
        assert (periods.of((early, early)) != periods.of((early, late))) is not cut


@pytest.mark.parametrize("stage", [RouteStage, HandlingLimits])
def test_rows_with_dates_do_not_make_the_memo_grow_without_end(
    stage: type, town: Town, decide: Decide, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memo.Memo.__init__, "__defaults__", (5,))
    days = [date(2025, 1, 1) + timedelta(days=n) for n in range(40)]
    routes = "id,category,area,unit,valid_from,valid_to,basis\n"
    limits = "id,stage,category,area,amount,unit,valid_from,valid_to,basis\n"
    for day in days:
        routes += f"testville-a{day},E1,*,testville-works,{day},{day},t\n"
        limits += f"testville-l{day},handle,E1,*,8,work_hour,{day},{day},t\n"
    plan = town({"responsibility.csv": routes, "limits.csv": limits})
    made: list[Memo[object, object]] = []
    monkeypatch.setattr(stage, "__init__", _watching(stage.__init__, made))  # type: ignore[misc]
    assert len(decide(plan, *({"text": "litter", "at": f"{day} 09:00"} for day in days))) == 40
    assert made
    assert all(0 < len(kept) <= 5 for kept in made)


def _watching(init: Callable[..., None], made: list[Memo[object, object]]) -> Callable[..., None]:
    def watched(self: object, plan: CityPlan) -> None:
        init(self, plan)
        kept = self._memo  # type: ignore[attr-defined]
        made.extend([kept] if isinstance(kept, Memo) else kept[:1])

    return watched
