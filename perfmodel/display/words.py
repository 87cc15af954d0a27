"""The words that views put around what a table says, in Chinese and English; and how long a text may get."""

from __future__ import annotations

from perfmodel.model.fields import CLASSES, fields_of
from perfmodel.model.finding import Suggestion
from perfmodel.source.characters import width
from perfmodel.source.excerpt import visible

__all__ = ["LONGEST", "SEVERITY", "check_lang", "cut", "field_name", "fitted", "say", "suggested"]

# A view is to be looked at: what is longer than this is in the object.
LONGEST = 1000

_WORDS: dict[str, tuple[str, str]] = {
    "project": ("项目名称（资金使用单位）", "Project (spender)"),
    "total": ("总计", "Total"),
    "appropriation": ("财政拨款", "Appropriation"),
    "special_account": ("财政专户拨款", "Special account"),
    "other": ("其他资金", "Other"),
    "goal": ("绩效目标", "Goal"),
    "indicators": ("绩效指标", "Indicators"),
    "level1": ("一级指标", "Level 1"),
    "level2": ("二级指标", "Level 2"),
    "indicator": ("三级指标", "Indicator"),
    "whole_period": ("实施周期指标值", "Whole period"),
    "annual": ("年度指标值", "Annual"),
    "sum": ("合计", "Total"),
    "unit": ("单位名称：{}", "Reporting unit: {}"),
    "currency_unit": ("金额单位：{}", "Amounts in {}"),
    "counts": ("{} 个项目，{} 条指标", "projects: {}, indicators: {}"),
    "more_projects": ("还有 {} 个项目、{} 条指标没有显示", "not shown: {} more projects, {} more indicators"),
    "more_indicators": ("还有 {} 条指标没有显示", "not shown: {} more indicators"),
    "more_sections": ("还有 {} 个单位没有显示", "not shown: {} more spending bodies"),
    "more_findings": ("还有 {} 条问题没有显示", "not shown: {} more findings"),
    "more_texts": ("还有 {} 段没有显示", "not shown: {} more texts"),
    "more_changes": ("还有 {} 处不同没有显示", "not shown: {} more differences"),
    "clean_projects": ("其余 {} 个项目没有发现问题", "nothing found in the other {} projects"),
    "clean_indicators": ("其余 {} 条指标没有发现问题", "nothing found in the other {} indicators"),
    "more_characters": ("…（还有 {} 字）", "… ({} more characters)"),
    "characters_before": ("（前面还有 {} 字）…", "({} more characters) …"),
    "no_indicators": ("没有绩效指标", "no indicators"),
    "no_projects": ("没有项目", "no projects"),
    "unread": ("未识读文字", "Text that was not understood"),
    "unclear": ("未识读", "not understood"),
    "unknown_category": ("不在类别表中", "not a known category"),
    "unfilled": ("未填写", "not filled in"),
    "certain": ("建议：“{}”", "suggested: “{}”"),
    "perhaps": ("可能是“{}”", "probably “{}”"),
    "line": ("第 {} 行", "line {}"),
    "guessed": ("带点线的金额，栏目系推断", "dotted amounts: the column was inferred"),
    "clean": ("没有发现问题", "nothing was found"),
    "found": ("发现的问题", "Findings"),
    "period": ("项目期限：{}", "Period: {}"),
    "whole_period_funding": ("实施周期资金：", "Whole-period funding: "),
    "whole_period_goal": ("实施周期绩效目标：", "Whole-period goal: "),
    "annual_goal": ("年度绩效目标：", "Annual goal: "),
    "measured_in": ("计量单位：{}", "Unit: {}"),
    "weight": ("权重：{}", "Weight: {}"),
    "explanation": ("指标说明：{}", "Explanation: {}"),
    "scoring_standard": ("评分标准：{}", "Scoring standard: {}"),
    "subject": ("对象", "What"),
    "change": ("变化", "Change"),
    "whole_table": ("全表", "The whole table"),
    "more_candidates": ("等 {} 处", "{} in all"),
    "old": ("原", "Old"),
    "new": ("新", "New"),
    "none": ("（无）", "(none)"),
    "unnamed": ("（无名称）", "(no name)"),
    "target": ("指标值", "Target"),
    "sources": ("按资金来源", "by source"),
    "unallocated": ("未分来源", "Source not given"),
    "money_title": ("各项目资金", "Money by project"),
    "money_axis": ("金额（{}）", "Amount ({})"),
    "indicators_title": ("各类指标条数", "Indicators by category"),
    "indicators_axis": ("指标条数", "Number of indicators"),
    "rest": ("其余 {} 个项目", "{} other projects"),
    "nth_project": ("项目 {}", "Project {}"),
    "uncategorised": ("其他或未识读", "Other or not understood"),
}
SEVERITY = {"error": ("错误", "error"), "warning": ("警告", "warning"), "hint": ("提示", "hint")}


def say(key: str, lang: str, *values: object) -> str:
    """Return the words for a key, with values put in.

    >>> say("more_indicators", "en", 3)
    'not shown: 3 more indicators'
    """
    return _WORDS[key][lang == "en"].format(*values)


def check_lang(lang: str) -> str:
    """Return ``zh`` or ``en``; raise ValueError for anything else."""
    if lang not in ("zh", "en"):
        raise ValueError(f"lang 应为 zh 或 en，得到 {lang!r:.80} / expected lang to be 'zh' or 'en'")
    return lang


def cut(text: str, lang: str = "zh", longest: int = LONGEST) -> str:
    """Return a text as it may be shown, its end left out and counted where it is too long.

    >>> cut("一二三四五", longest=3)
    '一二三…（还有 2 字）'
    """
    left = len(text) - longest
    return visible(text) if left <= 0 else visible(text[:longest]) + say("more_characters", lang, left)


def suggested(suggestion: Suggestion, lang: str) -> str:
    """Return what is said of a suggestion: what is certain is advised, a guess is told as one.

    >>> suggested(Suggestion("=100%", True, ("annual",)), "zh"), suggested(Suggestion("≥92%", False, ()), "en")
    ('建议：“=100%”', 'probably “≥92%”')
    """
    return say("certain" if suggestion.certain else "perhaps", lang, cut(suggestion.text, lang))


def fitted(text: str, columns: int) -> str:
    """Return a text as it may be shown in so many columns of a terminal, cut with an ellipsis.

    >>> fitted("机构运行辅助经费", 9)
    '机构运行…'
    """
    text = visible(text[: columns + 1])
    if width(text) <= columns:
        return text
    while width(text) > columns - 1:
        text = text[:-1]
    return text + "…"


def field_name(kind: type, field: str, lang: str) -> str:
    """Return the name of a class's field as files have it: in Chinese, or the field itself.

    >>> from perfmodel.model.table import Project
    >>> field_name(Project, "funding", "zh"), field_name(Project, "funding", "en"), field_name(Project, "", "zh")
    ('资金', 'funding', '')
    """
    names = {key.name: key.zh for key in fields_of(kind)} if kind in CLASSES else {}
    return names.get(field, field) if lang == "zh" else field
