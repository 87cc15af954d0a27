"""Laws of --fix: twice is once, only what was reported, nothing else in the file."""

from __future__ import annotations

import io
from typing import Any

import yaml
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from perfmodel import Category, Indicator, Project, Section, Target, TargetTable, from_json, to_json
from perfmodel.checks.engine import validate
from perfmodel.checks.fix import fix
from perfmodel.formats.edit import CannotEdit, Editor, edited, plain_with
from perfmodel.formats.read import read_source
from perfmodel.formats.to_plain import to_plain
from perfmodel.source.source import Source
from perfmodel.strings.decoding import decode, encode
from tests import strategies
from tests.yaml_styles import written

Model = TargetTable | Project | Indicator
keys = st.sampled_from(["en", "zh"])
BROKEN = [Target("≥100%"), Target("100%以上"), Target("≥100.00%"), Target("》100%"), Target("不低于100%（计划标准）")]


TRAPS = [None, "说明：# 不是注释", "'引号'", '"双引号"', "- 项", "{括号}", "是，否: 均可", "null", "😀 {0}", "a  b"]
NAMES = ["验收合格率", "政策知晓度", "达标比例", "培训人次", "率: # '\"", "收入增长率"]
categories = st.sampled_from(["12-质量指标", "质量指标", "22-社会效益", "自定类别"]).map(
    lambda text: Category.read(text, 2)
)


def broken_indicators() -> st.SearchStrategy[Indicator]:
    """Indicators of which a rule will certainly know better, more often than not."""
    targets = st.one_of(st.sampled_from(BROKEN), st.sampled_from(strategies.VALUES).map(Target), st.none())
    return st.builds(
        Indicator,
        level2=categories,
        name=st.sampled_from(NAMES),
        whole_period=targets,
        annual=st.sampled_from(BROKEN),
        explanation=st.sampled_from(TRAPS),
    )


def broken_projects() -> st.SearchStrategy[Project]:
    return st.builds(
        Project,
        st.sampled_from(["会议费", "'费'", "费: #1"]),
        goal=st.sampled_from(["开好会议。", "≥100%"]),
        indicators=st.lists(broken_indicators(), max_size=3),
    )


def broken() -> st.SearchStrategy[Model]:
    sections = st.builds(
        Section, st.sampled_from(["某局", "某中心", ""]), projects=st.lists(broken_projects(), max_size=2)
    )
    tables = st.builds(TargetTable, st.just("项目支出绩效目标表"), sections=st.lists(sections, min_size=1, max_size=2))
    return st.one_of(tables, broken_projects(), broken_indicators())


@st.composite
def sources(draw: st.DrawFn) -> Source:
    plain = to_plain(draw(broken()), draw(keys), meanings=draw(st.integers(0, 3)) == 0)
    return Source(draw(written(plain)), "表.yaml")


def _skeleton(text: str, other: str) -> str:
    """The text without those scalars that differ from the other text's."""
    values = [
        [event for event in yaml.parse(found, yaml.SafeLoader) if isinstance(event, yaml.ScalarEvent)]
        for found in (text, other)
    ]
    pieces: list[str] = []
    at = 0
    for own, theirs in zip(*values, strict=True):
        if own.value != theirs.value:
            pieces.append(text[at : own.start_mark.index])
            at = own.end_mark.index
    return "\0".join([*pieces, text[at:]])


@given(sources())
def test_twice_is_once_and_only_what_was_reported(source: Source) -> None:
    before = read_source(source)
    fixed = fix(source)
    changes = {
        path: finding.suggestion.text
        for finding in fixed.done
        if finding.suggestion is not None
        for path in finding.suggestion.paths
    }
    assert all(finding.suggestion is not None and finding.suggestion.certain for finding in fixed.done)
    assert to_plain(fixed.obj) == plain_with(before, changes)
    # What is reported at first is either done or left.
    first = [found for found in validate(before) if found.suggestion is not None and found.suggestion.certain]
    assert bool(first) is bool(fixed.done or fixed.left)
    again = fix(fixed.source)
    assert (again.source, again.done) == (fixed.source, ())
    assert len(again.left) == len(fixed.left)


@given(sources())
def test_nothing_else_in_the_file_changes(source: Source) -> None:
    fixed = fix(source).source
    assert _skeleton(source.text, fixed.text) == _skeleton(fixed.text, source.text)
    assert source.text.count("#") == fixed.text.count("#")
    # Readers of YAML 1.1 and 1.2 see the same text.
    if "%YAML" not in fixed.text:
        old, new = yaml.safe_load(source.text), yaml.safe_load(fixed.text)
        assert _texts(new) == _texts(YAML(typ="safe", pure=True).load(io.StringIO(fixed.text)))
        assert [type(item) for item in _texts(new)] == [type(item) for item in _texts(old)]


def _texts(value: Any) -> list[Any]:
    """The values of target values' keys."""
    if isinstance(value, dict):
        own = [value[key] for key in ("whole_period", "annual", "实施周期指标值", "年度指标值") if key in value]
        return [item for item in own if isinstance(item, str)] + [
            text for item in value.values() for text in _texts(item)
        ]
    return [text for item in value for text in _texts(item)] if isinstance(value, list) else []


@given(broken(), keys, st.sampled_from([None, 2]), st.booleans())
def test_json_is_fixed_as_well(value: Model, keys: str, indent: int | None, meanings: bool) -> None:
    fixed = fix(Source(to_json(value, keys, indent, meanings), "表.json"))
    assert from_json(fixed.source.text) == fixed.obj
    assert fix(fixed.source).source == fixed.source


@given(st.data(), broken_indicators(), st.sampled_from(["whole_period", "annual"]), keys)
def test_any_text_can_be_written_anywhere(data: st.DataObject, indicator: Indicator, name: str, keys: str) -> None:
    """The value reads back as it was given, whatever stood there in whatever style; else it is refused."""
    indicator = evolve(indicator, **{name: Target("≥100%")})  # type: ignore[arg-type]
    source = Source(data.draw(written(to_plain(indicator, keys))), "表.yaml")
    text = data.draw(
        st.one_of(st.text(min_size=1), st.sampled_from(strategies.VALUES), st.text("'\"#:,[]{}&*!|>%@ -?a是"))
    )
    obj = read_source(source)
    try:
        edits = Editor(source, obj).edits(name, text)
    except CannotEdit:
        return
    again = read_source(Source(edited(source.text, edits), "表.yaml"))
    if text:
        assert to_plain(again) == plain_with(obj, {name: text})
    else:
        assert getattr(again, name) in (None, Target("", indicator.unit))


@given(sources(), st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "utf-16-le", "utf-16-be"]))
def test_the_encoding_stays(source: Source, encoding: str) -> None:
    mark = "\ufeff" if encoding.startswith("utf-16") else ""
    data = (mark + source.text).encode(encoding)
    read = decode(data, source.name)
    if read.text != source.text:  # short texts in GB18030 may be UTF-8 as well
        return
    fixed = fix(read).source.text
    assert encode(read.text, data) == data
    assert encode(fixed, data) == (mark + fixed).encode(encoding)
