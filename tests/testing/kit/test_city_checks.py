"""Checks of the plugin as a whole, each failing on a plugin that has just this fault."""

from .asked import Stands, codes


def test_a_plain_city_holds_the_checks_of_the_whole(stand: Stands) -> None:
    toy = stand()
    assert codes(toy, "city-assembles") == []
    assert codes(toy, "hooks-idempotent") == []


def test_a_hook_that_counts_is_not_idempotent(stand: Stands) -> None:
    toy = stand(
        """
        asked = []


        class Toy(TableCity):
            @hookimpl
            def cmsdk_divisions(self, context):
                asked.append(1)
                yield Division(code=f"x-{len(asked)}", name="一区", level=Level.DISTRICT, parent=context.city)
        """
    )
    assert codes(toy, "hooks-idempotent") == ["CMS956", "CMS957"]
