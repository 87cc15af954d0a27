"""A page turned by quarters."""

from __future__ import annotations

from collections.abc import Callable

from attrs import evolve

from perfmodel.files.pdf.drawing import Area, Char, Drawing, Rule

__all__ = ["turned"]


def turned(drawing: Drawing, turn: int) -> Drawing:
    """Return a drawing turned clockwise by ``turn`` degrees: what read upwards (90) is upright then."""
    width, height = drawing.width, drawing.height
    move: Callable[[float, float], tuple[float, float]]
    if turn == 90:
        move = lambda x, y: (height - y, x)  # noqa: E731
        size = height, width
    elif turn == 270:
        move = lambda x, y: (y, width - x)  # noqa: E731
        size = height, width
    else:
        move = lambda x, y: (width - x, height - y)  # noqa: E731
        size = width, height
    swaps = turn != 180

    def chars(given: list[Char]) -> list[Char]:
        found = []
        for char in given:
            x, y = move(char.x, char.y)
            now = -1 if char.turn < 0 else (char.turn - turn) % 360
            along, across = {0: (x, y), 90: (-y, x), 180: (-x, -y), 270: (y, -x)}.get(now, (x, y))
            half = (char.end - char.start) / 2
            found.append(evolve(char, x=x, y=y, start=along - half, end=along + half, across=across, turn=now))
        return found

    def rules(given: list[Rule], level: bool) -> list[Rule]:
        found = []
        for rule in given:
            first = move(rule.start, rule.at) if level else move(rule.at, rule.start)
            last = move(rule.end, rule.at) if level else move(rule.at, rule.end)
            is_level = level is not swaps
            at = first[1] if is_level else first[0]
            ends = sorted((first[0], last[0]) if is_level else (first[1], last[1]))
            found.append(Rule(at, *ends))
        return found

    def areas(given: list[Area]) -> list[Area]:
        found = []
        for area in given:
            (x0, y0), (x1, y1) = move(area.x0, area.y0), move(area.x1, area.y1)
            found.append(Area(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)))
        return found

    level, plumb = rules(drawing.level, True), rules(drawing.plumb, False)
    white_level, white_plumb = rules(drawing.white_level, True), rules(drawing.white_plumb, False)
    if swaps:
        level, plumb, white_level, white_plumb = plumb, level, white_plumb, white_level
    return Drawing(
        *size,
        chars=chars(drawing.chars),
        invisible=drawing.invisible,
        level=level,
        plumb=plumb,
        white_level=white_level,
        white_plumb=white_plumb,
        areas=areas(drawing.areas),
        pictures=areas(drawing.pictures),
        unknown=drawing.unknown,
        damaged=drawing.damaged,
    )
