"""Checks of limits and community work, each failing on a plugin that has just this fault."""

from collections.abc import Callable
from pathlib import Path

from cmsdk.testing.kit.check import Kind
from cmsdk.testing.kit.known import BY_ID
from cmsdk.testing.kit.stand import Stand

Stands = Callable[..., Stand]
LIMITS = """
    id,category,amount,unit,calendar,basis
    toy-all,*,{amount},work_day,toy-days,办法第三条
    """
CALENDAR = """
    [[calendar]]
    id = "toy-days"
    version = "1"
    time_zone = "Asia/Shanghai"
    shifts = ["08:00-12:00", "14:00-18:00"]
    known_from = 2026-01-01
    known_until = 2026-12-31
    basis = "放假通知"
    """
OPINIONS = """
    id,topic,amount,unit_of_time,unit,basis
    toy-op,,10,work_day,toy-desk,方案
    """
ROLES = """
    id,command,roles,basis
    toy-r1,opinion.register,clerk,方案
    toy-r2,opinion.answer,clerk,方案
    """


def found(made: Stand, check: str, kind: Kind = Kind.WORK_RULES) -> list[str]:
    return [p.what("en") for thing in made.things(kind) for p in BY_ID[check].run(made, thing)]


def limited(stand: Stands, amount: int) -> Stand:
    return stand(tables={"calendar.toml": CALENDAR, "limits.csv": LIMITS.format(amount=amount)})


def test_a_limit_within_the_year_passes(stand: Stands) -> None:
    made = limited(stand, 200)
    assert made.things(Kind.WORK_RULES)
    assert found(made, "limit-calendar-reaches") == []


def test_a_limit_that_its_calendar_cannot_count_is_named(stand: Stands) -> None:
    assert "ends on 2026-12-31" in found(limited(stand, 300), "limit-calendar-reaches")[0]


def sampled(made: Stand, text: str) -> Stand:
    folder = Path(made.target.root / "samples" / "work")
    folder.mkdir(parents=True)
    (folder / "10-opinions.csv").write_text(text, encoding="utf-8")
    return made


def test_a_plugin_without_sample_tables_has_nothing_to_enter(stand: Stands) -> None:
    assert found(stand(), "work-samples-enter", Kind.CITY) == []


def test_a_sample_row_that_is_refused_is_named_with_its_row(stand: Stands) -> None:
    made = sampled(stand(), "work,command,at\no-1,opinion.registr,2026-11-16 09:00\n")
    (thing,) = made.things(Kind.CITY)
    told = list(BY_ID["work-samples-enter"].run(made, thing))
    assert told
    assert {one.where.partition(" ")[0] for one in told} == {"10-opinions.csv:2"}


def test_work_that_no_role_may_carry_on_is_named(stand: Stands) -> None:
    (told,) = found(stand(tables={"opinion-duties.csv": OPINIONS}), "work-has-roles")
    assert "opinion.register, opinion.answer" in told or "opinion.answer, opinion.register" in told


def test_work_whose_commands_all_have_roles_passes(stand: Stands) -> None:
    made = stand(tables={"opinion-duties.csv": OPINIONS, "work-roles.csv": ROLES})
    assert made.things(Kind.WORK_RULES)
    assert found(made, "work-has-roles") == []
