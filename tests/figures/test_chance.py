"""More than chance, or not: held to brute force, to simulation with a fixed seed, and to published values."""

from fractions import Fraction
from itertools import pairwise, product
from math import comb
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st
import pytest

from cmsdk.figures.chance import EXACT, RARE_EXACT, chance, chi_square, exact, holm, interval

AIM = (70, 20, 10)
_AIMS = st.tuples(st.integers(0, 5), st.integers(0, 5), st.integers(1, 5))


def _by_force(counts: tuple[int, ...], targets: tuple[int, ...]) -> Fraction:
    """Every sequence of cases one by one: the probability of the counts that are no likelier than these."""
    whole = sum(targets)
    likely: dict[tuple[int, ...], Fraction] = {}
    for drawn in product(range(len(targets)), repeat=sum(counts)):
        one = Fraction(1)
        for category in drawn:
            one *= Fraction(targets[category], whole)
        made = tuple(drawn.count(category) for category in range(len(targets)))
        likely[made] = likely.get(made, Fraction(0)) + one
    return sum((p for p in likely.values() if p <= likely[counts]), Fraction(0))


def _all_counts(total: int) -> list[tuple[int, int, int]]:
    return [(a, b, total - a - b) for a in range(total + 1) for b in range(total + 1 - a)]


@pytest.mark.parametrize("total", range(1, 7))
@pytest.mark.parametrize("targets", [AIM, (1, 1, 1), (98, 1, 1), (3, 5, 2)])
def test_the_exact_test_is_that_of_all_sequences_one_by_one(total: int, targets: tuple[int, int, int]) -> None:
    for counts in _all_counts(total):
        assert exact(counts, targets) == float(_by_force(counts, targets)), counts


@pytest.mark.parametrize(
    ("counts", "targets", "published"),
    [
        ((2, 8), (1, 1), 0.109375),  # a fair coin, twice in ten throws: 112 of 1024
        ((0, 5), (1, 1), 0.0625),
        ((7, 3), (1, 1), 0.34375),
        ((51, 184), (1, 5), 0.0437),  # 51 sixes in 235 throws of a die
    ],
)
def test_of_two_categories_it_is_the_binomial_test(
    counts: tuple[int, ...], targets: tuple[int, ...], published: float
) -> None:
    assert exact(counts, targets) == pytest.approx(published, abs=5e-5)


@pytest.mark.parametrize("counts", [(21, 6, 3), (15, 9, 6), (28, 1, 1), (12, 12, 6)])
def test_simulated_cities_come_to_the_same(counts: tuple[int, int, int]) -> None:
    """20,000 cities whose thirty cases come at the aim, drawn with a fixed seed."""

    def weight(made: tuple[int, int, int]) -> int:
        a, b, c = made
        return comb(30, a) * comb(30 - a, b) * 7**a * 2**b * 1**c

    random, cities = Random(721), 20_000  # noqa: S311  a simulation
    as_unlikely = 0
    for _ in range(cities):
        drawn = random.choices((0, 1, 2), AIM, k=30)
        as_unlikely += weight((drawn.count(0), drawn.count(1), drawn.count(2))) <= weight(counts)
    assert as_unlikely / cities == pytest.approx(chance(counts, AIM)[0], abs=0.012)


@pytest.mark.parametrize("total", [1, 5, 12, 30])
def test_a_city_at_its_aim_is_called_more_than_chance_one_time_in_twenty_at_most(total: int) -> None:
    alarm = Fraction(0)
    for a, b, c in _all_counts(total):
        if chance((a, b, c), AIM)[0] < 0.05:
            alarm += Fraction(comb(total, a) * comb(total - a, b) * 7**a * 2**b, 10**total)
    assert alarm <= Fraction(1, 20)


def test_in_large_numbers_a_city_at_its_aim_is_called_so_about_one_time_in_twenty() -> None:
    random, cities = Random(72_110), 3000  # noqa: S311  a simulation
    alarms = 0
    for _ in range(cities):
        drawn = random.choices((0, 1, 2), AIM, k=400)
        probability, test = chance([drawn.count(n) for n in range(3)], AIM)
        assert test == "chi-square"
        alarms += probability < 0.05
    assert 0.038 < alarms / cities < 0.062


@pytest.mark.parametrize(
    ("counts", "targets", "published"),
    [
        # upper tails as every table of the chi-square distribution prints them
        ((50_387, 49_613, 50_000), (1, 1, 1), 0.05),  # 5.991, two degrees of freedom
        ((50_480, 49_520, 50_000), (1, 1, 1), 0.01),  # 9.210
        ((50_310, 49_690), (1, 1), 0.05),  # 3.841, one degree of freedom
        ((50_407, 49_593), (1, 1), 0.01),  # 6.635
    ],
)
def test_chi_square_has_the_tails_of_the_tables(
    counts: tuple[int, ...], targets: tuple[int, ...], published: float
) -> None:
    assert chi_square(counts, targets) == pytest.approx(published, abs=2e-4)


def test_one_category_alone_is_always_as_it_must_be() -> None:
    assert chi_square((500,), (100,)) == exact((7,), (100,)) == 1.0
    with pytest.raises(ValueError, match="3 degrees of freedom"):
        chi_square((1, 1, 1, 1), (1, 1, 1, 1))


@pytest.mark.parametrize("counts", [(70, 20, 10), (60, 27, 13), (78, 12, 10), (62, 22, 16), (75, 21, 4)])
def test_where_one_test_takes_over_from_the_other_they_nearly_agree(counts: tuple[int, int, int]) -> None:
    assert sum(counts) == EXACT
    assert chance(counts, AIM) == (exact(counts, AIM), "exact")
    assert chi_square(counts, AIM) == pytest.approx(exact(counts, AIM), abs=0.04)
    more = (counts[0] + 1, *counts[1:])
    assert chance(more, AIM) == (chi_square(more, AIM), "chi-square")


def test_where_a_means_is_hardly_aimed_at_all_outcomes_are_enumerated_longer() -> None:
    aim = (97, 2, 1)
    assert chance((190, 4, 6), aim) == (exact((190, 4, 6), aim), "exact")
    assert sum((190, 4, 6)) == RARE_EXACT
    assert chance((191, 4, 6), aim)[1] == "chi-square"
    # five expected of 125 cases, and 5.05 of 101: common enough
    assert chance((121, 0, 4), (96, 0, 4))[1] == "chi-square"
    assert chance((120, 0, 4), (96, 0, 4))[1] == "exact"
    assert chance((96, 0, 5), (95, 0, 5)) == (chi_square((96, 5), (95, 5)), "chi-square")
    assert chance((95, 0, 5), (96, 0, 4))[1] == "exact"
    assert chance((96, 0, 5), (96, 0, 4))[1] == "exact"


def test_no_case_deviates_from_nothing() -> None:
    assert chance((0, 0, 0), AIM) == (1.0, "")


@pytest.mark.parametrize("n", [1, 50, 500])
def test_a_means_that_is_not_aimed_at_at_all_cannot_come_by_chance(n: int) -> None:
    assert chance((n, 1, 0), (100, 0, 0)) == (0.0, "exact")
    assert chance((n, 0, 0), (100, 0, 0))[0] == 1.0
    half, other = chance((n, 0, n), (50, 0, 50)), chance((n, n), (50, 50))
    assert half == other


@given(st.tuples(*[st.integers(0, 12)] * 3), _AIMS)
def test_a_probability_is_one_and_does_not_depend_on_the_order_of_means_or_the_scale_of_targets(
    counts: tuple[int, int, int], targets: tuple[int, int, int]
) -> None:
    probability, test = chance(counts, targets)
    assert 0.0 <= probability <= 1.0
    assert chance(counts[::-1], targets[::-1]) == (probability, test)
    assert chance(counts, [20 * target for target in targets]) == (probability, test)


@given(st.integers(0, 40), st.integers(1, 40))
@settings(max_examples=30)
def test_the_likeliest_outcome_has_probability_one(a: int, b: int) -> None:
    """Counts exactly at the aim are never further from it than chance brings."""
    targets = (a, b, 100 - a - b)
    assert chance(targets, targets)[0] == pytest.approx(1.0)


# ---------------------------------------------------------------- intervals and many rows


@pytest.mark.parametrize(
    ("count", "total", "low", "high"),
    [  # Newcombe 1998, Statistics in Medicine 17, table I, method 3
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_intervals_are_those_that_were_published(count: int, total: int, low: float, high: float) -> None:
    assert interval(count, total) == (pytest.approx(low, abs=5e-5), pytest.approx(high, abs=5e-5))


@given(st.integers(0, 500), st.integers(0, 500))
def test_an_interval_holds_its_share_and_is_the_others_mirrored(count: int, other: int) -> None:
    total = count + other
    low, high = interval(count, total)
    assert 0.0 <= low <= high <= 1.0
    if total:
        assert low <= count / total <= high
        assert (low == 0.0) is (count == 0)
        assert (high == 1.0) is (other == 0)
        assert interval(other, total) == (pytest.approx(1 - high, abs=1e-12), pytest.approx(1 - low, abs=1e-12))


def test_an_interval_of_nothing_is_everything() -> None:
    assert interval(0, 0) == (0.0, 1.0)


def test_holm_raises_as_published() -> None:
    """The example of the method's usual presentation: of 0.01, 0.04, 0.03, 0.005 the first and the last hold at 5 %."""
    assert holm([0.01, 0.04, 0.03, 0.005]) == [pytest.approx(p) for p in (0.03, 0.06, 0.06, 0.02)]
    assert holm([0.01, 0.02, 0.03, 0.04, 0.05]) == [pytest.approx(p) for p in (0.05, 0.08, 0.09, 0.09, 0.09)]
    assert holm([]) == []
    assert holm([0.3]) == [0.3]


@given(st.lists(st.floats(0, 1), max_size=12))
def test_holm_never_lowers_never_reorders_and_never_exceeds_one(chances: list[float]) -> None:
    raised = holm(chances)
    assert all(before <= after <= 1.0 for before, after in zip(chances, raised, strict=True))
    order = sorted(range(len(chances)), key=lambda n: (chances[n], raised[n]))
    assert all(raised[a] <= raised[b] for a, b in pairwise(order))
