"""A page a hook, with its signature as heading, and their list."""

from describe import cell, code, link, prose, signature_of, table


def hook_page(name: str) -> str:
    """The page of one hook."""
    from cmsdk.contract.api import HOOKS
    from cmsdk.contract.specs import CityPlugin

    row = HOOKS[name]
    method = getattr(CityPlugin, name)
    body, _, example = prose(method.__doc__).partition("\nExample:\n")
    purpose, *parts = [part.strip() for part in body.split("\n") if part.strip()]
    kinds = ", ".join(link(f"../contributions.md#{kind.__name__.lower()}", kind.__name__) for kind in row.accepts)
    lines = [f"---\ntitle: {name}\n---", f"# `{name}{signature_of(method)}`\n", purpose + "\n"]
    rows = [tuple(part.partition(": ")[::2]) for part in parts]
    lines += table(
        ("part", "what holds"),
        [
            ("Item types", kinds),
            ("Rule of combination", code(row.combine)),
            *((f"{head}", cell(text)) for head, text in rows if head != "Since"),
            ("Since", f"API {row.since}"),
        ],
    )
    unindented = "\n".join(line.removeprefix("    ") for line in example.strip("\n").split("\n"))
    return "\n".join([*lines, "## Example\n", f"```python\n{unindented}\n```\n", ""])


def hooks_index() -> str:
    """The list of all hooks."""
    from cmsdk.contract.api import API, HOOKS
    from cmsdk.contract.specs import CityPlugin

    rows = [
        (
            link(f"{name}.md", f"`{name}`"),
            ", ".join(kind.__name__ for kind in hook.accepts),
            code(hook.combine),
            cell(prose(getattr(CityPlugin, name).__doc__).split("\n")[0]),
        )
        for name, hook in HOOKS.items()
    ]
    head = [
        "# Hooks\n",
        (
            f"The contract is version **{API}**. A plugin subclasses `CityPlugin` (or `TableCity`, which reads "
            "tables), overrides the hooks it has something for, and marks each `@hookimpl`. Hooks are called "
            "once, when a city is assembled, in the order below; none is called per case ([hooks assemble, "
            "values act](../../explanation/hooks-and-values.md)).\n"
        ),
        (
            "`one`: the most specific plugin's answer holds, a tie is an error. `keyed`: answers are merged by "
            "key; a more specific plugin may replace an item of a more general one by naming it in `replaces`, "
            "never the reverse.\n"
        ),
    ]
    return "\n".join([*head, *table(("hook", "yields", "combined", "purpose"), rows), ""])
