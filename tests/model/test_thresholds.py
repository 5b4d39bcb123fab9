"""Measured values and thresholds: what can be read, and that values compare exactly, in three answers."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st
import pytest

from cmsdk.model.measured import Dimension, Measured, read_amount, read_measures
from cmsdk.model.threshold import compares, read_threshold


def _measures(text: str) -> list[Measured]:
    return [part for part in read_measures(text) if isinstance(part, Measured)]


def _holds(threshold: str, text: str, names: tuple[str, ...] = ()) -> bool | None:
    read = read_threshold(threshold, names)
    assert read is not None, threshold
    return read.holds(_measures(text))


@pytest.mark.parametrize(
    ("text", "value", "dimension"),
    [
        ("30cm²", Fraction(3, 1000), Dimension.AREA),
        ("30 cm2", Fraction(3, 1000), Dimension.AREA),
        ("0.5m^2", Fraction(1, 2), Dimension.AREA),
        ("0.5㎡", Fraction(1, 2), Dimension.AREA),
        ("2平方米", Fraction(2), Dimension.AREA),
        ("100cm×100cm", Fraction(1), Dimension.AREA),
        ("100*100cm", Fraction(1), Dimension.AREA),
        ("3cm", Fraction(3, 100), Dimension.LENGTH),
        ("３ｃｍ", Fraction(3, 100), Dimension.LENGTH),
        ("3mm", Fraction(3, 1000), Dimension.LENGTH),
        ("1.5米", Fraction(3, 2), Dimension.LENGTH),
        ("1/3", Fraction(1, 3), Dimension.SHARE),
        ("½", Fraction(1, 2), Dimension.SHARE),
        ("5%", Fraction(1, 20), Dimension.SHARE),
        ("3", Fraction(3), Dimension.COUNT),
        ("3盏", Fraction(3), Dimension.COUNT),
    ],
)
def test_an_amount_is_read_exactly(text: str, value: Fraction, dimension: Dimension):
    amount = read_amount(text)
    assert (amount.value, amount.dimension) == (value, dimension)


@pytest.mark.parametrize("text", ["", "cm", "大", "1/0", "-3cm", "3 furlongs", "1e9m", "3cm 4cm", "2m2×3m", "9" * 400])
def test_what_is_no_amount_is_refused(text: str):
    with pytest.raises(ValueError, match=r"."):
        read_amount(text)


@given(st.integers(0, 10**6))
def test_units_of_one_dimension_agree(number: int):
    assert read_amount(f"{number}cm").value == read_amount(f"{10 * number}mm").value
    assert read_amount(f"{number}m2").value == read_amount(f"{number}m×1m").value


def test_several_values_are_read_each_with_its_name_and_what_is_none_is_said():
    found = list(read_measures("破损面积=30cm²; 高差：3cm、堵塞 1/3,很大；深-3cm"))
    assert [part.said if isinstance(part, Measured) else part[0] for part in found] == [
        "破损面积=30cm2", "高差=3cm", "堵塞=1/3", "很大", "深-3cm",
    ]  # fmt: skip


@given(st.text(max_size=60))
def test_no_text_whatever_breaks_the_readers(text: str):
    for part in read_measures(text):
        assert isinstance(part, Measured) or all(part)
    read_threshold(text)


@pytest.mark.parametrize(
    ("threshold", "value", "holds"),
    [
        (">25cm²", "30cm²", True),
        (">25cm²", "25cm²", False),
        (">=0.5m2", "0.5m²", True),
        ("≥1/3", "1/3", True),
        ("≥1/3", "33%", False),
        ("≥1/3", "34%", True),
        ("<50%", "49%", True),
        (">25cm²", "高差=3cm", None),
        (">25cm²", "", None),
        ("150cm×150cm，>2cm", "高差=3cm", True),
        ("150cm×150cm，>2cm", "高差=2cm", False),
        (">100m²，深>15cm", "120m²; 水深=20cm", True),
        (">100m²，深>15cm", "120m²; 水深=10cm", False),
        (">100m²，深>15cm", "90m²", False),
        (">100m²，深>15cm", "120m²", None),
        ("≥5%或>2m²", "5%", True),
        ("≥5%或>2m²", "4%", None),
        ("≥5%或>2m²", "4%; 1m2", False),
        ("≥1m²或长>1m且宽>3mm", "长=2m; 宽=5mm", True),
        ("≥1m²或长>1m且宽>3mm", "长=2m; 宽=3mm", None),
        ("≥1m²或长>1m且宽>3mm", "裂缝长=2m; 裂缝宽=3mm; 0.5m²", False),
        (">25cm²", "30cm²; 40cm²", None),
    ],
)
def test_a_threshold_is_met_or_not_or_cannot_be_told(threshold: str, value: str, holds: bool | None):
    assert _holds(threshold, value) is holds


def test_a_name_says_which_value_is_meant_where_the_dimension_does_not():
    assert _holds(">2cm", "高差=3cm; 直径=70cm", ("高差",)) is True
    assert _holds(">2cm", "高差=3cm; 直径=70cm") is None
    assert _holds(">2cm", "直径=70cm", ("高差",)) is None
    assert _holds(">2cm", "3cm", ("高差",)) is True
    assert _holds(">1m²", "面积=2m²", ("积尘面积",)) is True
    assert _holds(">1m²", "破损面积=2m²", ("积尘面积",)) is None


@pytest.mark.parametrize("text", ["5m", "200m", "100%", "100cm×100cm", "很大", "", ">很多", ">1m，>3mm", "1m²+"])
def test_words_stay_words(text: str):
    assert read_threshold(text) is None


def test_a_sign_shows_that_a_comparison_was_meant():
    assert compares(">25瓜")
    assert compares(">=3")
    assert not compares("5m")


@pytest.mark.parametrize(
    ("words", "signs"),
    [
        ("大于25平方米", ">25m²"), ("面积大于25平方米", "面积>25m²"), ("超过3厘米", ">3cm"), ("高于 3 厘米", ">3cm"),
        ("不少于5处", "≥5"), ("不低于1/3", "≥1/3"), ("不小于3cm", "≥3cm"), ("至少5个", "≥5"), ("大于或等于3cm", "≥3cm"),
        ("小于3厘米", "<3cm"), ("不足50%", "<50%"), ("不满5处", "<5"), ("少于5处", "<5"), ("低于3m", "<3m"),
        ("不超过3厘米", "≤3cm"), ("不高于3米", "≤3m"), ("不大于3米", "≤3m"), ("小于等于3米", "≤3m"),
        ("25平方米以上", "≥25m²"), ("面积25平方米以上", "面积≥25m²"), ("25平方米以下", "≤25m²"), ("1/3及以上", "≥1/3"),
        ("5%或以上", "≥5%"), ("100cm×100cm以上", "≥100cm×100cm"), ("3处（含）以上", "≥3处"), ("1.5米以上", "≥1.5m"),
        ("面积大于1平方米且深超过15厘米", "面积>1m²且深>15cm"), ("5%以上或2平方米以上", "≥5%或≥2m²"),
        ("at least 5", "≥5"), ("more than 25 m2", ">25m²"), ("depth less than 3cm", "depth<3cm"),
    ],
)  # fmt: skip
def test_words_of_comparison_are_read_as_signs(words: str, signs: str):
    assert read_threshold(words) is not None
    assert read_threshold(words) == read_threshold(signs)
    assert compares(words)


@pytest.mark.parametrize(
    "text", ["三分之一以上", "大于15度", "1,000平方米以上", "1平方米以上5平方米以下", "周边大于2m范围内", "超过三处"]
)
def test_a_comparison_in_words_that_cannot_be_read_is_known_for_one(text: str):
    assert read_threshold(text) is None
    assert compares(text)


@pytest.mark.parametrize("text", ["光照不足", "以下简称甲方", "2m范围内", "5m以内"])
def test_words_that_compare_nothing_stay_words(text: str):
    assert not compares(text)
    assert read_threshold(text) is None


@given(st.integers(0, 200), st.integers(1, 100))
def test_above_and_not_above_part_the_values(value: int, limit: int):
    assert _holds(f">{limit}cm", f"{value}cm") is not _holds(f"≤{limit}cm", f"{value}cm")
    assert _holds(f"≥{limit}cm", f"{value * 10}mm") is (value >= limit)


@pytest.mark.parametrize("text", [">1,000m²", ">1,000平方米", ">0,5m²", "面积>1,000m²，深>15cm", ">1,234"])
def test_a_comma_inside_a_number_is_not_taken_for_the_end_of_it(text: str):
    """Read as ``>1`` and a size, it would compare a count that nobody published."""
    assert compares(text)
    assert read_threshold(text) is None


@pytest.mark.parametrize(("text", "count"), [("高差=3cm，100cm×100cm", 2), ("30cm2,40%", 2), ("长=3m,宽=4m,5处", 3)])
def test_a_comma_between_two_values_parts_them_although_a_digit_follows(text: str, count: int):
    assert len(_measures(text)) == count
    assert [part for part in read_measures("面积=1,000m2") if isinstance(part, Measured)] == []
