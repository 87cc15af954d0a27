"""Where the characters of a string stand on a page."""

from __future__ import annotations

from math import hypot
from typing import TYPE_CHECKING, Any

from perfmodel.files.pdf.drawing import Char
from perfmodel.files.pdf.state import multiply

if TYPE_CHECKING:
    from perfmodel.files.pdf.interpreter import Interpreter

__all__ = ["show"]

# The middle of a character above its baseline, in parts of the font size: of Chinese ones, and near that of others.
_MIDDLE = 0.36
# What leans by less than this (its tangent) is upright.
_LEAN = 0.1
# Rendering modes: text that is neither filled nor stroked.
_INVISIBLE_MODES = (3, 7)
_CLIP_SLACK = 0.5
# Of a line that is cut by the end of a page so much, in parts of its size, may be missing beyond its middle.
_HALF_SEEN = 0.2


def show(interpreter: Interpreter, items: list[Any]) -> None:
    """Take down the characters of strings, with the offsets between them; the text's position goes on behind them."""
    state, drawing = interpreter.state, interpreter.drawing
    font, size, scale = state.font, state.size, state.scale
    if font is None:
        return
    matrix = interpreter.text_matrix
    a, b, c, d, e, f = multiply(matrix, state.matrix)
    vertical = font.vertical
    turn = _turn(-c, -d) if vertical else _turn(a, b)
    height = hypot(c, d) * abs(size)
    stretch = hypot(c, d) if vertical else hypot(a, b)
    spacing = state.character_space * (1.0 if vertical else scale)
    blank_spacing = spacing + state.word_space * (1.0 if vertical else scale)
    factor = size * (1.0 if vertical else scale)
    hidden = interpreter.hidden or state.mode in _INVISIBLE_MODES
    white, faint, rise = state.fill_white and state.mode != 1, state.faint, state.rise + _MIDDLE * size
    seen, limit = (drawing.invisible if hidden else drawing.chars), interpreter.budget.limits.page_characters
    at = 0.0
    for item in items:
        if not isinstance(item, bytes):
            at -= item * 0.001 * factor if not vertical else -item * 0.001 * factor
            continue
        for glyph in font.glyphs(item):
            advance = glyph.width * factor
            if vertical:  # its origin is at the top, in the middle
                middle = at + advance / 2
                x, y = -c * middle + e, -d * middle + f
            else:
                middle = at + advance / 2
                x, y = a * middle + c * rise + e, b * middle + d * rise + f
            if glyph.text:
                drawing.unknown += not glyph.known and not hidden
                along, across = _frame(turn, x, y)
                half = abs(advance) * stretch / 2
                char = Char(glyph.text, x, y, along - half, along + half, across, height, turn, white, faint)
                if _is_seen(char, state.clip):
                    seen.append(char)
                elif glyph.text.strip():
                    drawing.invisible.append(char)
            at += advance + (blank_spacing if glyph.is_blank else spacing)
    if len(drawing.chars) + len(drawing.invisible) > limit:
        interpreter.budget.refuse("page_characters")
    a, b, c, d, e, f = matrix
    interpreter.text_matrix = (a, b, c, d, e - c * at, f - d * at) if vertical else (a, b, c, d, e + a * at, f + b * at)


def _is_seen(char: Char, clip: tuple[float, float, float, float]) -> bool:
    """Whether most of a character lies inside of what is drawn; where it sticks out, its middle is moved inside."""
    x0, y0, x1, y1 = clip
    slack = max(_CLIP_SLACK, _HALF_SEEN * char.size)
    if not (x0 - _CLIP_SLACK <= char.x <= x1 + _CLIP_SLACK and y0 - slack <= char.y <= y1 + slack):
        return False
    char.y = min(max(char.y, y0), y1)
    return True


def _turn(x: float, y: float) -> int:
    """Which way text goes, by its direction on the page (y downwards)."""
    if abs(y) <= _LEAN * abs(x):
        return 0 if x >= 0 else 180
    if abs(x) <= _LEAN * abs(y):
        return 270 if y > 0 else 90
    return -1


def _frame(turn: int, x: float, y: float) -> tuple[float, float]:
    """Where a point lies along its line, and across the lines."""
    if turn == 270:
        return y, -x
    if turn == 90:
        return -y, x
    if turn == 180:
        return -x, -y
    return x, y
