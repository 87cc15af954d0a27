"""The state that a page's content is drawn in: coordinates, clip, font, colours."""

from __future__ import annotations

from typing import Any, TypeAlias

from attrs import define

from perfmodel.files.pdf.fonts import Font

__all__ = ["IDENTITY", "Matrix", "State", "lightness", "multiply"]

Matrix: TypeAlias = "tuple[float, float, float, float, float, float]"
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
# From so light on a colour is no colour on white paper; a lighter grey than the second is a watermark's.
_WHITE, _FAINT = 0.98, 0.6
_FAINT_ALPHA = 0.6


def multiply(first: Matrix, second: Matrix) -> Matrix:
    """Return the matrix that does ``first``, then ``second``."""
    a, b, c, d, e, f = first
    p, q, r, s, t, u = second
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


@define
class State:
    """What ``q`` saves and ``Q`` brings back."""

    matrix: Matrix
    clip: tuple[float, float, float, float]
    font: Font | None = None
    size: float = 0.0
    character_space: float = 0.0
    word_space: float = 0.0
    scale: float = 1.0
    leading: float = 0.0
    rise: float = 0.0
    mode: int = 0
    line_width: float = 1.0
    fill_light: float = 0.0
    stroke_light: float = 0.0
    fill_alpha: float = 1.0
    stroke_alpha: float = 1.0

    @property
    def fill_white(self) -> bool:
        """Whether what is filled cannot be seen on white paper."""
        return self.fill_light >= _WHITE

    @property
    def stroke_white(self) -> bool:
        """Whether what is stroked cannot be seen on white paper."""
        return self.stroke_light >= _WHITE

    @property
    def faint(self) -> bool:
        """Whether what is filled is as light as a watermark."""
        return self.fill_light >= _FAINT or self.fill_alpha <= _FAINT_ALPHA


def lightness(values: Any) -> float:
    """How light a colour is, from 0 to 1: of one number (grey), three (red, green, blue) or four (inks)."""
    numbers = [float(value) for value in values if isinstance(value, float)]
    if len(numbers) == 1:
        return numbers[0]
    if len(numbers) == 3:
        return min(numbers) if min(numbers) >= _WHITE else 0.3 * numbers[0] + 0.59 * numbers[1] + 0.11 * numbers[2]
    if len(numbers) == 4:
        cyan, magenta, yellow, black = numbers
        return max(0.0, 1 - black - (0.3 * cyan + 0.59 * magenta + 0.11 * yellow))
    return 0.0  # a pattern
