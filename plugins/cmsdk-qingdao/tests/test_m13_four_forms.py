"""M13: four forms, face to face among them, each with its counts and the opinions it collected."""

from collections.abc import Callable

from cmsdk import City

AT = "2026-10-16T18:00+08:00"
Worked = Callable[..., City]
Cells = Callable[..., list[tuple[object, ...]]]


def test_m13_four_forms(worked: Worked, cells: Cells) -> None:
    city = worked("370200", "qingdao", "50-open-day.csv", at=AT)
    assert cells(city, "campaign-forms", "name", "activities", "guests", "opinions", campaign="open-day-2026") == [
        ("城管执法体验日", 4, 94, 0), ("城管与您面对面", 4, 80, 3), ("城管法律进社区", 10, 0, 0),
        ("城管服务进社区", 4, 0, 0),
    ]  # fmt: skip
    whole = sum(int(str(count)) for (count,) in cells(city, "campaign-forms", "activities"))
    assert cells(city, "campaign-tree", "activities", level=0) == [(whole,)]


def test_m13_a_hearing_less_is_missed_in_face_to_face_with_its_opinions(worked: Worked, cells: Cells) -> None:
    city = worked("370200", "qingdao", "50-open-day.csv", at=AT, without="open-day-2026-a04,")
    assert cells(city, "campaign-forms", "activities", "guests", "opinions", form="qingdao-face") == [(3, 45, 1)]


def test_m13_a_form_that_has_no_row_is_refused(worked: Worked) -> None:
    city = worked("370200", "qingdao", "50-open-day.csv", at=AT)
    row = "指令,经办人,活动,活动形式\n登记场次,qingdao-p-supervisor,open-day-2026-main,qingdao-dance\n"
    (entered,) = city.enter_table(row.encode()).refused
    assert getattr(entered.result, "code", "") == "CMS472"
