"""Several indicators in one cell, numbered: 1.会议次数 2.参会人数 in one row with 1.≥2次 2.≥60人."""

from __future__ import annotations

import re
from collections.abc import Sequence

from attrs import define, field

from perfmodel.forms.columns import Column
from perfmodel.forms.drafts import IndicatorDraft
from perfmodel.forms.head_rows import VALUES
from perfmodel.forms.indicators_in_cell import name_and_value
from perfmodel.forms.result_columns import TICKED_FIELDS
from perfmodel.forms.sheets import At, Sheet

__all__ = ["RowParts", "drop_numbers", "parts_of_row", "split_lines", "split_numbered"]

_SHARED_BY_NUMBERS = frozenset(("operator", "unit"))

_MOST_NUMBERS = 60
_NUMBER_SIGNS = r"(?:指标\s*{0}\s*[:：.、．]?|[(（]{0}[)）][、.]?|{0}\s*[、.．:：)）]|{1})\s*"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_CHINESE_DIGITS_OF_MARKERS = "一二三四五六七八九十"
_STOPS_BEFORE_NUMBER = frozenset("；;。，,\n \t\u3000")
_STOPS_AT_END = "；;。，, \t\u3000"


@define
class RowParts:
    """What the columns of a row hold: texts by field, targets by period, and what is kept under its head."""

    found: dict[str, At]
    targets: dict[str, dict[str, At]]
    further: list[tuple[str, At]]
    grades: list[tuple[str, At]] = field(factory=list)
    ticks: list[tuple[Column, At]] = field(factory=list)

    def put(self, column: Column, part: At, side_period: str | None) -> bool:
        """Put a cell of a column in its place; False where no head explains the column.

        ``side_period`` is the period that stands at the side of the row.
        """
        name = column.field
        if name is None:
            return False
        if name in VALUES:
            period = side_period if name == "annual" and side_period else name
            target = self.targets.setdefault(period, {})
            if "value" in target:  # of two periods, below a label for one of them
                self.further.append((column.head, part))
            else:
                target["value"] = part
        elif name in _SHARED_BY_NUMBERS and column.period is not None:
            self.targets.setdefault(column.period, {})[name] = part
        elif name == "name_with_value":
            pair = name_and_value(part)
            self.found["name"] = part if pair is None else pair[0]
            if pair is not None:
                self.targets["annual"] = {"value": pair[1]}
        elif name in TICKED_FIELDS:
            self.ticks.append((column, part))
        elif name in ("grade", "further"):
            (self.grades if name == "grade" else self.further).append((column.head, part))
        else:
            self.found.setdefault(name, part)
        return True


def _marker(number: int) -> re.Pattern[str]:
    words = [str(number)] + (
        [_CHINESE_DIGITS_OF_MARKERS[number - 1]] if number <= len(_CHINESE_DIGITS_OF_MARKERS) else []
    )
    circled = _CIRCLED[number - 1] if number <= len(_CIRCLED) else r"(?!)"
    return re.compile(_NUMBER_SIGNS.format(f"(?:{'|'.join(words)})", circled))


_MARKERS = [_marker(number) for number in range(1, _MOST_NUMBERS + 1)]


def _piece(part: At, start: int, end: int) -> At:
    text = part.text[start:end]
    words = text.strip(_STOPS_AT_END)
    begin = part.start + start + (text.find(words) if words else 0)
    return At(words, begin, begin + len(words))


def split_numbered(part: At, lines: Sequence[At]) -> list[At]:
    """Return the numbered pieces of a cell without their numbers, 1 to n; empty where it holds fewer than two.

    Numbers count at the start of one of the cell's ``lines``, or behind a stop; where there is one line, behind a word too.

    >>> text = "1.会议次数；2.参会人数"
    >>> [one.text for one in split_numbered(At(text, 0, len(text)), [At(text, 0, len(text))])]
    ['会议次数', '参会人数']
    >>> [one.text for one in split_numbered(At("1.3辆2.≥5册", 0, 8), [At("1.3辆", 0, 4), At("2.≥5册", 4, 8)])]
    ['3辆', '≥5册']
    """
    text = part.text
    line_starts = {one.start - part.start for one in lines}

    def is_inside(start: int) -> bool:
        """In one line, as a PDF has them, a number may stand right behind a word."""
        return len(lines) == 1 and text[start - 1] not in "0123456789.,（(第"

    found: list[tuple[int, int]] = []
    at = 0
    while len(found) < _MOST_NUMBERS:
        marker = _MARKERS[len(found)]
        starts = (
            match
            for match in marker.finditer(text, at)
            if match.start() in line_starts
            or (match.start() and (text[match.start() - 1] in _STOPS_BEFORE_NUMBER or is_inside(match.start())))
        )
        match = next(starts, None)
        if match is None or (not found and match.start()):
            break
        found.append(match.span())
        at = match.end()
    if len(found) < 2:
        return []
    ends = [start for start, _end in found[1:]] + [len(text)]
    pieces = [_piece(part, begin, end) for (_start, begin), end in zip(found, ends, strict=True)]
    return pieces if all(piece.text for piece in pieces) else []


def split_lines(part: At, lines: Sequence[At], count: int) -> list[At]:
    """Return the pieces of a cell that go with ``count`` numbered names: its own numbers, or else its lines or clauses.

    Empty where there are more or fewer of them.

    >>> text = "≥2次；≥60人"
    >>> [one.text for one in split_lines(At(text, 0, 8), [At(text, 0, 8)], 2)], split_lines(At("≥2次", 0, 3), [], 2)
    (['≥2次', '≥60人'], [])
    """
    numbered = split_numbered(part, lines)
    if len(numbered) == count:
        return numbered
    if len(lines) == count:
        return [_piece(part, one.start - part.start, one.end - part.start) for one in lines]
    clauses = [_piece(part, match.start(), match.end()) for match in re.finditer(r"[^；;]+", part.text)]
    clauses = [one for one in clauses if one.text]
    return clauses if len(clauses) == count else []


def drop_numbers(indicators: Sequence[IndicatorDraft], layout: list[At]) -> None:
    """Drop the numbers of indicators in rows of their own, where name and value both bear 1, 2, … in order below one category."""
    if not any(_MARKERS[0].match(one.texts["name"].text) for one in indicators if "name" in one.texts):
        return
    run: list[tuple[IndicatorDraft, At, At]] = []
    for one in [*indicators, None]:
        pair = None if one is None else _numbered_pair(one, len(run))
        same = one is not None and bool(run) and one.texts.get("level2") == run[0][0].texts.get("level2")
        if pair is not None and one is not None and (same or not run):
            run.append((one, *pair))
            continue
        if len(run) > 1:
            for each, name, value in run:
                _without_numbers(each, name, value, layout)
        run = []
        if one is not None and (pair := _numbered_pair(one, 0)) is not None:
            run = [(one, *pair)]


def _numbered_pair(one: IndicatorDraft, before: int) -> tuple[At, At] | None:
    """The name and the value of an indicator behind their numbers, where both bear the next one."""
    name, value = one.texts.get("name"), one.targets.get("annual", {}).get("value")
    if name is None or value is None or before >= _MOST_NUMBERS:
        return None
    of_name, of_value = (_MARKERS[before].match(part.text) for part in (name, value))
    if (
        of_name is None
        or of_value is None
        or max(of_name.end() - len(name.text), of_value.end() - len(value.text)) >= 0
    ):
        return None
    return _piece(name, of_name.end(), len(name.text)), _piece(value, of_value.end(), len(value.text))


def _without_numbers(one: IndicatorDraft, name: At, value: At, layout: list[At]) -> None:
    for part, rest in ((one.texts["name"], name), (one.targets["annual"]["value"], value)):
        layout.append(At(part.text[: rest.start - part.start], part.start, rest.start))
    one.texts["name"], one.targets["annual"]["value"] = name, value


def parts_of_row(sheet: Sheet, cells: Sequence[int], row: RowParts) -> tuple[list[RowParts], str | None]:
    """Return what the columns of a row hold, once for each of the indicators that are numbered in its cells; and a finding's code.

    A row whose target is not in as many pieces as its name is one row; that is said too. A unit or a sign that stands once is
    that of all; what else stands once belongs to the first.
    """
    name = row.found.get("name")
    if name is None or _MARKERS[0].match(name.text) is None:
        return [row], None
    cell_at = {sheet.part(cell).start: cell for cell in cells}

    def pieces(part: At, count: int = 0) -> list[At]:
        cell = cell_at.get(part.start)
        lines = [] if cell is None else sheet.lines(cell)
        return split_lines(part, lines, count) if count else split_numbered(part, lines)

    names = pieces(name)
    if len(names) < 2:
        return [row], None
    rows = [RowParts({"name": one}, {}, []) for one in names]
    for period, target in row.targets.items():
        for key, part in target.items():
            found = pieces(part, len(names)) or ([] if key == "value" else [part] * len(names))
            if not found:
                return [row], "R54"
            for one, piece in zip(rows, found, strict=True):
                one.targets.setdefault(period, {})[key] = piece
    for name_of, part in row.found.items():
        if name_of != "name":
            found = pieces(part, len(names)) or [part] * (len(names) if name_of in _SHARED_BY_NUMBERS else 1)
            for one, piece in zip(rows, found, strict=False):
                one.found[name_of] = piece
    for head, part in row.further:
        for one, piece in zip(rows, pieces(part, len(names)) or [part], strict=False):
            one.further.append((head, piece))
    return (rows, "R57") if row.targets else ([row], "R54")
