"""From painted paths to rules and filled areas."""

from __future__ import annotations

from itertools import pairwise
from math import sqrt
from typing import TypeAlias

from perfmodel.files.pdf.drawing import Area, Drawing, Rule
from perfmodel.files.pdf.state import State

__all__ = ["paint"]

Point: TypeAlias = "tuple[float, float]"

# A filled rectangle that is thinner is a rule, and a stroke that is thicker an area.
THIN = 3.5
# What is thin both ways, and longer than wide by less than this, is a dot.
_DOT = 1.5
# What leans by less than this, in points over its whole length, is level or plumb.
_NOT_SLANTED = 1.2
# What is seen of less ink than this is not seen.
_UNSEEN_ALPHA = 0.05
# Nothing stands out on a ground that is lighter.
_GROUND = 0.95


def paint(drawing: Drawing, path: list[list[Point]], curved: set[int], state: State, stroke: bool, fill: bool) -> None:
    """Take down what a painted path shows."""
    if fill and state.fill_alpha > _UNSEEN_ALPHA:
        boxes = [_box(points) for index, points in enumerate(path) if index not in curved and len(points) > 2]
        for box in _without_rings(boxes):
            _fill(drawing, box, state)
    if stroke and state.stroke_alpha > _UNSEEN_ALPHA:
        a, b, c, d, _, _ = state.matrix
        width = state.line_width * sqrt(abs(a * d - b * c))
        for points in path:
            for (x0, y0), (x1, y1) in pairwise(points):
                _stroke(drawing, x0, y0, x1, y1, width, state)


def _box(points: list[Point]) -> Area:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return Area(min(xs), min(ys), max(xs), max(ys))


def _without_rings(boxes: list[Area]) -> list[Area]:
    """The boxes of a filled path, where one with a little smaller one in it is a frame: its four sides."""
    found: list[Area] = []
    at = 0
    while at < len(boxes):
        if at + 1 < len(boxes) and (sides := _ring(boxes[at], boxes[at + 1])):
            found += sides
            at += 2
        else:
            found.append(boxes[at])
            at += 1
    return found


def _ring(first: Area, second: Area) -> list[Area]:
    outer, inner = (first, second) if first.x1 - first.x0 >= second.x1 - second.x0 else (second, first)
    gaps = inner.x0 - outer.x0, inner.y0 - outer.y0, outer.x1 - inner.x1, outer.y1 - inner.y1
    if min(gaps) < 0 or max(gaps) > THIN or max(gaps) == 0:
        return []
    sides = (
        Area(outer.x0, outer.y0, inner.x0, outer.y1),
        Area(outer.x0, outer.y0, outer.x1, inner.y0),
        Area(inner.x1, outer.y0, outer.x1, outer.y1),
        Area(outer.x0, inner.y1, outer.x1, outer.y1),
    )
    return [side for side, gap in zip(sides, gaps, strict=True) if gap > 0]


def _fill(drawing: Drawing, box: Area, state: State) -> None:
    left, top, right, bottom = state.clip
    x0, x1, y0, y1 = max(box.x0, left), min(box.x1, right), max(box.y0, top), min(box.y1, bottom)
    if x1 < x0 or y1 < y0:
        return
    width, height = x1 - x0, y1 - y0
    if max(width, height) <= THIN and max(width, height) < _DOT * min(width, height):
        # A dot may be of a level line or of a plumb one: with others beside it or below it becomes a rule.
        for rules, rule in (
            (drawing.white_level if state.fill_white else drawing.level, Rule((y0 + y1) / 2, x0, x1)),
            (drawing.white_plumb if state.fill_white else drawing.plumb, Rule((x0 + x1) / 2, y0, y1)),
        ):
            rules.append(rule)
    elif height <= THIN and width > height:
        (drawing.white_level if state.fill_white else drawing.level).append(Rule((y0 + y1) / 2, x0, x1))
    elif width <= THIN and height > width:
        (drawing.white_plumb if state.fill_white else drawing.plumb).append(Rule((x0 + x1) / 2, y0, y1))
    elif width > THIN and height > THIN and state.fill_light < _GROUND and state.fill_alpha > 0.3:
        drawing.areas.append(Area(x0, y0, x1, y1))


def _stroke(drawing: Drawing, x0: float, y0: float, x1: float, y1: float, width: float, state: State) -> None:
    left, top, right, bottom = state.clip
    if abs(y0 - y1) <= _NOT_SLANTED and abs(x0 - x1) > abs(y0 - y1):
        at, start, end = (y0 + y1) / 2, max(min(x0, x1), left), min(max(x0, x1), right)
        if end <= start or not top - 1 <= at <= bottom + 1:
            return
        if width > THIN:
            _thick(drawing, start, at - width / 2, end, at + width / 2, state)
        else:
            (drawing.white_level if state.stroke_white else drawing.level).append(Rule(at, start, end))
    elif abs(x0 - x1) <= _NOT_SLANTED:
        at, start, end = (x0 + x1) / 2, max(min(y0, y1), top), min(max(y0, y1), bottom)
        if end <= start or not left - 1 <= at <= right + 1:
            return
        if width > THIN:
            _thick(drawing, at - width / 2, start, at + width / 2, end, state)
        else:
            (drawing.white_plumb if state.stroke_white else drawing.plumb).append(Rule(at, start, end))


def _thick(drawing: Drawing, x0: float, y0: float, x1: float, y1: float, state: State) -> None:
    if state.stroke_light < _GROUND:
        drawing.areas.append(Area(x0, y0, x1, y1))
