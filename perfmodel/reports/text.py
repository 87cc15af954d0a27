"""Findings as text for people: a line that editors can jump from, an excerpt of the source, and the suggestion."""

from __future__ import annotations

from collections.abc import Iterator

from perfmodel.display.words import suggestion_text
from perfmodel.model.finding import SEVERITIES, Finding
from perfmodel.reports.counts import Counts
from perfmodel.reports.results import Checked, Results
from perfmodel.reports.rule_catalogue import entry_of
from perfmodel.source.characters import width
from perfmodel.source.excerpt import visible

__all__ = [
    "counted",
    "finding_text",
    "findings_text",
    "headline",
    "statistics_text",
    "summary",
    "where_text",
]


def findings_text(results: Results) -> str:
    """Return all findings, file by file.

    >>> findings_text(Results(()))
    ''
    """
    return "".join(finding_text(file, finding, results.lang) for file in results.files for finding in file.report or ())


def finding_text(file: Checked, finding: Finding, lang: str) -> str:
    """Return a finding as lines, each with its end: with its place, an excerpt of the source and the suggestion, if any."""
    return "".join(f"{line}\n" for line in _lines(file, finding, lang))


def _lines(file: Checked, finding: Finding, lang: str) -> Iterator[str]:
    yield headline(file, finding, lang)
    source = file.source
    if source is not None and finding.span is not None:
        yield source.excerpt(finding.span)
    if finding.suggestion is not None:
        yield suggestion_text(finding.suggestion, lang, whole=True)


def headline(file: Checked, finding: Finding, lang: str) -> str:
    """Return a finding on one line, with its place: ``表.yaml:6:13: V06 warning 年度指标值（annual）: …``."""
    about = f"{finding.code} {finding.severity} {finding.place_text(lang, file.root)}".rstrip()
    return f"{where_text(file, finding, lang)}: {visible(f'{about}: {finding.render(lang)}')}"


def where_text(file: Checked, finding: Finding, lang: str) -> str:
    """Return a file's name with the place of a finding in it, as editors read it: ``表.yaml:6:13``."""
    where = visible(file.name)
    if file.source is not None and finding.span is not None:
        where += f":{visible(file.source.where(finding.span.start, lang))}"
    return where


def statistics_text(counts: Counts, lang: str = "zh") -> str:
    """Return how often each code was found, the most frequent first."""
    rows = [(str(count), entry_of(code)) for code, count in counts.by_rule()]
    columns = max((len(count) for count, _entry in rows), default=0)
    names = max((width(entry.name) for _count, entry in rows), default=0)
    return "".join(
        f"{count:>{columns}}  {entry.code}  {entry.name:<{names}}  {entry.title(lang)}\n" for count, entry in rows
    )


def summary(counts: Counts, lang: str = "zh") -> str:
    """Return the last line: how many findings there are, and how many can be fixed.

    >>> print(summary(Counts()))
    没有发现问题。
    """
    english = lang == "en"
    parts: list[str] = []
    if counts.fixed:
        parts.append(f"fixed {counts.fixed}" if english else f"已修正 {counts.fixed} 处")
    if counts.findings:
        errors, warnings, hints = (counts.severities[severity] for severity in SEVERITIES)
        parts.append(
            f"{counts.findings} found: {counted(errors, 'error')}, {counted(warnings, 'warning')}, {counted(hints, 'hint')}"
            if english
            else f"共 {counts.findings} 处：错误 {errors}，警告 {warnings}，提示 {hints}"
        )
    elif counts.files > counts.failures or not counts.files:
        parts.append("nothing found" if english else "没有发现问题")
    if counts.hidden:
        hidden = counts.hidden
        parts.append(f"{hidden} more not shown (--severity)" if english else f"另有 {hidden} 处未显示（--severity）")
    if counts.fixable:
        fixable = counts.fixable
        parts.append(f"{fixable} can be fixed with --fix" if english else f"可自动修正 {fixable} 处（--fix）")
    if counts.failures:
        failures = counts.failures
        parts.append(f"{counted(failures, 'file')} failed" if english else f"{failures} 个文件出错")
    text = ("; " if english else "；").join(parts)
    return text[:1].upper() + text[1:] + ("." if english else "。")


def counted(count: int, name: str) -> str:
    """Return a number with its noun in English.

    >>> counted(1, "file"), counted(2, "file")
    ('1 file', '2 files')
    """
    return f"{count} {name}" if count == 1 else f"{count} {name}s"
