"""Columns where rules are missing, inferred from the text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise

from attrs import define

from perfmodel.files.pdf.drawing import Char, Rule
from perfmodel.files.pdf.lines import Line, lines_of

__all__ = [
    "Segment",
    "clearest",
    "each_in_one",
    "gutters",
    "head_columns",
    "lines_in",
    "merged",
    "plumb_between",
    "segments_of",
    "spacing",
    "stands_in",
]

# A gap of so much of the size parts two segments of a line.
_SEGMENT_GAP = 1.0
# A gutter may be narrower, where text fills its column: then it is told by the rows in which text does not.
_GUTTER_GAP = 0.3
# At a known column line a gap may be so narrow, in parts of the size, and so far from it in points.
_KNOWN_GAP, _KNOWN = 0.1, 2.0
# Text is in a known column where it reaches over its sides by at most so much, in points; nearly all lines are, and one
# has so many segments.
_REACHES_OVER, _MOST_FIT, _LEAST_COLUMNS = 6.0, 0.8, 3
# A gutter is at least so wide, and crossed by text in at most so many of the rows that have two segments or more: in one
# of so many, which may be that of a sum.
_LEAST_GUTTER, _CROSSED, _ROWS_WITH_AN_EXCEPTION = 3.0, 0.1, 5
# Texts of a column begin level where so many begin alike, and most of those that begin so near, in points; that tells how
# they are aligned where their widths differ so much. The line before them is so far away.
_LEAST_LEVEL, _WIDTHS_APART, _LEFT_ALIGNED, _BEFORE_LEVEL = 2, 3.0, 60.0, 4.0
# Text stops at a column's side where a gap of so much of its size is there, and so much more than usual in its line.
_BESIDE_COLUMN, _UNUSUAL_GAP = 0.15, 1.5
# Letters of a line that are further apart, in parts of their size, are not spaced out but texts of their own.
_MOST_SPACED = 0.6


@define
class Segment:
    """A piece of a line, parted from the next by a wide gap."""

    start: float
    end: float
    y: float
    size: float


def segments_of(line: Line, gap: float = _SEGMENT_GAP, xs: Sequence[float] = ()) -> list[Segment]:
    """Return the segments of a line: pieces with a gap of more than so much of the size between them.

    At column lines ``xs`` a smaller gap parts them too.
    """
    found: list[Segment] = []
    if gap < _SEGMENT_GAP:
        gap = max(gap, _UNUSUAL_GAP * spacing(line))
    for char in line.chars:
        if char.text.isspace():
            continue
        if found and not _parts_at(found[-1].end, char.start, line.size, gap, xs):
            found[-1].end = max(found[-1].end, char.end)
        else:
            found.append(Segment(char.start, char.end, line.across, line.size))
    return found


def spacing(line: Line) -> float:
    """Return how far the letters of a line are spaced out, in parts of its size; 0 where they are not."""
    gaps = sorted(after.start - before.end for before, after in pairwise(line.chars) if not after.text.isspace())
    usual = gaps[len(gaps) // 2] / line.size if gaps else 0.0
    return usual if 0 < usual < _MOST_SPACED else 0.0


def _parts_at(end: float, start: float, size: float, gap: float, xs: Sequence[float]) -> bool:
    apart = start - end
    return apart > gap * size or (apart > _KNOWN_GAP * size and any(end - _KNOWN < x < start + _KNOWN for x in xs))


def stands_in(lines: list[Line], xs: Sequence[float]) -> bool:
    """Return whether the text of lines stands in known columns: nearly all that has several segments, one line of three."""
    if len(xs) <= _LEAST_COLUMNS:
        return False
    rich = [segments for line in lines if len(segments := segments_of(line, xs=xs)) > 1]
    fits = [len(segments) for segments in rich if each_in_one(segments, xs)]
    return max(fits, default=0) >= _LEAST_COLUMNS and len(fits) >= _MOST_FIT * len(rich)


def each_in_one(segments: list[Segment], xs: Sequence[float]) -> bool:
    """Return whether each segment is in a column of its own, or all but reaches over a little."""
    if segments[0].start < xs[0] - _REACHES_OVER or segments[-1].end > xs[-1] + _REACHES_OVER:
        return False
    columns = []
    for segment in segments:
        first = bisect_right(xs, segment.start + _REACHES_OVER)
        if first < bisect_right(xs, segment.end - _REACHES_OVER):
            return False
        columns.append(bisect_right(xs, (segment.start + segment.end) / 2))
    return len(set(columns)) == len(columns)


def gutters(rows: list[list[Line]]) -> list[tuple[float, float]]:
    """Return the gaps in which columns meet: next to no row's text crosses them, and some row leaves them wide."""
    stretches = [merged([(s.start, s.end) for line in row for s in segments_of(line, _GUTTER_GAP)]) for row in rows]
    wide = [merged([(s.start, s.end) for line in row for s in segments_of(line)]) for row in rows]
    several = [row for row, coarse in zip(stretches, wide, strict=True) if len(coarse) > 1]
    if not several:
        return []
    events = sorted(event for row in several for start, end in row for event in ((start, 1), (end, -1)))
    allowed = max(int(_CROSSED * len(several)), len(several) >= _ROWS_WITH_AN_EXCEPTION)
    found: list[tuple[float, float]] = []
    depth, gap_start = 0, float("-inf")
    for at, step in events:
        if depth <= allowed < depth + step:
            found += _around_sparse(gap_start, at, several)
        elif depth + step <= allowed < depth:
            gap_start = at
        depth += step
    found += _around_sparse(gap_start, float("inf"), several)
    return [gap for gap in found if any(_parts(row, (gap[0] + gap[1]) / 2) for row in wide)]


def _around_sparse(start: float, end: float, rows: list[list[tuple[float, float]]]) -> list[tuple[float, float]]:
    """The gaps in a wide one around columns that few rows fill: the head, several rows, or a label at the left."""
    inside = [[each for each in row if start <= each[0] and each[1] <= end] for row in rows]
    columns = merged([each for row in inside for each in row])
    sparse = [
        column
        for column in columns
        if any(column[0] <= low < column[1] for low, _ in inside[0])
        or sum(any(column[0] <= low < column[1] for low, _ in row) for row in inside) > (start > float("-inf"))
    ]
    edges = [start, *(x for column in sparse for x in column), end]
    gaps = zip(edges[::2], edges[1::2], strict=True)
    return [gap for gap in gaps if _LEAST_GUTTER <= gap[1] - gap[0] < float("inf")]


def _parts(row: list[tuple[float, float]], x: float) -> bool:
    """Whether a row has text at both sides of ``x``, with a wide gap there."""
    return bool(row) and row[0][0] < x < row[-1][1] and not any(start < x < end for start, end in row)


def merged(stretches: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return stretches, those that overlap joined, from the left."""
    found: list[tuple[float, float]] = []
    for start, end in sorted(stretches):
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], end)
        else:
            found.append((start, end))
    return found


def head_columns(rows: list[list[Line]], xs: list[float], head: int) -> list[float]:
    """Return lines between columns, ``xs`` and one more wherever the row ``head`` has two texts with none between them."""
    texts = merged([(each.start, each.end) for line in rows[head] for each in segments_of(line)])
    below = [
        (each.start, each.end) for row in rows[head + 1 :] for line in row for each in segments_of(line, _GUTTER_GAP)
    ]
    found = list(xs)
    for (start, end), (other, other_end) in pairwise(texts):
        if not any((start + end) / 2 < x < (other + other_end) / 2 for x in xs):
            found.append(clearest(end, other, below))
    return sorted(found)


def clearest(start: float, end: float, texts: list[tuple[float, float]], aligned: bool = False) -> float:
    """Return where between two columns fewest texts stand: just before those of the right one where they begin level.

    Texts of one width begin level in the middle too, and one alone does: that counts where the table is ``aligned`` at
    the left.
    """
    free = _freest(start, end, texts)
    near = _near_behind(free[1], texts)
    is_level = _begin_level(free[1], near, 1) if aligned else _begin_level(free[1], near) and _differ(near)
    if is_level and free[1] - free[0] > 2 * _BEFORE_LEVEL:
        return free[1] - _BEFORE_LEVEL
    return (free[0] + free[1]) / 2


def _freest(start: float, end: float, texts: list[tuple[float, float]]) -> tuple[float, float]:
    """The widest stretch between two columns in which fewest texts stand."""
    near = [(low, high) for low, high in texts if low < end and high > start]
    edges = sorted({start, end, *(x for text in near for x in text if start < x < end)})
    return min(pairwise(edges), key=lambda each: (_crossing(near, (each[0] + each[1]) / 2), each[0] - each[1]))


def _near_behind(x: float, texts: list[tuple[float, float]]) -> list[tuple[float, float]]:
    return [text for text in texts if x - 1 < text[0] < x + _LEFT_ALIGNED]


def _begin_level(x: float, texts: list[tuple[float, float]], least: int = _LEAST_LEVEL) -> bool:
    """Whether most of the texts behind ``x`` begin there, and at least so many."""
    level = sum(low < x + 1 for low, _ in texts)
    return level >= least and 2 * level > len(texts)


def _differ(texts: list[tuple[float, float]]) -> bool:
    """Whether texts differ in width, so that where they begin tells how they are aligned."""
    widths = [high - low for low, high in texts]
    return max(widths, default=0.0) - min(widths, default=0.0) > _WIDTHS_APART


def _crossing(texts: list[tuple[float, float]], x: float) -> int:
    return sum(low < x < high for low, high in texts)


def plumb_between(xs: list[float], ys: list[float], chars: list[Char]) -> list[Rule]:
    """Return plumb rules at ``xs``, in each row between ``ys`` whose text does not cross them."""
    found = []
    for top, bottom in pairwise(ys):
        inside = [char for char in chars if top <= char.y < bottom and not char.text.isspace()]
        texts = [each for line in lines_of([char for char in inside if char.turn == 0]) for each in segments_of(line)]
        for at, x in enumerate(xs):
            crossed = any(char.start + 0.5 < x < char.end - 0.5 for char in inside) or _runs_over(inside, x)
            if not crossed and not (0 < at < len(xs) - 1 and _fills(texts, *xs[at - 1 : at + 2])):
                found.append(Rule(x, top, bottom))
    return found


def _fills(texts: list[Segment], before: float, x: float, after: float) -> bool:
    """Whether a text that comes over the column line before ``x`` ends just before it, and nothing stands behind it."""
    over = any(each.start < before - 0.5 and x - 2 * each.size < each.end < x for each in texts)
    return over and not any(x < (each.start + each.end) / 2 < after for each in texts)


def _runs_over(chars: list[Char], x: float) -> bool:
    """Whether a line's text goes on over ``x`` without a gap, or with one as other letters of it have between them."""
    for line in lines_of([char for char in chars if char.turn == 0]):
        for segment in segments_of(line):
            if segment.start < x - 0.5 and segment.end > x + 0.5:
                inside = [char for char in line.chars if segment.start <= char.start and char.end <= segment.end]
                inside = [char for char in inside if not char.text.isspace()]
                before = max((char.end for char in inside if char.end <= x + 0.5), default=segment.start)
                after = min((char.start for char in inside if char.start >= x - 0.5), default=segment.end)
                if after - before < max(_BESIDE_COLUMN * segment.size, _UNUSUAL_GAP * _usual_gap(inside)):
                    return True
    return False


def _usual_gap(chars: list[Char]) -> float:
    """How far characters of a line are apart, where they are spaced out."""
    gaps = sorted(after.start - before.end for before, after in pairwise(chars))
    return gaps[len(gaps) // 2] if gaps else 0.0


def lines_in(gaps: list[tuple[float, float]], rows: list[list[Line]]) -> list[float]:
    """Return for each gap between columns the line in it that fewest texts of rows cross."""
    texts = [(each.start, each.end) for row in rows for line in row for each in segments_of(line, _GUTTER_GAP)]
    sides = [_freest(start, end, texts)[1] for start, end in gaps]
    told = [_begin_level(x, near) for x in sides if _differ(near := _near_behind(x, texts))]
    aligned = 2 * sum(told) > len(told)
    return [clearest(start, end, texts, aligned) for start, end in gaps]
