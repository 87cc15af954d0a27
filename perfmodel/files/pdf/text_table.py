"""Tables without any rules: text that stands in columns over several rows."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from attrs import define

from perfmodel.files.pdf.columns import gutters, head_columns, lines_in, segments_of, spacing, stands_in
from perfmodel.files.pdf.drawing import Char
from perfmodel.files.pdf.lattice import Box, Lattice
from perfmodel.files.pdf.lines import Line, has_label
from perfmodel.files.pdf.pieces import LEADING, Piece, are_prose, comps_of, measure_room
from perfmodel.files.pdf.row_labels import RowLabel, column_of, labels_beside_rows, with_label_of_all, with_rows
from perfmodel.files.pdf.text_rows import text_rows

__all__ = ["TextTable", "text_tables"]

# A table without rules has at least so many lines of so many segments.
_LEAST_LINES, _LEAST_SEGMENTS = 3, 3
# Lines further apart than so much of their size are of no one table.
_FAR_APART = 7.0
# What is so wide, beside all the text, is prose; rows at an end that are so far away are running heads.
_AS_WIDE_AS_PROSE, _FAR_ROW = 0.6, 2.5
# More lines and pieces than this are not looked at.
_MOST_LINES, _MOST_PIECES = 200, 2000
# Marks that stand at no line's end, and at none's beginning.
_BEFORE_A_WORD, _BEHIND_A_WORD = frozenset("（(“《〈【"), frozenset("，。、；：！？）)”》〉】%％")
# Other letters of an upright word are so near, in parts of their size.
_UPRIGHT = 4.0
# Texts of two columns are so much of the size apart at least.
_COLUMNS_MEET = 0.3
# Text begins a column so near to the end of the gap before it, in points.
_AT_ITS_SIDE = 0.5
# Where letters are spaced out, texts are so much further apart than those.
_SPACED = 1.5
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
        near = line is not None and (not run or line.across - run[-1].across < _FAR_APART * line.size)
        if line is not None and near and not _is_title(line, run):
            run.append(line)
            continue
        found += _tables_in(run, before)
        run = [] if line is None else [line]
    return found


def _is_title(line: Line, run: list[Line]) -> bool:
    """Whether a line is a table's title: alone at the left or in the middle, below notes or fields that begin at the left."""
    if len(run) < _LEAST_LINES or has_label(line.text) or len(segments_of(line)) > 1:
        return False
    left, right = min(each.start for each in run), max(each.end for each in run)
    above = run[-1]
    is_note = above.start < left + above.size and all(has_label(text) for text in _texts(above))
    is_placed = line.start < left + line.size or abs((line.start + line.end) / 2 - (left + right) / 2) < line.size
    return is_note and is_placed and line.across - above.across > LEADING * above.size


def _texts(line: Line) -> list[str]:
    """The texts of a line, parted at wide gaps."""
    return [piece.line.text for piece in _pieces(line, [], [])]


def _tables_in(run: list[Line], before: Sequence[float]) -> list[TextTable]:
    """The tables in lines that follow each other."""
    counts = [len(segments_of(line)) for line in run]
    if max(counts, default=0) < _LEAST_SEGMENTS or len(run) > _MOST_LINES:
        return []
    known = before if before and stands_in(run, before) else ()
    if sum(count >= _LEAST_SEGMENTS for count in counts) < _LEAST_LINES and not known:
        return []
    pieces = _pieces_of(run, counts.index(max(counts)), known)
    if len(pieces) > _MOST_PIECES or are_prose(pieces):
        return []
    labels, pieces = labels_beside_rows(pieces)
    rows = text_rows(pieces)
    labels = with_rows(labels, rows)
    found = []
    for start, end in _parts(rows, {row for label in labels for row in range(label.first, label.last)}):
        own = [label for label in labels if label.first < end and label.last > start]
        for label in own:
            label.first, label.last = max(label.first, start) - start, min(label.last, end) - start
        table = _table(rows[start:end], own, known)
        if table is not None:
            found.append(table)
    return found


def _pieces_of(run: list[Line], head: int, known: Sequence[float]) -> list[Piece]:
    """The pieces of lines, parted at known columns, or where columns meet from the line ``head`` on."""
    gaps = [(x, x) for x in known[1:-1]] if known else gutters([[line] for line in run[head:]])
    upright = [line.chars[0] for line in run if len(line.chars) == 1]
    pieces = [piece for line in run for piece in _pieces(line, gaps, upright)]
    if len(pieces) <= _MOST_PIECES:
        measure_room(pieces, gaps, run[0 if known else head].across)
    return pieces


def _table(rows: list[list[Piece]], labels: list[RowLabel], known: Sequence[float]) -> TextTable | None:
    """The table of rows, if there is evidence of one."""
    if sum(_is_rich(row) for row in rows) < (1 if known else _LEAST_LINES):
        return None
    xs = list(known) or _columns(rows, labels)
    if len(xs) <= _LEAST_SEGMENTS:
        return None
    if not known:
        rows, labels = with_label_of_all(xs, rows, labels)
    return _laid_out(xs, rows, labels)


def _parts(rows: list[list[Piece]], labelled: set[int]) -> list[tuple[int, int]]:
    """From where to where rows are of one table: lines of prose part tables, and what stands around is left out."""
    left = min(piece.start for row in rows for piece in row)
    right = max(piece.end for row in rows for piece in row)
    found = []
    start = 0
    for at in range(len(rows) + 1):
        if at < len(rows) and (at in labelled or not _is_prose(rows[at], _AS_WIDE_AS_PROSE * (right - left))):
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
    return apart > _FAR_ROW * rows[below][0].size and apart > 1.5 * sorted(usual)[-2 if len(usual) > 2 else -1] - 0.1


def _is_rich(row: list[Piece]) -> bool:
    """Whether a row is evidence of a table: three short texts, not fields each with its label."""
    comps = comps_of(row)
    return len(comps) >= _LEAST_SEGMENTS and not _is_around(row) and 2 * sum(len(c) > 3 for c in comps) <= len(comps)


def _is_around(row: list[Piece]) -> bool:
    """Whether a row is not the table's but stands around it: one text, or fields each with its label (填报人：张三)."""
    return len(comps_of(row)) < 2 or all(has_label(piece.line.text) for piece in row)


def _pieces(line: Line, gaps: list[tuple[float, float]], upright: list[Char]) -> list[Piece]:
    """The pieces of a line, parted at wide gaps, and at narrower ones in ``gaps`` of columns or behind an upright word."""
    found: list[list[Char]] = []
    end = 0.0
    meet = max(_COLUMNS_MEET, _SPACED * spacing(line))
    for char in line.chars:
        if char.text.isspace():
            if found:
                found[-1].append(char)
            continue
        gap = char.start - end
        parted = gap > line.size or (
            gap > meet * line.size
            and (_is_between(end, char.start, gaps) or (len(found) == 1 and _is_upright(found[0], upright)))
        )
        if found and not parted:
            found[-1].append(char)
        else:
            found.append([char])
        end = char.end
    return [_piece(chars, line) for chars in found]


def _is_between(end: float, start: float, gaps: list[tuple[float, float]]) -> bool:
    """Whether texts that end and start at places stand at both sides of a gap's middle, or the second begins behind it."""
    return any(end < (low + high) / 2 < start or abs(start - high) < _AT_ITS_SIDE for low, high in gaps)


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
        if not joined and before.text not in _BEFORE_A_WORD and char.text not in _BEHIND_A_WORD:
            break
        word = char.end
    end = max(char.end for char in chars)
    return Piece(
        Line(chars, median(char.across for char in chars), line.size), chars[0].start, end, word - chars[0].start
    )


def _columns(rows: list[list[Piece]], labels: list[RowLabel]) -> list[float]:
    """The lines between columns, and both sides."""
    lines = [[piece.line for piece in row] for row in rows]
    counts = [len(comps_of(row)) for row in rows]
    for label in labels:
        counts[label.first] += 1
        for row in range(label.first, label.last):
            lines[row] += [piece.line for piece in label.pieces]
    head = counts.index(max(counts))
    gaps = gutters(lines[head:])
    left = min(line.start for row in lines for line in row)
    right = max(line.end for row in lines for line in row)
    xs = head_columns(lines, lines_in(gaps, lines[head:]), head)
    xs += [x for label in labels if (x := _behind_label(label, rows, xs)) is not None]
    return [left - 1, *sorted(xs), right + 1]


def _behind_label(label: RowLabel, rows: list[list[Piece]], xs: list[float]) -> float | None:
    """A line between a label and what stands behind it in its rows, where there is none yet."""
    behind = [p.start for row in rows[label.first : label.last] for p in row if p.start >= label.end]
    if not behind or any(label.end - 1 < x < min(behind) + 1 for x in xs):
        return None
    return (label.end + min(behind)) / 2


def _laid_out(xs: list[float], rows: list[list[Piece]], labels: list[RowLabel]) -> TextTable:
    """The lattice of rows and columns, a box wider where text goes on over the lines between."""
    ys = [min(piece.top for piece in rows[0])]
    for above, below in pairwise(rows):
        ys.append(max((max(p.bottom for p in above) + min(p.top for p in below)) / 2, ys[-1] + 0.1))
    ys.append(max(max(piece.bottom for piece in rows[-1]), ys[-1] + 0.1))
    boxes: list[Box] = []
    texts: list[list[Piece]] = []
    taken: dict[tuple[int, int], int] = {}
    for label in labels:
        start, end = column_of(xs, label.start), column_of(xs, label.end) + 1
        units = [(row, column) for row in range(label.first, label.last) for column in range(start, end)]
        other = next((taken[unit] for unit in units if unit in taken), None)
        if other is not None:
            texts[other] += label.pieces
            continue
        taken.update(dict.fromkeys(units, len(boxes)))
        boxes.append(Box(label.first, start, label.last, end))
        texts.append(list(label.pieces))
    for row, pieces in enumerate(rows):
        comps = comps_of(pieces)
        ranges = _column_ranges(xs, comps)
        owner = _row_boxes(row, len(xs) - 1, ranges, taken, boxes)
        texts += [[] for _ in range(len(boxes) - len(texts))]
        for comp, (first, _) in zip(comps, ranges, strict=True):
            nearest = min(owner, key=lambda column: abs(column - first), default=None)
            texts[taken[row, first] if nearest is None else owner[nearest]] += comp
    return TextTable(Lattice(xs, ys, boxes), [[char for piece in each for char in piece.line.chars] for each in texts])


def _row_boxes(
    row: int, columns: int, ranges: list[tuple[int, int]], taken: dict[tuple[int, int], int], boxes: list[Box]
) -> dict[int, int]:
    """Add the boxes of a row, and return for each of its columns that no label takes the index of its box."""
    owner: dict[int, int] = {}
    for column in range(columns):
        if (row, column) in taken:
            continue
        if column - 1 in owner and any(first < column < last for first, last in ranges):
            owner[column] = owner[column - 1]
            boxes[owner[column]].column_end += 1
        else:
            owner[column] = len(boxes)
            boxes.append(Box(row, column, row + 1, column + 1))
    return owner


def _column_ranges(xs: list[float], comps: list[list[Piece]]) -> list[tuple[int, int]]:
    """For each cell of a row its first column and that behind its last one; one that two share is whose it is most."""
    extents = [(min(p.start for p in comp), max(p.end for p in comp)) for comp in comps]
    ranges = [(column_of(xs, start + 0.5), column_of(xs, end - 0.5) + 1) for start, end in extents]
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
