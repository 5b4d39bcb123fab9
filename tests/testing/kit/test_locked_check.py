"""rules.lock of a project: current, outdated, of another city, and not readable."""

from collections.abc import Callable

from cmsdk.registry.lock import rules_lock
from cmsdk.testing.kit.check import Kind
from cmsdk.testing.kit.known import BY_ID
from cmsdk.testing.kit.stand import Stand


def test_a_lock_that_is_not_that_of_the_present_rules_is_found(stand: Callable[..., Stand]) -> None:
    toy = stand()
    project = toy.target.project
    assert project is not None
    file, check = project / "rules.lock", BY_ID["rules-lock-current"]

    def codes() -> list[str]:
        return [found.code for thing in toy.things(Kind.CITY) for found in check.run(toy, thing)]

    assert codes() == []
    text = rules_lock(toy.plan).text
    file.write_text(text, encoding="utf-8")
    assert codes() == []
    file.write_text(text.replace("toy/1/E1", "toy/1/E2"), encoding="utf-8")
    assert codes() == ["CMS934"]
    file.write_text(text.replace("city test.toy", "city test.other"), encoding="utf-8")
    assert codes() == []
    file.write_text("id,category\n", encoding="utf-8")
    assert codes() == ["CMS930"]
