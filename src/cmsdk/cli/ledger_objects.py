"""``cmsdk ledger verify-objects``: are the attachments of a ledger there as they were kept, and none besides."""

import click

from cmsdk.desk.sweeping import ObjectFault, ObjectsVerified
from cmsdk.model.problem import Problem, problem
from cmsdk.model.words import label
from cmsdk.publish.attached import SHOWN
from cmsdk.serial import Form

from . import options
from .answer import DONE, LOOK, Answer, Asked
from .lang import LANG, say
from .opening import opened
from .progress import progress
from .screen import Screen
from .spoken import SpokenCommand


@click.command("verify-objects", cls=SpokenCommand, help="help-ledger-verify-objects")
@options.option("--quick", is_flag=True)
@options.option("--dry-run", is_flag=True, help="option-dry-run-objects")
@options.working
@options.answering
def verify_objects(asked: Asked, quick: bool, dry_run: bool) -> Answer:
    """Look through all objects, and put in order what can be."""
    with opened(asked) as city, progress(asked, "progress-objects") as tell:
        found = city.city.verify_objects(deep=not quick, dry_run=dry_run, now=city.at, progress=tell)
    problems = tuple(_problem(one) for one in found.faults if one.fault in {"missing", "changed"})

    def show(screen: Screen) -> None:
        rows = [(label(f"fault-{one.fault}", LANG.get()), one.case, one.digest[:SHOWN], one.object, _done(one))
                for one in found.faults]  # fmt: skip
        if rows:
            screen.table([say(f"column-object-{name}") for name in ("fault", "case", "digest", "key", "done")], rows)
        screen.line(say("objects-verified", attachments=found.attachments, objects=found.objects, young=found.young))

    return Answer(_form(found), show, problems, LOOK if found.faults else DONE)


def _done(fault: ObjectFault) -> str:
    return label("yes" if fault.mended else "no", LANG.get())


def _problem(fault: ObjectFault) -> Problem:
    return problem(
        "CMS835", fault.case, case=fault.case, digest=fault.digest[:SHOWN], object=fault.object,
        error=f"object-{fault.fault}",
    )  # fmt: skip


def _form(found: ObjectsVerified) -> Form:
    return {
        "whole": found.whole, "attachments": found.attachments, "objects": found.objects, "young": found.young,
        "faults": [
            {"fault": one.fault.value, "object": one.object, "case": one.case or None, "digest": one.digest or None,
             "mended": one.mended}
            for one in found.faults
        ],
    }  # fmt: skip
