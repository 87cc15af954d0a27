"""Whether the library and the script read the same: operator, number, unit and per."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from perfmodel import Deadline, Meaning, Range, Threshold, parse_target
from tests.benchmarks.script import Target, read_target

__all__ = ["agree", "compared"]

# Two spellings of one thing: the script leaves what was printed.
_SPELLINGS = {"百分比": "%", "人、天": "人·天", "人*月": "人·月"}


def _spelt(text: str | None) -> str | None:
    return _SPELLINGS.get(text or "", text)


def agree(ours: Meaning, theirs: Target) -> bool:
    """Whether a meaning is what the script read."""
    if theirs.kind == "threshold":
        return (
            isinstance(ours, Threshold)
            and (ours.op, ours.number) == (theirs.op, theirs.number)
            and (ours.unit, ours.per) == (_spelt(theirs.unit), _spelt(theirs.per))
        )
    if theirs.kind == "range":
        return (
            isinstance(ours, Range)
            and (ours.low, ours.high) == (theirs.number, theirs.high)
            and ours.unit == _spelt(theirs.unit)
        )
    if theirs.kind == "deadline" and theirs.date is not None:
        return isinstance(ours, Deadline) and ours.op == theirs.op and ours.date == _date(theirs.date)
    return not isinstance(ours, (Threshold, Range, Deadline))


def _date(date: tuple[int | None, int, int | None]) -> str:
    year, month, day = date
    return f"{'-' if year is None else year}-{month:02}" + (f"-{day:02}" if day else "")


def compared(values: Iterable[str]) -> dict[str, Any]:
    """Count the values that both read alike; where they differ, give one of each shape with both readings."""
    alike = count = 0
    shapes: dict[str, list[Any]] = {}
    for value in values:
        count += 1
        ours, theirs = parse_target(value).meaning, read_target(value)
        if agree(ours, theirs):
            alike += 1
            continue
        plain = ours.to_plain()
        shape = shapes.setdefault(re.sub("[0-9.]+", "9", value), [value, _shown(theirs), _words(plain), 0])
        shape[3] += 1
    ordered = sorted(shapes.values(), key=lambda shape: -shape[3])
    return {"values": count, "alike": alike, "shapes": len(ordered), "examples": ordered[:12]}


def _shown(target: Target) -> str:
    parts = [target.op, target.number, target.high, target.unit, target.per]
    return " ".join([target.kind, *(str(part) for part in parts if part is not None)])


def _words(plain: dict[str, Any]) -> str:
    return " ".join(str(value) for value in plain.values() if value is not None)
