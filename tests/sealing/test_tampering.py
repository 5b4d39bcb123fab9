"""Whoever gets at the database is found out: every kind of tampering, one by one, and by name."""

from datetime import timedelta

from cmsdk.model.entry import GENESIS, chain

from .conftest import HASHED, KEY, START, TOWN, Town


def _facts(town: Town, code: str, **given: object) -> list[dict[str, str]]:
    return [dict(p.facts) for p in town.verify(**given).problems if p.code == code]


def test_a_ledger_that_nobody_touched_is_sound(town: Town):
    assert (v := town.verify()).sound
    assert (v.entries, v.streams, v.seals, v.sealed, v.keys) == (12, 3, 0, 0, ())
    town.seal()
    town.add("c-4")
    assert (v := town.verify()).sound
    assert (v.entries, v.streams, v.seals, v.sealed, v.keys) == (17, 5, 1, 12, (KEY.public.fingerprint,))


def test_a_changed_entry(town: Town):
    town.seal()
    town.attacker.change("c-2", 2, data='{"v":1,"text":"nothing"}')
    assert town.found() == {("CMS837", "c-2#2")}
    (facts,) = _facts(town, "CMS837")
    assert (facts["stream"], facts["version"], facts["number"], facts["type"]) == ("c-2", "2", "6", "triaged")


def test_a_changed_entry_with_a_new_hash(town: Town):
    """The next one names the old hash."""
    row = town.attacker.row("c-2", 2) | {"data": '{"v":1,"text":"nothing"}'}
    digest = chain(row["prev"], *(row[name] for name in HASHED))  # type: ignore[call-arg]
    town.attacker.change("c-2", 2, data=row["data"], hash=digest)
    assert town.found() == {("CMS838", "c-2#3")}


def test_a_changed_entry_and_all_hashes_of_its_stream_anew(town: Town):
    """Only the seal finds that."""
    town.attacker.change("c-2", 2, data='{"v":1,"text":"nothing"}')
    town.attacker.rehash("c-2")
    assert town.verify().sound
    town.attacker.change("c-2", 2, data='{"v":1,"text":"lamp"}')
    town.attacker.rehash("c-2")
    town.seal()
    town.attacker.change("c-2", 2, data='{"v":1,"text":"nothing"}')
    town.attacker.rehash("c-2")
    assert town.found() == {("CMS843", "seals#1")}
    (facts,) = _facts(town, "CMS843")
    assert (facts["error"], facts["first"], facts["last"], facts["number"]) == ("seal-root", "1", "12", "13")


def test_a_removed_entry_in_the_middle(town: Town):
    town.attacker.remove("c-2", 2)
    assert town.found() == {("CMS840", "7"), ("CMS839", "c-2#3"), ("CMS838", "c-2#3")}
    (facts,) = _facts(town, "CMS839")
    assert (facts["first"], facts["last"], facts["version"]) == ("2", "2", "3")


def test_a_removed_first_entry(town: Town):
    town.attacker.remove("c-1", 1)
    assert town.found() == {("CMS840", "2"), ("CMS839", "c-1#2"), ("CMS838", "c-1#2")}


def test_a_truncated_stream(town: Town):
    town.seal()
    for version in (4, 3):
        town.attacker.remove("c-2", version)
    assert town.found() == {("CMS840", "9"), ("CMS841", "c-2#2"), ("CMS843", "seals#1")}
    (facts,) = _facts(town, "CMS841")
    assert (facts["version"], facts["kept"], facts["number"]) == ("2", "4", "6")


def test_a_truncated_stream_whose_state_was_put_back_and_numbers_closed_up(town: Town):
    """Only the seal finds that."""
    town.seal()
    town.attacker.remove("c-2", 4)
    town.attacker.do("UPDATE cases SET version = 3 WHERE id = 'c-2'")
    town.attacker.renumber(9, -1)
    assert [facts["error"] for facts in _facts(town, "CMS843")] == ["seal-misplaced", "seal-root"]
    assert town.found() == {("CMS843", "seals#1")}


def test_a_stream_that_is_gone_with_its_state(town: Town):
    town.seal()
    town.attacker.do("DELETE FROM entries WHERE stream = 'c-3'")
    assert town.found() == {("CMS840", "13"), ("CMS841", "c-3"), ("CMS843", "seals#1")}
    town.attacker.do("DELETE FROM cases WHERE id = 'c-3'")
    assert town.found() == {("CMS840", "13"), ("CMS843", "seals#1")}


def test_an_inserted_entry_at_the_end(town: Town):
    town.seal()
    last = town.attacker.row("c-2", 4)
    made = last | {"version": 5, "number": 14, "type": "close", "prev": last["hash"]}
    digest = chain(made["prev"], *(made[name] for name in HASHED))  # type: ignore[call-arg]
    town.attacker.insert(**(made | {"hash": digest}))
    assert town.found() == {("CMS841", "c-2#5")}
    town.attacker.change("c-2", 5, number=0)
    assert ("CMS840", "0") in town.found()
    assert ("CMS838", "c-2#5") in town.found()


def test_an_inserted_entry_in_the_middle(town: Town):
    town.seal()
    town.attacker.do("UPDATE entries SET version = version + 100 WHERE stream = 'c-2' AND version > 2")
    town.attacker.do("UPDATE entries SET version = version - 99 WHERE stream = 'c-2' AND version > 100")
    town.attacker.insert(**(town.attacker.row("c-2", 2) | {"version": 3, "number": 14}))
    found = town.found()
    assert {("CMS837", "c-2#3"), ("CMS838", "c-2#3"), ("CMS837", "c-2#4"), ("CMS841", "c-2#5")} <= found
    town.attacker.rehash("c-2")
    town.attacker.do("UPDATE cases SET version = 5 WHERE id = 'c-2'")
    # still numbered last, though it is not
    assert town.found() == {("CMS838", "c-2#4"), ("CMS843", "seals#1")}


def test_a_whole_stream_inserted_among_the_sealed(town: Town):
    town.seal()
    town.attacker.renumber(13, 1)
    row = town.attacker.row("c-1", 1) | {"stream": "c-0", "number": 13}
    digest = chain(GENESIS, *(row[name] for name in HASHED))  # type: ignore[call-arg]
    town.attacker.insert(**(row | {"hash": digest}))
    assert town.found() == {("CMS841", "c-0#1")}  # after the seal's last number, and before its own entry
    town.attacker.do("UPDATE entries SET number = -1 WHERE stream = 'c-0'")
    town.attacker.renumber(-1, 2)
    assert {("CMS841", "c-0#1"), ("CMS843", "seals#1")} <= town.found()


def test_two_entries_that_were_swapped(town: Town):
    town.seal()
    two, three = town.attacker.row("c-2", 2), town.attacker.row("c-2", 3)
    town.attacker.change("c-2", 2, version=99)
    town.attacker.change("c-2", 3, version=2)
    town.attacker.change("c-2", 99, version=3)
    found = town.found()
    assert {("CMS838", "c-2#2"), ("CMS837", "c-2#2"), ("CMS838", "c-2#3"), ("CMS837", "c-2#3")} <= found
    town.attacker.rehash("c-2")
    assert {("CMS838", "c-2#3"), ("CMS843", "seals#1")} == {f for f in town.found() if f[0] != "CMS842"}
    assert two["number"] < three["number"]


def test_two_numbers_that_were_swapped(town: Town):
    """No hash of an entry holds its number; the seal does."""
    town.seal()
    for stream, version, number in (("c-1", 4, 99), ("c-2", 1, 4), ("c-1", 4, 5)):
        town.attacker.change(stream, version, number=number)
    assert [facts["error"] for facts in _facts(town, "CMS843")] == ["seal-order"]


def test_a_state_of_another_version_than_its_stream(town: Town):
    town.attacker.do("UPDATE cases SET version = 7 WHERE id = 'c-1'")
    town.attacker.do("DELETE FROM cases WHERE id = 'c-3'")
    assert town.found() == {("CMS841", "c-1#4"), ("CMS841", "c-3#4")}
    assert [facts["kept"] for facts in _facts(town, "CMS841")] == ["7", "0"]


def test_an_entry_that_is_dated_before_the_one_before_it(town: Town):
    early = START - timedelta(days=1)
    town.attacker.change("c-1", 3, made=early.isoformat())
    town.attacker.change("c-2", 4, made="yesterday")
    town.attacker.change("c-3", 4, made="2027-01-01T00:00:00")
    for stream in ("c-1", "c-2", "c-3"):
        town.attacker.rehash(stream)
    assert town.found() == {("CMS842", "c-1#3"), ("CMS842", "c-2#4"), ("CMS842", "c-3#4")}
    errors = [facts["error"] for facts in _facts(town, "CMS842")]
    assert errors == ["entry-dated-before", "entry-no-moment", "entry-no-moment"]


def test_everything_is_named_at_once(town: Town):
    town.seal()
    town.attacker.change("c-1", 1, by="bob")
    town.attacker.remove("c-3", 4)
    found = town.found()
    assert {("CMS837", "c-1#1"), ("CMS840", "13"), ("CMS841", "c-3#3"), ("CMS843", "seals#1")} == found


def test_what_stands_in_the_store_may_be_of_any_kind(town: Town):
    """SQLite keeps bytes in a column of texts."""
    if town.ledger._db.name == "postgresql":
        return
    town.attacker.change("c-1", 2, data=b"\xff\x00")
    town.attacker.change("c-2", 4, version=b"x", made=b"\xff", hash=b"\xff")
    town.attacker.change("c-3", 1, stream=b"\xfe")
    assert town.seal() is not None
    town.attacker.do("UPDATE entries SET data = CAST(:x AS TEXT), made = CAST(:x AS TEXT) WHERE number = 7", x=b"\xff")
    found = town.found()
    assert {("CMS837", "c-2#3"), ("CMS842", "c-2#3")} <= found
    assert {("CMS837", "c-1#2"), ("CMS837", "c-2#b'x'"), ("CMS837", "b'\\xfe'#1"), ("CMS839", "c-3#2")} <= found


def test_a_city_is_named_by_its_entries(town: Town):
    town.attacker.change("c-1", 1, city="610100")
    assert town.found() == {("CMS837", "c-1#1")}
    assert town.attacker.row("c-1", 2)["city"] == TOWN
