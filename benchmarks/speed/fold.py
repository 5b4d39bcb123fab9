"""A case of 1,000 entries folded, beside the decoding of their data from JSON, in one run.

    python benchmarks/speed/fold.py [--n 1000] [--rounds 30]

The entries are what the library wrote: received and triaged, then handled, found wanting and handled again, with an
extension in every tenth round. What it is measured against is ``json.loads`` of each entry's data and nothing more.
Processor time, the two in turn, medians.
"""

import argparse
import gc
from itertools import cycle, islice
import json
from pathlib import Path
import statistics
import tempfile
from time import process_time

import attrs
from working_town import BEGUN, open_town, report

from cmsdk import City
from cmsdk.contract.plan import CityPlan
from cmsdk.ledger.sql import SqlLedger
from cmsdk.model.case import Case
from cmsdk.model.commands import Command, Extend, FeedBack, Handle, Rework, SignFor
from cmsdk.model.entry import Entry, seal
from cmsdk.work.case import fold
from cmsdk.work.effects import Effects
from cmsdk.work.forms import CaseForms

FORMS = CaseForms()
ROUND: tuple[tuple[Command, str, Effects], ...] = (
    (SignFor(), "handling", {"phase": "open"}),
    (Handle(result="lamp replaced"), "handled", {"result": "lamp replaced", "phase": "handled"}),
    (FeedBack(), "checking", {"phase": "handled"}),
    (Rework(reason="it is out again"), "dispatched", {"phase": "open"}),
)


def entries_of(plan: CityPlan, count: int) -> tuple[Entry, ...]:
    """The stream of a case that is never done."""
    city = City(plan, SqlLedger.in_memory())
    (id_,) = city.receive("desk", report(1), now=BEGUN).case_ids
    case, stream = city.case(id_), list(city.ledger.entries(id_))
    extended: tuple[Command, str, Effects] = (
        Extend(reason="the part comes on Monday"), "handling", {"due": case.due, "course": {"extensions": (BEGUN,)}},
    )  # fmt: skip
    rounds = cycle((*ROUND * 10, ROUND[0], extended, *ROUND[1:]))
    for command, to, effects in islice(rounds, count - len(stream)):
        last = stream[-1]
        data = FORMS.commanded(command, to, effects)
        changes = {"version": last.version + 1, "type_": command.name, "data": data, "prev": last.hash}
        said = attrs.asdict(last, filter=attrs.filters.include("stream", "city", "at", "by", "plan"))
        stream.append(seal(**said, **changes))
    return tuple(stream)


def measure(plan: CityPlan, count: int, rounds: int) -> tuple[float, float, Case | None]:
    """Seconds to fold, seconds to decode, and the case."""
    stream = entries_of(plan, count)
    texts = [entry.data for entry in stream]
    case = fold(stream, FORMS)
    folding, decoding = [], []
    for _ in range(rounds):
        gc.collect()
        begun = process_time()
        fold(stream, FORMS)
        between = process_time()
        for text in texts:
            json.loads(text)
        folding.append(between - begun)
        decoding.append(process_time() - between)
    return statistics.median(folding), statistics.median(decoding), case


def main() -> None:
    """See the module's text."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--n", type=int, default=1_000)
    arguments.add_argument("--rounds", type=int, default=30)
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folding, decoding, case = measure(open_town(Path(scratch)), given.n, given.rounds)
    if case is None or case.version != given.n:
        raise SystemExit(f"the fold made {case}")
    print(
        f"{given.n} entries: folded in {folding * 1e3:.2f} ms, decoded in {decoding * 1e3:.2f} ms; "
        f"fold / json.loads = {folding / decoding:.2f}"
    )


if __name__ == "__main__":
    main()
