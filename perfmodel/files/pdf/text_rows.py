"""Rows of a table without rules, inferred from how its pieces of text stand: level with each other, or centred alike."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from attrs import define

from perfmodel.files.pdf.pieces import LOOSE, Piece, bands_of, comps_of, is_full, overlap, pitches, usual_leading

__all__ = ["text_rows"]

# Lines are as near as those of a cell where they are no further apart than this much more than those are.
_TIGHT = 0.15
# Rows are set apart where so many lines are further apart than those of a cell.
_SET_APART = 0.25
# Cells of a row stand alike at its top, middle or bottom within so much of the size.
_LEVEL = 0.4
# A row is not longer than this.
_MOST_BANDS = 40
# What speaks against a row, to be weighed: a row at all, one cell alone, a line that ends though there was room for more,
# lines that are wide apart, a second line that has as many cells as the first, cells that run together, one that stands
# otherwise than the others, a row that begins as near to the one above as lines of a cell.
_ROW, _ONE_CELL, _ROOMY, _WIDE_APART, _RICH, _RUN_TOGETHER, _NOT_LEVEL, _CUT_TIGHT = (
    1.5,
    2.5,
    1.2,
    3.0,
    4.0,
    3.0,
    1.5,
    2.5,
)
_GIVEN_UP = 14.0
# As rich as the line before is one with so many of its cells.
_AS_RICH = 0.5


def text_rows(pieces: list[Piece]) -> list[list[Piece]]:
    """Return the rows that pieces of text stand in, from above; ways of standing are tried, and the best fit is taken."""
    bands = bands_of(pieces)
    counts = [len(comps_of(band)) for band in bands]
    several = [at for at, count in enumerate(counts) if count > 1]
    if not several:
        return bands
    leading = usual_leading(pieces)
    set_apart = _are_set_apart(bands, counts, leading)
    ways = (_Fit(leading, set_apart, anchor) for anchor in (_middle, _top, _bottom))
    _, starts = min((_best_rows(bands, counts, fit, several[0], several[-1]) for fit in ways), key=lambda way: way[0])
    return [[piece for band in bands[start:end] for piece in band] for start, end in pairwise([*starts, len(bands)])]


def _middle(comp: list[Piece]) -> float:
    return (comp[0].y + comp[-1].y) / 2


def _top(comp: list[Piece]) -> float:
    return comp[0].y


def _bottom(comp: list[Piece]) -> float:
    return comp[-1].y


def _are_set_apart(bands: list[list[Piece]], counts: list[int], leading: float) -> bool:
    """Whether rows are further apart than lines of a cell are: some lines are, and most of those that may be rows."""
    apart = pitches([piece for band in bands for piece in band])
    if sum(pitch > leading + LOOSE for pitch in apart) < _SET_APART * len(apart):
        return False
    rich = [
        _pitch(above, below) <= leading + _TIGHT
        for (above, below), (count, other) in zip(pairwise(bands), pairwise(counts), strict=True)
        if count > 2 and other > 2
    ]
    return 2 * sum(rich) <= len(rich)


def _pitch(above: list[Piece], below: list[Piece]) -> float:
    """How far two bands are apart where they are nearest, in parts of the size."""
    return (min(piece.y for piece in below) - max(piece.y for piece in above)) / below[0].size


@define
class _Fit:
    """What rows are measured by: how far lines of a cell are apart, whether rows are more, and where cells are level."""

    leading: float
    set_apart: bool
    anchor: Callable[[list[Piece]], float]

    def is_tight(self, above: list[Piece], below: list[Piece]) -> bool:
        """Whether lines stand as near below each other as those of a cell, where rows do not."""
        if not self.set_apart:
            return False
        pairs = [(one, other) for one in above for other in below if overlap(one, other)]
        near = all(other.y - one.y <= (self.leading + _TIGHT) * other.size for one, other in pairs)
        return near and any(is_full(one, other) for one, other in pairs)


def _best_rows(
    bands: list[list[Piece]], counts: list[int], fit: _Fit, first: int, last: int
) -> tuple[float, list[int]]:
    """The least that speaks against rows of bands, and where those rows begin."""
    costs = [0.0] + [float("inf")] * len(bands)
    came = [0] * (len(bands) + 1)
    tight = [False, *(fit.is_tight(above, below) for above, below in pairwise(bands))]
    for start in range(len(bands)):
        pieces: list[Piece] = []
        rich = 0.0
        for end in range(start, min(start + _MOST_BANDS, len(bands))):
            pieces += bands[end]
            if start > last and end > start:  # behind the table: lines alone
                break
            is_rich = end > start and not tight[end] and counts[end] >= max(2.0, _AS_RICH * max(counts[start:end]))
            if is_rich and not _all_go_on(bands[end - 1], bands[end]):
                rich += _RICH
            comps = comps_of(pieces)
            if end > start and _pitch(bands[end - 1], bands[end]) > fit.leading + LOOSE:
                rich += _WIDE_APART
            cost = rich + _RUN_TOGETHER * max(max(counts[start : end + 1]) - len(comps), 0)
            if len(comps) == 1:
                cost += 0.0 if end < first or start > last else _ONE_CELL
            cost += _against(comps, fit)
            if cost > _GIVEN_UP and end > start:
                break
            cost += costs[start] + _ROW + _CUT_TIGHT * tight[start]
            if cost < costs[end + 1]:
                costs[end + 1], came[end + 1] = cost, start
    starts = []
    at = len(bands)
    while at:
        at = came[at]
        starts.append(at)
    return costs[-1], starts[::-1]


def _all_go_on(above: list[Piece], below: list[Piece]) -> bool:
    """Whether each piece of a band stands below a full line."""
    return all(any(overlap(one, other) and is_full(one, other) for one in above) for other in below)


def _against(comps: list[list[Piece]], fit: _Fit) -> float:
    """What speaks against cells' being a row's."""
    cost = 0.0
    for comp in comps:
        widest = max(piece.end - piece.start for piece in comp) if len(comp) > 2 else float("inf")
        for above, below in pairwise(comp):
            pitch = (below.y - above.y) / below.size
            if pitch > fit.leading + LOOSE:
                cost += _WIDE_APART
            if above.end - above.start + below.first <= widest and pitch > 0.5 and not is_full(above, below):
                cost += _ROOMY
    longest = max(comps, key=lambda comp: comp[-1].y - comp[0].y)
    level = fit.anchor(longest)
    cost += _NOT_LEVEL * sum(abs(fit.anchor(comp) - level) > _LEVEL * comp[0].size for comp in comps)
    return cost
