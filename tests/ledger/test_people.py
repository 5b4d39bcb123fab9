"""People apart: read by somebody for a reason, erased for good, and nobody's data anywhere but sealed."""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
import json
from pathlib import Path
from threading import Barrier

import attrs
import pytest

from cmsdk import Actor, City, Erased, NotAllowed, Person, RejectedInput, StoreUnavailable
from cmsdk.contract.output import ReportColumn
from cmsdk.contract.plan import CityPlan
from cmsdk.contract.ports import Ledger
from cmsdk.ledger.people import PERSON, person_form, person_of
from cmsdk.model.entry import GENESIS, chain
from cmsdk.model.report import person_key
from cmsdk.publish.columns import FIELDS
from cmsdk.publish.view import View
from cmsdk.work.person_stream import KIND, Done, fold

from .everywhere import change, files, rows, whole

ANN = Actor("ann", ("clerk",))
ZOE = {
    "name": "Zoe Quill", "phone": "+86 138-0000-0001", "id_number": "610111199001011234",
    "address": "7 Mill Lane, flat 3",
}  # fmt: skip
SECRETS = ("Zoe Quill", "13800000001", "138-0000-0001", "610111199001011234", "7 Mill Lane")
WHY = "to call Zoe Quill back on １３８００００００01"


def line(number: str, text: str, **who: str) -> str:
    return json.dumps({"external_id": number, "text": text, **who}, ensure_ascii=False)


def delivered(city: City, *lines: str) -> Sequence[str]:
    return city.receive("jsonl", "\n".join(lines).encode()).case_ids


def verified(ledger: Ledger, city: str) -> int:
    """How many streams there are, each of which is a whole chain from its beginning."""
    streams: dict[str, tuple[int, str]] = {}
    for row in sorted(rows(ledger, "entries"), key=lambda r: r["number"]):
        version, last = streams.get(row["stream"], (0, GENESIS))
        said = [row[name] for name in ("stream", "version", "city", "type", "made", "by", "plan", "data")]
        assert row["version"] == version + 1
        assert row["prev"] == last
        assert row["hash"] == chain(last, *said)
        streams[row["stream"]] = row["version"], row["hash"]
    return len(streams)


def projected(city: City) -> None:
    """Fold = projection, of cases and of people."""
    for case in city.cases():
        folded = city.case(case.id)
        assert attrs.evolve(folded, trail=()) == case
    for row in rows(city.ledger, "matters"):
        if row["kind"] == KIND:
            record = fold(city.ledger.entries(row["id"]))
            assert record is not None
            assert city.ledger.matter(row["id"]) == record.matter


def nowhere(city: City, *secrets: str) -> None:
    held = whole(city.ledger)
    assert [secret for secret in secrets or SECRETS if secret.encode() in held] == []


def test_names_numbers_and_address_are_masked_and_stand_sealed(city: City):
    text = "Zoe Quill of 7 Mill Lane, flat 3 (id 610111 19900101 1234, 13800000001) saw litter"
    (case_id,) = delivered(city, line("1", text, place="at 7 Mill Lane, flat 3", **ZOE))
    case = city.case(case_id)
    assert case.text == "某 of [住址] (id [证件号], [电话]) saw litter"
    assert case.place == "at [住址]"
    nowhere(city)
    assert city.person(case_id, by=ANN, why=WHY) == Person(**ZOE)


def test_a_person_of_the_first_form_is_read_as_one_of_today():
    assert person_of('{"v":1,"name":"Zoe","phone":"138"}') == Person("Zoe", "138")
    assert person_of(person_form(Person(**ZOE))) == Person(**ZOE)
    assert PERSON.version == 2


@pytest.mark.parametrize(
    "written", ["13800000001", "+86 138 0000 0001", "0086-138-0000-0001", "８６１３８００００００01"]
)
def test_a_phone_is_found_however_it_is_written(city: City, written: str):
    first, second, _other = delivered(
        city,
        line("1", "litter", **ZOE),
        line("2", "lamp", phone="029-88812345 / 13800000001"),
        line("3", "pothole", phone="13800000002"),
    )
    found = city.ledger.people(city.id, phone=written)
    assert list(found) == sorted(map(person_key, (first, second)))
    assert list(city.ledger.people("610100", phone=written)) == []
    assert list(city.ledger.people(city.id, phone="—")) == []


def test_an_identity_number_is_found_however_it_is_written_and_is_no_phone(city: City):
    (case_id,) = delivered(city, line("1", "litter", **{**ZOE, "id_number": "e１２３４５６７8"}))
    assert list(city.ledger.people(city.id, id_number="E 1234-5678")) == [person_key(case_id)]
    assert list(city.ledger.people(city.id, phone="12345678")) == []


def test_who_reads_and_why_is_entered_before_anything_is_given(city: City, moment: datetime):
    (case_id,) = delivered(city, line("1", "litter", **ZOE))
    assert list(city.accesses(case=case_id)) == []
    for _ in range(2):
        city.person(case_id, by=ANN, why=WHY)
    first, second = city.accesses(case=case_id)
    assert (first.by, first.at, first.done) == ("ann", moment, Done.READ)
    assert first.why == "to call 某 back on [电话]"
    assert second == first
    nowhere(city)
    projected(city)
    assert verified(city.ledger, city.id) == 2
    assert [e.type for e in city.ledger.entries(case_id)] == ["reported", "triaged"]


@pytest.mark.parametrize(("by", "why", "missing"), [("", "x", "by"), ("ann", " ", "why"), ("", "", "by, why")])
def test_nobody_reads_or_erases_without_saying_who_and_why(city: City, by: str, why: str, missing: str):
    (case_id,) = delivered(city, line("1", "litter", **ZOE))
    for ask in (city.person, lambda case, **said: city.erase(case=case, **said)):
        with pytest.raises(RejectedInput) as refused:
            ask(case_id, by=Actor(by, ()), why=why)
        (found,) = refused.value.problems
        assert (found.code, dict(found.facts)["missing"]) == ("CMS823", missing)
    assert list(city.accesses(case=case_id)) == []


def test_where_nobody_is_named_nothing_is_read_and_nothing_entered(city: City):
    (case_id,) = delivered(city, line("1", "litter"))
    assert city.person(case_id, by=ANN, why=WHY) is None
    assert list(city.accesses(case=case_id)) == []


def test_erased_by_case_key_or_number(city: City, moment: datetime):
    kept, *gone = delivered(
        city,
        line("1", "lamp", name="Kim", phone="13800000009"),
        line("2", "litter", **ZOE),
        line("3", "noise", **ZOE),
        line("4", "smoke", **ZOE),
        line("5", "pothole", id_number=ZOE["id_number"]),
    )
    ways = [
        {"case": gone[0]},
        {"person": person_key(gone[1])},
        {"phone": "138 0000 0001"},
        {"id_number": ZOE["id_number"]},
    ]
    said = "told on 13800000001"
    for case_id, way in zip(gone, ways, strict=True):
        wrapped = next(row["wrapped"] for row in rows(city.ledger, "people") if row["key"] == person_key(case_id))
        would = city.erase(by=ANN, why=said, dry_run=True, **way)
        assert (would.people, would.written) == ((person_key(case_id),), False)
        assert city.ledger.raw(case_id) is not None
        done = city.erase(by=ANN, why=said, **way)
        assert (done.people, done.cases, done.written) == ((person_key(case_id),), (case_id,), True)
        assert city.person(case_id, by=ANN, why=said) == Erased(moment)
        assert city.ledger.raw(case_id) is None
        assert city.ledger.person(person_key(case_id)) is None
        assert wrapped not in whole(city.ledger)
        (access,) = city.accesses(case=case_id)
        assert (access.by, access.done, access.why) == ("ann", Done.ERASED, "told on [电话]")
        assert {"person", "raw"} <= set(access.destroyed)
        nowhere(city)
        projected(city)
        verified(city.ledger, city.id)
    person = city.person(kept, by=ANN, why="x")
    assert isinstance(person, Person)
    assert person.name == "Kim"
    assert city.ledger.raw(kept) is not None


def test_the_bytes_of_every_delivery_in_which_they_stand_go_too(city: City):
    body = [line("1", "litter", **ZOE), line("2", "lamp", name="Kim")]
    first = city.receive("jsonl", "\n".join(body).encode())
    again = city.receive("jsonl", "\n".join(body).encode())  # the same bytes
    third = city.receive("jsonl", "\n".join([*body, line("3", "noise")]).encode())  # the same report once more
    other = city.receive("jsonl", line("4", "smoke", name="Kim").encode())
    case_id = first.case_ids[0]
    done = city.erase(case=case_id, by=ANN, why="asked for")
    assert set(done.deliveries) == {first.delivery, third.delivery}
    for gone in (first, again, third):
        assert city.ledger.payload(gone.delivery) == b""
        with pytest.raises(NotAllowed) as refused:
            city.reread(gone.delivery)
        (found,) = refused.value.problems
        assert found.code == "CMS822"
        assert "2026-06-01 09:30" in found.what()
    assert city.ledger.payload(other.delivery)
    assert {row["delivery"] for row in rows(city.ledger, "delivery_parts")} == {other.delivery}
    assert rows(city.ledger, "repeats") == []
    assert {row["name"] for row in rows(city.ledger, "deliveries")} == {""}
    assert city.case(case_id).text == "litter"


def test_bytes_that_come_again_after_an_erasure_go_with_the_next_one(city: City):
    body = line("1", "litter", **ZOE).encode()
    (case_id,) = city.receive("jsonl", body).case_ids
    city.erase(case=case_id, by=ANN, why="asked for")
    again = city.receive("jsonl", body)
    assert again.duplicates == 1
    assert city.ledger.payload(again.delivery) == body
    done = city.erase(case=case_id, by=ANN, why="asked for")
    assert (done.people, done.before, done.deliveries) == ((), (person_key(case_id),), (again.delivery,))
    assert city.ledger.payload(again.delivery) == b""
    assert [a.destroyed for a in city.accesses(case=case_id)] == [("person", "raw", "delivery"), ("delivery",)]


def test_bytes_that_come_again_while_somebody_is_erased_go_too(city: City, monkeypatch: pytest.MonkeyPatch):
    (case_id,) = delivered(city, line("1", "a lamp", **ZOE))
    looked, waiting = city.ledger.holding, ["once more"]

    def holding(cases: Sequence[str]) -> Mapping[str, Sequence[str]]:
        found = looked(cases)
        for text in (waiting.pop() for _ in waiting[:]):
            assert delivered(city, line("1", text, **ZOE)) == []
        return found

    monkeypatch.setattr(city.ledger, "holding", holding)
    done = city.erase(case=case_id, by=ANN, why="asked for")
    assert len(done.deliveries) == 2
    assert [city.ledger.payload(one.id) for one in city.ledger.deliveries(city.id)] == [b"", b""]


def test_erasing_twice_changes_nothing(city: City):
    (case_id,) = delivered(city, line("1", "litter", **ZOE))
    city.erase(case=case_id, by=ANN, why="asked for")
    before = rows(city.ledger, "entries"), rows(city.ledger, "people"), rows(city.ledger, "deliveries")
    done = city.erase(case=case_id, by=ANN, why="asked for")
    assert (done.people, done.before, done.deliveries) == ((), (person_key(case_id),), ())
    assert before == (rows(city.ledger, "entries"), rows(city.ledger, "people"), rows(city.ledger, "deliveries"))
    with pytest.raises(NotAllowed) as refused:
        city.erase(phone="13800000001", by=ANN, why="asked for")
    assert [p.code for p in refused.value.problems] == ["CMS821"]


def test_erasing_the_unknown_is_a_clear_answer_that_repeats_no_number(city: City):
    delivered(city, line("1", "litter", **ZOE))
    for way, code in (
        ({"phone": "13900000000"}, "CMS821"), ({"id_number": "E1"}, "CMS821"), ({"person": "p-no"}, "CMS821"),
        ({"case": "no"}, "CMS701"), ({"phone": "\0"}, "CMS821"), ({"person": "\ud800"}, "CMS821"),
    ):  # fmt: skip
        with pytest.raises(NotAllowed) as refused:
            city.erase(by=ANN, why="asked for", **way)
        (found,) = refused.value.problems
        assert found.code == code
        assert "13900000000" not in found.line() + found.what("zh")
    for way in ({}, {"case": "x", "phone": "y"}):
        with pytest.raises(RejectedInput) as wrong:
            city.erase(by=ANN, why="asked for", **way)
        assert [p.code for p in wrong.value.problems] == ["CMS820"]
    nowhere(city)


def test_what_is_held_in_quarantine_of_them_goes_and_that_of_others_stays(city: City):
    held = [
        line("7", "", phone="138 0000 0001"), line("8", "", phone="13800000002"),
        json.dumps({"external_id": "9", "text": "lamp", "at": "yesterday", "who": "6101111990 01011234"}),
    ]  # fmt: skip
    case_id, *_ = delivered(city, line("1", "litter", **ZOE), *held)
    assert len(city.quarantine()) == 3
    done = city.erase(case=case_id, by=ANN, why="asked for")
    assert len(done.quarantined) == 2
    assert [row.key for row in city.quarantine()] == ["8"]
    (access,) = city.accesses(person=f"quarantine:{city.id}")
    assert access.quarantined == done.quarantined
    projected(city)
    nowhere(city)
    later = city.erase(phone="13800000002", by=ANN, why="asked for")
    assert (later.people, len(later.quarantined)) == ((), 1)
    assert list(city.quarantine()) == []


def test_a_placeholder_stands_where_somebody_was(city: City, moment: datetime):
    first, second, third = delivered(
        city, line("1", "litter", **ZOE), line("2", "lamp", name="Kim"), line("3", "noise")
    )
    assert "erased" not in str(city.explain(first))
    city.erase(case=first, by=ANN, why="asked for")
    assert "Reporter: erased" in str(city.explain(first))
    assert "上报人：已删除" in str(city.explain(first, "zh"))
    assert city.erased(second) is None
    erased = city._erased(list(city.cases()))
    for lang, words in (("en", ["erased", "kept apart", ""]), ("zh", ["已删除", "另行保管", ""])):
        view = View(city.plan, lang, moment, erased)
        assert [FIELDS["reporter"](city.case(one), view) for one in (first, second, third)] == words


def test_a_published_report_says_that_somebody_was_erased(city: City, ledger: Ledger, tmp_path: Path):
    first, _second = delivered(city, line("1", "litter", **ZOE), line("2", "lamp", name="Kim"))
    city.erase(case=first, by=ANN, why="asked for")
    name, known = next(iter(city.plan.reports.items()))
    columns = tuple(ReportColumn(field=field, label=field) for field in ("text", "reporter"))
    told = attrs.evolve(known, columns=columns, sections=("ledger",), sort=("text",), period="opened")
    town = City(attrs.evolve(city.plan, reports={name: told}), ledger, city.clock)
    for lang, words in (("en", ("kept apart", "erased")), ("zh", ("另行保管", "已删除"))):
        page = town.publish(name, to=tmp_path / f"{lang}.csv", lang=lang).read_text(encoding="utf-8-sig")
        assert [one for one in ("Zoe", "Kim") if one in page] == []
        assert f"lamp,{words[0]}" in page
        assert f"litter,{words[1]}" in page


def test_one_city_neither_reads_nor_erases_the_people_of_another(city: City, ledger: Ledger, plan: CityPlan):
    (case_id,) = delivered(city, line("1", "litter", **ZOE))
    other = City(attrs.evolve(plan, city="610100"), ledger, city.clock)
    for ask in (
        lambda: other.person(case_id, by=ANN, why="x"),
        lambda: other.erase(case=case_id, by=ANN, why="x"),
        lambda: other.erase(person=person_key(case_id), by=ANN, why="x"),
        lambda: other.erase(phone=ZOE["phone"], by=ANN, why="x"),
        lambda: other.accesses(case=case_id),
    ):
        with pytest.raises(NotAllowed):
            ask()
    assert list(other.accesses(person=person_key(case_id))) == []
    assert ledger.person(person_key(case_id)) == Person(**ZOE)


def test_sealed_bytes_of_another_row_are_noticed_and_the_row_is_named(city: City):
    first, second = delivered(city, line("1", "litter", **ZOE), line("2", "lamp", name="Kim"))
    outcome = city.receive("jsonl", b'{"external_id": "3"}\n{"external_id": "4"}')
    people = {row["key"]: row for row in rows(city.ledger, "people")}
    mine, other = people[person_key(first)], people[person_key(second)]
    for changed, ask, named in (
        ({"form": other["form"]}, lambda: city.person(first, by=ANN, why="x"), f"p-{first}/form"),
        ({"wrapped": other["wrapped"]}, lambda: city.person(first, by=ANN, why="x"), f"p-{first}"),
        (
            {"form": other["form"], "wrapped": other["wrapped"]},
            lambda: city.erase(case=first, by=ANN, why="x"),
            f"p-{first}",
        ),
        ({"wrapped": b"short"}, lambda: city.ledger.raw(first), f"p-{first}"),
    ):
        change(city.ledger, "people", mine["key"], **changed)
        with pytest.raises(StoreUnavailable) as refused:
            ask()
        (found,) = refused.value.problems
        assert (found.code, dict(found.facts)["row"]) == ("CMS824", named)
        assert "Zoe" not in found.line() + found.what("zh") + found.why()
        change(city.ledger, "people", mine["key"], form=mine["form"], wrapped=mine["wrapped"])
    bodies = {row["delivery"]: row["body"] for row in rows(city.ledger, "delivery_parts")}
    swapped = next(body for delivery, body in bodies.items() if delivery != outcome.delivery)
    change(city.ledger, "delivery_parts", outcome.delivery, body=swapped)
    held = rows(city.ledger, "quarantine")
    change(city.ledger, "quarantine", held[0]["number"], raw=held[1]["raw"])
    for ask in (lambda: city.reread(outcome.delivery), city.quarantine):
        with pytest.raises(StoreUnavailable) as refused:
            ask()
        assert [p.code for p in refused.value.problems] == ["CMS824"]
    assert city.person(first, by=ANN, why="x") == Person(**ZOE)


@pytest.mark.slow
def test_many_of_one_person_go_at_once(city: City):
    delivered(city, *(line(f"r{n}", "litter", **ZOE) for n in range(620)))
    done = city.erase(phone=ZOE["phone"], by=ANN, why="asked for")
    assert len(done.people) == len(done.cases) == 620
    assert all(row["wrapped"] is None and row["lookup"] is None for row in rows(city.ledger, "people"))
    assert verified(city.ledger, city.id) == 2 * 620
    projected(city)


def test_the_log_of_a_file_keeps_nothing_of_the_erased(city: City, moment: datetime):
    (case_id,) = delivered(city, line("1", "litter", **ZOE))
    before = next(row for row in rows(city.ledger, "people"))
    sealed = [before[name] for name in ("wrapped", "form")]
    body = [row["body"] for row in rows(city.ledger, "delivery_parts")]
    body += [row["raw"] for row in rows(city.ledger, "reports")]
    city.erase(case=case_id, by=ANN, why="asked for", now=moment + timedelta(days=1))
    held = whole(city.ledger) + files(city.ledger)
    assert [part for part in (*sealed, *body, before["lookup"].encode()) if part in held] == []


def test_a_number_in_the_name_of_a_file_is_masked(city: City):
    city.receive("jsonl", b"{}", name="13800000001_20260601.wav")
    assert [one.name for one in city.ledger.deliveries(city.id)] == ["[电话]_20260601.wav"]


def test_of_many_who_read_and_erase_at_once_each_is_entered(city: City):
    (case_id,) = delivered(city, line("1", "litter", **ZOE))
    workers = 6
    barrier = Barrier(workers)

    def work(number: int) -> object:
        barrier.wait(timeout=30)
        if number == workers - 1:
            return city.erase(case=case_id, by=Actor("eve", ()), why="asked for")
        return city.person(case_id, by=Actor(f"p{number}", ()), why="to call back")

    with ThreadPoolExecutor(workers) as pool:
        answers = list(pool.map(work, range(workers)))
    read = sum(isinstance(answer, Person) for answer in answers)
    accesses = city.accesses(case=case_id)
    assert [a.by for a in accesses if a.done is Done.ERASED] == ["eve"]
    # one that was erased between being read and being given has its entry all the same
    assert sum(a.done is Done.READ for a in accesses) >= read
    assert isinstance(city.person(case_id, by=ANN, why="x"), Erased)
    verified(city.ledger, city.id)
    projected(city)
