"""Law: what one form of output says was found, all forms say; a text in it does nothing in any of them."""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
import zipfile
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from perfmodel import Finding, Report, TargetTable, compare, validate
from perfmodel.model.finding import SEVERITIES
from perfmodel.reports.change_sheets import changes_csv, changes_jsonl, comparison_workbook
from perfmodel.reports.concise import concise_text
from perfmodel.reports.counts import Failure
from perfmodel.reports.csv import findings_csv
from perfmodel.reports.frames import report_records
from perfmodel.reports.github import github_commands
from perfmodel.reports.grouped import GROUPINGS, grouped_text, texts_by_rule
from perfmodel.reports.jsonl import jsonl_text
from perfmodel.reports.results import Checked, Results
from perfmodel.reports.text import findings_text
from perfmodel.reports.workbooks import findings_workbook
from perfmodel.source.excerpt import visible
from perfmodel.spreadsheets.cells import LONGEST_CELL_TEXT, cell_text, cut, is_tempting, units_of
from perfmodel.spreadsheets.delimited import harmless
from tests import strategies
from tests.hostile import TEXTS, hostile_table, says_nothing_to_terminals
from tests.laws.test_hostile_text import MOST, kept, lines, raw, report_on, table_with

LANGUAGES = st.sampled_from(["zh", "en"])


@st.composite
def files(draw: st.DrawFn) -> Checked:
    """A file with tables in which things were found; several tables now and then."""
    tables = draw(st.lists(strategies.tables(), min_size=1, max_size=2))
    reports = [validate(table, select="ALL") for table in tables]
    if len(tables) == 1:
        return Checked("表.yaml", reports[0])
    findings = [
        Finding(one.code, one.severity, one.message, f"tables[{at}].{one.path}".rstrip("."), None, one.english)
        for at, report in enumerate(reports)
        for one in report
    ]
    return Checked("表.pdf", Report(findings), tables=tuple(reports))


def opened(data: bytes) -> Any:
    pytest.importorskip("xlsxwriter")
    openpyxl: Any = pytest.importorskip("openpyxl")
    return openpyxl.load_workbook(io.BytesIO(data))


@given(files(), LANGUAGES)
@settings(max_examples=MOST // 2)
def test_every_form_has_every_finding(file: Checked, lang: str) -> None:
    report = file.report
    assert report is not None
    results = Results((file,), lang=lang)
    messages = [finding.render(lang) for finding in report]
    codes = [finding.code for finding in report]
    headlines = [line for line in findings_text(results).splitlines() if line.startswith(visible(file.name))]
    assert [re.search(r": ([A-Z][0-9]{2}) ", line)[1] for line in headlines] == codes  # type: ignore[index]

    concise = concise_text(results).splitlines()
    assert [line.partition(": ")[2] for line in concise] == [
        visible(f"{finding.code} {finding.severity}: {finding.render(lang)}") for finding in report
    ]
    lines_of_json = [json.loads(line) for line in jsonl_text(results).splitlines()]
    assert [(one["code"], one["message"], one["path"]) for one in lines_of_json] == [
        (finding.code, finding.message, finding.path) for finding in report
    ]
    rows = list(csv.DictReader(io.StringIO(findings_csv(results), newline="")))
    of_code, of_message = ("code", "message") if lang == "en" else ("代码", "问题")
    assert [(row[of_code], row[of_message]) for row in rows] == list(zip(codes, map(harmless, messages), strict=True))
    assert len(github_commands(results).splitlines()) == len(report)
    records = report_records(report, lang=lang)
    assert [(row["code"], row["severity"], row["message"], row["path"] or "") for row in records] == [
        (finding.code, finding.severity, finding.render(lang), finding.path) for finding in report
    ]
    for by in GROUPINGS:
        text = (
            "".join(text for _code, text in texts_by_rule(file, lang)) if by == "rule" else grouped_text(file, by, lang)
        )
        assert sorted(line for line in text.splitlines() if line in headlines) == sorted(headlines)


@given(files(), LANGUAGES)
@settings(max_examples=MOST // 10)
def test_a_workbook_has_every_finding_and_leads_to_its_cell(file: Checked, lang: str) -> None:
    report = file.report
    assert report is not None
    book = opened(findings_workbook(Results((file,), lang=lang)))
    sheet = book.worksheets[0]
    heads = {cell.value: cell.column - 1 for cell in sheet[1]}
    rows = list(sheet.iter_rows(min_row=2))
    of_code, of_message, of_place = ("code", "message", "place") if lang == "en" else ("代码", "问题", "所在")
    assert [row[heads[of_code]].value for row in rows] == [finding.code for finding in report]
    assert [row[heads[of_message]].value for row in rows] == [cell_text(finding.render(lang)) for finding in report]
    tables = book.worksheets[3:]
    assert len(tables) == max(1, len(file.parts))
    for row, finding in zip(rows, report, strict=True):
        link = row[heads[of_place]].hyperlink
        assert link is not None
        name, _, place = link.location.rpartition("!")
        marked = book[name.strip("'")][place]
        assert marked.fill.fgColor.rgb not in (None, "00000000")
        assert marked.comment is not None
        assert finding.code in marked.comment.text
        rule = book[row[heads[of_code]].hyperlink.location.rpartition("!")[0].strip("'")]
        assert rule[row[heads[of_code]].hyperlink.location.rpartition("!")[2]].value == finding.code


@given(files(), st.sampled_from(SEVERITIES), LANGUAGES)
@settings(max_examples=MOST // 4)
def test_what_is_hidden_is_counted(file: Checked, severity: str, lang: str) -> None:
    report = file.report
    assert report is not None
    shown = file.shown(severity)
    assert shown.report is not None
    assert shown.counts.findings + shown.counts.hidden == file.counts.findings
    assert shown.counts.status() == file.counts.status()
    allowed = SEVERITIES[: SEVERITIES.index(severity) + 1]
    assert list(shown.report) == [finding for finding in report if finding.severity in allowed]
    assert [shown.report[at] for at in shown.fixable] == [
        finding for at, finding in enumerate(report) if at in file.fixable and finding.severity in allowed
    ]


def is_dead(data: bytes) -> None:
    """A workbook in which no text is a formula, a number, or a link to elsewhere."""
    book = opened(data)
    names = {sheet.title for sheet in book.worksheets}
    for sheet in book.worksheets:
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            assert cell.data_type in ("s", "n", "inlineStr")
            if isinstance(cell.value, str):
                assert units_of(cell.value) <= LONGEST_CELL_TEXT
                assert not is_tempting(cell.value) or cell.quotePrefix
            if cell.hyperlink is not None:
                assert cell.hyperlink.target is None
                name, _, place = cell.hyperlink.location.rpartition("!")
                assert name[1:-1].replace("''", "'") in names
                assert re.fullmatch("[A-Z]+[0-9]+", place)
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        for name in parts.namelist():
            assert not re.search(rb"<f[ >]|<script|<img|ddeLink|TargetMode", parts.read(name)), name
            assert not re.search("external|vba", name, re.IGNORECASE)


def hides_nothing(text: str) -> bool:
    return not any(unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp") for char in re.sub("[\r\n]", "", text))


@given(lines, raw)
@kept("line", "text")
@settings(max_examples=MOST // 4)
def test_no_report_obeys_a_text(line: str, text: str) -> None:
    table = table_with(line, text)
    report = report_on(table, line, text)
    results = Results((Checked(line, report), Checked(text, failure=Failure(text, text))))
    found = compare(table, hostile_table(line + "二", text + "二"))
    is_dead(findings_workbook(results))
    is_dead(comparison_workbook([found]))
    for written in (findings_csv(results), changes_csv([found])):
        assert hides_nothing(written)
        for cell in (cell for row in csv.reader(io.StringIO(written, newline="")) for cell in row):
            assert cell[:1] not in ("=", "+", "-", "@", "|", "%", "\t", "\r", "＝")
    objects = [json.loads(one) for one in jsonl_text(results).splitlines()]
    assert len(objects) == len(report) + 1
    assert len([json.loads(one) for one in changes_jsonl([found]).splitlines()]) == len(found)
    concise = concise_text(results)
    assert says_nothing_to_terminals(concise)
    assert len(concise.split("\n")) == len(report) + 1
    assert not re.search(r"^\s*::|##\[", concise, re.MULTILINE)
    checked = results.files[0]
    for by in ("project", "file"):
        assert says_nothing_to_terminals(grouped_text(checked, by))


@pytest.mark.parametrize("name", TEXTS)
def test_no_workbook_obeys_a_known_text(name: str) -> None:
    text = TEXTS[name]
    line = " ".join(text.split())
    table = hostile_table(text)
    findings = [Finding("S02", "error", text, path) for path in ("", "projects[0].name", "projects[0].indicators[0]")]
    data = findings_workbook(Results((Checked(line, Report(findings, obj=table)),)))
    is_dead(data)
    shown = opened(data).worksheets[0]
    messages = [row[[cell.value for cell in shown[1]].index("问题")].value for row in shown.iter_rows(min_row=2)]
    assert messages == [cut(cell_text(text), LONGEST_CELL_TEXT)] * 3


@given(strategies.tables())
@example(TargetTable())
@settings(max_examples=MOST // 10)
def test_the_same_report_is_the_same_file(table: TargetTable) -> None:
    pytest.importorskip("xlsxwriter")
    results = Results((Checked("表.yaml", validate(table)),))
    assert findings_workbook(results) == findings_workbook(results)
