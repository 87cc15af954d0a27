"""What a target value means, taken apart by its class."""

from __future__ import annotations

from decimal import Decimal

from typing_extensions import assert_never, assert_type

from perfmodel import (
    AllOf,
    Boolean,
    Deadline,
    Meaning,
    NoValue,
    Period,
    Placeholder,
    Qualitative,
    Quantity,
    Range,
    Ratio,
    Target,
    Text,
    Threshold,
    parse_target,
)


def describe(meaning: Meaning) -> str:
    """Every kind has its case: a checker says so where one is forgotten."""
    match meaning:
        case Threshold(op=op, number=number, unit=unit, per=per):
            assert_type(op, str)
            assert_type(number, Decimal)
            assert_type(unit, str | None)
            return f"{op}{number}{unit or ''}" + (f"/{per}" if per else "")
        case Range(low=low, high=high):
            assert_type(low, Decimal)
            return f"{low}–{high}"
        case Deadline(op, date):
            assert_type(date, str)
            return f"{op}{date}"
        case Period(start, end):
            return f"{start} to {end}"
        case Ratio(left, right):
            return f"{left}:{right}"
        case AllOf(parts):
            return " and ".join(describe(part) for part in parts)
        case Qualitative(words=words, trend=trend):
            assert_type(trend, str | None)
            return words
        case Boolean(value):
            assert_type(value, bool)
            return "yes" if value else "no"
        case NoValue():
            return "none"
        case Placeholder():
            return "not filled in"
        case Text(reason):
            assert_type(reason, str)
            return reason
        case _:
            assert_never(meaning)


def at_least(target: Target | None) -> Decimal | None:
    """The same by isinstance."""
    if target is None:
        return None
    meaning = target.meaning
    assert_type(meaning, Meaning)
    if isinstance(meaning, Threshold) and meaning.op in (">=", ">"):
        return meaning.number
    if isinstance(meaning, Range):
        return meaning.low
    return None


def main() -> None:
    """Ask a few targets."""
    assert describe(parse_target("不少于2次/年").meaning) == ">=2次/年"
    assert describe(parse_target("≥10场次，每场≥50人").meaning).count("and") == 1
    assert at_least(parse_target("80%～90%")) == 80
    assert at_least(None) is None
    target = Target("90%或以上")
    assert_type(target.quantity, Quantity | None)
    assert_type(target.accepts("95%"), bool | None)
    assert_type(target.accepts(Decimal(95)), bool | None)
    assert_type(target.implies(Target("≥85%")), bool)
    assert_type(target.render("signs"), str)
    assert_type(target.direction, str)
    assert_type(target.note, str | None)
    if target.quantity is not None:
        assert_type(target.quantity.number, Decimal)
