"""``perfmodel diff``: two years side by side."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from perfmodel._internal.messages import in_languages
from perfmodel._internal.paths import is_folder
from perfmodel.cli.approved import report_doubts
from perfmodel.cli.files import FileProblem, file_message, load_all, print_error, save
from perfmodel.cli.options import add_language
from perfmodel.cli.outputs import form_by_ending, refuse_output, refuse_workbook_on_stdout, require_library
from perfmodel.cli.page_numbers import add_parts, reading_of
from perfmodel.cli.screen import add_color, screen_on
from perfmodel.comparison.compare import compare
from perfmodel.comparison.comparison import Comparison
from perfmodel.comparison.plan_result import is_plan_of
from perfmodel.formats.json import json_text
from perfmodel.model.table import TargetTable
from perfmodel.reports.styled_text import styled_comparison
from perfmodel.spreadsheets.delimited import BYTE_ORDER_MARK

__all__ = ["add_to"]

_COMPARISON_ENDINGS: dict[str, tuple[str, ...]] = {
    "text": (".txt",),
    "json": (".json",),
    "html": (".html", ".htm"),
    "jsonl": (".jsonl", ".ndjson"),
    "csv": (".csv",),
    "xlsx": (".xlsx",),
}


def add_to(parser: argparse.ArgumentParser) -> None:
    """Add the command's options to its parser."""
    parser.description = (
        "比较旧表与新表：新增、取消、改名、金额、指标值的提高与降低；按含义，不按文字。"
        " / Compare an old and a new table: added, dropped, renamed, money, targets raised or lowered; by meaning, not by text."
    )
    parser.epilog = (
        "退出码：0 没有不同；1 有不同；2 无法读取，或用法有误"
        " / exit status: 0 no differences; 1 differences; 2 nothing could be read, or wrong usage"
    )
    parser.add_argument("old", metavar="OLD", help="旧表，- 为标准输入 / the old table, - for stdin")
    parser.add_argument("new", metavar="NEW", help="新表，- 为标准输入 / the new table, - for stdin")
    parser.add_argument(
        "--format",
        choices=tuple(_COMPARISON_ENDINGS),
        help="输出格式；不写则按 -o 的扩展名，否则 text / form of the output (default: what the ending of -o says, or text)",
    )
    parser.add_argument("-o", "--output", metavar="OUT", help="输出文件 / where to write (default: stdout)")
    add_parts(parser)
    add_color(parser)
    add_language(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Run the command; return its exit status."""
    en = options.lang == "en"
    try:
        form = form_by_ending(options.output, options.format, _COMPARISON_ENDINGS, "text", "--format", options.lang)
        refuse_workbook_on_stdout(form, options.output, options.lang)
        require_library(form, options.lang)
        if options.old == options.new == "-":
            raise FileProblem("-: stdin can only be read once" if en else "-：标准输入只能读取一次")
        for path in filter(is_folder, (options.old, options.new)):
            zh, en = "应为文件，实为目录", "Is a directory"
            hint_zh = f"{zh}；要对应目录里的计划和结果，请用 perfmodel results {options.old} {options.new}"
            hint_en = f"{en}; for the plans and results in folders see perfmodel results {options.old} {options.new}"
            raise FileProblem(file_message(path, hint_zh, hint_en, options.lang))
        refuse_output(options.output, (options.old, options.new), options.lang)
        reading = reading_of(options)
        old, new = (load_all(path, options.lang, reading) for path in (options.old, options.new))
        found = [_compared(*pair, options) for pair in _pairs(old, new)]
        screen = screen_on(sys.stdout, options.color) if form == "text" and options.output in (None, "-") else None
        written = _written(found, form, options)
        if screen is None:
            save(options.output, written, options.lang)
        else:
            screen.print(styled_comparison(str(written).removesuffix("\n"), options.lang))
    except FileProblem as failure:
        print_error(str(failure))
        return 2
    for path, all_read in ((options.old, old), (options.new, new)):
        for read in all_read:
            report_doubts(path, read, options.lang)
    return 1 if any(found) else 0


def _pairs(old: list[Any], new: list[Any]) -> list[tuple[Any, Any]]:
    """Pair the tables of two files: those of one form and scope, in their order; one that has no other is compared with none."""
    if len(old) == len(new) == 1:
        return [(old[0], new[0])]
    left = list(new)
    pairs: list[tuple[Any, Any]] = []
    for table in old:
        other = next((one for one in left if _kind(one) == _kind(table)), None) or next(
            (one for one in left if _is_result(table, one)), None
        )
        if other is None:
            pairs.append((table, TargetTable()))
        else:
            left.remove(other)
            pairs.append((table, other))
    return pairs + [(TargetTable(), one) for one in left]


def _kind(found: Any) -> tuple[Any, ...]:
    return type(found), getattr(found, "form", None), getattr(found, "scope", None)


def _is_result(old: Any, new: Any) -> bool:
    """Whether one of two is the plan of the other."""
    tables = isinstance(old, TargetTable) and isinstance(new, TargetTable)
    return tables and old.scope == new.scope and (is_plan_of(old, new) or is_plan_of(new, old))


def _compared(old: Any, new: Any, options: argparse.Namespace) -> Comparison:
    try:
        return compare(old, new)
    except TypeError as error:
        raise FileProblem(in_languages(str(error))[options.lang == "en"]) from None


def _written(found: list[Comparison], form: str, options: argparse.Namespace) -> str | bytes:
    if form == "json":
        plain = [one.to_plain() for one in found]
        return json_text(plain[0] if len(plain) == 1 else plain) + "\n"
    if form == "text":
        return "\n".join(one.render(options.lang) + "\n" for one in found)
    if form == "html":
        from perfmodel.reports.html import comparisons_html  # no other form waits for it

        return comparisons_html(found, options.lang)
    from perfmodel.reports import change_sheets  # the forms above do without it

    if form == "xlsx":
        return change_sheets.comparison_workbook(found, options.lang)
    if form == "jsonl":
        return change_sheets.changes_jsonl(found)
    mark = "" if options.output in (None, "-") else BYTE_ORDER_MARK
    return mark + change_sheets.changes_csv(found, options.lang)
