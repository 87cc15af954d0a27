"""The phrases that views put around what a table says, in Chinese and English, and how long a shown text may be.

The names of fields are not among them: they are declared once, in ``perfmodel/data/fields.json``.
"""

from __future__ import annotations

from perfmodel.model.fields import CLASSES, field_of, fields_of
from perfmodel.model.finding import Suggestion
from perfmodel.source.characters import width
from perfmodel.source.excerpt import visible

__all__ = [
    "LONGEST_SHOWN_TEXT",
    "choice_name",
    "comma",
    "field_name",
    "label_of",
    "labelled",
    "phrase",
    "severity_word",
    "suggestion_text",
    "truncate",
    "truncate_to_width",
]

# A view is to be looked at: what is longer than this is in the object.
LONGEST_SHOWN_TEXT = 1000

_PHRASES: dict[str, tuple[str, str]] = {
    "project": ("项目名称（资金使用单位）", "Project (spender)"),
    "indicator": ("三级指标", "Indicator"),
    "sum": ("合计", "Total"),
    "currency_unit": ("金额单位：{}", "Amounts in {}"),
    "counts": ("{} 个项目，{} 条指标", "projects: {}, indicators: {}"),
    "indicator_count": ("{} 条指标", "indicators: {}"),
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
    "certain": ("建议改为“{}”", "change it to “{}”"),
    "perhaps": ("可能是“{}”", "probably “{}”"),
    "line": ("第 {} 行", "line {}"),
    "guessed": ("带点线的金额，栏目系推断", "dotted amounts: the column was inferred"),
    "clean": ("没有发现问题", "nothing was found"),
    "annual_goal": ("年度绩效目标", "Annual goal"),
    "subject": ("对象", "What"),
    "change": ("变化", "Change"),
    "whole_table": ("全表", "The whole table"),
    "more_candidates": ("等 {} 处", "{} in all"),
    "old": ("原", "Old"),
    "new": ("新", "New"),
    "yes": ("是", "yes"),
    "none": ("（无）", "(none)"),
    "met": ("达到", "met"),
    "missed": ("未达到", "missed"),
    "unsure": ("无法判断", "cannot be determined"),
    "points": ("得分/分值", "Points/weight"),
    "worked_out": ("怎样算出", "How it was calculated"),
    "execution_rate": ("预算执行率", "Budget execution"),
    "unnamed": ("（无名称）", "(no name)"),
    "target": ("指标值", "Target"),
    "unallocated": ("未分来源", "Source not given"),
    "money_title": ("各项目资金", "Money by project"),
    "money_axis": ("金额（{}）", "Amount ({})"),
    "indicators_title": ("各类指标条数", "Indicators by category"),
    "indicators_axis": ("指标条数", "Number of indicators"),
    "targets_title": ("各类指标的指标值", "Targets by category"),
    "target_full": ("100%", "100%"),
    "target_high": ("90%至100%", "90% to below 100%"),
    "target_low": ("低于90%", "Below 90%"),
    "target_ceiling": ("百分比上限", "Upper limits (%)"),
    "target_number": ("其他数值", "Other numbers"),
    "target_date": ("期限", "Dates"),
    "target_words": ("定性", "Words"),
    "target_unread": ("未填写或未识读", "Blank or not understood"),
    "deadlines_title": ("各月到期的期限", "Deadlines by month"),
    "months": ("1月 2月 3月 4月 5月 6月 7月 8月 9月 10月 11月 12月", "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"),
    "results_title": ("实际完成值与指标值", "Actual values against targets"),
    "results_axis": ("实际完成值 ÷ 指标值（%），后为实际值/指标值", "Actual ÷ target (%), then actual / target"),
    "rest": ("其余 {} 个项目合计", "{} other projects together"),
    "nth_project": ("项目 {}", "Project {}"),
    "uncategorised": ("其他或未识读", "Other or not understood"),
}
# Choices of fields that are codes; in a view they are words.
_CHOICE_NAMES = {
    "targets": ("绩效目标", "targets"),
    "self-evaluation": ("自评", "self-evaluation"),
    "monitoring": ("运行监控", "monitoring"),
    "project": ("项目", "project"),
    "department": ("部门整体", "whole department"),
    "policy": ("政策或专项资金", "policy or special fund"),
    "region": ("转移支付区域", "region of a transfer"),
}
_SEVERITY_WORDS = {"error": "错误", "warning": "警告", "hint": "提示", "off": "关"}


def severity_word(severity: str, lang: str) -> str:
    """Return a severity in ``zh`` or ``en``; that of a rule that a profile turns off, too.

    >>> severity_word("error", "zh"), severity_word("off", "en")
    ('错误', 'off')
    """
    return severity if lang == "en" else _SEVERITY_WORDS[severity]


def phrase(key: str, lang: str, *values: object) -> str:
    """Return a phrase of the views in ``zh`` or ``en``, with values put in.

    >>> phrase("more_indicators", "en", 3)
    'not shown: 3 more indicators'
    """
    return _PHRASES[key][lang == "en"].format(*values)


def choice_name(choice: str, lang: str) -> str:
    """Return a choice of a field as people say it; what is no code as it is.

    >>> choice_name("self-evaluation", "zh"), choice_name("万元", "en")
    ('自评', '万元')
    """
    return _CHOICE_NAMES.get(choice, (choice, choice))[lang == "en"]


def label_of(kind: type, field: str, lang: str) -> str:
    """Return the name for people of a class's field, which its declaration has in both languages.

    >>> from perfmodel.model.table import Project
    >>> label_of(Project, "goal", "zh"), label_of(Project, "goal", "en")
    ('绩效目标', 'Goal')
    """
    return field_of(kind, field).label(lang)


def labelled(label: str, text: str, lang: str) -> str:
    """Return a text behind its label, with the colon of the language.

    >>> labelled("权重", "10", "zh"), labelled("Weight", "10", "en")
    ('权重：10', 'Weight: 10')
    """
    return f"{label}{': ' if lang == 'en' else '：'}{text}"


def comma(lang: str) -> str:
    """Return the comma of the language, between the parts of one line."""
    return ", " if lang == "en" else "，"


def truncate(text: str, lang: str = "zh", longest: int = LONGEST_SHOWN_TEXT) -> str:
    """Return a text without control characters and at most ``longest`` long; how much was left out stands behind it.

    >>> truncate("一二三四五", longest=3)
    '一二三…（还有 2 字）'
    """
    left = len(text) - longest
    return visible(text) if left <= 0 else visible(text[:longest]) + phrase("more_characters", lang, left)


def suggestion_text(suggestion: Suggestion, lang: str, whole: bool = False) -> str:
    """Return a suggestion as advice where it is certain, as a guess where it is not; ``whole`` is however long its text is.

    >>> suggestion_text(Suggestion("=100%", True, ("annual",)), "zh"), suggestion_text(Suggestion("≥92%", False, ()), "en")
    ('建议改为“=100%”', 'probably “≥92%”')
    """
    text = visible(suggestion.text) if whole else truncate(suggestion.text, lang)
    return phrase("certain" if suggestion.certain else "perhaps", lang, text)


def truncate_to_width(text: str, columns: int) -> str:
    """Return a text without control characters that fits in so many columns of a terminal; … ends one that is cut.

    >>> truncate_to_width("机构运行辅助经费", 9)
    '机构运行…'
    """
    text = visible(text[: columns + 1])
    if width(text) <= columns:
        return text
    while width(text) > columns - 1:
        text = text[:-1]
    return text + "…"


def field_name(kind: type, field: str, lang: str) -> str:
    """Return the key of a class's field in files, in ``zh`` or ``en``; what is no field of it as it is.

    >>> from perfmodel.model.table import Project
    >>> field_name(Project, "funding", "zh"), field_name(Project, "funding", "en"), field_name(Project, "", "zh")
    ('资金', 'funding', '')
    """
    names = {key.name: key.zh for key in fields_of(kind)} if kind in CLASSES else {}
    return names.get(field, field) if lang == "zh" else field
