"""Plain text: what ``print`` shows of an object, in few lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from perfmodel.display.parts import amounts_of, details, displayed_target, level_text, object_text, target_fields
from perfmodel.display.table import Limits
from perfmodel.display.words import comma, label_of, labelled, phrase, suggestion_text, truncate, truncate_to_width
from perfmodel.model.finding import Finding
from perfmodel.model.indicator import Indicator
from perfmodel.model.table import Project, TargetTable
from perfmodel.source.excerpt import visible

__all__ = ["indicator_line", "report_text", "text_of"]

_TEXT_COLUMNS = 100
# A project's or an indicator's print is a glance; a table's has a line for each project.
_INDICATORS_IN_TEXT = 20
_FINDINGS_IN_TEXT = 100


def text_of(obj: Any, lang: str = "zh", limits: Limits | None = None) -> str:
    """Return an object as a few lines of text.

    >>> print(text_of(Project("会议费", goal="开好会议。")))
    会议费
      绩效目标：开好会议。
    """
    limits = Limits(indicators=_INDICATORS_IN_TEXT) if limits is None else limits
    if isinstance(obj, TargetTable):
        return "\n".join(_table(obj, lang, limits))
    if isinstance(obj, Project):
        return "\n".join(_project(obj, lang, limits))
    if isinstance(obj, Indicator):
        return indicator_line(obj, lang)
    if isinstance(obj, tuple):
        return "\n".join(_indicators(obj, lang, limits))
    return visible(truncate(obj.text, lang))


def _table(table: TargetTable, lang: str, limits: Limits) -> Iterator[str]:
    count = sum(len(project.indicators) for project in table.projects)
    yield truncate_to_width(table.title or table.unit or phrase("unnamed", lang), _TEXT_COLUMNS)
    unit = labelled(label_of(TargetTable, "unit", lang), table.unit, lang)
    facts = [
        truncate_to_width(unit, 60) if table.unit and table.title else "",
        phrase("currency_unit", lang, table.currency_unit) if table.currency_unit else "",
        phrase("counts", lang, f"{len(table.projects):,}", f"{count:,}"),
        *(truncate_to_width(line, 60) for line in details(table, lang, "text")),
    ]
    yield "  ".join(fact for fact in facts if fact)
    if table.total is not None:
        yield f"  {phrase('sum', lang)} {truncate_to_width(amounts_of(table.total).get('total', ''), 40)}".rstrip()
    for section in table.sections[: limits.projects]:
        for line in details(section, lang, "text"):
            yield "  " + truncate_to_width(f"{section.name}  {line}", _TEXT_COLUMNS)
    for at, project in enumerate(table.projects[: limits.projects], 1):
        name = truncate_to_width(project.name or phrase("unnamed", lang), 60)
        money = truncate_to_width(amounts_of(project.funding).get("total", ""), 40)
        yield f"  {at}. {name}  {money}".rstrip()
    rest = table.projects[limits.projects :]
    if rest:
        left = sum(len(project.indicators) for project in rest)
        yield "  " + phrase("more_projects", lang, f"{len(rest):,}", f"{left:,}")


def _project(project: Project, lang: str, limits: Limits) -> Iterator[str]:
    yield truncate_to_width(project.name or phrase("unnamed", lang), _TEXT_COLUMNS)
    money = object_text(project.funding, lang, "text")
    for line in (*([money] if money else ()), *details(project, lang, "text")):
        yield "  " + truncate_to_width(line, _TEXT_COLUMNS)
    for name, text in (("whole_period_goal", project.whole_period_goal), ("goal", project.goal)):
        if text:
            label = label_of(Project, name, lang)
            yield "  " + truncate_to_width(labelled(label, text[: _TEXT_COLUMNS * 2], lang), _TEXT_COLUMNS)
    for line in _indicators(project.indicators, lang, limits):
        yield "  " + line


def _indicators(indicators: Sequence[Indicator], lang: str, limits: Limits) -> Iterator[str]:
    most = min(limits.indicators, _INDICATORS_IN_TEXT)
    for indicator in indicators[:most]:
        yield "· " + indicator_line(indicator, lang)
    if len(indicators) > most:
        yield phrase("more_indicators", lang, f"{len(indicators) - most:,}")


def indicator_line(indicator: Indicator, lang: str = "zh") -> str:
    """Return an indicator on one line: level 2, name, targets as they mean.

    >>> from perfmodel import parse_indicator
    >>> indicator_line(parse_indicator("1-产出指标；11-数量指标；次数；实施周期指标值:3次；年度指标值:1次或以上"))
    '11-数量指标 次数：实施周期 3次，年度 ≥ 1次'
    """
    if not indicator.understood:
        printed = (indicator.printed or "")[: _TEXT_COLUMNS * 2]
        return truncate_to_width(labelled(phrase("unclear", lang), printed, lang), _TEXT_COLUMNS)
    level = level_text(indicator, 2) or level_text(indicator, 1)
    name = indicator.name or phrase("unnamed", lang)
    line = f"{truncate_to_width(level, 30)} {truncate_to_width(name, 60)}".strip()
    targets = _targets(indicator, lang)
    if targets is not None:
        line = labelled(line, targets, lang)
    rest = (truncate_to_width(text, 60) for text in details(indicator, lang, "text"))
    return ("; " if lang == "en" else "；").join((line, *rest))


def _targets(indicator: Indicator, lang: str) -> str | None:
    """Return an indicator's targets, each with its name where they differ; None where there is none."""
    found = [(field, target) for field in target_fields() if (target := getattr(indicator, field.name)) is not None]
    texts = [truncate_to_width(displayed_target(target, lang).text, 40) for _field, target in found]
    alike = len({target for _field, target in found}) < 2
    if alike and not any(field.declaration.result for field, _target in found):
        return texts[0] if texts else None
    labels = [field.label(lang).removesuffix("指标值") for field, _target in found]
    return comma(lang).join(f"{label} {text}" for label, text in zip(labels, texts, strict=True))


def _finding(finding: Finding, lang: str, root: type | None) -> str:
    about = visible(f"{finding.code} {finding.severity} {finding.place_text(lang, root)}".rstrip())
    behind = "" if finding.suggestion is None else f" {suggestion_text(finding.suggestion, lang)}"
    return f"{about}: {truncate(finding.render(lang), lang)}{behind}"


def report_text(findings: Sequence[Finding], lang: str = "zh", root: type | None = None) -> str:
    """Return findings with a line for each: code, severity, path, message, suggestion; ``root`` is as for `path_text`.

    >>> print(report_text([Finding("S02", "error", "没有指标", "projects[0].indicators")]))
    S02 error 第1个项目 绩效指标（projects[0].indicators）: 没有指标
    """
    lines = [_finding(finding, lang, root) for finding in findings[:_FINDINGS_IN_TEXT]]
    if len(findings) > _FINDINGS_IN_TEXT:
        lines.append(phrase("more_findings", lang, f"{len(findings) - _FINDINGS_IN_TEXT:,}"))
    return "\n".join(lines)
