"""``retention.csv``: rows in either language become the rules of the city; mistakes are named."""

from collections.abc import Callable

import pytest

from cmsdk import AssemblyError, City
from cmsdk.contract.catalogue import CategoryKind
from cmsdk.contract.retention import NO_RETENTION, Destroys
from cmsdk.model.approach import Approach

CHINESE = """
    编号,类别,类型,手段,保存年限,保存天数,销毁内容,依据
    toy-1,S1,,,3,,个人信息,本市办法第九条
    toy-2,,事件,执法,,90,原件,
    toy-3,,,,,60,送达件,
    toy-4,,,,,400,原件;附件,
    """
ENGLISH = """
    id,category,kind,approach,years,days,destroys,basis
    toy-1,S1,,,3,,person,本市办法第九条
    toy-2,,event,enforcement,,90,raw,
    toy-3,,,,,60,delivery,
    toy-4,,,,,400,raw;attachments,
    """


@pytest.mark.parametrize("table", [CHINESE, ENGLISH], ids=["chinese", "english"])
def test_rows_in_either_language_are_the_rules_of_the_city(city_of: Callable[..., City], table: str):
    rows = city_of(tables={"retention.csv": table}).plan.retention.rows
    first, second, third, fourth = sorted(rows, key=lambda row: row.id)
    assert (first.category, first.years, first.destroys) == ("toy/1/S1", 3, (Destroys.PERSON,))
    assert first.basis == "本市办法第九条"
    assert (second.kind, second.approach, second.days) == (CategoryKind.EVENT, Approach.ENFORCEMENT, 90)
    assert (second.destroys, third.destroys) == ((Destroys.RAW,), (Destroys.DELIVERY,))
    assert fourth.destroys == (Destroys.RAW, Destroys.ATTACHMENTS)


def test_a_city_without_the_table_has_no_rows(city_of: Callable[..., City]):
    assert city_of().plan.retention == NO_RETENTION


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("toy-1,S9,,,3,,person,", "CMS301"),
        ("toy-1,,,,3,9,person,", "CMS451"),
        ("toy-1,,,,,,person,", "CMS451"),
        ("toy-1,S1,,,3,,delivery,", "CMS451"),
        ("toy-1,,,,3,,everything,", "CMS404"),
    ],
)
def test_a_mistake_is_named_with_its_row(city_of: Callable[..., City], row: str, code: str):
    with pytest.raises(AssemblyError) as refused:
        city_of(tables={"retention.csv": f"id,category,kind,approach,years,days,destroys,basis\n{row}\n"})
    (found,) = refused.value.problems
    assert found.code == code
    assert "retention.csv:2" in found.line()
