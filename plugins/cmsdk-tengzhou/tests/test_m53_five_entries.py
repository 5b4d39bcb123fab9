"""M53: 500 events with 900,000 visitors of the five entries, and volunteers of party members."""

from collections.abc import Callable

from cmsdk import City

AT = "2026-11-19T18:00+08:00"
Worked = Callable[..., City]
Cells = Callable[..., list[tuple[object, ...]]]


def test_m53_five_entries(worked: Worked, cells: Cells) -> None:
    city = worked("370481", "tengzhou", "50-five-entries.csv", "52-party-volunteers.csv", at=AT)
    assert cells(city, "campaign-tree", "activities", "visitors", level=0) == [(500, 900000)]
    forms = cells(city, "campaign-forms", "name", "activities", "visitors", campaign="five-entries-2026")
    assert {str(name)[-3:] for name, _, _ in forms} == {"进校园", "进社区", "进广场", "进公园", "进村庄"}
    assert [sum(int(str(row[n])) for row in forms) for n in (1, 2)] == [500, 900000]
    assert cells(city, "campaign-forms", "activities", name="爱心护考") == [(2,)]
    assert cells(city, "volunteer-services", "text", "volunteer_times", team="tengzhou-vt-party") == [
        ("爱心护考", 8), ("爱心护考", 10), ("清理落叶", 9),
    ]  # fmt: skip


def test_m53_without_one_part_it_is_neither_500_nor_900000(worked: Worked, cells: Cells) -> None:
    city = worked("370481", "tengzhou", "50-five-entries.csv", at=AT, without="five-entries-001,")
    assert cells(city, "campaign-tree", "activities", "visitors", level=0) == [(495, 891904)]
