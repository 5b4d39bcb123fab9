"""The page of stored forms: types of entry with a sample of each first form, and the tables of the SQL ledger."""

from datetime import UTC, datetime
import json

from describe import code, table


def _samples() -> dict[str, str]:
    """The two forms that every case begins with, as the library writes them."""
    from cmsdk.model.approach import Approach, Mode
    from cmsdk.model.clock import Due
    from cmsdk.model.decisions import Stage, Step
    from cmsdk.model.report import Dated, Report
    from cmsdk.model.spans import Limit, LimitUnit
    from cmsdk.model.triaged import Triaged
    from cmsdk.work.forms import CaseForms

    at = datetime(2026, 11, 16, 1, 20, tzinfo=UTC)
    report = Report("610100", "csv", "A-1", at, Dated.OWN, at, "路灯不亮", external_id="A-1")
    step = Step(Stage.ROUTE, "demo-all", "demo", "demo-desk", "row", (("category", "*"), ("area", "*")), "本市通知")
    due = Due(at, Limit(5, LimitUnit.WORK_DAY), "demo-days", "1")
    triaged = Triaged(
        report, "{}", "2", None, "demo/1/S1", Approach.SERVICE, "x-demo", "", "", "demo-desk", Mode.NOW, "", due, (step,)
    )  # fmt: skip
    forms = CaseForms()
    return {"reported": forms.reported(triaged, "p-1"), "triaged": forms.triaged(triaged)}


def stored_page() -> str:
    """The page as Markdown."""
    from cmsdk.ledger.schema import VERSION, metadata
    from cmsdk.work.forms import FORMS

    lines = [
        "# Stored forms\n",
        'Every stored form is JSON and carries `"v"`, its version, from the first ledger ever written. A form of an '
        "older version is brought up by its migrations, one step at a time; a newer one is refused by name. Times are "
        "ISO 8601 with offset, codes are text.\n",
        "An entry's hash is SHA-256 over `prev|stream|version|type|at|by|plan|data`, the data exactly as stored.\n",
        "## Entries of a case\n",
        *table(
            ("type of entry", "version", "migrations"),
            [(code(name), str(form.version), str(len(form.migrations))) for name, form in FORMS.items()],
        ),
        "`reported` and `triaged` are written when a report becomes a case; every other type is the command of that "
        "name, and its data holds the command, the state it led to (`to`) and what else it changed (`effects`).\n",
    ]
    for name, text in _samples().items():
        pretty = json.dumps(json.loads(text), ensure_ascii=False, indent=2)
        lines += [f"### {name}\n", f"```json\n{pretty}\n```\n"]
    lines += [
        "## Tables of the SQL ledger\n",
        f"Version {VERSION} of the schema, kept in `meta`. `entries` are the truth and refuse change and removal by "
        "trigger; `cases` is a projection of them. Names and phone numbers stand in `people` only, items and bytes as "
        "they came in `reports`, `quarantine` and `deliveries` ([privacy](../explanation/privacy.md)).\n",
    ]
    for name, found in metadata.tables.items():
        columns = ", ".join(f"`{c.name}`" for c in found.columns)
        lines.append(f"- **{name}**: {columns}")
    return "\n".join([*lines, "", ""])
