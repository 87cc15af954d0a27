"""Tables that have level rules alone: their columns are inferred from the text, by seams of the rules, or by the page before."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from perfmodel.files.pdf.columns import (
    Segment,
    each_in_one,
    gutters,
    head_columns,
    lines_in,
    merged,
    plumb_between,
    segments_of,
    stands_in,
)
from perfmodel.files.pdf.drawing import Char, Rule
from perfmodel.files.pdf.lines import Line, has_label, is_page_number, lines_of
from perfmodel.files.pdf.pieces import LEADING

__all__ = ["level_tables"]

# A row that the page end leaves without a rule stands so near to the others, in parts of its size.
_NEXT_ROW = 3.0
# A head's texts may be nearer to each other; so many rows are below it, and so many are tried.
_HEAD_GAP, _LEAST_BELOW, _MOST_HEADS = 0.3, 2, 6
# Rules are of one table where they begin and end alike, within this.
_ALIGNED = 4.0
_SEAM = 2.0
# Rows stand alike at both sides of a rule, within so much of their size.
_ROWS_ALIKE = 0.3
# Lines of cells beside each other are nearer than so much of their size, lines below each other are not.
_LEVEL_WITH = 0.9
# The rules of a table are at least so much as wide as it, but for those beside merged cells.
_ABOUT_AS_WIDE = 0.6
# Text reaches over the sides of the table of the page before by at most so much, in points.
_REACHES_OVER_SIDES = 6.0


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


def _going_on(
    rules: list[Rule], chars: list[Char], before: Sequence[float]
) -> tuple[list[Rule], list[Rule], str] | None:
    """The table of rules whose text stands in the columns of the page before; a row above the first rule is its too."""
    ys = sorted({rule.at for rule in rules})
    left, right = before[0], before[-1]
    if (
        min(rule.start for rule in rules) < left - _REACHES_OVER_SIDES
        or max(rule.end for rule in rules) > right + _REACHES_OVER_SIDES
    ):
        return None
    inside = [char for char in chars if left - 2 <= char.x <= right + 2 and char.y <= ys[-1]]
    if not stands_in([line for row in _rows_between(ys, inside) for line in row], before):
        return None
    level_chars = [char for char in chars if left - 2 <= char.x <= right + 2 and char.turn == 0]
    rules, ys = _with_rows_beyond(rules, ys, level_chars, before)
    inside = [char for char in level_chars if ys[0] <= char.y <= ys[-1]]
    xs = _with_finer_columns(before, _rows_between(ys, inside))
    return rules, plumb_between(xs, ys, inside), "text"


def _with_finer_columns(xs: Sequence[float], rows: list[list[Line]]) -> list[float]:
    """The column lines of the page before, and those between them where this page has more columns."""
    gaps, head = column_gaps(rows)
    if len(gaps) <= len(xs) - 2:
        return list(xs)
    new = [x for x, gap in zip(lines_in(gaps, rows[head:]), gaps, strict=True) if _is_new(gap, xs)]
    return sorted([*xs, *new])


def _is_new(gap: tuple[float, float], xs: Sequence[float]) -> bool:
    return xs[0] < gap[0] and gap[1] < xs[-1] and not any(gap[0] - _SEAM < x < gap[1] + _SEAM for x in xs)


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
    A row of merged cells stands over columns.
    """
    found: list[Line] = []
    edge = y
    for line in lines:
        is_last = line is lines[-1] and is_page_number(line.text)
        if abs(y - line.across) > _NEXT_ROW * line.size or has_label(line.text) or is_last:
            break
        if not each_in_one(segments_of(line, xs=xs), xs):
            if not found or abs(y - line.across) < LEADING * line.size:
                found = _row_of_merged(lines, edge, xs, inside)
            break
        found.append(line)
        y = line.across
    texts = merged([(each.start, each.end) for line in found for each in segments_of(line, xs=xs)])
    after = lines[len(found)] if len(found) < len(lines) else None
    if after is not None and has_label(after.text) and abs(y - after.across) <= _NEXT_ROW * after.size:
        return found if len(texts) > 1 else []  # a title, below notes
    alike = any(abs(start - each.start) < 1 for start, _ in texts for each in inside)
    return found if len(texts) > 1 or (alike and _is_as_near(found[0], edge, inside)) else []


def _row_of_merged(lines: list[Line], edge: float, xs: Sequence[float], inside: list[Segment]) -> list[Line]:
    """The first lines if they are a row of cells over several columns: as near to the rule as the row at its other side."""
    row = lines[:1]
    for above, line in pairwise(lines):
        if abs(line.across - above.across) >= LEADING * line.size:
            break
        row.append(line)
    wide = merged([(each.start, each.end) for line in row for each in segments_of(line)])
    if len(wide) < 2 or wide[0][0] < xs[0] - _SEAM or wide[-1][1] > xs[-1] + _SEAM:
        return []
    return row if _is_as_near(row[0], edge, inside) else []


def _is_as_near(line: Line, edge: float, inside: list[Segment]) -> bool:
    """Whether a line is as near to a rule as what stands at its other side."""
    nearest = min((abs(each.y - edge) for each in inside), default=0.0)
    return abs(line.across - edge) <= nearest + _ROWS_ALIKE * line.size


def column_gaps(rows: list[list[Line]]) -> tuple[list[tuple[float, float]], int]:
    """Return the gaps between columns of a table whose rows are known, and which row is the head of the columns.

    The columns are those from the row on that has most texts; a block above it may have others. Where a later row has a
    text in each of even more columns, that row is the head.
    """
    counts = [len(merged([(s.start, s.end) for line in row for s in segments_of(line)])) for row in rows]
    fine = [len(merged([(s.start, s.end) for line in row for s in segments_of(line, _HEAD_GAP)])) for row in rows]
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
        if not parts or _begins_anew(chars, parts[-1][-1], rule, meet, other):
            parts.append([rule])
            known = meet
        else:
            parts[-1].append(rule)
            known = known or meet
    return [part for part in parts if len(part) > 1]


def _begins_anew(chars: list[Char], above: Rule, below: Rule, meet: list[float], other: bool) -> bool:
    """Whether another table begins between two rules; ``other`` is whether pieces of rules ``meet`` in other places now."""
    between = [
        char for char in chars if above.at < char.y < below.at and above.start < char.x < above.end and char.turn == 0
    ]
    lines = lines_of(between)
    bands: list[list[Segment]] = []
    for segment in (each for line in lines for each in segments_of(line)):
        if bands and segment.y - bands[-1][-1].y < _LEVEL_WITH * segment.size:
            bands[-1].append(segment)
        else:
            bands.append([segment])
    if other and not _is_row(bands, above, meet):
        return True
    return len(bands) == len(lines) > 1 and _are_notes_and_title(lines, above)


def _are_notes_and_title(lines: list[Line], above: Rule) -> bool:
    """Whether lines are notes or fields each with its label (填报人：张三), and behind them a title, further apart than lines of a cell."""
    *notes, title = lines
    if any(after.across - line.across < LEADING * line.size for line, after in pairwise(lines)):
        return False
    middle = (above.start + above.end) / 2
    return (
        len(segments_of(title)) == 1
        and not has_label(title.text)
        and (title.start < above.start + title.size or abs((title.start + title.end) / 2 - middle) < title.size)
        and all(
            line.start < above.start + line.size and line.end < above.end - 2 * line.size and has_label(line.text)
            for line in notes
        )
    )


def _is_row(bands: list[list[Segment]], above: Rule, meet: list[float]) -> bool:
    """Whether the text between two rules is a row's: some of it stands beside each other, and none is a title.

    A title stands in the middle, over places where pieces of the rule below ``meet``, between rows that have no rule.
    """
    if all(len(merged([(each.start, each.end) for each in band])) < 2 for band in bands):
        return False
    middle = (above.start + above.end) / 2
    return not any(
        len(band) == 1 < len(below_it)
        and abs((band[0].start + band[0].end) / 2 - middle) < band[0].size
        and any(band[0].start + _SEAM < x < band[0].end - _SEAM for x in meet)
        for band, below_it in pairwise(bands)
    )


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
