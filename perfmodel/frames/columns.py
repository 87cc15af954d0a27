"""The columns of a frame: this one list decides their names in both languages, their order and their types."""

from __future__ import annotations

from functools import cache

from attrs import evolve, frozen

from perfmodel.formats.schema import MEANING_KEYS

__all__ = ["LEVELS", "MEANING", "TARGETS", "TARGET_OF", "Column", "by_any_name", "columns_of", "name_of"]

LEVELS = ("indicator", "target", "project")
# The two targets of an indicator, with the heads of their columns in the form.
TARGETS = {"whole_period": "实施周期指标值", "annual": "年度指标值"}


@frozen
class Column:
    """A column: its English and Chinese name, and its type: ``text``, ``int``, ``bool``, ``decimal`` or ``date``."""

    name: str
    zh: str
    type: str = "text"


def _money(prefix: str, zh: str) -> tuple[Column, ...]:
    return (
        Column(f"{prefix}total", f"{zh}总计", "decimal"),
        Column(f"{prefix}appropriation", f"{zh}财政拨款", "decimal"),
        Column(f"{prefix}special_account", f"{zh}财政专户拨款", "decimal"),
        Column(f"{prefix}other", f"{zh}其他资金", "decimal"),
        Column(f"{prefix}funding_inferred", f"{zh}资金栏目系推断", "bool"),
        Column(f"{prefix}funding_printed", f"{zh}资金原文"),
    )


TABLE = (
    Column("title", "标题"),
    Column("reporting_unit", "单位名称"),
    Column("currency_unit", "金额单位"),
    Column("section_number", "所属单位序号", "int"),
    Column("section", "所属单位"),
)
PROJECT = (
    Column("project_number", "项目序号", "int"),
    Column("project", "项目名称"),
    Column("spender", "资金使用单位"),
    Column("period", "项目期限"),
    *_money("", ""),
    *_money("whole_period_", "实施周期"),
    Column("goal", "绩效目标"),
    Column("whole_period_goal", "实施周期绩效目标"),
)
COUNT = (Column("indicator_count", "指标数", "int"),)
INDICATOR = (
    Column("indicator_number", "指标序号", "int"),
    Column("level1_code", "一级指标代码"),
    Column("level1", "一级指标"),
    Column("level1_printed", "一级指标原文"),
    Column("level2_code", "二级指标代码"),
    Column("level2", "二级指标"),
    Column("level2_printed", "二级指标原文"),
    Column("indicator", "三级指标"),
    Column("unit", "计量单位"),
    Column("weight", "权重", "decimal"),
    Column("explanation", "指标说明"),
    Column("scoring_standard", "评分标准"),
    Column("further", "其他栏目"),
    Column("printed", "指标原文"),
    Column("reason", "未识读的原因"),
)
# What a target value means. Its names are those of the meanings' plain form, where that has them.
_DECIMALS = ("number", "low", "high", "left", "right")
_FLAGS = ("low_included", "high_included", "value")
_OWN = {"start_date": "起日", "end_date": "止日", "note": "备注", "direction": "方向"}
MEANING = tuple(
    Column(
        name,
        _OWN.get(name) or MEANING_KEYS[name],
        "decimal" if name in _DECIMALS else "bool" if name in _FLAGS else "date" if name.endswith("_date") else "text",
    )
    for name in (
        "kind op number unit per change low high low_included high_included start end start_date end_date left right "
        "value scale grade trend parts note reason direction"
    ).split()
)
TARGET_OF = Column("target_of", "指标值类别")


def _target(name: str, zh: str) -> tuple[Column, ...]:
    """Columns of a target: its text, then what it means."""
    return (
        Column(name, zh),
        *(evolve(column, name=f"{name}_{column.name}", zh=f"{zh}_{column.zh}") for column in MEANING),
    )


@cache
def columns_of(level: str) -> tuple[Column, ...]:
    """Return the columns of a level in order; `ValueError` for a level that there is not.

    >>> [column.zh for column in columns_of("project")[:7]]
    ['标题', '单位名称', '金额单位', '所属单位序号', '所属单位', '项目序号', '项目名称']
    """
    if level == "project":
        return TABLE + PROJECT + COUNT
    if level == "indicator":
        both = (column for name, zh in TARGETS.items() for column in _target(name, zh))
        return (*TABLE, *PROJECT, *INDICATOR, *both)
    if level == "target":
        return (*TABLE, *PROJECT, *INDICATOR, TARGET_OF, *_target("target", "指标值"))
    shown = "、".join(LEVELS)
    raise ValueError(f"level：应为 {shown} 之一，得到 {level!r:.80} / expected one of {', '.join(LEVELS)}")


def name_of(column: Column, lang: str) -> str:
    """Return a column's name in ``en`` or ``zh``; `ValueError` for another language."""
    if lang not in ("en", "zh"):
        raise ValueError(f"lang：应为 en 或 zh，得到 {lang!r:.80} / expected lang to be 'en' or 'zh'")
    return column.zh if lang == "zh" else column.name


@cache
def by_any_name() -> dict[str, Column]:
    """Return all columns of all levels by their English and their Chinese names."""
    return {name: column for level in LEVELS for column in columns_of(level) for name in (column.name, column.zh)}
