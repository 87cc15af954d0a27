"""Plain text: what ``print`` shows of an object, in few lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from perfmodel.display.parts import amounts_of, level_text, money_text, said
from perfmodel.display.table import Limits
from perfmodel.display.words import cut, fitted, say, suggested
from perfmodel.model.finding import Finding
from perfmodel.model.indicator import Indicator
from perfmodel.model.table import Project, TargetTable
from perfmodel.source.excerpt import visible

__all__ = ["indicator_line", "report_text", "text_of"]

_COLUMNS = 100
# A project's or an indicator's print is a glance; a table's has a line for each project.
_INDICATORS = 20
_FINDINGS = 100


def text_of(obj: Any, lang: str = "zh", limits: Limits | None = None) -> str:
    """Return an object as a few lines of text.

    >>> print(text_of(Project("会议费", goal="开好会议。")))
    会议费
      绩效目标：开好会议。
    """
    limits = Limits(indicators=_INDICATORS) if limits is None else limits
    if isinstance(obj, TargetTable):
        return "\n".join(_table(obj, lang, limits))
    if isinstance(obj, Project):
        return "\n".join(_project(obj, lang, limits))
    if isinstance(obj, Indicator):
        return indicator_line(obj, lang)
    return visible(cut(obj.text, lang))


def _colon(lang: str) -> str:
    return ": " if lang == "en" else "："


def _table(table: TargetTable, lang: str, limits: Limits) -> Iterator[str]:
    count = sum(len(project.indicators) for project in table.projects)
    yield fitted(table.title or table.unit or say("unnamed", lang), _COLUMNS)
    facts = [
        fitted(say("unit", lang, table.unit), 60) if table.unit and table.title else "",
        say("currency_unit", lang, table.currency_unit) if table.currency_unit else "",
        say("counts", lang, f"{len(table.projects):,}", f"{count:,}"),
    ]
    yield "  ".join(fact for fact in facts if fact)
    if table.total is not None:
        yield f"  {say('sum', lang)} {fitted(amounts_of(table.total).get('total', ''), 40)}".rstrip()
    for at, project in enumerate(table.projects[: limits.projects], 1):
        name = fitted(project.name or say("unnamed", lang), 60)
        money = fitted(amounts_of(project.funding).get("total", ""), 40)
        yield f"  {at}. {name}  {money}".rstrip()
    rest = table.projects[limits.projects :]
    if rest:
        left = sum(len(project.indicators) for project in rest)
        yield "  " + say("more_projects", lang, f"{len(rest):,}", f"{left:,}")


def _project(project: Project, lang: str, limits: Limits) -> Iterator[str]:
    yield fitted(project.name or say("unnamed", lang), _COLUMNS)
    money = money_text(project.funding, lang)
    if money:
        yield "  " + fitted(money, _COLUMNS)
    for key, text in (("whole_period_goal", project.whole_period_goal), ("goal", project.goal)):
        if text:
            words = say(key, lang).rstrip("：: ")
            yield "  " + fitted(f"{words}{_colon(lang)}{text[: _COLUMNS * 2]}", _COLUMNS)
    most = min(limits.indicators, _INDICATORS)
    for indicator in project.indicators[:most]:
        yield "  · " + indicator_line(indicator, lang)
    if len(project.indicators) > most:
        yield "  " + say("more_indicators", lang, f"{len(project.indicators) - most:,}")


def indicator_line(indicator: Indicator, lang: str = "zh") -> str:
    """Return an indicator on one line: level 2, name, targets as they mean.

    >>> from perfmodel import parse_indicator
    >>> indicator_line(parse_indicator("1-产出指标；11-数量指标；次数；实施周期指标值:3次；年度指标值:1次或以上"))
    '11-数量指标 次数：实施周期 3次，年度 ≥ 1次'
    """
    if not indicator.understood:
        return fitted(f"{say('unclear', lang)}{_colon(lang)}{(indicator.printed or '')[: _COLUMNS * 2]}", _COLUMNS)
    level = level_text(indicator, 2) or level_text(indicator, 1)
    name = indicator.name or say("unnamed", lang)
    head = f"{fitted(level, 30)} {fitted(name, 60)}".strip()
    whole, annual = indicator.whole_period, indicator.annual
    texts = [None if target is None else fitted(said(target, lang).text, 40) for target in (whole, annual)]
    if texts[0] is not None and texts[1] is not None and whole != annual:
        named = [say(key, lang).removesuffix("指标值") for key in ("whole_period", "annual")]
        return f"{head}{_colon(lang)}{named[0]} {texts[0]}{', ' if lang == 'en' else '，'}{named[1]} {texts[1]}"
    text = texts[1] if texts[1] is not None else texts[0]
    return head if text is None else f"{head}{_colon(lang)}{text}"


def _finding(finding: Finding, lang: str) -> str:
    about = visible(f"{finding.code} {finding.severity} {finding.path}".rstrip())
    behind = "" if finding.suggestion is None else f" {suggested(finding.suggestion, lang)}"
    return f"{about}: {cut(finding.text(lang), lang)}{behind}"


def report_text(findings: Sequence[Finding], lang: str = "zh") -> str:
    """Return findings with a line for each: code, severity, path, message, suggestion.

    >>> print(report_text([Finding("S02", "error", "没有指标", "projects[0].indicators")]))
    S02 error projects[0].indicators: 没有指标
    """
    lines = [_finding(finding, lang) for finding in findings[:_FINDINGS]]
    if len(findings) > _FINDINGS:
        lines.append(say("more_findings", lang, f"{len(findings) - _FINDINGS:,}"))
    return "\n".join(lines)
