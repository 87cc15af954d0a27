"""The phrases of HTML reports, in Chinese and English."""

from __future__ import annotations

__all__ = ["report_phrase"]

_REPORT_PHRASES: dict[str, tuple[str, str]] = {
    "title": ("绩效目标检查报告", "Check of performance targets"),
    "comparison": ("绩效目标对比", "Comparison of performance targets"),
    "about": ("perfmodel {}，规则方案 {}", "perfmodel {}, profile {}"),
    "about_version": ("perfmodel {}", "perfmodel {}"),
    "files": ("文件", "Files"),
    "file": ("文件", "File"),
    "files_more": ("另有 {} 个文件未列出", "{} more files are not listed"),
    "state": ("情况", "State"),
    "failed": ("无法处理：{}", "failed: {}"),
    "clean": ("没有发现问题", "nothing found"),
    "rules": ("最常见的规则", "Most frequent rules"),
    "rule": ("规则", "Rule"),
    "rule_title": ("内容", "What it checks"),
    "count": ("次数", "Findings"),
    "rules_more": ("另有 {} 条规则，见“规则说明”", "{} more rules under “The rules”"),
    "words": ("规则说明", "The rules"),
    "checks": ("检查：", "Checks: "),
    "why": ("缘由：", "Why: "),
    "of_reading": ("读表时的发现。", "A finding of reading the file."),
    "filter": ("筛选", "Filter"),
    "all_rules": ("全部规则", "All rules"),
    "search": ("查找", "Search"),
    "search_hint": ("查找项目、指标、消息", "Search projects, indicators, messages"),
    "only": ("只看有问题的行", "Only rows with findings"),
    "reset": ("清除筛选", "Clear"),
    "status": ("显示 {shown} 条，共 {all} 条", "Showing {shown} of {all} findings"),
    "left_out": ("未列出：{}", "Not shown: {}"),
    "clean_projects": ("没有发现问题的 {} 个项目", "{} projects with nothing found"),
    "clean_indicators": ("没有发现问题的 {} 条指标", "{} indicators with nothing found"),
    "more_findings": ("其余 {} 条问题（已先列较重的）", "{} more findings (the graver are shown first)"),
    "brief": (
        "内容较多，只列出有问题的行；其余的行见原文件",
        "There is much to show: only rows with findings are shown; the others are in the files themselves",
    ),
    "files_left": (
        "另有 {} 个问题较少的文件没有列出明细，可单独检查",
        "{} more files, with fewer findings, are not shown here; check them by themselves",
    ),
    "no_details": ("明细过多，未列出；可单独检查", "too much to show here; check the file by itself"),
    "top": ("回到顶部", "Back to top"),
    "unnamed_file": ("（未命名）", "(unnamed)"),
    "table": ("第 {} 张表", "Table {}"),
    "caption": ("绩效指标和检查结果", "Indicators and findings"),
}


def report_phrase(key: str, lang: str, *values: object) -> str:
    """Return a phrase of reports in ``zh`` or ``en``, with values put in.

    >>> report_phrase("clean_indicators", "en", 3)
    '3 indicators with nothing found'
    """
    text = _REPORT_PHRASES[key][lang == "en"]
    return text.format(*values) if values else text
