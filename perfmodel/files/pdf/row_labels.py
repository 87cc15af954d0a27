"""Labels at the left of a table without rules that stand beside several rows."""

from __future__ import annotations

from itertools import pairwise

from attrs import define

from perfmodel.files.pdf.pieces import LEADING, LOOSE, Piece, bands_of, comps_of, is_full, overlap, usual_leading

__all__ = ["RowLabel", "labels_beside_rows"]

# A line stands beside another one where their middles are so near to each other, and where the next two are as far apart.
_BESIDE, _AS_FAR = 0.3, 0.1
# So many letters below each other are an upright word; these are numbers of rows.
_LEAST_UPRIGHT = 3
_COUNTING = frozenset("一二三四五六七八九十")


@define
class RowLabel:
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


def labels_beside_rows(pieces: list[Piece]) -> tuple[list[RowLabel], list[Piece]]:
    """Return the cells that go over several rows at the left, and the pieces of all others."""
    blocks = _upright_words(pieces)
    taken = {id(piece) for block in blocks for piece in block.pieces}
    rest = [piece for piece in pieces if id(piece) not in taken]
    leading = usual_leading(rest)
    for chain in _chains_at_the_left(rest, leading):
        top, bottom, end = chain[0].top, chain[-1].bottom, max(piece.end for piece in chain)
        beside = [piece for piece in rest if piece.start >= end and piece.bottom > top and piece.top < bottom]
        if _are_rows(bands_of(beside), chain):
            blocks.append(RowLabel(chain))
            taken |= {id(piece) for piece in chain}
    return blocks, _without_lines_of(blocks, [piece for piece in pieces if id(piece) not in taken])


def _chains_at_the_left(pieces: list[Piece], leading: float) -> list[list[Piece]]:
    """Lines below each other, equally far apart as lines of a cell, each the leftmost of all beside it."""
    chains: list[list[Piece]] = []
    ordered = sorted(pieces, key=lambda piece: piece.y)
    for at, piece in enumerate(ordered):
        near = [other for other in ordered[max(at - 40, 0) : at + 40] if abs(other.y - piece.y) < piece.size]
        if any(other.start < piece.start and not overlap(other, piece) for other in near):
            continue
        chain = chains[-1] if chains else []
        if chain and overlap(chain[-1], piece):
            pitch = piece.y - chain[-1].y
            usual = chain[-1].y - chain[-2].y if len(chain) > 1 else pitch
            if 0.8 * piece.size < pitch < (leading + LOOSE) * piece.size and abs(pitch - usual) < 0.15 * piece.size:
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
