"""One line a finding, as editors and ``grep`` read it: ``表.yaml:6:13: V06 warning: …``."""

from __future__ import annotations

from perfmodel.reports.results import Results
from perfmodel.reports.text import where_text
from perfmodel.source.excerpt import visible

__all__ = ["concise_text"]


def concise_text(results: Results) -> str:
    """Return a line for each finding: file, line and column (of a document: the place in words), code, severity, message.

    >>> from perfmodel.checks.report import Report
    >>> from perfmodel.model.finding import Finding
    >>> from perfmodel.reports.results import Checked
    >>> report = Report([Finding("S02", "error", "没有指标", "projects[0].indicators")])
    >>> print(concise_text(Results((Checked("表.yaml", report),))), end="")
    表.yaml: S02 error: 没有指标
    """
    lang = results.lang
    return "".join(
        f"{where_text(file, finding, lang)}: {visible(f'{finding.code} {finding.severity}: {finding.render(lang)}')}\n"
        for file in results.files
        for finding in file.report or ()
    )
