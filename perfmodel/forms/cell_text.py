"""The text of cells put one behind the other, so that what is read out of them has places in one source, and in the file."""

from __future__ import annotations

from attrs import frozen

from perfmodel.source.cells import CellPlace
from perfmodel.source.flow import Flow, flow_of, strip
from perfmodel.source.source import Source

__all__ = ["CellText", "Stretch"]


@frozen
class Stretch:
    """The lines of a cell among those of all cells: the first of them, and how many."""

    first: int
    count: int


class CellText:
    """Gathers the texts of cells; once all are there, their stretches can be asked for.

    >>> cells = CellText()
    >>> name, goal = cells.add("会议\\n费"), cells.add("开好会议。")
    >>> cells.finish("表.xlsx")
    >>> cells.flow.text[slice(*cells.place(name))], cells.source.text
    ('会议费', '会议\\n费\\n开好会议。')
    """

    source: Source
    flow: Flow

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._places: list[tuple[int, CellPlace]] = []

    def add(self, text: str, place: CellPlace | None = None) -> Stretch:
        """Take a cell's text, and where it stands; blank lines of it are dropped."""
        first = len(self._lines)
        self._lines += [line.strip() for line in text.splitlines() if line.strip()]
        if place is not None and len(self._lines) > first:
            self._places.append((first, place))
        return Stretch(first, len(self._lines) - first)

    def finish(self, name: str | None) -> None:
        """Put the texts together as the source of a name."""
        starts = [0]
        for line in self._lines:
            starts.append(starts[-1] + len(line) + 1)
        cells = tuple((starts[first], place) for first, place in self._places)
        self.source = Source("\n".join(self._lines), name, cells=cells)
        self.flow = flow_of(self.source.text)
        self._lines, self._places = [], []  # tens of megabytes for a long list

    def place(self, stretch: Stretch) -> tuple[int, int]:
        """Return where a cell's text begins and ends in the flow."""
        breaks, size = self.flow.breaks, len(self.flow.text)
        start = breaks[stretch.first] if stretch.first < len(breaks) else size
        behind = stretch.first + stretch.count
        return strip(self.flow.text, start, breaks[behind] if behind < len(breaks) else size)

    def text(self, stretch: Stretch) -> str:
        """Return a cell's text on one line."""
        return self.flow.text[slice(*self.place(stretch))]
