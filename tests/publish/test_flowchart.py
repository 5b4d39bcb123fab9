"""The drawing of a workflow: nothing lies on anything else, nothing is left out, and it is the same everywhere."""

import os
import subprocess
import sys
from xml.etree import ElementTree as ET

import attrs
from hypothesis import given, settings
from hypothesis import strategies as st
import pytest

from cmsdk.city import City
from cmsdk.contract.workflow import BACK, GUARDS, STAYS, Transition, Workflow
from cmsdk.model.commands import COMMANDS
from cmsdk.publish.flowchart.chart import Bundle, Kind, chart
from cmsdk.publish.flowchart.layout import lay_out
from cmsdk.publish.flowchart.main_line import main_line
from cmsdk.publish.flowchart.mermaid import workflow_mermaid
from cmsdk.publish.flowchart.svg import workflow_svg
from cmsdk.publish.flowchart.text import COMMAND, ROLE, STATE, width, wrapped

from .drawn import ROOT, TABLES, faults, table, words

SVG = "{http://www.w3.org/2000/svg}"
STATES = ("a", "b", "c", "d", "e", "f", "g", "h")
WORDS = st.sampled_from(
    ("", "立案", "Send to a queue", "回访未解决，重新办理并报值班长", "x" * 90, "已", "一二三四五六七八九十" * 4)
)


def _svg(flow: Workflow, lang: str = "") -> str:
    return workflow_svg(flow, words(flow, lang or flow.lang or "en"), "City")


def _tree(svg: str) -> ET.Element:
    return ET.fromstring(svg)  # noqa: S314  we have just written it


def _row(command: str, sources: str, to: str, **more: object) -> Transition:
    return Transition(command=command, sources=tuple(sources.split()), to=to, roles=("clerk",), **more)  # type: ignore[arg-type]


def _flow(*rows: Transition, ends: tuple[str, ...] = ("z",), **more: object) -> Workflow:
    return Workflow(id="test", initial="a", ends=ends, transitions=rows, lang="zh", **more)  # type: ignore[arg-type]


def _bundle(flow: Workflow, tail: str, head: str) -> Bundle:
    (found,) = [b for b in chart(flow, words(flow)).bundles if tail in b.tails and head in b.heads]
    return found


@st.composite
def workflows(draw: st.DrawFn) -> Workflow:
    """Any workflow, also such as no assembly would let pass: states out of reach, dead ends, loops."""
    states = STATES[: draw(st.integers(1, len(STATES)))]
    some = st.lists(st.sampled_from(states), min_size=1, max_size=4, unique=True).map(tuple)
    rows = st.builds(
        Transition,
        command=st.sampled_from(("file", "dispatch", "return", "check_after_handling")),
        sources=some,
        to=st.sampled_from((*states, STAYS, BACK)),
        roles=st.lists(st.sampled_from(("handler", "station_officer", "r" * 40)), max_size=5).map(tuple),
        guards=st.sampled_from(((), ("mode_is_now",), ("mode_is_now", "mode_is_transfer"))),
        needs=st.sampled_from(((), ("reason",))),
        label=WORDS,
    )
    return Workflow(
        id="any", initial="a", lang="zh",
        ends=draw(some),
        transitions=tuple(draw(st.lists(rows, max_size=22))),
        labels=draw(st.dictionaries(st.sampled_from(states), WORDS)),
    )  # fmt: skip


# ---------------------------------------------------------------- where things stand


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", TABLES)
def test_nothing_lies_on_anything_else_in_the_drawings_of_the_tables_here(name: str, lang: str) -> None:
    flow = table(name)
    drawing = lay_out(chart(flow, words(flow, lang)))
    assert {box.state.id for box in drawing.boxes} == set(flow.states) - {BACK}
    assert len(drawing.labels) >= 8
    assert faults(drawing) == []


@settings(max_examples=60, deadline=None)
@given(workflows())
def test_nothing_lies_on_anything_else_in_any_drawing(flow: Workflow) -> None:
    assert faults(lay_out(chart(flow, words(flow)))) == []


def test_a_fault_would_be_found() -> None:
    drawing = lay_out(chart(table("cmsdk_cn"), words(table("cmsdk_cn"))))
    first, second = drawing.boxes[:2]
    moved = attrs.evolve(second, at=attrs.evolve(second.at, y=first.at.y + 10))
    assert faults(attrs.evolve(drawing, boxes=(first, moved, *drawing.boxes[2:])))
    label = attrs.evolve(drawing.labels[0], y=drawing.labels[0].y - 30)
    assert faults(attrs.evolve(drawing, labels=(label, *drawing.labels[1:])))


@pytest.mark.parametrize("name", TABLES)
def test_few_lines_cross(name: str) -> None:
    from cmsdk.publish.flowchart.channel import Channel
    from cmsdk.publish.flowchart.layout import _main_column, _side_column, _sorted_out

    flow = table(name)
    plan = _sorted_out(chart(flow, words(flow)))
    main = _main_column(plan)
    both = Channel(plan.left, main), Channel(plan.right, {**main, **_side_column(plan, main)})
    assert sum(channel.crossings(channel.best())[0] for channel in both) <= len(flow.transitions)


@settings(max_examples=60, deadline=None)
@given(workflows())
def test_every_step_is_drawn_once(flow: Workflow) -> None:
    made = chart(flow, words(flow))
    drawn = [(t, h) for b in made.bundles if b.kind is not Kind.BACK for t in b.tails for h in b.heads]
    steps = {(s, row.to) for row in flow.transitions for s in row.sources if row.to not in {STAYS, BACK, s}}
    assert sorted(drawn) == sorted(steps)
    back = {s for row in flow.transitions if row.to == BACK for s in row.sources}
    assert {b.tails[0] for b in made.bundles if b.kind is Kind.BACK} == back
    staying = {s for row in flow.transitions for s in row.sources if row.to in {STAYS, s}}
    assert {state.id for state in (*made.main, *made.side) if state.inside} == staying


# ---------------------------------------------------------------- the main line


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("builtin", "reported accepted filed dispatched handled closed archived visiting struck_off"),
        ("cmsdk_boston", "reported accepted dispatched handling handled closed"),
    ],
)
def test_the_main_line_is_the_longest_way_to_an_end_that_needs_no_reason(name: str, line: str) -> None:
    assert main_line(table(name)) == tuple(line.split())


def test_a_state_to_which_a_case_is_only_returned_stands_beside_the_main_line() -> None:
    flow = table("cmsdk_xian")
    assert "returned" not in main_line(flow)
    assert [s.id for s in chart(flow, words(flow)).side][:2] == ["declined", "returned"]


def test_where_every_way_needs_a_reason_the_longest_of_them_is_the_main_line() -> None:
    flow = _flow(
        _row("go", "a", "b", needs=("reason",)), _row("go", "b", "z"), _row("end", "a", "z", needs=("reason",))
    )
    assert main_line(flow) == ("a", "b", "z")


def test_where_no_end_can_be_reached_the_drawing_still_has_a_main_line() -> None:
    flow = _flow(_row("go", "a", "b"), _row("go", "b", "a"))
    assert main_line(flow) == ("a", "b")
    assert faults(lay_out(chart(flow, words(flow)))) == []


def test_a_line_of_a_thousand_states_does_not_exhaust_the_stack() -> None:
    names = [f"s{n}" for n in range(1500)]
    rows = [_row("go", a, b) for a, b in zip(["a", *names], [*names, "z"], strict=True)]
    assert len(main_line(_flow(*rows))) == 1502


# ---------------------------------------------------------------- what is said


def test_steps_with_the_same_words_into_one_state_share_a_line() -> None:
    flow = table("cmsdk_cn")
    void = _bundle(flow, "accepted", "voided")
    assert set(void.tails) == {"accepted", "verifying", "filed", "returned"}
    assert [line.text for line in void.lines] == ["作废", "受理员、派遣员、值班长", "须经值班长同意"]


def test_several_commands_between_two_states_share_an_arrow_with_a_line_each() -> None:
    said = [line.text for line in _bundle(table("cmsdk_cn"), "dispatched", "handling").lines]
    of_the_unit = "条件：承办单位的人"
    assert said == ["签收", "专业部门、处置人员", of_the_unit, "交办", "专业部门", of_the_unit]


def test_commands_of_the_same_people_share_a_line() -> None:
    flow = _flow(_row("grant", "a", "z", label="准"), _row("refuse", "a", "z", label="驳"))
    assert [line.text for line in _bundle(flow, "a", "z").lines] == ["准 · 驳", "经办人"]


def test_conditions_stand_in_italics_below() -> None:
    lines = _bundle(table("cmsdk_xian"), "filed", "dispatched").lines
    assert (lines[-1].text, lines[-1].style.name) == ("条件：转办", "guard")
    assert "text.guard{font-style:italic}" in _svg(table("cmsdk_xian"))


def test_steps_that_stay_are_listed_in_the_box_and_below_with_who_may_take_them() -> None:
    made = chart(table("cmsdk_xian"), words(table("cmsdk_xian")))
    inside = {state.id: [line.text for line in state.inside] for state in made.main}
    assert " · ".join(inside["checking"]).endswith("督办 · 现场核查 · 并案 · 拆案")
    assert inside["struck_off"] == []
    notes = [line.text for line in made.notes]
    assert notes[0].startswith("不改变状态的步骤")
    assert any(note.startswith("督办 · 督办人") for note in notes)


def test_back_is_drawn_as_a_broken_line_to_every_state_that_leads_there() -> None:
    flow = _flow(
        _row("go", "a", "b"),
        _row("go", "b", "z"),
        _row("suspend", "a b", "s", needs=("reason",)),
        _row("resume", "s", BACK),
    )
    assert BACK not in {state.id for state in chart(flow, words(flow)).side}
    (back,) = [bundle for bundle in chart(flow, words(flow)).bundles if bundle.kind is Kind.BACK]
    assert (back.tails, back.heads) == (("s",), ("a", "b"))
    drawing = lay_out(chart(flow, words(flow)))
    assert faults(drawing) == []
    (wire,) = [wire for wire in drawing.wires if wire.kind is Kind.BACK]
    assert len(wire.heads) == 2
    svg = _svg(flow)
    assert 'class="wire back-wire"' in svg
    assert ".back-wire{stroke-dasharray" in svg
    drawn = workflow_mermaid(flow, words(flow, "en")).splitlines()
    assert "  s --> a: resume" in drawn
    assert "  s --> b: resume" in drawn


def test_back_from_a_state_that_nothing_leads_to_is_no_arrow_into_nowhere() -> None:
    flow = _flow(_row("go", "a", "z"), _row("resume", "q", BACK))
    drawing = lay_out(chart(flow, words(flow)))
    assert faults(drawing) == []
    assert [wire.heads for wire in drawing.wires if wire.kind is Kind.BACK] == [()]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_condition_and_every_command_has_words(lang: str) -> None:
    view = words(table("cmsdk_cn"), lang).view
    assert [guard for guard in GUARDS if not view.word("guard", guard)] == []
    assert [command for command in COMMANDS if not view.word("command", command)] == []


def test_a_city_names_its_own_roles_and_the_library_the_usual_ones() -> None:
    flow = table("cmsdk_xian")
    assert words(flow).roles(["duty_officer", "handler", "some_other"]) == "值班员、经办人、some other"
    assert words(flow, "en").roles(["duty_officer", "handler"]) == "duty officer, handler"


@pytest.mark.parametrize("guard", GUARDS)
def test_every_guard_has_words_in_both_languages(guard: str) -> None:
    english, chinese = words(table("cmsdk_cn"), "en").guards([guard]), words(table("cmsdk_cn")).guards([guard])
    assert english.isascii()
    assert not any(c.isascii() and c.isalpha() for c in chinese)


@pytest.mark.parametrize("name", TABLES)
def test_who_reads_english_sees_no_chinese(name: str) -> None:
    assert all(c.isascii() or c in "·→…" for c in _svg(table(name), "en"))


# ---------------------------------------------------------------- text


def test_a_full_width_character_is_as_wide_as_high_and_no_latin_one_is_wider() -> None:
    assert width("受理", ROLE) == 2 * ROLE.size
    assert width("，", ROLE) == ROLE.size
    assert all(width(c, ROLE) <= ROLE.size for c in "MW@im_0é")
    assert width("受理", COMMAND) > 2 * COMMAND.size  # bold


@given(st.text(max_size=80), st.integers(40, 200))
def test_no_line_is_wider_than_there_is_room(text: str, most: int) -> None:
    lines = wrapped(text, STATE, most)
    assert len(lines) <= 4
    assert all(line.wide <= max(most, width("…", STATE) + most) for line in lines)
    assert all(line.wide <= most for line in lines[:3])


def test_a_list_breaks_between_its_items_and_a_word_only_where_it_must() -> None:
    assert [line.text for line in wrapped("核查员、监督员、网格长", ROLE, 70)] == ["核查员、", "监督员、", "网格长"]
    assert [line.text for line in wrapped("call taker, dispatcher", ROLE, 90)] == ["call taker,", "dispatcher"]
    assert [line.text for line in wrapped("督办 · 并案", ROLE, 40)] == ["督办", "并案"]
    assert len(wrapped("x" * 90, ROLE, 100)) == 4


# ---------------------------------------------------------------- the file


@pytest.mark.parametrize("name", TABLES)
def test_the_file_is_xml_that_names_itself_for_readers_of_screens(name: str) -> None:
    flow = table(name)
    root = _tree(_svg(flow))
    assert root.tag == f"{SVG}svg"
    assert root.get("lang") == {"zh": "zh-CN"}.get(flow.lang, "en")
    assert root.get("role") == "img"
    named = (root.get("aria-labelledby") or "").split()
    assert [root.find(f"*[@id='{id_}']") is not None for id_ in named] == [True, True]
    assert root.findtext(f"{SVG}title") == "City"
    told = root.findtext(f"{SVG}desc") or ""
    assert len(told.splitlines()) == 1 + len(chart(flow, words(flow, flow.lang or "en")).bundles)


def test_it_needs_nothing_from_outside() -> None:
    svg = _svg(table("cmsdk_cn")).replace("http://www.w3.org/2000/svg", "")
    assert [word for word in ("http", "url(", "@import", "@font-face", "<image", "href", "script") if word in svg] == []


def test_an_app_gets_the_drawing_from_its_city(town: City) -> None:
    assert town.drawings.workflow().startswith("<svg ")
    assert town.drawings.workflow("zh") != town.drawings.workflow("en")
    assert town.drawings.workflow() == town.drawings.workflow(town.plan.profile.languages[0])


HOSTILE = (
    ("</text><script>alert(1)</script>", "</text>"),
    ("]]><!-- & &amp; \" ' > <", "]]><!--"),
    ("{steps}{0}%s", "{steps}{0}%s"),
    ("\x00\x08\x1b[31mred\ufffe\ud800", "[31mred"),
    ("\u202ertl\u2066", "rtl"),
    ("two\nlines\tand\ttabs", "two lines"),
)
"""Words of a table, and the beginning of what is shown of them."""


@pytest.mark.parametrize(("text", "shown"), HOSTILE)
def test_hostile_words_stay_text(text: str, shown: str) -> None:
    flow = _flow(
        _row("go", "a", "z", label=text, guards=(text,)),
        Transition(command="stay", sources=("a",), to=STAYS, roles=(text,), label=text),
        labels={"a": text},
    )
    svg = workflow_svg(flow, words(flow), text)
    root = _tree(svg)
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= {
        "svg", "title", "desc", "style", "rect", "g", "path", "circle", "text",
    }  # fmt: skip
    assert not any("\ud800" <= c <= "\udfff" or "\u202a" <= c <= "\u202e" or c in "\x00\x08\x1b" for c in svg)
    said = ["".join(element.itertext()) for element in root.iter(f"{SVG}text")]
    assert sum(line.startswith(shown) for line in said) >= 3  # title, state, step
    assert "<script" not in workflow_mermaid(flow, words(flow))


def test_mermaid_gives_odd_ids_a_name_that_it_can_read_and_draws_loops() -> None:
    flow = _flow(_row("go", "a", "end of; it"), _row("go", "a", "end"), _row("stay", "a", STAYS), ends=("end",))
    lines = workflow_mermaid(flow, words(flow)).splitlines()
    assert '  state "end of#59; it" as state_2' in lines
    assert "  a --> state_2: go" in lines
    assert "  a --> state_3: go" in lines
    assert "  a --> a: stay" in lines
    assert "  state_3 --> [*]" in lines


@pytest.mark.slow
def test_the_same_bytes_whatever_the_seed_of_hashes() -> None:
    code = (
        "import sys, hashlib; sys.path.insert(0, 'tests/publish')\n"
        "import drawn\n"
        "from cmsdk.publish.flowchart.svg import workflow_svg\n"
        "flow = drawn.table('cmsdk_xian')\n"
        "print(hashlib.sha256(workflow_svg(flow, drawn.words(flow), 'City').encode()).hexdigest())\n"
    )
    runs = {
        subprocess.run(  # noqa: S603  our own program
            [sys.executable, "-c", code], cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": seed},
            check=True, capture_output=True, text=True,
        ).stdout
        for seed in ("0", "1", "2")
    }  # fmt: skip
    assert len(runs) == 1
