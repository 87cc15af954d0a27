"""What a file holds: the keys of each object in order, in English and Chinese, and what stands under each.

This one list decides how YAML and JSON are written and read; a scalar's type is what stands here, not what it looks
like.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from attrs import frozen

from perfmodel.model.funding import Funding
from perfmodel.model.indicator import Indicator
from perfmodel.model.table import Project, Section, TargetTable

__all__ = ["KIND", "KINDS", "MEANING", "SCHEMA", "Key", "kind_of", "section_names"]


@frozen
class Key:
    """A key: its English and Chinese name, and the type of its value.

    Types: ``text`` (one line), ``target`` (its text, or a mapping with its meaning), ``category``, ``amount``, ``flag``, ``ordinal``, ``texts`` (a list),
    ``pairs`` (a mapping of names to texts), or a class of the model; a list of objects is ``[class]``.
    """

    name: str
    zh: str
    type: Any = "text"


_FUNDING = (
    Key("total", "总计", "amount"),
    Key("appropriation", "财政拨款", "amount"),
    Key("special_account", "财政专户拨款", "amount"),
    Key("other", "其他资金", "amount"),
    Key("inferred", "栏目系推断", "flag"),
    Key("printed", "原文"),
)
_INDICATOR = (
    Key("number", "序号", "ordinal"),
    Key("level1", "一级指标", "category"),
    Key("level2", "二级指标", "category"),
    Key("name", "名称"),
    Key("whole_period", "实施周期指标值", "target"),
    Key("annual", "年度指标值", "target"),
    Key("unit", "计量单位"),
    Key("weight", "权重", "amount"),
    Key("explanation", "指标说明"),
    Key("scoring_standard", "评分标准"),
    Key("further", "其他栏目", "pairs"),
    Key("printed", "原文"),
    Key("reason", "未识读的原因"),
)
_PROJECT = (
    Key("name", "名称"),
    Key("section", "所属单位"),
    Key("spender", "资金使用单位"),
    Key("period", "项目期限"),
    Key("funding", "资金", Funding),
    Key("whole_period_funding", "实施周期资金", Funding),
    Key("goal", "绩效目标"),
    Key("whole_period_goal", "实施周期绩效目标"),
    Key("indicators", "绩效指标", [Indicator]),
)
_SECTION = (Key("name", "名称"), Key("funding", "资金", Funding))
_TABLE = (
    Key("title", "标题"),
    Key("unit", "单位名称"),
    Key("currency_unit", "金额单位"),
    Key("total", "合计", Funding),
    Key("sections", "单位", [Section]),
    Key("projects", "项目", [Project]),
    Key("unread", "未识读文字", "texts"),
)
SCHEMA: dict[type, tuple[Key, ...]] = {
    TargetTable: _TABLE,
    Project: _PROJECT,
    Indicator: _INDICATOR,
    Section: _SECTION,
    Funding: _FUNDING,
}

# A file holds one of these; the key is written only where the other keys leave open which.
KIND = Key("kind", "类型")
KINDS: dict[type, tuple[str, str]] = {
    TargetTable: ("table", "绩效目标表"),
    Project: ("project", "项目"),
    Indicator: ("indicator", "绩效指标"),
}


# A target with its meaning: the text, and the keys of the meaning's plain form.
MEANING = {
    "text": "原文",
    "kind": "种类",
    "op": "算符",
    "number": "数值",
    "unit": "单位",
    "per": "每",
    "change": "增减",
    "low": "下限",
    "high": "上限",
    "low_included": "含下限",
    "high_included": "含上限",
    "date": "日期",
    "start": "起",
    "end": "止",
    "parts": "各项",
    "left": "前项",
    "right": "后项",
    "value": "值",
    "words": "文字",
    "scale": "等级制",
    "grade": "等级",
    "trend": "趋势",
    "reason": "原因",
}


def kind_of(names: set[str]) -> type:
    """Return what a mapping with these keys (in either language) is: the kind that has the most of them, else the first.

    >>> kind_of({"name", "annual"}).__name__, kind_of({"名称"}).__name__
    ('Indicator', 'Project')
    """
    return max(KINDS, key=lambda kind: sum(key.name in names or key.zh in names for key in SCHEMA[kind]))


def section_names(sections: tuple[Section, ...]) -> list[str]:
    """Return by what each section is called in a project's key ``section``: its name, or ``#2`` where that is not its own.

    >>> section_names((Section("某局"), Section("某局"), Section("某中心")))
    ['#1', '#2', '某中心']
    """
    names = [section.name for section in sections]
    counts = Counter(names)
    return [name if counts[name] == 1 and not name.startswith("#") else f"#{at}" for at, name in enumerate(names, 1)]
