"""Comparisons as rows of CSV and as Excel files: the changes, and how many there are of each kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from perfmodel.comparison.comparison import Comparison, headline
from perfmodel.comparison.words import KIND_NAMES, kind_word
from perfmodel.formats.json import json_text
from perfmodel.frames.columns import name_of
from perfmodel.reports.change_rows import CHANGE_COLUMNS, change_rows, shown_change
from perfmodel.reports.own_output import COMPARISON_MARK
from perfmodel.spreadsheets.delimited import delimited_text
from perfmodel.spreadsheets.workbook import (
    ListFormats,
    print_list,
    set_properties,
    workbook_bytes,
    write_lines,
    write_list,
)

__all__ = ["changes_csv", "changes_jsonl", "comparison_workbook"]

_CHANGE_SHEETS = (("变化", "Changes"), ("汇总", "Summary"))
_ONLY_IF_USED = frozenset(("severity", "section", "difference"))
# More than a person reads; each takes memory while the file is written.
_MOST_CHANGES = 100_000
# Widths of the columns of the sheet; what has none is not in it.
_CHANGE_WIDTHS = {
    "kind": 12, "severity": 10, "section": 24, "project": 28, "indicator": 28, "subject": 16, "old": 40, "new": 40,
    "difference": 14, "message": 56, "inferred": 8, "place_old": 26, "place_new": 26,
}  # fmt: skip


def changes_csv(found: Sequence[Comparison], lang: str = "zh") -> str:
    """Return the changes of comparisons as CSV, with headings in ``lang``.

    >>> changes_csv([Comparison()], "en")[:21]
    'kind,severity,section'
    """
    rows = (shown_change(row, lang) for one in found for row in change_rows(one, lang))
    heads = [name_of(column, lang) for column in CHANGE_COLUMNS]
    return delimited_text([heads, *([row[column.name] for column in CHANGE_COLUMNS] for row in rows)])


def changes_jsonl(found: Sequence[Comparison]) -> str:
    """Return a line of JSON for each change: what `Change.to_plain` says.

    >>> changes_jsonl([Comparison()])
    ''
    """
    return "".join(f"{json_text(plain, indent=None)}\n" for one in found for plain in one.to_plain()["changes"])


def comparison_workbook(found: Sequence[Comparison], lang: str = "zh") -> bytes:
    """Return the Excel file of comparisons.

    >>> comparison_workbook([Comparison()])[:2]
    b'PK'
    """
    english = lang == "en"

    def write(workbook: Any) -> None:
        names = [pair[english] for pair in _CHANGE_SHEETS]
        set_properties(workbook, names[0])
        workbook.set_custom_property("generator", COMPARISON_MARK)
        sheet, overview = (workbook.add_worksheet(name) for name in names)
        formats = ListFormats(workbook)
        all_rows = [shown_change(row, lang) for one in found for row in change_rows(one, lang)]
        shown = all_rows[:_MOST_CHANGES]
        used = {name for name in _ONLY_IF_USED for row in shown if row[name] is not None}
        wanted = _CHANGE_WIDTHS.keys() - (_ONLY_IF_USED - used)
        columns = [column for column in CHANGE_COLUMNS if column.name in wanted]
        rows = [[row[column.name] for column in columns] for row in shown]
        widths = [_CHANGE_WIDTHS[column.name] for column in columns]
        write_list(sheet, [name_of(column, lang) for column in columns], rows, formats, widths=widths)
        print_list(sheet, len(rows), len(columns), frozen_columns=1)
        changes = [change for one in found for change in one]
        more = len(all_rows) - len(shown)
        left_out = [f"{more} more are not listed" if english else f"另有 {more} 处未列出"] if more else []
        write_lines(overview, [headline(changes, lang), *left_out], formats)
        counts = Counter(change.kind for change in changes)
        kinds = [[kind_word(kind, lang), counts[kind]] for kind in KIND_NAMES if counts[kind]]
        write_list(overview, ["kind", "count"] if english else ["变化", "次数"], kinds, formats, 3, (24, 10))

    return workbook_bytes(write)
