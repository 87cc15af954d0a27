"""Columns and rows where rules are missing: inferred from the head's columns, by seams of rules, by the text itself."""

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
    "level_tables",
    "lines_in",
    "plumb_between",
    "segments_of",
    "stands_in",
]

# A gap of so much of the size parts two segments of a line.
_SEGMENT_GAP = 1.0
# A gutter may be narrower, where text fills its column: then it is told by the rows in which text does not.
_GUTTER_GAP = 0.3
# A row that the page end leaves without a rule stands so near to the others, in parts of its size.
_NEXT_ROW = 3.0
# A head's texts may be nearer to each other; so many rows are below it, and so many are tried.
_HEAD_GAP, _LEAST_BELOW, _MOST_HEADS = 0.3, 2, 6
# At a known column line a gap may be so narrow, in parts of the size, and so far from it in points.
_KNOWN_GAP, _KNOWN = 0.1, 2.0
# Text is in a known column where it reaches over its sides by at most so much, in points; nearly all lines are, and one
# has so many segments.
_REACHES_OVER, _MOST_FIT, _LEAST_COLUMNS = 6.0, 0.8, 3
# A gutter is at least so wide, and crossed by text in at most so many of the rows that have two segments or more: in one
# of so many, which may be that of a sum.
_LEAST_GUTTER, _CROSSED, _ROWS_WITH_AN_EXCEPTION = 3.0, 0.1, 5
# Rules are of one table where they begin and end alike, within this.
_ALIGNED = 4.0
# Text stops at a column's side where a gap of so much of its size is there, and so much more than usual in its line.
_BESIDE_COLUMN, _UNUSUAL_GAP = 0.15, 1.5
_SEAM = 2.0
# The rules of a table are at least so much as wide as it, but for those beside merged cells.
_ABOUT_AS_WIDE = 0.6


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
    for char in line.chars:
        if char.text.isspace():
            continue
        if found and not _parts_at(found[-1].end, char.start, line.size, gap, xs):
            found[-1].end = max(found[-1].end, char.end)
        else:
            found.append(Segment(char.start, char.end, line.across, line.size))
    return found


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
    stretches = [_merged([(s.start, s.end) for line in row for s in segments_of(line, _GUTTER_GAP)]) for row in rows]
    wide = [_merged([(s.start, s.end) for line in row for s in segments_of(line)]) for row in rows]
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
    merged = _merged([each for row in inside for each in row])
    sparse = [
        column
        for column in merged
        if any(column[0] <= low < column[1] for low, _ in inside[0])
        or sum(any(column[0] <= low < column[1] for low, _ in row) for row in inside) > (start > float("-inf"))
    ]
    edges = [start, *(x for column in sparse for x in column), end]
    gaps = zip(edges[::2], edges[1::2], strict=True)
    return [gap for gap in gaps if _LEAST_GUTTER <= gap[1] - gap[0] < float("inf")]


def _parts(row: list[tuple[float, float]], x: float) -> bool:
    """Whether a row has text at both sides of ``x``, with a wide gap there."""
    return bool(row) and row[0][0] < x < row[-1][1] and not any(start < x < end for start, end in row)


def _merged(stretches: list[tuple[float, float]]) -> list[tuple[float, float]]:
    merged: list[tuple[float, float]] = []
    for start, end in sorted(stretches):
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(merged[-1][1], end)
        else:
            merged.append((start, end))
    return merged


def head_columns(rows: list[list[Line]], xs: list[float], head: int) -> list[float]:
    """Return lines between columns, ``xs`` and one more wherever the row ``head`` has two texts with none between them."""
    texts = _merged([(each.start, each.end) for line in rows[head] for each in segments_of(line)])
    below = [
        (each.start, each.end) for row in rows[head + 1 :] for line in row for each in segments_of(line, _GUTTER_GAP)
    ]
    found = list(xs)
    for (start, end), (other, other_end) in pairwise(texts):
        if not any((start + end) / 2 < x < (other + other_end) / 2 for x in xs):
            found.append(clearest(end, other, below))
    return sorted(found)


def clearest(start: float, end: float, texts: list[tuple[float, float]]) -> float:
    """Return where between two columns fewest texts stand."""
    near = [(low, high) for low, high in texts if low < end and high > start]
    edges = sorted({start, end, *(x for text in near for x in text if start < x < end)})
    middles = [((low + high) / 2, high - low) for low, high in pairwise(edges)]
    return min(middles, key=lambda each: (sum(low < each[0] < high for low, high in near), -each[1]))[0]


def plumb_between(xs: list[float], ys: list[float], chars: list[Char]) -> list[Rule]:
    """Return plumb rules at ``xs``, in each row between ``ys`` whose text does not cross them."""
    found = []
    for top, bottom in pairwise(ys):
        inside = [char for char in chars if top <= char.y < bottom and not char.text.isspace()]
        for x in xs:
            if not any(char.start + 0.5 < x < char.end - 0.5 for char in inside) and not _runs_over(inside, x):
                found.append(Rule(x, top, bottom))
    return found


def _runs_over(chars: list[Char], x: float) -> bool:
    """Whether a line's text goes on over ``x`` without a gap."""
    for line in lines_of([char for char in chars if char.turn == 0]):
        for segment in segments_of(line):
            if segment.start < x - 0.5 and segment.end > x + 0.5:
                before = max((char.end for char in line.chars if char.end <= x + 0.5), default=segment.start)
                after = min((char.start for char in line.chars if char.start >= x - 0.5), default=segment.end)
                if after - before < max(_BESIDE_COLUMN * segment.size, _UNUSUAL_GAP * _usual_gap(line)):
                    return True
    return False


def _usual_gap(line: Line) -> float:
    """How far the characters of a line are apart, where they are spaced out."""
    gaps = sorted(after.start - before.end for before, after in pairwise(line.chars))
    return gaps[len(gaps) // 2] if gaps else 0.0


def level_tables(
    level: list[Rule], seams: list[tuple[float, float]], chars: list[Char], before: Sequence[float] = ()
) -> list[tuple[list[Rule], list[Rule], str]]:
    """Return tables that have level rules alone: the rules, the plumb rules that are missing, and what told them.

    ``before`` are the column lines of the table that the page before ends with: where text stands in its columns, they
    are this table's.
    """
    found = []
    for rules in (part for stack in _stacks(level) for part in _by_seams(stack, seams, chars)):
        table = (_going_on(rules, chars, before) if before else None) or _level_table(rules, seams, chars)
        if table is not None:
            found.append(table)
    return found


def _level_table(
    rules: list[Rule], seams: list[tuple[float, float]], chars: list[Char]
) -> tuple[list[Rule], list[Rule], str] | None:
    """The table of level rules, with the plumb ones that its text and their seams tell."""
    ys = sorted({rule.at for rule in rules})
    left, right = min(rule.start for rule in rules), max(rule.end for rule in rules)
    around = [char for char in chars if left - 2 <= char.x <= right + 2 and char.turn == 0]
    joints = _seam_lines(rules, seams, left, right, ys)
    rows = _rows_between(ys, [char for char in around if ys[0] <= char.y <= ys[-1]])
    gaps, head = column_gaps(rows)
    gaps = [(start, end) for start, end in gaps if left < (start + end) / 2 < right]
    free = [gap for gap in gaps if not any(gap[0] - 1 < x < gap[1] + 1 for x in joints)]
    xs = head_columns(rows, sorted(joints + lines_in(free, rows[head:])), head) if joints or free else []
    if not xs:
        return None
    sides = [left, *xs, right]
    if len(xs) > 1:
        rules, ys = _with_rows_beyond(rules, ys, around, sides)
    inside = [char for char in around if ys[0] <= char.y <= ys[-1]]
    return rules, plumb_between(sides, ys, inside), "text" if free else "seams"


def _rows_between(ys: list[float], chars: list[Char]) -> list[list[Line]]:
    return [
        lines_of([char for char in chars if top <= char.y < bottom and char.turn == 0]) for top, bottom in pairwise(ys)
    ]


def lines_in(gaps: list[tuple[float, float]], rows: list[list[Line]]) -> list[float]:
    """Return for each gap between columns the line in it that fewest texts of rows cross."""
    texts = [(each.start, each.end) for row in rows for line in row for each in segments_of(line, _GUTTER_GAP)]
    return [clearest(start, end, texts) for start, end in gaps]


def _going_on(
    rules: list[Rule], chars: list[Char], before: Sequence[float]
) -> tuple[list[Rule], list[Rule], str] | None:
    """The table of rules whose text stands in the columns of the page before; a row above the first rule is its too."""
    ys = sorted({rule.at for rule in rules})
    left, right = before[0], before[-1]
    if (
        min(rule.start for rule in rules) < left - _REACHES_OVER
        or max(rule.end for rule in rules) > right + _REACHES_OVER
    ):
        return None
    inside = [char for char in chars if left - 2 <= char.x <= right + 2 and char.y <= ys[-1]]
    if not stands_in([line for row in _rows_between(ys, inside) for line in row], before):
        return None
    level_chars = [char for char in chars if left - 2 <= char.x <= right + 2 and char.turn == 0]
    rules, ys = _with_rows_beyond(rules, ys, level_chars, before)
    inside = [char for char in level_chars if ys[0] <= char.y <= ys[-1]]
    return rules, plumb_between(list(before), ys, inside), "text"


def _with_rows_beyond(
    rules: list[Rule], ys: list[float], chars: list[Char], xs: Sequence[float]
) -> tuple[list[Rule], list[float]]:
    """The rules of a table, and where they are, with those that the page end leaves out above its first and below its last."""
    above = lines_of([char for char in chars if char.y < ys[0]])
    below = lines_of([char for char in chars if char.y > ys[-1]])
    inside = [each for line in lines_of(chars) if ys[0] < line.across < ys[-1] for each in segments_of(line, xs=xs)]
    if first := _row_beyond(above[::-1], ys[0], xs, inside):
        top = Rule(first[-1].across - first[-1].size, xs[0], xs[-1])
        rules, ys = [top, *rules], [top.at, *ys]
    if last := _row_beyond(below, ys[-1], xs, []):
        bottom = Rule(last[-1].across + last[-1].size, xs[0], xs[-1])
        rules, ys = [*rules, bottom], [*ys, bottom.at]
    return rules, ys


def _row_beyond(lines: list[Line], y: float, xs: Sequence[float], inside: list[Segment]) -> list[Line]:
    """The lines next to a table's first or last rule if they are a row: they stand in columns, at least two of them.

    Lines of one column alone are the end of a row that began on the page before, where others of ``inside`` stand alike.
    """
    found: list[Line] = []
    for line in lines:
        segments = segments_of(line, xs=xs)
        if abs(y - line.across) > _NEXT_ROW * line.size or not each_in_one(segments, xs) or "：" in line.text:
            break
        found.append(line)
        y = line.across
    texts = _merged([(each.start, each.end) for line in found for each in segments_of(line, xs=xs)])
    alike = any(abs(start - each.start) < 1 for start, _ in texts for each in inside)
    return found if len(texts) > 1 or alike else []


def column_gaps(rows: list[list[Line]]) -> tuple[list[tuple[float, float]], int]:
    """Return the gaps between columns of a table whose rows are known, and which row is the head of the columns.

    The columns are those from the row on that has most texts; a block above it may have others. Where a later row has a
    text in each of even more columns, that row is the head.
    """
    counts = [len(_merged([(s.start, s.end) for line in row for s in segments_of(line)])) for row in rows]
    fine = [len(_merged([(s.start, s.end) for line in row for s in segments_of(line, _HEAD_GAP)])) for row in rows]
    head = counts.index(max(counts)) if counts else 0
    found = gutters(rows[head:]) or gutters(rows)
    likely = sorted(range(head + 1, len(rows) - _LEAST_BELOW), key=lambda at: -fine[at])[:_MOST_HEADS]
    for at in sorted(likely):
        if fine[at] > len(found) and len(found) < len(gaps := gutters(rows[at:])) <= fine[at]:
            head, found = at, gaps
    return found, head


def _by_seams(stack: list[Rule], seams: list[tuple[float, float]], chars: list[Char]) -> list[list[Rule]]:
    """The rules of a stack, parted where the pieces of the next rule meet in other places: another table begins there.

    That is so only where no row of a table stands between: no text, or a title.
    """
    left, right = min(rule.start for rule in stack), max(rule.end for rule in stack)
    parts: list[list[Rule]] = []
    known: list[float] = []
    for rule in stack:
        meet = [x for x, y in seams if abs(y - rule.at) < 1 and left + _ALIGNED < x < right - _ALIGNED]
        shared = [x for x in meet if any(abs(x - other) <= _SEAM for other in known)]
        other = bool(parts and meet and known) and 2 * len(shared) < len(meet)
        if not parts or (other and not _is_row(chars, parts[-1][-1], rule)):
            parts.append([rule])
            known = meet
        else:
            parts[-1].append(rule)
            known = known or meet
    return [part for part in parts if len(part) > 1]


def _is_row(chars: list[Char], above: Rule, below: Rule) -> bool:
    """Whether the text between two rules is a row's: it has several segments beside each other."""
    between = [
        char for char in chars if above.at < char.y < below.at and above.start < char.x < above.end and char.turn == 0
    ]
    return len(_merged([(each.start, each.end) for line in lines_of(between) for each in segments_of(line)])) > 1


def _seam_lines(
    rules: list[Rule], seams: list[tuple[float, float]], left: float, right: float, ys: list[float]
) -> list[float]:
    """Where pieces of level rules meet, in one place in two rules or more."""
    inside = sorted((x, y) for x, y in seams if left + _ALIGNED < x < right - _ALIGNED and ys[0] - 1 <= y <= ys[-1] + 1)
    groups: list[list[tuple[float, float]]] = []
    for x, y in inside:
        if groups and x - groups[-1][0][0] <= _SEAM:
            groups[-1].append((x, y))
        else:
            groups.append([(x, y)])
    return [sum(x for x, _ in group) / len(group) for group in groups if len({round(y) for _, y in group}) > 1]


def _stacks(level: list[Rule]) -> list[list[Rule]]:
    """Level rules below each other that make tables: three of them about as wide as the widest, alike at one end."""
    stacks: list[list[Rule]] = []
    widest_first = sorted(level, key=lambda rule: rule.start - rule.end)
    for rule in widest_first:
        for stack in stacks:
            left, right = stack[0].start, stack[0].end
            aligned = abs(rule.start - left) <= _ALIGNED or abs(rule.end - right) <= _ALIGNED
            inside = rule.start >= left - _ALIGNED and rule.end <= right + _ALIGNED
            between = stack[0].at < rule.at < max(each.at for each in stack) or len(stack) > 2
            if inside and (aligned or between):
                stack.append(rule)
                break
        else:
            stacks.append([rule])
    found = []
    for stack in stacks:
        widest = stack[0].end - stack[0].start
        whole = [rule for rule in stack if rule.end - rule.start >= _ABOUT_AS_WIDE * widest]
        if len(whole) >= 3 and widest > 60:
            found.append(sorted(stack, key=lambda rule: rule.at))
    return found
