"""Findings as a person sees them on a terminal: those of a project together under its name, then what to do next.

The text is in pieces, each with the name of its style; a worker process makes them, whoever has the terminal prints them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from perfmodel.display.report import severity_counts
from perfmodel.display.words import severity_word, suggestion_text
from perfmodel.model.finding import Finding
from perfmodel.model.paths import path_text
from perfmodel.reports.counts import Counts
from perfmodel.reports.grouped import groups_of
from perfmodel.reports.results import Checked
from perfmodel.reports.styled_text import Line, StyledText
from perfmodel.reports.text import summary, where_text
from perfmodel.source.characters import width
from perfmodel.source.excerpt import EXCERPT_COLUMNS, visible, wrapped

__all__ = ["advice", "ending_text", "styled_findings"]

_INDENT = "    "
_MANY_HINTS = 10


def styled_findings(file: Checked, lang: str, columns: int) -> StyledText:
    """Return the findings of a file, project by project, for a terminal of ``columns``.

    >>> bool(styled_findings(Checked("表.yaml"), "zh", 80))
    False
    """
    return StyledText(tuple(_file(file, lang, columns)))


def _file(file: Checked, lang: str, columns: int) -> Iterator[Line]:
    if not file.report:
        return
    counts = severity_counts(file.report.counts, lang)
    yield (
        (visible(file.name), "file"),
        *(((" · " if at else "  ") + text, severity) for at, (severity, text) in enumerate(counts)),
    )
    for group in groups_of(file, "project", lang):
        yield ()
        yield ((group.heading.removeprefix(visible(f"{file.name} · ")), "project"),)
        for finding in group.findings:
            yield from _finding(file, finding, lang, columns)
    yield ()


def _finding(file: Checked, finding: Finding, lang: str, columns: int) -> Iterator[Line]:
    head = ((severity_word(finding.severity, lang), finding.severity), (" ", ""), (finding.code, "code"), ("  ", ""))
    indent = 2 + sum(width(text) for text, _style in head)
    first, *more = wrapped(visible(finding.render(lang)), max(20, columns - indent))
    yield ("  ", ""), *head, (first, "")
    for line in more:
        yield ((" " * indent + line, ""),)
    source = file.source
    where = where_text(file, finding, lang)
    path = visible(path_text(finding.path, lang, file.root))
    beside = "  ".join(filter(None, (where, path)))
    for part in (beside,) if width(_INDENT + beside) <= columns else filter(None, (where, path)):
        yield ((_INDENT + part, "place"),)
    if source is not None and finding.span is not None:
        line, _, caret = source.excerpt(
            finding.span, max(20, min(EXCERPT_COLUMNS, columns - len(_INDENT) - 2))
        ).partition("\n")
        yield ((_INDENT + line, ""),)
        yield ((_INDENT + caret, finding.severity),)
    if finding.suggestion is not None:
        for line in wrapped(suggestion_text(finding.suggestion, lang, whole=True), columns - len(_INDENT)):
            yield ((_INDENT + line, "suggestion"),)


def ending_text(counts: Counts, lang: str, options: Collection[str], columns: int) -> StyledText:
    """Return the last lines: how much was found, and what to do next (see `advice`)."""
    worst = next((severity for severity, count in counts.severities.items() if count), "")
    texts = [(summary(counts, lang), "error" if counts.failures else worst)]
    texts += [(text, "next") for text in advice(counts, lang, options)]
    return StyledText(tuple(((line, style),) for text, style in texts for line in wrapped(text, columns)))


def advice(counts: Counts, lang: str, options: Collection[str] = ()) -> tuple[str, ...]:
    """Return what to do next, in a line or two; ``options`` are those of `perfmodel check` that may be named.

    >>> advice(Counts.of_findings([Finding("S02", "error", "没有指标")]), "zh")
    ('下一步：先改 1 个错误；perfmodel explain S02 说明规则。',)
    >>> advice(Counts(files=1), "zh")
    ()
    """
    if not counts.findings:
        return ()
    errors, hints = counts.severities["error"], counts.severities["hint"]
    code = min((-count, code) for code, count in (counts.error_codes or counts.codes).items())[1]
    first: list[tuple[str, str]] = []
    if errors:
        first.append((f"先改 {errors} 个错误", f"correct the {f'{errors} errors' if errors > 1 else 'error'} first"))
    first.append((f"perfmodel explain {code} 说明规则", f"perfmodel explain {code} explains the rule"))
    second: list[tuple[str, str]] = []
    if counts.fixable:
        second.append(("--diff 显示能自动修正的，--fix 写入", "--diff shows what can be fixed, --fix writes it"))
    if "severity" in options and hints > _MANY_HINTS and hints > counts.findings - hints > 0:
        second.append(("--severity warning 不看提示", "--severity warning leaves out the hints"))
    if "html" in options:
        second.append(("--format html -o 报告.html 可转交", "--format html -o report.html can be handed on"))
    at, mark = (1, "; ") if lang == "en" else (0, "；")
    heads = (("下一步：", "Next: ")[at], "")
    parts = [mark.join(pair[at] for pair in pairs) for pairs in (first, second) if pairs]
    return tuple(head + text + ".。"[1 - at] for head, text in zip(heads, parts, strict=False))
