"""Pieces of lines of text, and how they stand to each other."""

from __future__ import annotations

from statistics import quantiles

from attrs import define

from perfmodel.files.pdf.lines import Line

__all__ = [
    "LEADING",
    "LOOSE",
    "Piece",
    "are_prose",
    "bands_of",
    "comps_of",
    "is_full",
    "measure_room",
    "overlap",
    "pitches",
    "usual_leading",
]

# Half of the height of a character, in parts of its size, as far as rows that touch are not to overlap.
_HALF_HEIGHT = 0.4
# Lines of a cell follow each other at most in so much of their size; what is this much further apart than most is not one's.
LEADING, LOOSE = 1.8, 0.3
# Long lines may end so much of their width before the edge of their cell.
_RAGGED = 0.05
# Lines are centred in their column where their middles are so near to each other.
_CENTRED = 0.15
# A line of prose is so long, in parts of its size; columns of prose have so many bands of them.
_LONG_LINE, _MOST_PROSE = 8.0, 0.5


@define
class Piece:
    """A piece of a line, parted from the next by a wide gap.

    ``first`` is how wide its first word is, ``left`` and ``right`` say up to where nothing stands beside it nearby.
    """

    line: Line
    start: float
    end: float
    first: float
    left: float = 0.0
    right: float = 0.0

    @property
    def y(self) -> float:
        """Its middle."""
        return self.line.across

    @property
    def size(self) -> float:
        """The size of its letters."""
        return self.line.size

    @property
    def top(self) -> float:
        """Where it begins, from above."""
        return self.y - _HALF_HEIGHT * self.size

    @property
    def bottom(self) -> float:
        """Where it ends."""
        return self.y + _HALF_HEIGHT * self.size


def comps_of(pieces: list[Piece]) -> list[list[Piece]]:
    """Return the pieces that stand below each other together, from left to right."""
    comps: list[list[Piece]] = []
    end = 0.0
    for piece in sorted(pieces, key=lambda piece: piece.start):
        if comps and piece.start < end:
            comps[-1].append(piece)
            end = max(end, piece.end)
        else:
            comps.append([piece])
            end = piece.end
    for comp in comps:
        comp.sort(key=lambda piece: piece.y)
    return comps


def bands_of(pieces: list[Piece]) -> list[list[Piece]]:
    """Return the pieces that stand beside each other together, from above."""
    bands: list[list[Piece]] = []
    bottom = 0.0
    for piece in sorted(pieces, key=lambda piece: piece.top):
        if bands and piece.top < bottom:
            bands[-1].append(piece)
            bottom = max(bottom, piece.bottom)
        else:
            bands.append([piece])
            bottom = piece.bottom
    return bands


def overlap(piece: Piece, other: Piece) -> bool:
    """Return whether two pieces would stand below each other."""
    return piece.start < other.end and other.start < piece.end


def is_full(piece: Piece, below: Piece) -> bool:
    """Whether the first word of the line below had no room behind a line."""
    middle, other = (piece.start + piece.end) / 2, (below.start + below.end) / 2
    room = piece.right - piece.left
    if abs(middle - other) < _CENTRED * piece.size and abs(piece.start - below.start) > 2 * _CENTRED * piece.size:
        room = 2 * min(middle - piece.left, piece.right - middle)
    elif abs(piece.start - below.start) < _CENTRED * piece.size:
        room = piece.right - piece.start
    width = piece.end - piece.start
    return width + below.first + 1.5 * piece.size + _RAGGED * width > room


def measure_room(pieces: list[Piece], gaps: list[tuple[float, float]], head: float) -> None:
    """Note for each piece how wide the column is that it stands in: up to what stands beside it nearby.

    ``gaps`` are those between the columns from the line at ``head`` on.
    """
    left, right = min(piece.start for piece in pieces), max(piece.end for piece in pieces)
    ordered = sorted(pieces, key=lambda piece: piece.y)
    first = 0
    for at, piece in enumerate(ordered):
        reach = 4.0 * piece.size
        while ordered[first].y < piece.y - reach:
            first += 1
        before, behind = left - piece.size, right + piece.size
        for other in ordered[max(first, at - 100) : at + 100]:
            if other.y > piece.y + reach:
                break
            if other.end <= piece.start:
                before = max(before, other.end)
            elif other.start >= piece.end:
                behind = min(behind, other.start)
        if piece.y >= head:
            before = max(before, *(start for start, end in gaps if end <= piece.start + 1), before)
            behind = min(behind, *(end for start, end in gaps if start >= piece.end - 1), behind)
        piece.left, piece.right = before, behind


def are_prose(pieces: list[Piece]) -> bool:
    """Return whether pieces are columns of prose: where three and more stand beside each other, nearly all are long lines."""
    rich = [band for band in bands_of(pieces) if len(comps_of(band)) > 2]
    long = [sum(piece.end - piece.start > _LONG_LINE * piece.size for piece in band) for band in rich]
    return sum(count + 1 >= len(band) for count, band in zip(long, rich)) > _MOST_PROSE * len(rich)  # noqa: B905


def pitches(pieces: list[Piece]) -> list[float]:
    """How far lines below each other are apart, in parts of their size."""
    found = []
    last: list[Piece] = []
    for piece in sorted(pieces, key=lambda piece: piece.y):
        above = [each for each in last if overlap(each, piece)]
        if above and piece.y - above[-1].y > 0.8 * piece.size:
            found.append((piece.y - above[-1].y) / piece.size)
        last = [*[each for each in last if not overlap(each, piece)][-30:], piece]
    return found


def usual_leading(pieces: list[Piece]) -> float:
    """How far lines of a cell are apart, in parts of their size: nearly the least that there is."""
    within = [each for each in pitches(pieces) if each <= LEADING]
    return quantiles(within, n=8)[0] if len(within) > 2 else LEADING - LOOSE
