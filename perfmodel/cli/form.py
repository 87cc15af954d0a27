"""``perfmodel form``: the form that is to be filled in for approved targets, as an Excel or a Word file."""

from __future__ import annotations

import argparse

from perfmodel._internal.messages import in_languages
from perfmodel.cli.files import FileProblem, load_all, print_error, save
from perfmodel.cli.options import add_language
from perfmodel.cli.outputs import form_by_ending, refuse_output
from perfmodel.cli.page_numbers import add_parts, reading_of
from perfmodel.model.table import FORMS, TargetTable

__all__ = ["add_to"]

_FORM_ENDINGS = {"xlsx": (".xlsx",), "docx": (".docx",)}


def add_to(parser: argparse.ArgumentParser) -> None:
    """Add the command's options to its parser."""
    parser.description = (
        "按批复的绩效目标表，写出要填的自评表或监控表：目标、权重、预算已填好，实际完成值留空。"
        " / Write the self-evaluation or the monitoring form for approved targets: targets, weights and budget filled in, actual "
        "values blank."
    )
    parser.epilog = (
        "退出码：0 已写出；2 无法读取、没有位置，或用法有误"
        " / exit status: 0 written; 2 nothing could be read or placed, or wrong usage"
    )
    parser.add_argument(
        "plan", metavar="PLAN", help="批复的绩效目标表，- 为标准输入 / the approved targets, - for stdin"
    )
    parser.add_argument(
        "--for",
        dest="form",
        choices=FORMS[1:],
        default=FORMS[1],
        help="填哪一种表（默认：self-evaluation） / which form (default: self-evaluation)",
    )
    parser.add_argument(
        "-o",
        "--output",
        metavar="OUT",
        required=True,
        help="输出文件：OUT.xlsx、OUT.docx / where to write: OUT.xlsx, OUT.docx",
    )
    add_parts(parser)
    add_language(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Run the command; return its exit status."""
    en = options.lang == "en"
    try:
        kind = form_by_ending(options.output, None, _FORM_ENDINGS, "xlsx", "--to", options.lang)
        refuse_output(options.output, [options.plan], options.lang)
        tables = [
            table
            for table in load_all(options.plan, options.lang, reading_of(options))
            if isinstance(table, TargetTable)
        ]
        plans = [table for table in tables if table.form == FORMS[0]]
        if len(plans) != 1:
            raise FileProblem(
                f"{options.plan}: expected one table of targets, got {len(plans)}"
                if en
                else f"{options.plan}：应为一张绩效目标表，实为 {len(plans)} 张"
            )
        save(options.output, _written(plans[0], options.form, kind, en), options.lang)
    except FileProblem as failure:
        print_error(str(failure))
        return 2
    return 0


def _written(plan: TargetTable, form: str, kind: str, en: bool) -> bytes:
    from perfmodel._internal.optional import MissingExtra
    from perfmodel.analysis.blank_form import blank_form

    try:
        table = blank_form(plan, form)
        if kind == "docx":
            from perfmodel.spreadsheets.docx import docx_bytes

            return docx_bytes(table)
        from perfmodel.spreadsheets.xlsx import xlsx_bytes

        return xlsx_bytes(table)
    except (ValueError, MissingExtra) as error:
        raise FileProblem(f"perfmodel: {in_languages(str(error))[en]}") from None
