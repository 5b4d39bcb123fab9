"""``cmsdk plugins``: which plugins there are, and what becomes of them for a city."""

from cmsdk.model.ids import is_city_id
from cmsdk.model.problem import Problem, problem
from cmsdk.registry.discovery import Discovered
from cmsdk.registry.selection import Selected, State, select

from . import options
from .answer import DONE, LOOK, Answer, Asked, cannot, problem_forms
from .lang import say
from .opening import found_plugins
from .screen import Screen
from .spoken import SpokenGroup

group = SpokenGroup("plugins", help="help-plugins")


def _form(row: Discovered, state: str, problems: tuple[Problem, ...]) -> dict[str, object]:
    manifest = row.manifest
    return {
        "name": row.name, "distribution": row.distribution, "version": row.version,
        "api": manifest.api if manifest else None, "scope": manifest.scope.text if manifest else None,
        "requires": manifest.requires if manifest else [], "state": state, "problems": problem_forms(problems),
    }  # fmt: skip


def _installed(row: Discovered) -> Selected:
    """The state of a plugin where no city is named."""
    if row.manifest is not None:
        return Selected(row, State.ACTIVE)
    incompatible = any(p.code == "CMS104" for p in row.problems)
    return Selected(row, State.INCOMPATIBLE if incompatible else State.BROKEN, row.problems)


@group.command("list", help="help-plugins-list")
@options.city
@options.plugins
@options.plain
@options.answering
def list_plugins(asked: Asked) -> Answer:
    """Every plugin with its state; exit 1 where one is broken, lacks something, or is for another version."""
    rows = found_plugins(asked)
    if asked.city and not is_city_id(asked.city):
        known = sorted({r.manifest.scope.text for r in rows if r.manifest} - {"*", "cn"})
        return cannot([problem("CMS109", asked.city, city=asked.city, known=", ".join(known) or "—")])
    chosen = select(rows, asked.city) if asked.city else tuple(map(_installed, rows))
    states = [str(s.state) if asked.city or s.state is not State.ACTIVE else "installed" for s in chosen]
    problems = tuple(p for s in chosen for p in s.problems)

    def show(screen: Screen) -> None:
        header = ("name", "version", "scope", "requires", "state")
        screen.table(
            [say(f"plugin-{name}") for name in header],
            [
                (
                    s.row.name,
                    s.row.label,
                    s.manifest.scope.text if s.row.manifest else "—",
                    ", ".join(s.manifest.requires) if s.row.manifest else "—",
                    say(f"state-{state}"),
                )
                for s, state in zip(chosen, states, strict=True)
            ],
        )

    forms = [_form(s.row, state, s.problems) for s, state in zip(chosen, states, strict=True)]
    data = {"city": asked.city or None, "plugins": forms}
    return Answer(data, show, problems, LOOK if problems else DONE)
