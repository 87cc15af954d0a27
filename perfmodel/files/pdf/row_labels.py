"""Labels at the left of a table without rules that stand beside several rows."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise

from attrs import define

from perfmodel.files.pdf.pieces import LEADING, LOOSE, Piece, bands_of, comps_of, is_full, overlap, usual_leading

__all__ = ["RowLabel", "column_of", "labels_beside_rows", "with_label_of_all", "with_rows"]

# A line stands beside another one where their middles are so near to each other, and where the next two are as far apart.
_BESIDE_ROW_LABEL, _AS_FAR = 0.3, 0.1
# The rows between which a label stands are so near to it.
_ROW_BESIDE = 2.0
# A label stands at the top of its rows where its first line is level with theirs, within so much of the size.
_AT_THE_TOP = 0.12
# Rows below a head, at least.
_LEAST_LABELLED = 3
# So many letters below each other are an upright word; these are numbers of rows.
_LEAST_UPRIGHT = 3
# What is set in a line of its own below a label: 项目资金 / （万元）.
_BEGINS_A_LINE = frozenset("（(")
_COUNTING = frozenset("一二三四五六七八九十")


@define
class RowLabel:
    """Lines of one cell that goes over several rows, at their left: from row ``first`` to ``last`` (not included)."""

    pieces: list[Piece]
    first: int = 0
    last: int = 0

    @property
    def middle(self) -> float:
        """Its middle, from above."""
        return (self.pieces[0].y + self.pieces[-1].y) / 2

    @property
    def start(self) -> float:
        """Its left edge."""
        return min(piece.start for piece in self.pieces)

    @property
    def end(self) -> float:
        """Its right edge."""
        return max(piece.end for piece in self.pieces)


def labels_beside_rows(pieces: list[Piece]) -> tuple[list[RowLabel], list[Piece]]:
    """Return the cells that go over several rows at the left, and the pieces of all others."""
    blocks = _upright_words(pieces)
    taken = {id(piece) for block in blocks for piece in block.pieces}
    rest = [piece for piece in pieces if id(piece) not in taken]
    leading = usual_leading(rest)
    for chain in _chains_at_the_left(rest, leading):
        top, bottom, end = chain[0].top, chain[-1].bottom, max(piece.end for piece in chain)
        beside = [piece for piece in rest if piece.start >= end and piece.bottom > top and piece.top < bottom]
        if _are_rows(bands_of(beside), chain) or (not beside and _is_between_rows(chain, rest)):
            blocks.append(RowLabel(chain))
            taken |= {id(piece) for piece in chain}
    return blocks, _without_lines_of(blocks, [piece for piece in pieces if id(piece) not in taken])


def _chains_at_the_left(pieces: list[Piece], leading: float) -> list[list[Piece]]:
    """Lines below each other, equally far apart as lines of a cell, each the leftmost of all beside it.

    Where several say the same, they are cells of rows.
    """
    chains: list[list[Piece]] = []
    left = min((piece.end for piece in pieces), default=0.0)
    ordered = sorted(pieces, key=lambda piece: piece.y)
    for at, piece in enumerate(ordered):
        near = [other for other in ordered[max(at - 40, 0) : at + 40] if abs(other.y - piece.y) < piece.size]
        if any(other.start < piece.start and not overlap(other, piece) for other in near):
            continue
        chain = chains[-1] if chains else []
        if chain and overlap(chain[-1], piece):
            pitch = piece.y - chain[-1].y
            usual = chain[-1].y - chain[-2].y if len(chain) > 1 else pitch
            is_near = 0.8 * piece.size < pitch < (leading + LOOSE) * piece.size
            is_first = min(chain[-1].start, piece.start) < left + piece.size
            if is_near and abs(pitch - usual) < 0.15 * piece.size and (is_first or _may_follow(chain[-1], piece)):
                chain.append(piece)
                continue
        chains.append([piece])
    return [chain for chain in chains if len(chain) < 4 or len({piece.line.text for piece in chain}) == len(chain)]


def _may_follow(above: Piece, below: Piece) -> bool:
    """Whether a line can be the next one of a label that is not in the first column: above was no room, or it was set so."""
    is_stack = len(above.line.text) == len(below.line.text) == 1
    return is_stack or below.line.text[0] in _BEGINS_A_LINE or is_full(above, below)


def _is_between_rows(chain: list[Piece], pieces: list[Piece]) -> bool:
    """Whether lines stand between two rows, to the left of all that these have."""
    size, end = chain[0].size, max(piece.end for piece in chain)
    near = [
        [piece for piece in pieces if 0 <= chain[0].top - piece.bottom < _ROW_BESIDE * size],
        [piece for piece in pieces if 0 <= piece.top - chain[-1].bottom < _ROW_BESIDE * size],
    ]
    return all(len(comps_of(row)) > 1 and min(piece.start for piece in row) > end for row in near)


def _are_rows(bands: list[list[Piece]], chain: list[Piece]) -> bool:
    """Whether bands beside a chain of lines are rows of their own, and not lines of cells that go on."""
    nearest = [min((abs(piece.y - line.y), piece.y) for band in bands for piece in band) for line in chain if bands]
    apart = [
        abs((one - other) - (line.y - below.y))
        for (line, below), ((_, one), (_, other)) in zip(pairwise(chain), pairwise(nearest))  # noqa: B905
    ]
    size = chain[0].size
    level = sum(away < _BESIDE_ROW_LABEL * size for away, _ in nearest)
    if 2 * level > len(chain) and 2 * sum(each < _AS_FAR * size for each in apart) >= len(apart):
        return False
    several = [band for band in bands if len(comps_of(band)) > 1]
    for above, below in pairwise(several):
        pairs = [(one, other) for one in above for other in below if overlap(one, other)]
        if pairs and any(not is_full(one, other) for one, other in pairs):
            return True
    return False


def _without_lines_of(blocks: list[RowLabel], pieces: list[Piece]) -> list[Piece]:
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
                    abs(piece.y - each.y) < LEADING * piece.size and overlap(piece, each) for each in block.pieces
                )
                if leftmost and near and piece.end < block.end + piece.size:
                    block.pieces.append(piece)
                    pieces = [other for other in pieces if other is not piece]
                    grown = True
                    break
        block.pieces.sort(key=lambda piece: piece.y)
    return pieces


def _upright_words(pieces: list[Piece]) -> list[RowLabel]:
    """Words that are set a character a line, at the left of all lines that they stand in."""
    single = [piece for piece in pieces if _is_letter(piece)]
    chains: list[list[Piece]] = []
    for piece in sorted(single, key=lambda piece: piece.y):
        for chain in chains:
            last = chain[-1]
            if abs(piece.start - last.start) < 0.3 * piece.size and 0 < piece.y - last.y < LEADING * piece.size:
                chain.append(piece)
                break
        else:
            chains.append([piece])
    return [RowLabel(chain) for chain in chains if len(chain) >= _LEAST_UPRIGHT and _stands_left(chain, pieces)]


def _is_letter(piece: Piece) -> bool:
    text = piece.line.text
    return len(text) == 1 and "\u4e00" <= text <= "\u9fff" and text not in _COUNTING


def _stands_left(chain: list[Piece], pieces: list[Piece]) -> bool:
    top, bottom, start = chain[0].top, chain[-1].bottom, chain[0].start
    return not any(piece.start < start - 1 and piece.bottom > top and piece.top < bottom for piece in pieces)


def with_rows(labels: list[RowLabel], rows: list[list[Piece]]) -> list[RowLabel]:
    """Return the labels that stand beside rows, each with those rows: and as many more above as below."""
    free_rows = [
        [at for at, row in enumerate(rows) if not any(p.start < label.end and p.end > label.start for p in row)]
        for label in labels
    ]
    middles = [(min(piece.y for piece in row) + max(piece.y for piece in row)) / 2 for row in rows]
    beside_rows = [
        [at for at in _rows_beside(label, middles) if at in free] for label, free in zip(labels, free_rows, strict=True)
    ]
    found = []
    for label, free, beside in zip(labels, free_rows, beside_rows, strict=True):
        if beside:
            others = {at for rows_of_other in beside_rows if rows_of_other is not beside for at in rows_of_other}
            label.first, label.last = _widened(label, beside[0], beside[-1], rows, set(free) - others)
            found.append(label)
    return found


def _rows_beside(label: RowLabel, middles: list[float]) -> list[int]:
    """The rows whose middles are beside a label; else the nearest, if not further away than it is high."""
    top, bottom = label.pieces[0].top, label.pieces[-1].bottom
    beside = [at for at, middle in enumerate(middles) if top <= middle <= bottom]
    if beside:
        return beside
    size = label.pieces[0].size
    away = [abs(middle - label.middle) for middle in middles]
    return [at for at, each in enumerate(away) if each <= min(min(away) + size / 2, bottom - top + size)]


def _widened(label: RowLabel, first: int, last: int, rows: list[list[Piece]], free: set[int]) -> tuple[int, int]:
    """From which row to which a label goes that stands in the middle of its rows: as far up as down."""
    size = label.pieces[0].size
    at_the_top = abs(min(piece.y for piece in rows[first]) - label.pieces[0].y) < _AT_THE_TOP * size
    while not at_the_top and first < last and first - 1 in free and last + 1 in free:
        wider = (min(piece.y for piece in rows[first - 1]) + max(piece.y for piece in rows[last + 1])) / 2
        if abs(wider - label.middle) > size:
            break
        first, last = first - 1, last + 1
    return first, last + 1


def with_label_of_all(
    xs: list[float], rows: list[list[Piece]], labels: list[RowLabel]
) -> tuple[list[list[Piece]], list[RowLabel]]:
    """Take the last text that the first column has for the label of all rows from the head on, if it stands as one."""
    heads = _heads(xs, rows)
    labels = [part for label in labels for part in _parted_at(label, heads, rows)]
    single = [
        RowLabel(pieces, at, at + 1)
        for at, row in enumerate(rows)
        if (pieces := [piece for piece in row if piece.end <= xs[1]])
    ]
    texts = sorted([*single, *(label for label in labels if label.end <= xs[1])], key=lambda text: text.first)
    whole = [
        RowLabel(above.pieces + below.pieces, above.first, below.last)
        for above, below in pairwise(texts[-2:])
        if _is_one(above, below) and above in single and below in single
    ]
    for label in whole + texts[-1:]:
        taken = {id(piece) for piece in label.pieces}
        rest = [[piece for piece in row if id(piece) not in taken] for row in rows]
        head = _head_of(label, texts, heads, rows)
        if head is not None and all(rest):
            label.first, label.last = head, len(rows)
            return rest, [*(other for other in labels if other is not label), label]
    return rows, labels


def _parted_at(label: RowLabel, heads: list[int], rows: list[list[Piece]]) -> list[RowLabel]:
    """The labels that one is of which a part stands above the first head and another begins level with it."""
    for head in heads[:1]:
        top = min(piece.top for piece in rows[head])
        above = [piece for piece in label.pieces if piece.y < top]
        below = [piece for piece in label.pieces if piece.y >= top]
        if label.first < head < label.last and above and below:
            return [RowLabel(above, label.first, head), RowLabel(below, head, label.last)]
    return [label]


def _is_one(above: RowLabel, below: RowLabel) -> bool:
    """Whether two texts may be lines of one: in rows that follow each other, as near as lines are."""
    return below.first == above.last and below.pieces[0].y - above.pieces[-1].y < LEADING * above.pieces[0].size


def _heads(xs: list[float], rows: list[list[Piece]]) -> list[int]:
    """Rows that are blank in the first column and have text in all others, below one that is no row of the same columns."""
    others = set(range(1, len(xs) - 1))
    filled = [{column_of(xs, (piece.start + piece.end) / 2) for piece in row} for row in rows]
    return [at for at, columns in enumerate(filled) if columns == others and (not at or others - filled[at - 1])]


def _head_of(label: RowLabel, texts: list[RowLabel], heads: list[int], rows: list[list[Piece]]) -> int | None:
    """The head from which a label stands in the middle of all rows, or at their top: below the text before it.

    It stands lower where its cell goes on behind the page end.
    """
    before = max((text.first for text in texts if text.first < label.first), default=-1)
    heads = [at for at in heads if before < at <= label.first and len(rows) - at >= _LEAST_LABELLED]
    off = {at: label.middle - (rows[at][0].y + rows[-1][0].y) / 2 for at in heads}
    head = min(off, key=lambda at: abs(off[at]), default=None)
    if head is not None and abs(off[head]) <= 2 * label.pieces[0].size:
        return head
    if label.first in off:
        return label.first
    return next((at for at in off if off[at] > 0), None)


def column_of(xs: Sequence[float], x: float) -> int:
    """Return the column that ``x`` is in, the first or last one where it is outside."""
    return min(max(bisect_right(xs, x) - 1, 0), len(xs) - 2)
