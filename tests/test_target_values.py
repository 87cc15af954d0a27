"""Target values and what they mean: the corpus of published ones, hard ones, and what a target can do."""

from __future__ import annotations

import copy
import json
import pickle
import subprocess
import sys
from decimal import Decimal
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from perfmodel.model.target import Target
from perfmodel.strings.target import parse_target
from perfmodel.values import (
    Deadline,
    Period,
    Quantity,
    Range,
    Text,
    Threshold,
    UnitConflict,
    from_plain,
    understand,
    write,
)
from perfmodel.values.units import look_up

CASES = Path(__file__).parent / "cases"


def rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (CASES / name).read_text(encoding="utf-8").splitlines()]


def shown(row: dict[str, Any]) -> str:
    return f"{row['text']}|{row.get('unit', '')}"


@pytest.mark.parametrize("row", rows("target_values.jsonl"), ids=shown)
def test_published(row: dict[str, Any]) -> None:
    plain = parse_target(row["text"], row.get("unit")).to_plain()
    assert {key: plain.get(key) for key in row["expect"]} == row["expect"]


@pytest.mark.parametrize("row", rows("target_hard.jsonl"), ids=shown)
def test_hard(row: dict[str, Any]) -> None:
    target = parse_target(row["text"], row.get("unit"))
    plain = target.to_plain()
    if isinstance(target.meaning, Text):
        assert plain.pop("reason")
        assert target.meaning.english
        assert target.meaning.cause == row.get("cause", target.meaning.cause)
    assert plain == row["expect"]
    assert target.note == row.get("note")
    assert [sign.sign for sign in target.lookalikes] == row.get("lookalikes", [])
    assert (target.unit_conflict is not None) is row.get("unit_conflict", False)


@pytest.mark.parametrize("row", rows("target_hard.jsonl") + rows("target_values.jsonl"), ids=shown)
def test_written_and_read_again(row: dict[str, Any]) -> None:
    target = parse_target(row["text"], row.get("unit"))
    if not target.understood:
        assert target.render("signs") == target.render("words") == target.text
        return
    assert understand(target.render("signs")).meaning == target.meaning
    assert understand(target.render("words")).meaning == target.meaning
    assert from_plain(target.to_plain()) == target.meaning


def test_every_kind_has_hard_cases() -> None:
    kinds = {row["expect"]["kind"] for row in rows("target_hard.jsonl")}
    assert kinds == {
        "threshold", "range", "deadline", "period", "all_of", "ratio", "boolean",
        "qualitative", "none", "placeholder", "text",
    }  # fmt: skip


def test_a_target_keeps_what_was_printed() -> None:
    target = Target(" ≥ 95 % ", "百分比")
    assert (str(target), target.text, target.unit) == (" ≥ 95 % ", " ≥ 95 % ", "百分比")
    assert target != Target("≥95%")
    assert target.meaning == Target("≥95%").meaning
    assert {target: 1}[copy.deepcopy(target)] == 1
    assert pickle.loads(pickle.dumps(target)).meaning == target.meaning


@pytest.mark.parametrize("wrong", [None, 90, 90.0, b"90%", ["90%"]])
def test_only_text_is_a_target(wrong: Any) -> None:
    with pytest.raises(TypeError, match="text"):
        parse_target(wrong)


def test_own_column_of_units() -> None:
    assert parse_target("≥95", "%").meaning == Threshold(">=", Decimal(95), "%")
    assert parse_target("≥95%", "%").unit_conflict is None
    assert parse_target("28.8万元", "%").unit_conflict == UnitConflict("万元", "%")
    assert parse_target("28.8万元", "%").meaning == Threshold("=", Decimal("28.8"), "万元")
    assert parse_target("3", "次/年").meaning == Threshold("=", Decimal(3), "次", "年")
    assert parse_target("≥95", "定性").meaning == Threshold(">=", Decimal(95))


def test_digits_are_kept_as_written() -> None:
    assert parse_target("100.00%").to_plain()["number"] == "100.00"
    assert parse_target("1,234.50元").to_plain()["number"] == "1234.50"
    assert parse_target("0.038‰").to_plain()["number"] == "0.038"


def test_quantities_convert() -> None:
    assert Quantity(Decimal("3.5"), "万人次").in_unit("人次") == Quantity(Decimal(35000), "人次")
    assert Quantity(Decimal(15), "亩").in_unit("公顷") == Quantity(Decimal(1), "公顷")
    assert Quantity(Decimal(5), "%").in_unit("‰") == Quantity(Decimal(50), "‰")
    assert Quantity(Decimal(2), "年").in_unit("月") == Quantity(Decimal(24), "月")
    for unit, other in [("%", "个百分点"), ("工作日", "天"), ("月", "天"), ("人", "人次"), ("元", "次")]:
        assert Quantity(Decimal(1), unit).in_unit(other) is None
    meaning = parse_target("20-30万元").meaning
    assert isinstance(meaning, Range)
    assert meaning.high_quantity.in_unit("元") == Quantity(Decimal(300000), "元")


def test_dates_that_do_not_exist_are_kept() -> None:
    for text in ("2月30日前", "2023年2月29日", "4月31日前完成"):
        meaning = parse_target(text).meaning
        assert isinstance(meaning, Deadline)
        assert not meaning.exists
        assert Target(text).accepts("2024年1月1日") is None
    assert Deadline("<=", "--02-29").exists
    assert not Period("2023-02-29", "2023-03").exists


@pytest.mark.parametrize(
    ("target", "actual", "expected"),
    [
        ("2024年12月31日前", "2024年11月30日", True),
        ("2024年12月31日前", "2025年1月", False),
        ("2024年12月前", "2024年12月31日", True),
        ("2024年6月", "2024年6月30日", True),
        ("2024年6月", "2024年7月1日", False),
        ("2024年6月", "2024年5月", None),
        ("12月底前", "2024年11月", None),
        ("2024年第三季度", "2024年8月", True),
        ("≥1:20", "1:18", True),
        ("≥1:20", "1:25", False),
        ("是", "否", False),
        ("良", "优", True),
        ("良好", "差", False),
        ("合格", "优", None),
        ("按月安排", "按月安排", True),
        ("按月安排", "按季安排", None),
        ("≥10场次，每场≥50人", "12场次，每场60人", True),
        ("≥10场次，每场≥50人", "12场次，每场40人", False),
        ("≥10场次，每场≥50人", "12场次", None),
        ("90%以上", "≥95%", True),
        ("90%以上", "≥85%", None),
        ("90%以上", "工5%", None),
        ("工5%", "5%", None),
        ("无", "无", None),
        ("≥**%", "5%", None),
        ("≤60分钟", "0.5小时", True),
        ("≤1亩", "700㎡", False),
        ("提高5%以上", "下降6%", False),
        ("提高5%以上", "6%", True),
    ],
)
def test_accepts(target: str, actual: str, expected: bool | None) -> None:
    assert Target(target).accepts(actual) is expected


def test_accepts_numbers_only_where_they_are_numbers() -> None:
    assert Target("≥0.1%").accepts(0.1) is True
    assert Target("≥1").accepts(Decimal("NaN")) is None
    assert Target("≥1").accepts(float("inf")) is None
    assert Target("≥1").accepts(Decimal("1E+999999")) is None
    with pytest.raises(TypeError, match="actual"):
        Target("是").accepts(True)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("≥95%", "≥90%", True),
        ("≥90%", ">90%", False),
        ("1亿元以内", "≤20000万元", True),
        ("80%-90%", "≥80%", True),
        ("2024年6月底前", "2024年12月31日前", True),
        ("2024年6月", "2024年底前", True),
        ("优", "良", True),
        ("约100人", "≥50人", False),
        ("≥95%", "≥90个百分点", False),
        ("提高5%以上", "5%以上", False),
        ("工5%", "工5%", False),
    ],
)
def test_implies(one: str, other: str, expected: bool) -> None:
    assert Target(one).implies(Target(other)) is expected


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        ("≥90%", "higher"), ("≤5%", "lower"), ("100%", "exact"), ("80%-90%", "exact"), ("12月底前", "lower"),
        ("降低5%以上", "lower"), ("提高5%以上", "higher"), ("逐步提高", "higher"), ("优", "none"), ("无", "none"),
        ("≥3次，每次≥2天", "higher"), ("≥3次，每次≤2天", "none"),
    ],
)  # fmt: skip
def test_direction(text: str, direction: str) -> None:
    assert Target(text).direction == direction


def test_styles() -> None:
    assert Target("90%或以上").render() == "90%或以上"
    with pytest.raises(ValueError, match="style"):
        write(Threshold(">=", Decimal(1)), "loud")


@pytest.mark.parametrize(
    ("plain", "names"),
    [
        ({}, "kind"),
        ({"kind": "number"}, "kind"),
        ({"kind": ["threshold"]}, "kind"),
        ({"kind": "threshold", "op": "=", "number": 90}, "number"),
        ({"kind": "threshold", "op": "=", "number": "1e5"}, "number"),
        ({"kind": "threshold", "op": "==", "number": "90"}, "op"),
        ({"kind": "threshold", "op": "=", "number": "90", "units": "%"}, "units"),
        ({"kind": "deadline", "op": "<=", "date": "31.12.2024"}, "date"),
        ({"kind": "range", "low": "9", "high": "8"}, "high"),
        ({"kind": "ratio", "left": "1", "right": "0"}, "Ratio"),
        ({"kind": "all_of", "parts": "no"}, "parts"),
        ({"kind": "all_of", "parts": [{"kind": "none"}, {"kind": "none"}]}, "parts"),
        ({"kind": "all_of", "parts": []}, "parts"),
    ],
)
def test_plain_forms_that_mean_nothing(plain: dict[str, Any], names: str) -> None:
    with pytest.raises((ValueError, TypeError), match=names):
        from_plain(plain)


def test_a_reason_is_given_in_both_languages() -> None:
    meaning = parse_target("工5%").meaning
    assert isinstance(meaning, Text)
    assert "5%" in meaning.reason
    assert "5%" in meaning.english
    # What the parser calls its terminals is nobody's business.
    assert not any(name in meaning.english for name in ("ANON", "NUMBER", "UNIT", "$END"))


def test_every_unit_of_the_data_is_known_and_reads_back() -> None:
    data = json.loads((files("perfmodel.data") / "units.json").read_text(encoding="utf-8"))
    names = [name for row in data["units"] for name in (row["name"], *row.get("aliases", ()))]
    assert len(names) == len(set(names))
    for name in names + data["takes_noun"] + data["counters"]:
        assert look_up(name) is not None, name
        expected = "%" if name in ("百分比", "百分数") else name
        assert understand("7", name).meaning == Threshold("=", Decimal(7), expected), name


def test_lark_is_imported_at_the_first_parse() -> None:
    code = (
        "import sys, perfmodel.values, perfmodel.strings.target as reading; assert 'lark' not in sys.modules;"
        "reading.parse_target('≥90%').meaning; assert 'lark' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_the_grammar_has_no_conflicts() -> None:
    lark = pytest.importorskip("lark")
    # Shift and reduce at once is settled in silence unless Lark is strict, and strict needs a further package.
    import logging

    records: list[str] = []
    handler = logging.Handler()
    handler.emit = lambda record: records.append(record.getMessage())  # type: ignore[method-assign]
    lark.logger.addHandler(handler)
    before = lark.logger.level
    lark.logger.setLevel(logging.DEBUG)
    try:
        lark.Lark.open_from_package(
            "perfmodel", "target.lark", ("grammars",), parser="lalr", lexer="contextual", debug=True
        )
    finally:
        lark.logger.setLevel(before)
        lark.logger.removeHandler(handler)
    assert [message for message in records if "conflict" in message.lower()] == []
