"""Tables without any rules: text that stands in columns over several rows."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from attrs import define

from perfmodel.files.pdf.columns import gutters, head_columns, lines_in, segments_of, stands_in
from perfmodel.files.pdf.drawing import Char
from perfmodel.files.pdf.lattice import Box, Lattice
from perfmodel.files.pdf.lines import Line
from perfmodel.files.pdf.pieces import Piece, are_prose, comps_of, measure_room
from perfmodel.files.pdf.row_labels import RowLabel, labels_beside_rows
from perfmodel.files.pdf.text_rows import text_rows

__all__ = ["TextTable", "text_tables"]

# A table without rules has at least so many lines of so many segments.
_LEAST_LINES, _LEAST_SEGMENTS = 3, 3
# Lines further apart than so much of their size are of no one table.
_FAR_APART = 7.0
# What is so wide, beside all the text, is prose; rows at an end that are so far away are running heads.
_WIDE, _APART = 0.6, 2.5
# More lines and pieces than this are not looked at.
_MOST_LINES, _MOST_PIECES = 200, 2000
# Marks that stand at no line's end, and at none's beginning.
_OPENING, _CLOSING = frozenset("（(“《〈【"), frozenset("，。、；：！？）)”》〉】%％")
# Other letters of an upright word are so near, in parts of their size.
_UPRIGHT = 4.0
# Texts of two columns are so much of the size apart at least.
_COLUMNS_MEET = 0.3
# From here on a line may be broken between any two characters.
_FIRST_WIDE = "\u2e80"


@define
class TextTable:
    """A table without rules: its lattice, and the characters of each box."""

    lattice: Lattice
    chars: list[list[Char]]


def text_tables(lines: list[Line], before: Sequence[float] = ()) -> list[TextTable]:
    """Return the tables without rules among lines; ``before`` are the columns of a table that may go on here."""
    found: list[TextTable] = []
    run: list[Line] = []
    for line in [*lines, None]:
        if line is not None and (not run or line.across - run[-1].across < _FAR_APART * line.size):
            run.append(line)
            continue
        found += _tables_in(run, before)
        run = [] if line is None else [line]
    return found


def _tables_in(run: list[Line], before: Sequence[float]) -> list[TextTable]:
    """The tables in lines that follow each other."""
    counts = [len(segments_of(line)) for line in run]
    if max(counts, default=0) < _LEAST_SEGMENTS or len(run) > _MOST_LINES:
        return []
    goes_on = bool(before) and stands_in(run, before)
    if sum(count >= _LEAST_SEGMENTS for count in counts) < _LEAST_LINES and not goes_on:
        return []
    head = counts.index(max(counts))
    gaps = [(x, x) for x in before[1:-1]] if goes_on else gutters([[line] for line in run[head:]])
    middles = [(start + end) / 2 for start, end in gaps]
    upright = [line.chars[0] for line in run if len(line.chars) == 1]
    pieces = [piece for line in run for piece in _pieces(line, middles, upright)]
    measure_room(pieces, gaps, run[0 if goes_on else head].across)
    if len(pieces) > _MOST_PIECES or are_prose(pieces):
        return []
    blocks, pieces = labels_beside_rows(pieces)
    rows = text_rows(pieces)
    places = [(block, span) for block in blocks if (span := _rows_of(block, rows)) is not None]
    found = []
    for start, end in _parts(rows, {row for _, span in places for row in range(*span)}):
        part = rows[start:end]
        if sum(_is_rich(row) for row in part) < (1 if goes_on else _LEAST_LINES):
            continue
        own = [
            (block, (max(a, start) - start, min(b, end) - start)) for block, (a, b) in places if a < end and b > start
        ]
        xs = list(before) if goes_on else _columns(part, own)
        if not goes_on:
            part, own = _with_label_of_all(xs, part, own)
        if len(xs) > _LEAST_SEGMENTS:
            found.append(_laid_out(xs, part, own))
    return found


def _parts(rows: list[list[Piece]], labelled: set[int]) -> list[tuple[int, int]]:
    """From where to where rows are of one table: lines of prose part tables, and what stands around is left out."""
    left = min(piece.start for row in rows for piece in row)
    right = max(piece.end for row in rows for piece in row)
    found = []
    start = 0
    for at in range(len(rows) + 1):
        if at < len(rows) and (at in labelled or not _is_prose(rows[at], _WIDE * (right - left))):
            continue
        inside = [each for each in range(start, at) if each in labelled or not _is_around(rows[each])]
        while len(inside) > 1 and _is_far(rows, inside[0], inside[1]):
            inside.pop(0)
        while len(inside) > 1 and _is_far(rows, inside[-2], inside[-1]):
            inside.pop()
        if inside:
            found.append((inside[0], inside[-1] + 1))
        start = at + 1
    return found


def _is_prose(row: list[Piece], wide: float) -> bool:
    """Whether a row is one text that is about as wide as all the text, or long."""
    return len(comps_of(row)) < 2 and (len(row) > 2 or max(piece.end - piece.start for piece in row) > wide)


def _is_far(rows: list[list[Piece]], above: int, below: int) -> bool:
    """Whether two rows are so far apart as others nowhere are: a running head or foot stands so."""
    gaps = [max(p.y for p in one) - min(p.y for p in other) for one, other in pairwise(rows[above : below + 1])]
    usual = [min(p.y for p in other) - max(p.y for p in one) for one, other in pairwise(rows)]
    apart = max(-gap for gap in gaps)
    return apart > _APART * rows[below][0].size and apart > 1.5 * sorted(usual)[-2 if len(usual) > 2 else -1] - 0.1


def _is_rich(row: list[Piece]) -> bool:
    """Whether a row is evidence of a table: three short texts, not fields each with its label."""
    comps = comps_of(row)
    return len(comps) >= _LEAST_SEGMENTS and not _is_around(row) and 2 * sum(len(c) > 3 for c in comps) <= len(comps)


def _is_around(row: list[Piece]) -> bool:
    """Whether a row is not the table's but stands around it: one text, or fields each with its label (填报人：张三)."""
    return len(comps_of(row)) < 2 or all("：" in piece.line.text or ":" in piece.line.text for piece in row)


def _pieces(line: Line, xs: list[float], upright: list[Char]) -> list[Piece]:
    """The pieces of a line, parted at wide gaps, and at narrower ones where columns meet or behind an upright word."""
    found: list[list[Char]] = []
    end = 0.0
    for char in line.chars:
        if char.text.isspace():
            if found:
                found[-1].append(char)
            continue
        gap = char.start - end
        parted = gap > line.size or (
            gap > _COLUMNS_MEET * line.size
            and (any(end < x < char.start for x in xs) or (len(found) == 1 and _is_upright(found[0], upright)))
        )
        if found and not parted:
            found[-1].append(char)
        else:
            found.append([char])
        end = char.end
    return [_piece(chars, line) for chars in found]


def _is_upright(chars: list[Char], upright: list[Char]) -> bool:
    """Whether a character stands in a word that is set a character a line."""
    letters = [char for char in chars if not char.text.isspace()]
    if len(letters) != 1:
        return False
    first = letters[0]
    alike = [abs(other.y - first.y) for other in upright if abs(first.start - other.start) < 0.2 * other.size]
    return sum(0 < away < _UPRIGHT * first.size for away in alike) >= 2


def _piece(chars: list[Char], line: Line) -> Piece:
    while chars[-1].text.isspace():
        chars.pop()
    word = chars[0].end
    for before, char in pairwise(chars):
        joined = max(before.text, char.text) < _FIRST_WIDE and not before.text.isspace() and not char.text.isspace()
        if not joined and before.text not in _OPENING and char.text not in _CLOSING:
            break
        word = char.end
    end = max(char.end for char in chars)
    return Piece(
        Line(chars, median(char.across for char in chars), line.size), chars[0].start, end, word - chars[0].start
    )


def _rows_of(block: RowLabel, rows: list[list[Piece]]) -> tuple[int, int] | None:
    """From which row to which (not included) a block goes: those beside it, and as many more above as below."""
    top, bottom = block.pieces[0].top, block.pieces[-1].bottom
    middles = [(min(piece.y for piece in row) + max(piece.y for piece in row)) / 2 for row in rows]
    free = [not any(piece.start < block.end and piece.end > block.start for piece in row) for row in rows]
    beside = [at for at, middle in enumerate(middles) if top <= middle <= bottom]
    if not beside:
        middle = (top + bottom) / 2
        beside = [min(range(len(rows)), key=lambda at: abs(middles[at] - middle))]
        if abs(middles[beside[0]] - middle) > bottom - top + block.pieces[0].size:
            return None
    beside = [at for at in beside if free[at]]
    if not beside:
        return None
    first, last = beside[0], beside[-1]
    middle = (block.pieces[0].y + block.pieces[-1].y) / 2
    if (
        abs(min(piece.y for piece in rows[first]) - block.pieces[0].y) < 0.3 * block.pieces[0].size
    ):  # it stands at the top
        return first, last + 1
    while first and last + 1 < len(rows) and free[first - 1] and free[last + 1]:
        wider = (min(piece.y for piece in rows[first - 1]) + max(piece.y for piece in rows[last + 1])) / 2
        if abs(wider - middle) > block.pieces[0].size or first == last:
            break
        first, last = first - 1, last + 1
    return first, last + 1


def _columns(rows: list[list[Piece]], places: list[tuple[RowLabel, tuple[int, int]]]) -> list[float]:
    """The lines between columns, and both sides."""
    lines = [[piece.line for piece in row] for row in rows]
    counts = [len(comps_of(row)) for row in rows]
    for block, (first, last) in places:
        counts[first] += 1
        for row in range(first, last):
            lines[row] += [piece.line for piece in block.pieces]
    head = counts.index(max(counts))
    gaps = gutters(lines[head:])
    left = min(line.start for row in lines for line in row)
    right = max(line.end for row in lines for line in row)
    xs = head_columns(lines, lines_in(gaps, lines[head:]), head)
    return [left - 1, *xs, right + 1]


def _with_label_of_all(
    xs: list[float], rows: list[list[Piece]], places: list[tuple[RowLabel, tuple[int, int]]]
) -> tuple[list[list[Piece]], list[tuple[RowLabel, tuple[int, int]]]]:
    """Take the last text that the first column has for the label of all rows from the head on, if it stands as one."""
    others = set(range(1, len(xs) - 1))
    filled = [{_column(xs, (piece.start + piece.end) / 2) for piece in row} for row in rows]
    # The head is blank in the label's column, and what stands above is no row of the same columns.
    full = [at for at, columns in enumerate(filled) if columns == others and (not at or filled[at - 1] < others | {0})]
    texts = [(first, block) for block, (first, _) in places if block.end <= xs[1]]
    for at, row in enumerate(rows):
        if pieces := [piece for piece in row if piece.end <= xs[1]]:
            texts.append((at, RowLabel(pieces)))
    if not texts or not full:
        return rows, places
    above, label = max(texts, key=lambda each: each[0])
    before = max((at for at, _ in texts if at < above), default=-1)
    middle = (label.pieces[0].y + label.pieces[-1].y) / 2
    heads = [at for at in full if before < at <= above]
    off = {at: abs((rows[at][0].y + rows[-1][0].y) / 2 - middle) for at in heads}
    head = min(heads, key=lambda at: off[at], default=None)
    if head is None or off[head] > 2 * label.pieces[0].size:  # not in the middle: at the top
        head = above if above in full and any(block is label for block, _ in places) else None
    taken = {id(piece) for piece in label.pieces}
    if head is None or len(rows) - head < _LEAST_LINES or any(all(id(p) in taken for p in row) for row in rows):
        return rows, places
    rows = [[piece for piece in row if id(piece) not in taken] for row in rows]
    return rows, [(block, span) for block, span in places if block is not label] + [(label, (head, len(rows)))]


def _laid_out(xs: list[float], rows: list[list[Piece]], places: list[tuple[RowLabel, tuple[int, int]]]) -> TextTable:
    """The lattice of rows and columns, a box wider where text goes on over the lines between."""
    ys = [min(piece.top for piece in rows[0])]
    for above, below in pairwise(rows):
        ys.append(max((max(p.bottom for p in above) + min(p.top for p in below)) / 2, ys[-1] + 0.1))
    ys.append(max(max(piece.bottom for piece in rows[-1]), ys[-1] + 0.1))
    columns = len(xs) - 1
    boxes: list[Box] = []
    chars: list[list[Char]] = []
    taken: set[tuple[int, int]] = set()
    for block, (first, last) in places:
        start, end = _column(xs, block.start), _column(xs, block.end) + 1
        units = {(row, column) for row in range(first, last) for column in range(start, end)}
        if units & taken:
            continue
        taken |= units
        boxes.append(Box(first, start, last, end))
        chars.append([char for piece in block.pieces for char in piece.line.chars])
    for row, pieces in enumerate(rows):
        comps = comps_of(pieces)
        owner: dict[int, int] = {}
        ends = _column_ranges(xs, comps)
        for column in range(columns):
            if (row, column) in taken:
                continue
            if column - 1 in owner and any(first < column < last for first, last in ends):
                owner[column] = owner[column - 1]
                boxes[owner[column]].column_end += 1
            else:
                owner[column] = len(boxes)
                boxes.append(Box(row, column, row + 1, column + 1))
                chars.append([])
        for comp, (first, _) in zip(comps, ends, strict=True):
            nearest = min(owner, key=lambda column: abs(column - first), default=None)
            if nearest is not None:
                chars[owner[nearest]] += [char for piece in comp for char in piece.line.chars]
    return TextTable(Lattice(xs, ys, boxes), chars)


def _column_ranges(xs: list[float], comps: list[list[Piece]]) -> list[tuple[int, int]]:
    """For each cell of a row its first column and that behind its last one; one that two share is whose it is most."""
    extents = [(min(p.start for p in comp), max(p.end for p in comp)) for comp in comps]
    ranges = [(_column(xs, start + 0.5), _column(xs, end - 0.5) + 1) for start, end in extents]
    for at in range(len(ranges) - 1):
        (first, last), (other, other_last) = ranges[at], ranges[at + 1]
        if last <= other:
            continue
        low, high = xs[other], xs[other + 1]
        mine, its = extents[at][1] - max(low, extents[at][0]), min(high, extents[at + 1][1]) - extents[at + 1][0]
        if last - first > 1 and (its >= mine or other_last - other == 1):
            ranges[at] = first, last - 1
        elif other_last - other > 1:
            ranges[at + 1] = other + 1, other_last
    return ranges


def _column(xs: Sequence[float], x: float) -> int:
    return min(max(bisect_right(xs, x) - 1, 0), len(xs) - 2)
