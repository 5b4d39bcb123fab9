"""M20: dogs, memorial rites and the sorting of waste, each with what was told and handed out about it."""

from collections.abc import Callable

from cmsdk import City

AT = "2026-10-16T18:00+08:00"
Worked = Callable[..., City]
Cells = Callable[..., list[tuple[object, ...]]]


def test_m20_publicity_topics(worked: Worked, cells: Cells) -> None:
    city = worked("370200", "qingdao", "50-open-day.csv", at=AT)
    assert cells(city, "publicity-topics", "name", "activities", "leaflets") == [
        ("文明养犬", 4, 1090), ("文明祭祀", 4, 520), ("垃圾分类", 4, 1190),
    ]  # fmt: skip
    ((handed_out,),) = cells(city, "campaign-tree", "leaflets", level=0)
    both = 600
    assert handed_out == 1090 + 520 + 1190 - both, "one activity told of two topics"


def test_m20_without_an_activity_its_topic_alone_is_less(worked: Worked, cells: Cells) -> None:
    city = worked("370200", "qingdao", "50-open-day.csv", at=AT, without="open-day-2026-a03,")
    assert cells(city, "publicity-topics", "activities", "leaflets") == [(4, 1090), (3, 400), (4, 1190)]
