"""Rows of a table without rules, told by how its pieces of text stand: level with each other, or centred alike."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from statistics import quantiles

from attrs import define

from perfmodel.files.pdf.lines import Line

__all__ = ["Piece", "TextBlock", "are_prose", "blocks_beside_rows", "comps_of", "text_rows"]

# Half of the height of a character, in parts of its size, as far as rows that touch are not to overlap.
_HALF_HEIGHT = 0.4
# Lines of a cell follow each other at most in so much of their size; what is this much further apart than most is not one's.
_LEADING, _LOOSE, _TIGHT = 1.8, 0.3, 0.15
# Rows are set apart where so many lines are further apart than those of a cell.
_SET_APART = 0.25
# Cells of a row stand alike at its top, middle or bottom within so much of the size.
_LEVEL = 0.4
# Long lines may end so much of their width before the edge of their cell.
_RAGGED = 0.05
# A line stands beside another one where their middles are so near to each other, and where the next two are as far apart.
_BESIDE, _AS_FAR = 0.3, 0.1
# Lines are centred in their column where their middles are so near to each other.
_CENTRED = 0.15
# A row is not longer than this.
_MOST_BANDS = 60
# What speaks against a row, to be weighed: a row at all, one cell alone, a line that ends though there was room for more,
# lines that are wide apart, a second line that has as many cells as the first, cells that run together, one that stands
# otherwise than the others, a row that begins as near to the one above as lines of a cell.
_ROW, _ALONE, _ROOMY, _WIDE, _RICH, _RUN_TOGETHER, _NOT_LEVEL, _CUT_TIGHT = 1.5, 2.5, 1.2, 3.0, 4.0, 3.0, 1.5, 2.5
_GIVEN_UP = 14.0
# As rich as the line before is one with so many of its cells.
_AS_RICH = 0.5
_LEAST_UPRIGHT = 3
# A line of prose is so long, in parts of its size; columns of prose have so many bands of them.
_LONG_LINE, _MOST_PROSE = 8.0, 0.5
_COUNTING = frozenset("一二三四五六七八九十")


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


@define
class TextBlock:
    """Lines of one cell that goes over several rows, at their left."""

    pieces: list[Piece]

    @property
    def start(self) -> float:
        """Its left edge."""
        return min(piece.start for piece in self.pieces)

    @property
    def end(self) -> float:
        """Its right edge."""
        return max(piece.end for piece in self.pieces)


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


def _is_full(piece: Piece, below: Piece) -> bool:
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


def blocks_beside_rows(pieces: list[Piece]) -> tuple[list[TextBlock], list[Piece]]:
    """Return the cells that go over several rows at the left, and the pieces of all others."""
    blocks = _upright_words(pieces)
    taken = {id(piece) for block in blocks for piece in block.pieces}
    rest = [piece for piece in pieces if id(piece) not in taken]
    leading = _usual_leading(rest)
    for chain in _chains_at_the_left(rest, leading):
        top, bottom, end = chain[0].top, chain[-1].bottom, max(piece.end for piece in chain)
        beside = [piece for piece in rest if piece.start >= end and piece.bottom > top and piece.top < bottom]
        if _are_rows(bands_of(beside), chain):
            blocks.append(TextBlock(chain))
            taken |= {id(piece) for piece in chain}
    return blocks, _without_lines_of(blocks, [piece for piece in pieces if id(piece) not in taken])


def _chains_at_the_left(pieces: list[Piece], leading: float) -> list[list[Piece]]:
    """Lines below each other, equally far apart as lines of a cell, each the leftmost of all beside it."""
    chains: list[list[Piece]] = []
    ordered = sorted(pieces, key=lambda piece: piece.y)
    for at, piece in enumerate(ordered):
        near = [other for other in ordered[max(at - 40, 0) : at + 40] if abs(other.y - piece.y) < piece.size]
        if any(other.start < piece.start and not _overlap(other, piece) for other in near):
            continue
        chain = chains[-1] if chains else []
        if chain and _overlap(chain[-1], piece):
            pitch = piece.y - chain[-1].y
            usual = chain[-1].y - chain[-2].y if len(chain) > 1 else pitch
            if 0.8 * piece.size < pitch < (leading + _LOOSE) * piece.size and abs(pitch - usual) < 0.15 * piece.size:
                chain.append(piece)
                continue
        chains.append([piece])
    return chains


def _are_rows(bands: list[list[Piece]], chain: list[Piece]) -> bool:
    """Whether bands beside a chain of lines are rows of their own, and not lines of cells that go on."""
    nearest = [min((abs(piece.y - line.y), piece.y) for band in bands for piece in band) for line in chain if bands]
    apart = [
        abs((one - other) - (line.y - below.y))
        for (line, below), ((_, one), (_, other)) in zip(pairwise(chain), pairwise(nearest))  # noqa: B905
    ]
    size = chain[0].size
    level = sum(away < _BESIDE * size for away, _ in nearest)
    if 2 * level > len(chain) and 2 * sum(each < _AS_FAR * size for each in apart) >= len(apart):
        return False
    several = [band for band in bands if len(comps_of(band)) > 1]
    for above, below in pairwise(several):
        pairs = [(one, other) for one in above for other in below if _overlap(one, other)]
        if pairs and any(not _is_full(one, other) for one, other in pairs):
            return True
    return False


def _overlap(piece: Piece, other: Piece) -> bool:
    return piece.start < other.end and other.start < piece.end


def _without_lines_of(blocks: list[TextBlock], pieces: list[Piece]) -> list[Piece]:
    """The pieces but for those that go on with blocks above or below."""
    for block in blocks:
        grown = True
        while grown:
            grown = False
            for piece in pieces:
                leftmost = not any(
                    other.start < piece.start and abs(other.y - piece.y) < piece.size for other in pieces
                )
                near = any(
                    abs(piece.y - each.y) < _LEADING * piece.size and _overlap(piece, each) for each in block.pieces
                )
                if leftmost and near and piece.end < block.end + piece.size:
                    block.pieces.append(piece)
                    pieces = [other for other in pieces if other is not piece]
                    grown = True
                    break
        block.pieces.sort(key=lambda piece: piece.y)
    return pieces


def _upright_words(pieces: list[Piece]) -> list[TextBlock]:
    """Words that are set a character a line, at the left of all lines that they stand in."""
    single = [piece for piece in pieces if _is_letter(piece)]
    chains: list[list[Piece]] = []
    for piece in sorted(single, key=lambda piece: piece.y):
        for chain in chains:
            last = chain[-1]
            if abs(piece.start - last.start) < 0.3 * piece.size and 0 < piece.y - last.y < _LEADING * piece.size:
                chain.append(piece)
                break
        else:
            chains.append([piece])
    return [TextBlock(chain) for chain in chains if len(chain) >= _LEAST_UPRIGHT and _stands_left(chain, pieces)]


def _is_letter(piece: Piece) -> bool:
    text = piece.line.text
    return len(text) == 1 and "\u4e00" <= text <= "\u9fff" and text not in _COUNTING


def _stands_left(chain: list[Piece], pieces: list[Piece]) -> bool:
    top, bottom, start = chain[0].top, chain[-1].bottom, chain[0].start
    return not any(piece.start < start - 1 and piece.bottom > top and piece.top < bottom for piece in pieces)


def text_rows(pieces: list[Piece]) -> list[list[Piece]]:
    """Return the rows that pieces of text stand in, from above; ways of standing are tried, and the best fit is taken."""
    bands = bands_of(pieces)
    counts = [len(comps_of(band)) for band in bands]
    several = [at for at, count in enumerate(counts) if count > 1]
    if not several:
        return bands
    leading = _usual_leading(pieces)
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


def _pitches(pieces: list[Piece]) -> list[float]:
    """How far lines below each other are apart, in parts of their size."""
    found = []
    last: list[Piece] = []
    for piece in sorted(pieces, key=lambda piece: piece.y):
        above = [each for each in last if _overlap(each, piece)]
        if above and piece.y - above[-1].y > 0.8 * piece.size:
            found.append((piece.y - above[-1].y) / piece.size)
        last = [*[each for each in last if not _overlap(each, piece)][-30:], piece]
    return found


def _usual_leading(pieces: list[Piece]) -> float:
    """How far lines of a cell are apart, in parts of their size: nearly the least that there is."""
    within = [each for each in _pitches(pieces) if each <= _LEADING]
    return quantiles(within, n=8)[0] if len(within) > 2 else _LEADING - _LOOSE


def _are_set_apart(bands: list[list[Piece]], counts: list[int], leading: float) -> bool:
    """Whether rows are further apart than lines of a cell are: some lines are, and most of those that may be rows."""
    pitches = _pitches([piece for band in bands for piece in band])
    if sum(pitch > leading + _LOOSE for pitch in pitches) < _SET_APART * len(pitches):
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
        pairs = [(one, other) for one in above for other in below if _overlap(one, other)]
        near = all(other.y - one.y <= (self.leading + _TIGHT) * other.size for one, other in pairs)
        return near and any(_is_full(one, other) for one, other in pairs)


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
            is_rich = end > start and not tight[end] and counts[end] >= max(2.0, _AS_RICH * max(counts[start:end]))
            if is_rich and not _all_go_on(bands[end - 1], bands[end]):
                rich += _RICH
            comps = comps_of(pieces)
            if end > start and _pitch(bands[end - 1], bands[end]) > fit.leading + _LOOSE:
                rich += _WIDE
            cost = rich + _RUN_TOGETHER * max(max(counts[start : end + 1]) - len(comps), 0)
            if len(comps) == 1:
                cost += 0.0 if end < first or start > last else _ALONE
            cost += _against(comps, fit)
            if cost > _GIVEN_UP:
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
    return all(any(_overlap(one, other) and _is_full(one, other) for one in above) for other in below)


def _against(comps: list[list[Piece]], fit: _Fit) -> float:
    """What speaks against cells' being a row's."""
    cost = 0.0
    for comp in comps:
        widest = max(piece.end - piece.start for piece in comp) if len(comp) > 2 else float("inf")
        for above, below in pairwise(comp):
            pitch = (below.y - above.y) / below.size
            if pitch > fit.leading + _LOOSE:
                cost += _WIDE
            if above.end - above.start + below.first <= widest and pitch > 0.5 and not _is_full(above, below):
                cost += _ROOMY
    longest = max(comps, key=lambda comp: comp[-1].y - comp[0].y)
    level = fit.anchor(longest)
    cost += _NOT_LEVEL * sum(abs(fit.anchor(comp) - level) > _LEVEL * comp[0].size for comp in comps)
    return cost
