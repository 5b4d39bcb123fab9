"""The page of enforcement files: every command with its fields, every guard with its code, terms and sums."""

from describe import code, fields, prose, table


def file_page() -> str:
    """The page as Markdown."""
    from cmsdk.contract.enforcement import SUMS, TERMS
    from cmsdk.model.enforcement_commands import FILE_COMMANDS
    from cmsdk.model.problem import catalogue
    from cmsdk.work.enforcement.guards import GUARDS

    lines = [
        "# Commands and guards of enforcement files\n",
        (
            "What a person may do to an [enforcement file](../explanation/enforcement.md): "
            "`city.enforce(file_id, Educate(result=…), by=actor)`, or `cmsdk files act`. Which command is allowed in "
            "which state, for which roles, with which fields and behind which guards is the table "
            "[`enforcement.toml`](documents.md#enforcementtoml).\n"
        ),
        "## Guards\n",
        *table(
            ("guard", "refuses with", "that is"),
            [
                (code(name), f"[{guard.code}](problems/{guard.code}.md)", catalogue()[guard.code]["title"]["en"])
                for name, guard in sorted(GUARDS.items())
            ],
        ),
        f"Terms: {', '.join(map(code, TERMS))}. Sums: {', '.join(map(code, SUMS))}.\n",
    ]
    for name, kind in sorted(FILE_COMMANDS.items()):
        lines += [f"## {name}\n", f"`cmsdk.{kind.__name__}` · {prose(kind.__doc__ or '')}\n", *fields(kind)]
    return "\n".join(lines) + "\n"
