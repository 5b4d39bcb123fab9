"""The ladder of means: what must come before what, each lawful exception, and the strongest measure of a case."""

from datetime import date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import attrs
from hypothesis import given
from hypothesis import strategies as st
import pytest

from cmsdk.contract.measures import Excuse, Measure
from cmsdk.contract.profile import ApproachPolicy
from cmsdk.model.approach import Approach
from cmsdk.model.commands import Refusal
from cmsdk.model.measure_taken import MeasureTaken
from cmsdk.model.problem import problem
from cmsdk.model.spans import DateSpan
from cmsdk.work.ladder import Claim, climb, find, last_day, missing, strongest

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 26, 10, 0, tzinfo=ZONE)
SERVICE, MANAGEMENT, ENFORCEMENT = Approach
CLEARING = Excuse(name="立即清除", basis="Compulsion Act, Art. 52")
POLICY = ApproachPolicy(
    id="t-721",
    basis="the policy",
    excuses={
        **ApproachPolicy(id="x").excuses,
        "immediate_clearing": CLEARING,
    },
    excused_by=dict.fromkeys((MANAGEMENT, ENFORCEMENT), ("danger", "repeat", "statute")),
)
ADVICE = Measure(id="t-advice", name="咨询", approach=SERVICE)
REMINDER = Measure(id="t-reminder", name="提醒", approach=SERVICE)
TALK = Measure(id="t-talk", name="约谈", approach=MANAGEMENT)
ORDER = Measure(id="t-order", name="责令改正", approach=MANAGEMENT)
FILING = Measure(id="t-filing", name="立案", approach=ENFORCEMENT, basis="Penalty Act, Art. 54")
FINE = Measure(id="t-fine", name="罚款", approach=ENFORCEMENT, requires=("t-filing", "t-order"), excused_by=())
CLEAR = Measure(id="t-clear", name="立即清除", approach=ENFORCEMENT, excused_by=("immediate_clearing", "danger"))
MEASURES = {m.id: m for m in (ADVICE, REMINDER, TALK, ORDER, FILING, FINE, CLEAR)}


def _taken(*measures: Measure, at: datetime = NOW - timedelta(days=1)) -> list[MeasureTaken]:
    return [MeasureTaken(m.id, m.approach, at, "ann") for m in measures]


def _climb(
    taken: list[MeasureTaken],
    wanted: Measure,
    related: dict[str, list[MeasureTaken]] | None = None,
    policy: ApproachPolicy = POLICY,
    at: datetime = NOW,
    **claim: str,
) -> MeasureTaken | Refusal:
    return climb(taken, wanted, Claim(**claim), related or {}, policy, at, "bob")


def _allowed(found: MeasureTaken | Refusal) -> MeasureTaken:
    assert isinstance(found, MeasureTaken), found
    return found


def _refused(found: MeasureTaken | Refusal, code: str, **facts: str) -> Refusal:
    assert isinstance(found, Refusal), found
    assert (found.code, found.guard) == (code, "ladder")
    given_facts = dict(found.facts)
    assert {name: given_facts[name] for name in facts} == facts
    said = problem(found.code, "", **given_facts)
    for lang in ("en", "zh"):
        text = said.what(lang) + said.why(lang) + said.remedy(lang)
        assert "{" not in text
        assert "<<" not in text
    return found


# ---------------------------------------------------------------- the order of means


def test_service_may_always_be_taken_first():
    made = _allowed(_climb([], ADVICE, reason="asked at the window"))
    assert made == MeasureTaken("t-advice", SERVICE, NOW, "bob", reason="asked at the window")


def test_management_wants_any_service_before_it():
    _refused(_climb([], TALK), "CMS752", measure="t-talk", missing="service", excuses="danger, repeat, statute")
    assert _allowed(_climb(_taken(REMINDER), TALK)).excuse == ""


def test_enforcement_wants_any_management_before_it_and_service_alone_is_not_enough():
    refusal = _refused(_climb(_taken(ADVICE), FILING), "CMS752", missing="management")
    assert refusal.basis == "Penalty Act, Art. 54"
    assert _refused(_climb([], TALK), "CMS752").basis == "the policy"
    assert _allowed(_climb(_taken(ADVICE, ORDER), FILING)).skipped == ()


def test_a_row_of_its_own_asks_for_all_that_it_names_and_nothing_excuses_it():
    _refused(_climb(_taken(ADVICE, TALK, FILING), FINE), "CMS752", missing="t-order", excuses="")
    _refused(_climb([], FINE), "CMS752", missing="t-filing, t-order")
    _refused(_climb([], FINE, excuse="danger", reason="gas"), "CMS753", excuse="danger", near="")
    assert _allowed(_climb(_taken(ORDER, FILING), FINE)).measure == "t-fine"


def test_enforcement_that_danger_excused_does_not_stand_for_the_management_that_the_next_one_wants():
    taken = [*_taken(ADVICE), _allowed(_climb(_taken(ADVICE), CLEAR, excuse="danger", reason="oil on the road"))]
    _refused(_climb(taken, FILING), "CMS752", missing="management")


def test_a_city_that_asks_for_no_order_has_none():
    free = ApproachPolicy(id="t-free", requires={})
    for wanted in (TALK, FILING, CLEAR):
        assert _allowed(_climb([], wanted, policy=free)).skipped == ()
    _refused(_climb([], FINE, policy=free), "CMS752")


# ---------------------------------------------------------------- the lawful exceptions


def test_danger_lets_both_steps_be_skipped_with_a_reason_that_stays():
    made = _allowed(_climb([], FILING, excuse="danger", reason="the wall is about to fall"))
    assert (made.excuse, made.reason, made.skipped) == ("danger", "the wall is about to fall", ("management",))
    assert (made.earlier, made.article) == ("", "")


@pytest.mark.parametrize("excuse", ["danger", "repeat", "statute"])
@pytest.mark.parametrize("reason", ["", "  \n"])
def test_every_exception_needs_its_reason(excuse: str, reason: str):
    given_all = {"earlier": "c-1", "article": "Art. 5"}
    found = _climb([], TALK, {"c-1": _taken(ADVICE)}, excuse=excuse, reason=reason, **given_all)
    _refused(found, "CMS754", excuse=excuse, measure="t-talk")


def test_statute_needs_its_article():
    _refused(_climb([], FILING, excuse="statute", reason="dumping", article=" "), "CMS757", excuse="statute")
    made = _allowed(_climb([], FILING, excuse="statute", reason="dumping", article="Waste Act, Art. 5"))
    assert (made.excuse, made.article, made.skipped) == ("statute", "Waste Act, Art. 5", ("management",))


def test_immediate_clearing_excuses_its_own_measure_and_no_other():
    made = _allowed(_climb([], CLEAR, excuse="immediate_clearing", reason="gravel across both lanes"))
    assert (made.excuse, made.skipped) == ("immediate_clearing", ("management",))
    facts = {"excuse": "immediate_clearing", "excuses": "danger, repeat, statute"}
    _refused(_climb([], FILING, excuse="immediate_clearing", reason="gravel"), "CMS753", **facts)
    _refused(_climb([], CLEAR, excuse="statute", reason="x", article="y"), "CMS753")


def test_an_unknown_exception_is_answered_with_the_nearest():
    _refused(_climb([], TALK, excuse="dangr", reason="x"), "CMS753", near="danger", missing="service")


def test_an_exception_that_a_row_names_and_the_policy_does_not_have_excuses_nothing():
    odd = attrs.evolve(TALK, excused_by=("war",))
    _refused(_climb([], odd, excuse="war", reason="x"), "CMS753", excuses="")


def test_an_exception_that_is_not_needed_is_not_recorded_but_the_reason_is():
    made = _allowed(_climb(_taken(ADVICE), TALK, excuse="nonsense", reason="he came twice", earlier="c-9", article="A"))
    assert (made.excuse, made.earlier, made.skipped, made.reason, made.article) == ("", "", (), "he came twice", "A")


@pytest.mark.parametrize("claim", [{"reason": ""}, {"reason": "x"}], ids=["reason", "article"])
def test_a_refused_exception_stands_on_its_own_basis_or_else_on_that_of_the_measure(claim: dict[str, str]):
    with_basis = Excuse(name="x", basis="Waste Act", article=True)
    for excuse, basis in ((with_basis, "Waste Act"), (attrs.evolve(with_basis, basis=""), "Penalty Act, Art. 54")):
        policy = ApproachPolicy(id="t", basis="the policy", excuses={"x": excuse})
        found = _climb([], FILING, policy=policy, excuse="x", **claim)
        assert _refused(found, "CMS757" if claim["reason"] else "CMS754").basis == basis


# ---------------------------------------------------------------- repeat within twelve months


def _repeat(earlier: list[MeasureTaken], wanted: Measure = TALK, at: datetime = NOW) -> MeasureTaken | Refusal:
    return _climb([], wanted, {"c-1": earlier}, at=at, excuse="repeat", reason="again", earlier="c-1")


def test_a_repeat_names_an_earlier_case_on_which_something_was_taken():
    _refused(_climb([], TALK, excuse="repeat", reason="again"), "CMS755", earlier="")
    _refused(_climb([], TALK, excuse="repeat", reason="again", earlier="c-1"), "CMS755", earlier="c-1")
    _refused(_repeat([]), "CMS755", earlier="c-1")
    made = _allowed(_repeat(_taken(ADVICE)))
    assert (made.excuse, made.earlier, made.skipped) == ("repeat", "c-1", ("service",))


def test_only_a_repeat_keeps_the_earlier_case():
    made = _allowed(_climb([], TALK, excuse="danger", reason="fire", earlier="c-1"))
    assert made.earlier == ""


def test_what_is_skipped_must_have_been_taken_there_or_something_stronger():
    _refused(_repeat(_taken(ADVICE), FILING), "CMS756", missing="management", last="", months="12")
    assert _allowed(_repeat(_taken(ORDER), FILING)).earlier == "c-1"
    assert _allowed(_repeat(_taken(FILING), FILING)).earlier == "c-1"
    assert _allowed(_repeat(_taken(FILING), TALK)).skipped == ("service",)


def test_a_step_that_is_a_measure_must_be_that_very_measure_on_the_earlier_case():
    fine = attrs.evolve(FINE, excused_by=("repeat",))
    _refused(_repeat(_taken(ORDER, CLEAR), fine), "CMS756", missing="t-filing")
    assert _allowed(_repeat(_taken(ORDER, FILING), fine)).skipped == ("t-filing", "t-order")


@pytest.mark.parametrize(
    ("earlier", "now", "allowed"),
    [
        ("2025-11-27", "2026-11-26", True),  # the day before the last
        ("2025-11-26", "2026-11-26", True),  # the last day, the one of the same number
        ("2025-11-25", "2026-11-26", False),  # the day after
        ("2024-02-29", "2025-02-28", True),  # no 29 February in that year: the last day of the month
        ("2024-02-29", "2025-03-01", False),
        ("2023-02-28", "2024-02-28", True),  # the same number, though the month has a 29th
        ("2023-02-28", "2024-02-29", False),
        ("2026-11-26", "2026-11-26", True),
        ("2026-11-27", "2026-11-26", False),  # not yet taken
    ],
)
def test_twelve_months_end_on_the_day_of_the_same_number_or_the_last_of_its_month(
    earlier: str, now: str, allowed: bool
):
    taken = _taken(ADVICE, at=datetime.fromisoformat(f"{earlier}T23:59").replace(tzinfo=ZONE))
    found = _repeat(taken, at=datetime.fromisoformat(f"{now}T23:59").replace(tzinfo=ZONE))
    assert isinstance(found, MeasureTaken) is allowed
    if not allowed:
        _refused(found, "CMS756", last="" if earlier > now else earlier, earlier="c-1")


def test_days_are_those_of_the_city_whatever_zone_the_ledger_keeps():
    """23:30 in London of 25 November is 07:30 of the 26th in China."""
    taken = _taken(ADVICE, at=datetime(2025, 11, 25, 23, 30, tzinfo=ZoneInfo("Europe/London")))
    assert _allowed(_repeat(taken)).earlier == "c-1"
    before = _taken(ADVICE, at=datetime(2025, 11, 25, 15, 30, tzinfo=ZoneInfo("Europe/London")))
    _refused(_repeat(before), "CMS756", last="2025-11-25")


def test_the_latest_measure_of_the_earlier_case_counts():
    old, new = _taken(ADVICE, at=NOW - timedelta(days=700)), _taken(REMINDER, at=NOW - timedelta(days=30))
    assert _allowed(_repeat([*new, *old])).earlier == "c-1"
    assert _allowed(_repeat([*old, *new])).earlier == "c-1"


def test_a_city_with_other_months_is_taken_at_its_word():
    policy = ApproachPolicy(id="t", excuses={"repeat": Excuse(name="再次", months=6)})
    taken = {"c-1": _taken(ADVICE, at=NOW - timedelta(days=200))}
    found = _climb([], TALK, taken, policy, excuse="repeat", reason="again", earlier="c-1")
    _refused(found, "CMS756", months="6")


@given(st.dates(date(1950, 1, 1), date(2100, 12, 31)), st.integers(0, 120))
def test_the_last_day_is_in_the_right_month_and_never_later_than_the_same_number(first: date, months: int):
    last = last_day(first, months)
    assert (last.year * 12 + last.month) - (first.year * 12 + first.month) == months
    assert last.day == first.day or (last.day < first.day and (last + timedelta(days=1)).day == 1)


# ---------------------------------------------------------------- the catalogue


def test_an_unknown_measure_is_answered_with_the_nearest():
    day = NOW.date()
    assert find("t-talk", MEASURES, (day, day)) is TALK
    _refused(_as(find("t-tlak", MEASURES, (day, day))), "CMS750", measure="t-tlak", near="t-talk")
    _refused(_as(find("x", {}, (day, day))), "CMS750", near="")


def _as(found: Measure | Refusal) -> Refusal:
    assert isinstance(found, Refusal)
    return found


def test_a_measure_is_taken_only_while_its_row_holds():
    row = attrs.evolve(TALK, valid=DateSpan(None, date(2026, 6, 30)))
    last, after = date(2026, 6, 30), date(2026, 7, 1)
    assert find("t-talk", {"t-talk": row}, (last, after)) is row
    _refused(_as(find("t-talk", {"t-talk": row}, (after, after))), "CMS751", day="2026-07-01", measure="t-talk")


# ---------------------------------------------------------------- the strongest, and properties


def test_a_cases_approach_is_its_strongest_measure_and_triage_only_begins_it():
    assert strongest(MANAGEMENT, []) is MANAGEMENT
    assert strongest(MANAGEMENT, _taken(ADVICE)) is SERVICE
    assert strongest(SERVICE, _taken(ADVICE, FILING, TALK)) is ENFORCEMENT


_ANY = st.lists(st.sampled_from(list(MEASURES.values())), max_size=8)
_WORDS = st.sampled_from(["", "danger", "repeat", "statute", "immediate_clearing", "nonsense"])
_CLAIMS = st.fixed_dictionaries(
    {
        "excuse": _WORDS,
        "reason": st.sampled_from(["", "because"]),
        "earlier": st.sampled_from(["", "c-1"]),
        "article": st.sampled_from(["", "Art. 1"]),
    }
)


@given(_ANY, st.sampled_from(Approach))
def test_the_strongest_never_falls(measures: list[Measure], first: Approach):
    ranks = [strongest(first, _taken(*measures[:n])).rank for n in range(1, len(measures) + 1)]
    assert all(before <= after for before, after in pairwise(ranks))


@given(_ANY)
def test_without_exceptions_no_means_comes_before_a_milder_one_has_been_taken(measures: list[Measure]):
    taken: list[MeasureTaken] = []
    for wanted in measures:
        found = _climb(taken, wanted)
        if isinstance(found, MeasureTaken):
            taken.append(found)
    firsts = [next((n for n, t in enumerate(taken) if t.approach is a), len(taken)) for a in Approach]
    assert firsts == sorted(firsts)
    assert all(not t.excuse and not t.skipped for t in taken)


@given(_ANY, st.sampled_from(list(MEASURES.values())), _CLAIMS)
def test_adding_an_excuse_never_turns_allowed_into_refused(
    measures: list[Measure], wanted: Measure, claim: dict[str, str]
):
    taken = _taken(*measures)
    if isinstance(_climb(taken, wanted), MeasureTaken):
        assert isinstance(_climb(taken, wanted, {"c-1": taken}, **claim), MeasureTaken)


@given(_ANY, _ANY, st.sampled_from(list(MEASURES.values())), _CLAIMS)
def test_having_taken_more_never_turns_allowed_into_refused(
    measures: list[Measure], more: list[Measure], wanted: Measure, claim: dict[str, str]
):
    related = {"c-1": _taken(ADVICE)}
    if isinstance(_climb(_taken(*measures), wanted, related, **claim), MeasureTaken):
        assert isinstance(_climb(_taken(*measures, *more), wanted, related, **claim), MeasureTaken)


@given(_ANY, st.sampled_from(list(MEASURES.values())), _CLAIMS)
def test_a_skipped_step_is_always_recorded_with_one_of_its_excuses_and_a_reason(
    measures: list[Measure], wanted: Measure, claim: dict[str, str]
):
    taken = _taken(*measures)
    found = _climb(taken, wanted, {"c-1": _taken(FILING)}, **claim)
    if isinstance(found, MeasureTaken):
        assert found.skipped == missing(taken, wanted, POLICY)
        assert bool(found.excuse) is bool(found.skipped)
        assert not found.excuse or (found.excuse in POLICY.excuses_of(wanted) and found.reason)


@given(_ANY, st.sampled_from(list(MEASURES.values())), _CLAIMS, st.permutations([70, 20, 10]))
def test_the_mix_that_a_city_aims_at_decides_nothing(
    measures: list[Measure], wanted: Measure, claim: dict[str, str], shares: list[int]
):
    other = attrs.evolve(POLICY, target=dict(zip(Approach, shares, strict=True)))
    taken, related = _taken(*measures), {"c-1": _taken(TALK)}
    assert _climb(taken, wanted, related, **claim) == _climb(taken, wanted, related, other, **claim)
