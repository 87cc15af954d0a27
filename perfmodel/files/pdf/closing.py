"""Sides of a table that were left open: closed where its rules end."""

from __future__ import annotations

from collections.abc import Iterable

from perfmodel.files.pdf.drawing import Char, Rule

__all__ = ["closing_rules"]

# Ends of rules so near to each other are one side.
_ALIGNED = 3.0
# What sticks out by less than this is the thickness of a line, or a careless end.
_STICKS_OUT = 6.0


def closing_rules(level: list[Rule], plumb: list[Rule], chars: list[Char]) -> tuple[list[Rule], list[Rule]]:
    """Return level and plumb rules that close a table's open sides.

    A side is open where rules stick out beyond the last line across them, end alike, and part text.
    """
    sides = _closing(level, plumb, [(char.x, char.y) for char in chars])
    ends = _closing(plumb, level, [(char.y, char.x) for char in chars])
    return ends, sides


def _closing(along: list[Rule], across: list[Rule], points: list[tuple[float, float]]) -> list[Rule]:
    low, high = min(rule.at for rule in across), max(rule.at for rule in across)
    found = []
    for outer, inner, ends in (
        (min(rule.start for rule in along), low, [(rule.start, rule) for rule in along]),
        (max(rule.end for rule in along), high, [(rule.end, rule) for rule in along]),
    ):
        if abs(outer - inner) < _STICKS_OUT:
            continue
        out = [(end, rule) for end, rule in ends if abs(end - inner) >= _STICKS_OUT and (end < low or end > high)]
        end = _usual([end for end, _ in out])
        alike = [rule for at, rule in out if abs(at - end) <= _ALIGNED]
        inside = [y for x, y in points if min(end, inner) < x < max(end, inner)]
        if not alike or not inside:
            continue
        # Of one rule alone both sides must have text, else it is only too long.
        if len(alike) == 1 and not min(inside) < alike[0].at < max(inside):
            continue
        start = min(min(rule.at for rule in alike), min(rule.start for rule in across))
        stop = max(max(rule.at for rule in alike), max(rule.end for rule in across))
        if any(start < y < stop for y in inside):
            found.append(Rule(end, start, stop))
    return found


def _usual(ends: Iterable[float]) -> float:
    """The end that most have."""
    ends = list(ends)
    return max(ends, key=lambda end: sum(abs(other - end) <= _ALIGNED for other in ends), default=0.0)
