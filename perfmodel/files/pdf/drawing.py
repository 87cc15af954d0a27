"""What a page draws, as far as tables go: characters, rules, filled areas, pictures. Lengths in points, y downwards."""

from __future__ import annotations

from attrs import define, field

__all__ = ["Area", "Char", "Drawing", "Rule"]


@define
class Char:
    """A character: where its centre is, how it is turned, and where it begins and ends in its own line.

    ``turn`` is 0 for upright text, 90 where it reads upwards, 270 downwards, 180 upside down, -1 slanted. ``start`` and
    ``end`` are measured in the direction of reading, ``across`` in the direction in which lines follow each other.
    """

    text: str
    x: float
    y: float
    start: float
    end: float
    across: float
    size: float
    turn: int
    white: bool
    faint: bool


@define
class Rule:
    """A line that is level or plumb: at ``at``, from ``start`` to ``end``."""

    at: float
    start: float
    end: float


@define
class Area:
    """A filled rectangle."""

    x0: float
    y0: float
    x1: float
    y1: float

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies in it."""
        return self.x0 <= x <= self.x1 and self.y0 <= y <= self.y1


@define
class Drawing:
    """All that a page draws; ``damaged`` is whether some of it could not be unpacked.

    ``white_level`` and ``white_plumb`` are seen only on a coloured ground.
    """

    width: float
    height: float
    chars: list[Char] = field(factory=list)
    invisible: list[Char] = field(factory=list)
    level: list[Rule] = field(factory=list)
    plumb: list[Rule] = field(factory=list)
    white_level: list[Rule] = field(factory=list)
    white_plumb: list[Rule] = field(factory=list)
    areas: list[Area] = field(factory=list)
    pictures: list[Area] = field(factory=list)
    unknown: int = 0
    damaged: bool = False
