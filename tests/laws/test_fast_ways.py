"""The fast ways are never different: what they take, the grammar and the full reading have, and mean the same by it."""

from __future__ import annotations

import random
import re
import subprocess
import sys
from contextlib import ExitStack
from itertools import combinations, pairwise
from pathlib import Path
from pkgutil import get_data
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from lark.exceptions import UnexpectedCharacters, UnexpectedInput, UnexpectedToken

from perfmodel import parse_indicators, parse_table
from perfmodel._internal import caches
from perfmodel.data import load
from perfmodel.errors import ParseError
from perfmodel.grammars import grammar, machine, patterns, terminal
from perfmodel.grammars.lalr import Unexpected
from perfmodel.grammars.lark_files import STARTS, grammar_of_files
from perfmodel.grammars.patterns import regular
from perfmodel.model.finding import Finding
from perfmodel.model.indicator import Indicator
from perfmodel.source.characters import fold
from perfmodel.source.flow import Flow, flow_of
from perfmodel.source.place import Place
from perfmodel.strings import indicator_starts, indicators
from perfmodel.strings.indicator_parser import ParseFailure, parse_stretch
from perfmodel.strings.indicator_pattern import field_places, parse_printed
from perfmodel.strings.start_search import StartSearch, search_starts
from perfmodel.values import parser
from tests import strategies
from tests import target_strategies as targets
from tests.regular_patterns import FOLDER, kept
from tests.test_target_values import rows

GRAMMARS = Path(patterns.__file__).parent

NUMBERS = ("1、", "2．", "10、", "09、", "（3）", "④", "", " 7、 ", "12）", "999、", "1、1")
LEVELS1 = (
    "1-产出指标",
    "产出指标",
    "3-满意度",
    "2 - 效益指标(30分)",
    "1-产出",
    "9-别的",
    "成本指标",
    "1-x指标",
    "效果",
    "１－产出指标",
)
LEVELS2 = (
    "11-数量指标",
    "质量指标",
    "1-产出指标",
    "22-社会效益 指标",
    "成本指标",
    "x",
    "31-服务对象满意度",
    "2、产出指标",
)
NAMES = (
    "人次",
    "平均成本",
    "服务对象满意度",
    "培训1-产出指标",
    "2、效益指标",
    "单价：元",
    "（含）人数 ",
    "年度指标值",
    "a b",
    "3、成本",
    "指标",
)
LABELS = (
    "实施周期指标值:",
    "年度指标值：",
    "年度指标值 :",
    "当年目标值:",
    "权重:",
    "指标说明:",
    "备注:",
    "中期绩效指标值:",
    "实施周期指标值",
)
VALUES = (
    "90%",
    "≥95%",
    "",
    " 3 次 ",
    "1-产出指标",
    "20.00",
    "9",
    "2、效益指标",
    "显著提升，好",
    "1.",
    "≥ **",
    "每年1:2",
)
MARKS = ("；", "；", "；", ";", " ；", "； ", "。", "。\n", "\n", "\n\n", "。 ", "")


@st.composite
def near_print(draw: st.DrawFn) -> str:
    """Indicators as they are printed, or nearly so, with lines broken anywhere."""
    parts: list[str] = []
    for _ in range(draw(st.integers(1, 5))):
        mark = st.sampled_from(MARKS) if draw(st.booleans()) else st.just("；")
        parts += [draw(st.sampled_from(NUMBERS)), draw(st.sampled_from(LEVELS1)), draw(mark)]
        parts += [draw(st.sampled_from(LEVELS2)), draw(mark), draw(st.sampled_from(NAMES)), draw(mark)]
        for _column in range(draw(st.integers(1, 3))):
            parts += [draw(st.sampled_from(LABELS)), draw(st.sampled_from(VALUES)), draw(mark)]
        parts[-1] = draw(st.sampled_from(("。", "。", "。\n", "", "；", " 。 ", "。目标。", "。\n\n")))
    text = "".join(parts)
    for at in sorted(draw(st.lists(st.integers(0, len(text)), max_size=6)), reverse=True):
        text = text[:at] + draw(st.sampled_from(("\n", "\n", "\n\n", " ", "\f", "\u3000"))) + text[at:]
    return text


def printed_tables() -> st.SearchStrategy[str]:
    source = st.sampled_from(("guangzhou-disability-employment.txt", "hazards.txt"))
    return source.map(_table).flatmap(strategies.mutilated)


def _table(name: str) -> str:
    return (Path(__file__).parent.parent / "tables" / name).read_text(encoding="utf-8")


def shown(indicator: Indicator) -> Any:
    """All that an indicator says, with its places."""
    place = indicator.place
    assert isinstance(place, Place)
    return indicator, indicator.number, place.start, place.end, place.parts, place.span


def plain_search(flow: Flow) -> StartSearch:
    """The beginnings as the grammar's pattern finds them, without the printed form; nothing is settled."""
    pattern = terminal("indicator", "INDICATOR_START")
    return StartSearch([match.start() for match in pattern.finditer(flow.folded)], {}, False)


def in_full() -> Any:
    """Reading without the fast ways."""
    stack = ExitStack()
    stack.enter_context(patch.object(indicator_starts, "search_starts", plain_search))
    stack.enter_context(patch.object(indicators, "parse_printed", lambda *_: None))
    return stack


@given(near_print())
def test_a_piece_is_read_as_the_grammar_reads_it(text: str) -> None:
    flow = flow_of(text)
    places = sorted({0, len(flow.text), *plain_search(flow).offsets})
    for start, end in pairwise(places):
        fast = parse_printed(flow, start, end)
        if fast is None:
            continue
        full = parse_stretch(flow, start, end)
        assert not isinstance(full, ParseFailure)
        (piece,) = full
        assert shown(fast) == shown(piece.indicator)
        assert not piece.unlabelled
        assert not piece.not_numbers
        assert piece.rest[0] == piece.rest[1]


@given(st.one_of(near_print(), printed_tables()))
@example(
    "1、1-产出指标；11-数量指标；人次；年度指标值:91-产出指标；质量指标；人次；年度指标值:9。"
)  # 。 lost, a start in a value
@example(
    "1、1-产出指标；11-数量指标；人次；年度指标值:9人次2、产出指标；质量指标；人次；年度指标值:9。3、产出指标；x；y"
)
@example(
    "1、1-产出指标；11-数量指标；人次；年度指标值:9。  2、1-产出指标；11-数量指标；人次；年度指标值:9。 产出指标；质量指标；"
)
@example(
    "1、1-产出指标；11-数量指标；人次；年度指标值:9。     2、产出指标；1-产出指标；1-产出指标；年度指标值:1-产出指标；"
)
@example(
    "1、1-产出指标；11-数量指标；人次；年度指标值:9。      1-产出指标；质量指标；人次；实施周期指标值:2、产出指标；年度指标值:9"
)
def test_beginnings_are_those_of_the_pattern(text: str) -> None:
    flow = flow_of(text)
    found = search_starts(flow)
    assert found.offsets == plain_search(flow).offsets
    assert set(found.matches) <= set(found.offsets)


def read(text: str) -> tuple[list[Any], tuple[Finding, ...]]:
    found = parse_indicators(text, recover=True)
    return [shown(indicator) for indicator in found], found.problems


@given(near_print())
def test_indicators_are_the_same(text: str) -> None:
    fast = read(text)
    with in_full():
        assert read(text) == fast


@given(near_print())
@example("1-产出指标；11-数量指标；人次；中期目标值:5人次；年度指标值:3人次。")
@example("1-产出指标；11-数量指标；人次；实施周期指标值:5人次；年度指标值: 3人次 。 ")
def test_a_field_found_from_the_end_is_where_the_pattern_has_it(text: str) -> None:
    flow = flow_of(text)
    for start, end in pairwise(sorted({0, len(flow.text), *plain_search(flow).offsets})):
        if parse_printed(flow, start, end) is None:
            continue
        every = field_places(flow, start, end)
        for name in ("level1", "level2", "name", "whole_period", "annual", "unit"):
            assert field_places(flow, start, end, (name,)) == tuple(place for place in every if place[0] == name)


@given(near_print())
def test_errors_are_the_same(text: str) -> None:
    def error() -> str:
        try:
            parse_indicators(text)
        except ParseError as problem:
            return str(problem)
        return ""

    fast = error()
    with in_full():
        assert error() == fast


@given(printed_tables())
def test_tables_are_the_same(text: str) -> None:
    def table() -> Any:
        try:
            found = parse_table(text)
        except ParseError as problem:
            return str(problem)
        places = [shown(indicator) for project in found.projects for indicator in project.indicators]
        return found, places, found.problems, found.layout

    fast = table()
    with in_full():
        assert table() == fast


def by_lark(name: str, text: str) -> Any:
    """The tree that Lark's own parser makes, or where and why it makes none."""
    try:
        tree = grammar(name, "start").parse(text)
    except UnexpectedCharacters as error:
        at = error.pos_in_stream or 0
        return at, at + 1, set(error.allowed or ()) - {"<END-OF-FILE>"}, False
    except UnexpectedToken as error:
        at = error.token.start_pos or 0
        at_end = error.token.type == "$END"
        return at, len(text) if at_end else at + len(error.token), set(error.expected), at_end
    except UnexpectedInput:
        raise AssertionError("neither of the two kinds that the parser has") from None
    return outline(tree)


def by_machine(name: str, text: str) -> Any:
    try:
        return outline(machine(name, "start").parse(text))
    except Unexpected as error:
        return error.start, error.end, set(error.expected), error.at_end


def outline(tree: Any) -> Any:
    return str(tree.data), [
        outline(child) if hasattr(child, "data") else (child.type, str(child), child.start_pos, child.end_pos)
        for child in tree.children
    ]


@given(st.one_of(near_print(), near_print().flatmap(strategies.mutilated)))
def test_indicators_have_the_tree_that_lark_makes(text: str) -> None:
    folded = flow_of(text).folded
    assert by_machine("indicator", folded) == by_lark("indicator", folded)


@given(
    st.one_of(
        targets.texts, st.text("≥≤<>=-~至到每/年月日前次人以上（）()×*X.,；且约达0123456789一二十百%", max_size=14)
    )
)
def test_values_have_the_tree_that_lark_makes(text: str) -> None:
    assert by_machine("target", fold(text)) == by_lark("target", fold(text))


@given(targets.texts)
def test_two_terminals_of_one_priority_never_fit_the_same_text(text: str) -> None:
    lark = grammar("target", "start")
    patterns_of = {term.name: re.compile(term.pattern.to_regexp()) for term in lark.terminals}
    priorities = {term.name: term.priority for term in lark.terminals if term.priority}
    states: Any = lark.parse_interactive("").parser_state.parse_conf.parse_table.states
    folded = fold(text)
    for at in range(len(folded)):
        fitting = {name for name in priorities if patterns_of[name].match(folded, at)}
        for one, other in combinations(sorted(fitting), 2):
            if priorities[one] == priorities[other]:
                assert not any(one in row and other in row for row in states.values()), folded[at:]


# Numbers that are not what the value says, or not where it says it: remarks, 每…, numerals, places to be filled in; and
# units that make a year or a day of a number, wherever they stand.
ODD = [
    *"三次（3） 百分之百（100%） 每3天三次 两次（每2天） 2至三次(3人) 二至三次(2~3次) 十人（10人次） 一百次（每100人次)".split(),
    *"35\u200b年 35（年） 35(日) 35(计划)(年) 35完成(年) 35每人（日） 35【甲】（年度） ≥300（届） ≥350学年 半年12次 一周12次".split(),
    *"每季度36次 20%(较2023年) ≥35.55完成 达到95%(2024年95%) 约36人(36) 95%（95分） 36次/36人 36-46% 36%-46% 36~46次".split(),
    *"（含36）46以上 PM2.5≥36 提高到36% 第36名".split(),
    *(
        "≥300 期",
        "≥2023 届",
        "35（ ）",
        "≥35（ ）",
        "35(\xa0)以上",
        "达到35（ ）",
        "≥2024.12 完成",
        "35 年",
        "≥36 学年",
        "36 %",
    ),
]
ROWS = [row["text"] for row in rows("target_hard.jsonl") + rows("target_values.jsonl") if len(row["text"]) <= 60] + [
    *ODD
]
RUN = re.compile("[0-9]+(?:[.][0-9]+)?")


def numbers() -> st.SearchStrategy[str]:
    return st.one_of(
        st.integers(0, 40).map(str),
        st.integers(0, 12_500).map(str),
        st.integers(1890, 2110).map(str),
        st.sampled_from(
            ("110", "120", "211", "985", "12345", "95588", "202412", "20241231", "19990101", "2024.12", "0", "0.0")
        ),
        st.decimals(0, 110, places=1).map(str),
        st.decimals(0, 3000, places=2).map(str),
        st.text("0123456789", min_size=1, max_size=9),
    )


@given(st.sampled_from(ROWS), st.data())
def test_a_value_read_by_a_template_means_what_the_grammar_says(text: str, data: st.DataObject) -> None:
    caches.forget()
    for _ in range(6):
        # Each is read after others of its shape; which of them taught the template must not matter.
        value = RUN.sub(lambda _match: data.draw(numbers()), text)
        assert parser.understand(value) == parser.parse_without_template(value, None)


@pytest.mark.parametrize("seed", range(4))
def test_no_number_in_a_known_value_is_read_otherwise_by_a_template(seed: int) -> None:
    caches.forget()
    rng = random.Random(seed)
    sizes = (9, 35, 99, 130, 999, 2100, 99_999, 20_991_231)

    def number(match: re.Match[str]) -> str:
        kind = rng.random()
        if kind < 0.15:
            return match[0]
        whole = str(rng.randint(0, rng.choice(sizes)))
        return whole if kind < 0.8 else f"{whole}.{rng.randint(0, 99)}"

    for text in rng.sample(ROWS, len(ROWS)):
        for _ in range(8):
            value = RUN.sub(number, text)
            assert parser.understand(value) == parser.parse_without_template(value, None), value


@given(targets.texts, st.one_of(st.none(), st.sampled_from(("%", "次", "年", "万元", "人/次", "定性"))))
def test_a_value_is_understood_alike_the_second_time(text: str, unit: str | None) -> None:
    assert parser.understand(text, unit) == parser.understand(text, unit) == parser.parse_without_template(text, unit)


def test_no_word_of_the_lists_holds_a_digit() -> None:
    # A template takes it that no digit makes a value one of the words that are known as a whole.
    data = load("qualitative.json")
    known = [
        *data["none"],
        *data["boolean"],
        *data["idioms"],
        *(w for s in data["scales"] for g in s["grades"] for w in g),
    ]
    assert len(known) > 50
    assert [word for word in known if any(map(str.isdigit, word))] == []


def test_what_is_kept_of_the_grammars_is_current() -> None:
    for name in STARTS:
        assert (FOLDER / f"{name}.json").read_text(encoding="utf-8") == kept(name), (
            "run: python -m tests.regular_patterns"
        )


@pytest.mark.parametrize(("name", "start"), [(name, start) for name in STARTS for start in STARTS[name]])
def test_the_flat_text_is_the_grammar_of_the_files(name: str, start: str) -> None:
    def contents(lark: Any) -> Any:
        terminals = {term.name: (term.pattern, term.priority) for term in lark.terminals}
        return terminals, sorted(map(repr, lark.rules)), lark.ignore_tokens

    flat, files = grammar(name, start), grammar_of_files(name, start)
    assert flat is not files
    assert contents(flat) == contents(files)


@pytest.mark.parametrize(
    ("changed", "name", "counts"),
    [
        ("target", "target", True),
        ("words", "target", True),
        ("indicator", "target", False),
        ("words", "indicator", False),
    ],
)
def test_the_checksum_covers_all_that_a_grammar_is_built_from(
    monkeypatch: pytest.MonkeyPatch, changed: str, name: str, counts: bool
) -> None:
    def altered(package: str, file: str) -> bytes:
        return (get_data(package, file) or b"") + (b"\n" if file == f"{changed}.lark" else b"")

    before = patterns.checksum(name)
    monkeypatch.setattr(patterns, "get_data", altered)
    assert (patterns.checksum(name) != before) is counts


def test_a_line_of_a_grammar_is_short() -> None:
    files = sorted(GRAMMARS.glob("*.lark"))
    assert [file.stem for file in files] == ["indicator", "target", "words"]
    for file in files:
        lines = file.read_text(encoding="utf-8").splitlines()
        assert [line for line in lines if len(line) > 120] == [], file.name


def test_a_changed_grammar_is_read_by_the_parser_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patterns, "load", lambda _name: {"made_from": 0})
    assert patterns.regular.__wrapped__("indicator") == {"terminals": regular("indicator")["terminals"]}


def test_without_what_was_kept_all_is_read_as_with_it() -> None:
    code = """
import sys, perfmodel.grammars.patterns as module
if sys.argv[1] == "changed":
    module.load = lambda name: {"made_from": 0}
from pathlib import Path
from perfmodel import parse_table, parse_target, to_yaml
table = parse_table(Path(sys.argv[2]).read_text(encoding="utf-8"))
print(to_yaml(table), [str(found) for found in table.problems], [parse_target(f"≥{at}%").meaning for at in (36, 46, 96)])
"""
    path = Path(__file__).parent.parent / "tables" / "guangzhou-disability-employment.txt"
    said = [
        subprocess.run(
            [sys.executable, "-X", "utf8", "-c", code, way, str(path)], capture_output=True, check=True
        ).stdout
        for way in ("kept", "changed")
    ]
    assert said[0] == said[1] != b""
