"""Reports as Excel files: the findings of one table or of a folder, the counts, what the rules say, the tables marked."""

from __future__ import annotations

import heapq
import os
from collections.abc import Iterable, Iterator, Sequence
from typing import IO, Any

from attrs import frozen

from perfmodel._internal.arguments import check_file, check_lang
from perfmodel.checks.report import Report
from perfmodel.comparison.comparison import Comparison
from perfmodel.display.words import severity_word
from perfmodel.formats.files import write_whole
from perfmodel.frames.columns import name_of
from perfmodel.model.finding import SEVERITIES
from perfmodel.model.paths import path_text
from perfmodel.model.table import TargetTable
from perfmodel.reports.change_sheets import comparison_workbook
from perfmodel.reports.counts import Counts
from perfmodel.reports.finding_rows import FINDING_COLUMNS, finding_rows, shown_finding, unread_file_row
from perfmodel.reports.marked_tables import SEVERITY_FILLS, MarkedTable, NoteRoom, tables_of, write_table
from perfmodel.reports.own_output import REPORT_MARK
from perfmodel.reports.results import Checked, Results
from perfmodel.reports.rule_catalogue import Entry, find_entry
from perfmodel.reports.rule_page import page_of, suggestions_text
from perfmodel.reports.text import counted, summary
from perfmodel.source.excerpt import visible
from perfmodel.spreadsheets.workbook import (
    Linked,
    ListFormats,
    link_to,
    print_list,
    set_properties,
    sheet_names,
    workbook_bytes,
    write_lines,
    write_list,
)
from perfmodel.spreadsheets.xlsx import WHOLE_TEXTS, FormWriter

__all__ = ["FindingsWorkbook", "findings_workbook", "report_to_xlsx"]

_SHEETS = (("发现的问题", "Findings"), ("汇总", "Summary"), ("规则", "Rules"))
# Widths of the columns of findings; what has none is not in the sheet.
_FINDING_WIDTHS = {
    "file": 24, "severity": 10, "code": 8, "title": 28, "table_number": 14, "project": 24, "indicator": 24, "place": 40,
    "cell": 18, "line": 7, "message": 56, "text": 36, "suggestion": 24, "certain": 12,
}  # fmt: skip
_RULE_HEADS = (
    ("代码", "规则名", "规则", "检查", "缘由", "反例", "怎么改", "依据"),
    ("code", "name", "rule", "what is checked", "why", "fails", "what to do", "basis"),
)
_RULE_WIDTHS = (8, 22, 30, 50, 40, 44, 44, 40)
_FILE_HEADS = (("文件", "错误", "警告", "提示", "说明"), ("file", "errors", "warnings", "hints", "remark"))
_CODE_HEADS = (("规则", "代码", "严重程度", "次数"), ("rule", "code", "severity", "count"))
_SUMMARY_WIDTHS = (56, 10, 10, 10, 60)
# More than a person reads; each takes memory while the file is written.
_MOST_FINDINGS = 100_000
_MOST_FILES = 100_000
_MOST_TABLES = 200


@frozen
class _File:
    """A file of the summary: its findings of each severity, and why it could not be checked if so; then there may be none."""

    name: str
    severities: tuple[int, ...]
    was_checked: bool
    failure: str | None


class FindingsWorkbook:
    """A workbook that is filled file by file; the tables with the gravest findings are kept for sheets of their own.

    >>> workbook = FindingsWorkbook("en")
    >>> workbook.add(Checked("a.yaml", Report()))
    >>> workbook.to_bytes("default")[:2]
    b'PK'
    """

    def __init__(self, lang: str = "zh") -> None:
        self.lang = lang
        self.counts = Counts()
        self.files: list[_File] = []
        self.rows: list[dict[str, Any]] = []
        self.unlisted = 0
        self.severity_of_code: dict[str, str] = {}
        # With what was found and the number of the table, by which equal ones are told apart; the least grave comes first.
        self._tables: list[tuple[tuple[int, ...], int, int, MarkedTable]] = []
        self._all_tables = 0

    def add(self, file: Checked) -> None:
        """Add a file that was checked, or that could not be."""
        failure = None if file.failure is None else file.failure.text(self.lang)
        self.counts.add(file.counts)
        self.files.append(
            _File(file.name, tuple(file.counts.severities[one] for one in SEVERITIES), file.report is not None, failure)
        )
        room = max(0, _MOST_FINDINGS - len(self.rows))
        if file.report is None:
            if file.failure is not None:
                self.rows += [unread_file_row(file.failure, file.name, self.lang)][:room]
                self.unlisted += room == 0
            return
        for finding in file.report:
            known = self.severity_of_code.setdefault(finding.code, finding.severity)
            self.severity_of_code[finding.code] = min(known, finding.severity, key=SEVERITIES.index)
        listed = file.report.findings[:room]
        self.unlisted += len(file.report) - len(listed)
        tables = tables_of(enumerate(listed, len(self.rows)), file.report.obj, file.parts)
        self.rows += finding_rows(listed, file.source, file.report.obj, file.parts, file.name, self.lang)
        for table in tables:
            self._all_tables += 1
            entry = (table.badness, -self._all_tables, len(self.files) - 1, table)
            if len(self._tables) < _MOST_TABLES:
                heapq.heappush(self._tables, entry)
            else:
                heapq.heappushpop(self._tables, entry)

    def to_bytes(self, profile: str) -> bytes:
        """Return the Excel file; ``profile`` is the name of the one that was checked by."""
        return workbook_bytes(lambda workbook: self._write(workbook, profile))

    def _write(self, workbook: Any, profile: str) -> None:
        english = self.lang == "en"
        tables = [(file, table) for _bad, _number, file, table in sorted(self._tables, key=lambda one: -one[1])]
        own = [names[english] for names in _SHEETS]
        titles = [os.path.basename(self.files[file].name) for file, _table in tables]
        names = sheet_names([*own, WHOLE_TEXTS, *titles])
        set_properties(workbook, own[0])
        workbook.set_custom_property("generator", REPORT_MARK)
        findings, overview, rules = (workbook.add_worksheet(name) for name in own)
        formats, writer, notes = ListFormats(workbook), FormWriter(workbook), NoteRoom()
        links: dict[int, str] = {}
        table_of_file: dict[int, str] = {}
        unplaced = 0
        for name, (file, table) in zip(names[len(own) + 1 :], tables, strict=True):
            sheet = workbook.add_worksheet(name)
            table_of_file.setdefault(file, name)
            try:
                links |= write_table(writer, sheet, table, notes, self.lang)
            except ValueError:  # more rows than a sheet has
                unplaced += 1
        writer.write_whole_texts()
        found = [entry for code, _count in self.counts.by_rule() if (entry := find_entry(code)) is not None]
        rule_links = {entry.code: link_to(own[2], at) for at, entry in enumerate(found, 1)}
        self._write_findings(findings, formats, links, rule_links)
        left_out = self._left_out(notes, self._all_tables - len(tables) + unplaced)
        lines = [summary(self.counts, self.lang), f"Profile: {profile}" if english else f"方案：{profile}", *left_out]
        self._write_overview(overview, formats, rule_links, table_of_file, lines)
        rows = [tuple(_rule_cells(entry, self.lang)) for entry in found]
        write_list(rules, _RULE_HEADS[english], rows, formats, widths=_RULE_WIDTHS)
        print_list(rules, len(rows), len(_RULE_WIDTHS), frozen_columns=1)

    def _write_findings(
        self, sheet: Any, formats: ListFormats, links: dict[int, str], rule_links: dict[str, str]
    ) -> None:
        used = {name for row in self.rows for name in ("table_number", "cell", "line") if row[name] is not None}
        always = _FINDING_WIDTHS.keys() - {"table_number", "cell", "line"}
        columns = [column for column in FINDING_COLUMNS if column.name in always | used]
        # People look for where and what first.
        columns.sort(key=lambda column: list(_FINDING_WIDTHS).index(column.name))
        rows = []
        for at, row in enumerate(self.rows):
            shown: dict[str, Any] = shown_finding(row, self.lang)
            place = shown["place"] or path_text("", self.lang, TargetTable)
            shown["severity"] = Linked(shown["severity"], fill=SEVERITY_FILLS[row["severity"]])
            shown["code"] = Linked(row["code"], rule_links.get(row["code"]))
            shown["place"] = Linked(place, links.get(at))
            rows.append([shown[column.name] for column in columns])
        heads = [name_of(column, self.lang) for column in columns]
        write_list(sheet, heads, rows, formats, widths=[_FINDING_WIDTHS[column.name] for column in columns])
        print_list(sheet, len(rows), len(heads), frozen_columns=1)

    def _write_overview(
        self,
        sheet: Any,
        formats: ListFormats,
        rule_links: dict[str, str],
        table_of_file: dict[int, str],
        lines: Sequence[str],
    ) -> None:
        english = self.lang == "en"
        write_lines(sheet, lines, formats)
        row = len(lines)
        rows = list(self._file_rows(table_of_file))
        write_list(sheet, _FILE_HEADS[english], rows, formats, row + 1, _SUMMARY_WIDTHS)
        row += len(rows) + 3
        rules = [self._code_row(code, count, rule_links) for code, count in self.counts.by_rule()]
        write_list(sheet, _CODE_HEADS[english], rules, formats, row, _SUMMARY_WIDTHS)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)

    def _file_rows(self, table_of_file: dict[int, str]) -> Iterator[list[Any]]:
        """The files, those that failed first, then those with the gravest findings."""
        order = sorted(
            range(len(self.files)),
            key=lambda at: (self.files[at].failure is None, [-count for count in self.files[at].severities], at),
        )
        for at in order[:_MOST_FILES]:
            file = self.files[at]
            table = table_of_file.get(at)
            counts = [
                Linked(count if file.was_checked else None, fill=SEVERITY_FILLS[severity] if count else None)
                for severity, count in zip(SEVERITIES, file.severities, strict=True)
            ]
            yield [Linked(file.name, None if table is None else link_to(table)), *counts, file.failure]

    def _code_row(self, code: str, count: int, rule_links: dict[str, str]) -> list[Any]:
        severity = self.severity_of_code[code]
        word = severity_word(severity, self.lang)
        entry = find_entry(code)
        title = None if entry is None else entry.title(self.lang)
        return [title, Linked(code, rule_links.get(code)), Linked(word, fill=SEVERITY_FILLS[severity]), count]

    def _left_out(self, notes: NoteRoom, tables: int) -> Iterator[str]:
        """What does not stand in the workbook though it was found."""
        english = self.lang == "en"
        if self.unlisted:
            yield (
                f"Not listed: {counted(self.unlisted, 'finding')}; the sheet of findings has {_MOST_FINDINGS} at most"
                if english
                else f"另有 {self.unlisted} 处未列出：“发现的问题”最多列 {_MOST_FINDINGS} 处"
            )
        if tables:
            yield (
                f"Without a sheet: {counted(tables, 'table')}; those with the gravest findings have one, {_MOST_TABLES} at most"
                if english
                else f"{tables} 张表未列出表页：只列问题最重的，最多 {_MOST_TABLES} 张"
            )
        if notes.missing:
            yield (
                f"Marked without a note: {counted(notes.missing, 'cell')}"
                if english
                else f"{notes.missing} 个单元格只有颜色，没有批注"
            )
        if len(self.files) > _MOST_FILES:
            more = len(self.files) - _MOST_FILES
            yield f"Not listed: {counted(more, 'file')}" if english else f"另有 {more} 个文件未列出"


def findings_workbook(results: Results) -> bytes:
    """Return the Excel file of all files of a run.

    >>> findings_workbook(Results(()))[:2]
    b'PK'
    """
    workbook = FindingsWorkbook(results.lang)
    for file in results.files:
        workbook.add(file)
    return workbook.to_bytes(results.config.profile.name)


def report_to_xlsx(value: Report | Comparison, path: str | os.PathLike[str] | IO[bytes], lang: str = "zh") -> None:
    """Write a report or a comparison as an Excel file, whole or not at all; ``path`` may be a file open for bytes.

    >>> import io
    >>> file = io.BytesIO()
    >>> report_to_xlsx(Report(), file)
    >>> file.getvalue()[:2]
    b'PK'
    """
    check_file(path, "path", "write")
    check_lang(lang)
    if isinstance(value, Comparison):
        data = comparison_workbook([value], lang)
    else:
        name = None if value.source is None else value.source.name
        data = findings_workbook(Results((Checked(name or _usual_name(value, lang), value),), lang=lang))
    if isinstance(path, (str, os.PathLike)):
        write_whole(os.path.realpath(path), data)
    else:
        path.write(data)


def _usual_name(report: Report, lang: str) -> str:
    """What a report is called that was made of no file: by its table's title, or the project's name."""
    title = getattr(report.obj, "title", "") or getattr(report.obj, "name", "")
    return visible(title) or ("table" if lang == "en" else "绩效目标表")


def _rule_cells(entry: Entry, lang: str) -> Iterable[str | None]:
    checks, why = entry.words(lang)
    fails = mend = basis = None
    if entry.rule is not None:
        page = page_of(entry.rule)
        fails, label = page.bad, "Passes:" if lang == "en" else "正例："
        mend = "\n".join(filter(None, (suggestions_text(entry.rule, lang), label, page.good)))
        basis = "\n".join(source.text(lang) for source in entry.rule.basis)
    elif not checks:
        checks = "A finding of reading: compare with the original." if lang == "en" else "读表时的发现：请与原表核对。"
    return (entry.code, entry.name or None, entry.title(lang), checks, why or None, fails, mend, basis)
