"""The pages of the three doors, of the model and of the commands on cases."""

from describe import code, fields, link, methods, prose, thing


def contributions() -> str:
    """Everything that a plugin may import."""
    import attrs

    from cmsdk import plugin
    from cmsdk.contract.base import Contribution

    found = {name: getattr(plugin, name) for name in plugin.__all__}
    kinds = {n: f for n, f in found.items() if isinstance(f, type)}
    groups = {
        "Contribution types": {n: f for n, f in kinds.items() if issubclass(f, Contribution)},
        "Values": {n: f for n, f in kinds.items() if attrs.has(f) and not issubclass(f, Contribution)},
    }
    named = {name for group in groups.values() for name in group}
    groups["Enumerations, classes and functions"] = {n: f for n, f in found.items() if n not in named}
    lines = [
        "# The plugin door\n",
        (
            "Everything that a plugin may import, from `cmsdk.plugin`. What is not here is not promised. All "
            "types are frozen: `attrs.evolve` makes a changed copy.\n"
        ),
    ]
    for head, group in groups.items():
        lines.append(f"**{head}**: " + ", ".join(link(f"#{name.lower()}", name) for name in group) + "\n")
    common = [field.name for field in attrs.fields(Contribution)]
    for group in groups.values():
        for name, thing_found in group.items():
            inherits = name != "Contribution" and name in groups["Contribution types"]
            lines += thing(name, thing_found, common if inherits else ())
            if inherits:
                shared = ", ".join(map(code, common))
                lines.append(f"And what every {link('#contribution', 'contribution')} has: {shared}.\n")
    return "\n".join([*lines, ""])


def app_door() -> str:
    """City with its methods, and what is neither a command nor a value."""
    import cmsdk
    from cmsdk import City
    from cmsdk.model.commands import Command
    from cmsdk.model.enforcement_commands import FileCommand

    lines = [
        "# The app door\n",
        (
            "Everything that an app imports, from `cmsdk`. Commands stand on pages of their own: "
            "[on cases](commands.md), [on enforcement files](file-commands.md); so do the values of "
            "[the model](model.md).\n"
        ),
        *thing("City", City),
        *methods(City),
    ]
    for name in cmsdk.__all__:
        found = getattr(cmsdk, name)
        elsewhere = isinstance(found, type) and issubclass(found, Command | FileCommand) and found is not FileCommand
        if name != "City" and not elsewhere and not _of_model(found):
            lines += thing(name, found)
    return "\n".join([*lines, ""])


def testing_door() -> str:
    """Everything that tests import."""
    from cmsdk import testing

    lines = [
        "# The door for tests\n",
        (
            "What tests import, from `cmsdk.testing`; pytest is not needed for it. Scenario files as tests of pytest: "
            "[write scenarios](../howto/write-scenarios.md), [怎样写情景](../howto/write-scenarios.zh.md).\n"
        ),
    ]
    for name in testing.__all__:
        lines += thing(name, getattr(testing, name))
    return "\n".join([*lines, ""])


COMMANDS = {
    "en": (
        "# Commands\n",
        (
            "What a person may do to a case: `city.act(case_id, Accept(), by=actor)`, or `cmsdk cases act`. "
            "Which state a command is allowed in, for which roles and with which fields filled, is the city's "
            "workflow table.\n"
        ),
    ),
    "zh": (
        "# 案件指令\n",
        (
            "对案件可以做的事：`city.act(case_id, Accept(), by=actor)`，或者 `cmsdk cases act`。"
            "什么状态、什么角色可以用哪条指令，要填哪些字段，由本市的流程表规定。"
            "括号里是通用叫法，本市可以另有叫法；字段说明目前是英文。\n"
        ),
    ),
}


def commands_page(lang: str) -> str:
    """The commands on a case, in a language."""
    from cmsdk.model.commands import COMMANDS as KNOWN
    from cmsdk.model.words import label

    lines = [*COMMANDS[lang]]
    for name, kind in KNOWN.items():
        word = f"（{label(f'command-{name}', 'zh', 'workflow')}）" if lang == "zh" else ""
        lines += [f"## {name}\n", f"{word}`cmsdk.{kind.__name__}` · {prose(kind.__doc__ or '')}\n", *fields(kind)]
    return "\n".join(lines)


def _of_model(found: object) -> bool:
    """Whether an app reads a thing's values: no command, no exception, no door of its own."""
    from cmsdk.model.commands import Command
    from cmsdk.model.enforcement_commands import FileCommand

    return (
        isinstance(found, type)
        and found.__module__.startswith("cmsdk.model.")
        and not issubclass(found, Command | FileCommand | BaseException)
    )


def model_page() -> str:
    """The values that an app reads."""
    import cmsdk

    found = {name: getattr(cmsdk, name) for name in cmsdk.__all__ if _of_model(getattr(cmsdk, name))}
    lines = [
        "# The model\n",
        (
            "The values that an app gets and reads, from `cmsdk`: frozen, compared by what they hold, with aware "
            "times. Those that a plugin makes stand on the page of [the plugin door](contributions.md).\n"
        ),
        ", ".join(link(f"#{name.lower()}", name) for name in found) + "\n",
    ]
    for name, kind in found.items():
        lines += thing(name, kind)
    return "\n".join(lines)
