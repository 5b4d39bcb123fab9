"""What a plugin does to the process it is in is found and named, with the line: it hangs, ends it, reaches outside."""

import pytest

from cmsdk.testing.kit.check import Tier
from cmsdk.testing.kit.results import Outcome
from cmsdk.testing.kit.run import accepted, conformance

from .conftest import Made

pytestmark = pytest.mark.slow


def test_a_plugin_that_hangs_in_assembly_is_named_with_its_line(made: Made) -> None:
    found = conformance(
        made(
            """
            class Toy(TableCity):
                @hookimpl
                def cmsdk_measures(self, context):
                    while True:
                        time.sleep(0.01)
            """,
            limit=2.0,
        )
    )
    first, *rest = found.results
    assert (first.check, first.outcome, first.problems[0].code) == ("city-assembles", Outcome.FAILED, "CMS955")
    assert first.problems[0].where == "__init__.py:9 (cmsdk_measures)"
    assert rest
    assert {result.outcome for result in rest} == {Outcome.NOT_RUN}
    assert found.reached is None


def test_a_plugin_that_ends_the_process_is_named(made: Made) -> None:
    found = conformance(made("class Toy(TableCity):\n    def __init__(self):\n        os._exit(3)\n"))
    assert [p.code for p in found.results[0].problems] == ["CMS961"]
    assert dict(found.results[0].problems[0].facts)["status"] == "3"


def test_what_a_plugin_writes_fetches_or_starts_is_kept_from_happening_and_named(made: Made) -> None:
    target = made(
        """
        class Toy(TableCity):
            @hookimpl
            def cmsdk_classifiers(self, context):
                yield Classifier(id="toy-classify", decide=decide)


        def decide(reports):
            for reach in (
                lambda: open("log.txt", "a"),
                lambda: open("/etc/hostname"),
                lambda: socket.create_connection(("127.0.0.1", 9)),
                lambda: subprocess.run(["true"]),
                lambda: os.remove("log.txt"),
            ):
                try:
                    reach()
                except RuntimeError:
                    pass
            return [None for _ in reports]
        """
    )
    found = conformance(target)
    own = next(result for result in found.results if result.check == "reaches-nothing")
    assert {p.code for p in own.problems} == {"CMS958"}
    said = " ".join(p.what() for p in own.problems)
    for what in ("write log.txt", "read /etc/hostname", "socket", "subprocess.Popen", "os.remove"):
        assert what in said
    assert {p.where.split(":")[0] for p in own.problems} == {"__init__.py"}
    assert not accepted(found, Tier.ACCEPTED)


def test_a_plugin_that_hangs_on_a_report_keeps_its_other_results(made: Made) -> None:
    code = """
        class Toy(TableCity):
            @hookimpl
            def cmsdk_classifiers(self, context):
                yield Classifier(id="toy-classify", decide=lambda reports: time.sleep(60))
        """
    found = conformance(made(code, limit=6.0))
    assert found.results[0].outcome is Outcome.PASSED
    assert any(p.code == "CMS955" for result in found.results for p in result.problems)


def test_an_order_that_hangs_on_the_seed_of_hashes_is_found(made: Made) -> None:
    code = """
        class Toy(TableCity):
            @hookimpl
            def cmsdk_classifiers(self, context):
                yield Classifier(id="toy-classify", decide=decide)


        def decide(reports):
            return [Classified("toy/1/S1" if hash(r.text) % 2 else "toy/1/E1") for r in reports]
        """
    found = conformance(made(code))
    own = next(result for result in found.results if result.check == "hash-seed-independent")
    assert [(p.code, dict(p.facts)["part"]) for p in own.problems] == [("CMS960", "decisions")]


def test_a_misspelt_column_is_told_as_such_also_where_a_class_hands_on_the_rows_of_its_tables(made: Made) -> None:
    code = """
        class Toy(TableCity):
            @hookimpl
            def cmsdk_routes(self, context):
                yield from super().cmsdk_routes(context)
        """
    found = conformance(made(code, {"responsibility.csv": "id,category,unitt\ntoy-r,E1,toy-roads\n"}))
    told = {p.code: p for p in found.results[0].problems}
    assert "unit" in told["CMS402"].remedy()
    assert told["CMS402"].where == "toy/tables/responsibility.csv:1 [unitt]"
    assert "CMS201" not in told


def test_what_it_prints_and_leaves_running_holds_nothing_up_and_python_may_read_its_own_files(made: Made) -> None:
    """An endless print to the error stream, a thread that never ends; a time zone, a warning, a logged error."""
    code = """
        import logging, threading, warnings, zoneinfo

        class Toy(TableCity):
            @hookimpl
            def cmsdk_measures(self, context):
                zoneinfo.ZoneInfo.no_cache("America/Lima")
                warnings.warn("shown with its line")
                logging.getLogger("toy").error("with the stack", exc_info=ValueError("x"), stack_info=True)
                os.write(2, b"x" * 1_000_000)
                threading.Thread(target=time.sleep, args=(3600,)).start()
                return ()
        """
    found = conformance(made(code))
    own = {result.check: result for result in found.results}
    assert own["reaches-nothing"].problems == own["hash-seed-independent"].problems == ()
