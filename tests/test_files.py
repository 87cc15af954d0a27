"""YAML and JSON: errors with their place, scalars that are what their key says, files that stay bounded."""

from __future__ import annotations

import tracemalloc
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from perfmodel import Indicator, ParseError, Project, Target, from_json, from_yaml, to_json, to_yaml

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "yaml_errors.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["says"][:50])
def test_errors_name_path_line_and_column(case: dict[str, Any]) -> None:
    with pytest.raises(ParseError) as caught:
        from_yaml(case["text"], lang="en")
    assert case["says"] in str(caught.value).splitlines()[0]
    assert "行" in caught.value.render("zh")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["says"][:50])
def test_both_parsers_of_yaml_lead_to_the_same(case: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """PyYAML comes with libyaml and without; the words of the two differ, ours do not."""
    monkeypatch.delattr(yaml, "CSafeLoader", raising=False)
    with pytest.raises(ParseError) as caught:
        from_yaml(case["text"], lang="en")
    assert case["says"] in str(caught.value).splitlines()[0]


@pytest.mark.parametrize(
    "text",
    [
        "goal: 开好\n  会议、活动。\nname: x\n",
        "goal: |2\n   a: b\nname: x\n",
        "goal: >-\n  名称：x\n  goal: y\nname: x\n",
        "goal: '目标: 开好'\nname: x # 注: 无\n",
        "goal: 目标：开好；合计：5项\nname: '>90%'\n",
        'goal: "a\n  b: c"\nname: x\n',
        "goal: 见\n  单位：三个\nname: x\n",
    ],
)
def test_what_is_no_slip(text: str) -> None:
    assert isinstance(from_yaml(text), Project)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('{"projects": [{"funding": {"total": "12.3.4"}}]}', 'projects[0].funding.total: expected an amount, got “12.3.4” (line 1, column 37)'),
        ('{"name": "a",\n "name": "b", "goal": ""}', "name: duplicate key “name” (line 2, column 2)"),
        ('{"title": "a"} {}', "not well-formed JSON"),
        ('{"title": "a",}', "not well-formed JSON"),
        ("[" * 2000 + "]" * 2000, "nested too deeply (line 1, column 25)"),
        ("", "not well-formed JSON"),
        ('{"title": "\\ud800', "not well-formed JSON"),
    ],
)  # fmt: skip
def test_json_errors(text: str, says: str) -> None:
    with pytest.raises(ParseError) as caught:
        from_json(text, lang="en")
    assert says in str(caught.value).splitlines()[0]


def test_the_key_decides_what_a_scalar_is() -> None:
    text = (
        "annual: 1:1\nwhole_period: 2024-12-31\nname: on\nunit: 011\nexplanation: 1e3\nweight: 10\nlevel1: 1-产出指标"
    )
    found: Any = from_yaml(text)
    assert (found.annual, found.whole_period) == (Target("1:1", "011"), Target("2024-12-31", "011"))
    assert (found.name, found.unit, found.explanation, found.weight) == ("on", "011", "1e3", Decimal(10))
    found = from_yaml("name: a\nfunding:\n  total: 1,234.50\ngoal: |\n  第一\n  句。\n")
    assert (found.funding.total, found.goal) == (Decimal("1234.50"), "第一句。")
    assert from_yaml("name: a\ngoal: ~\nspender:\n") == Project("a")


def test_a_depth_bomb_and_an_alias_bomb_are_met_early() -> None:
    bomb = "a: &a [x]\n" + "".join(f"a{at}: &a{at} [*a, *a]\n" for at in range(50_000))
    for text in ("[" * 100_000, "{a: " * 100_000, "- " * 100_000, bomb):
        tracemalloc.start()
        with pytest.raises(ParseError):
            from_yaml(text)
        assert tracemalloc.get_traced_memory()[1] < 40 * len(text) + 1_000_000
        tracemalloc.stop()


def test_nothing_empty_is_written() -> None:
    assert to_yaml(Project("a")) == "name: a\n"
    assert to_json(Indicator(annual=Target("9"))) == '{\n  "annual": "9"\n}'
    assert from_yaml("kind: indicator\nname: a\n") == Indicator(name="a")
    assert to_yaml(Indicator(name="a")) == "kind: indicator\nname: a\n"
    with pytest.raises(ValueError, match="keys"):
        to_yaml(Project("a"), keys="fr")
    with pytest.raises(TypeError, match="TargetTable"):
        to_yaml(Target("a"))  # type: ignore[arg-type]


def test_spans_point_into_the_file() -> None:
    text = "title: 表\nprojects:\n- name: 会议费\n  indicators:\n  - name: 次数\n    annual: 2次\n"
    table: Any = from_yaml(text)
    indicator = table.projects[0].indicators[0]
    span = indicator.place.of("annual")
    assert table.source.slice(span) == "2次"
    assert table.source.position(span.start).line == 6


@pytest.mark.parametrize("keys", ["en", "zh"])
def test_meanings_stand_beside_the_text(keys: str) -> None:
    indicator = Indicator(name="次数", whole_period=Target("≥10场次，每场≥50人"), annual=Target("90%或以上"))
    for write, read in ((to_yaml, from_yaml), (to_json, from_json)):
        text = write(indicator, keys, meanings=True)
        assert read(text) == indicator
    text = to_yaml(indicator, meanings=True)
    assert yaml.safe_load(text)["annual"] == {
        "text": "90%或以上",
        "kind": "threshold",
        "op": ">=",
        "number": "90",
        "unit": "%",
    }


@pytest.mark.parametrize(
    ("annual", "says"),
    [
        (
            "{text: 90%或以上, number: 95}",
            "annual.number: contradicts the text “90%或以上”: expected “90”, got “95” (line 2, column 32)",
        ),
        ("{text: 90%或以上, op: '>'}", "annual.op: contradicts"),
        ("{text: 90%或以上, kind: range}", "annual.kind: contradicts"),
        ("{text: 90%或以上, per: 年}", "annual.per: contradicts the text “90%或以上”: expected nothing, got “年”"),
        ("{text: 90%或以上, numbr: 90}", "annual.numbr: unknown key “numbr”"),
        ("{number: 90}", "annual: expected the key “text” with the target's text"),
        ("{text: '≥1场，每场≥5人', parts: [{number: 1}]}", "annual.parts: contradicts"),
        ("{text: '≥1场，每场≥5人', parts: [{number: 1}, {number: 6}]}", "annual.parts[1].number: contradicts"),
    ],
)
def test_a_meaning_that_contradicts_its_text_is_refused(annual: str, says: str) -> None:
    with pytest.raises(ParseError) as caught:
        from_yaml(f"name: a\nannual: {annual}\n", lang="en")
    assert says in str(caught.value).splitlines()[0]


def test_a_meaning_may_leave_things_out_and_write_numbers_otherwise() -> None:
    text = (
        "name: a\nunit: 万元\nannual: {text: ≥90, number: 90.00, unit: 万元}\nwhole_period: {text: 是, value: true}\n"
    )
    found: Any = from_yaml(text)
    assert found.annual.to_plain() == {"kind": "threshold", "op": ">=", "number": "90", "unit": "万元"}
