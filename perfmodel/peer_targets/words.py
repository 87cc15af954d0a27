"""The words around peers: why rows did not count, and the columns of examples, in Chinese and English."""

from __future__ import annotations

from functools import cache

from perfmodel.frames.columns import INDICATOR_NUMBER, PROJECT_NUMBER, by_any_name

__all__ = ["REASONS_LEFT_OUT", "columns_of_examples"]

# In the order in which they are shown.
REASONS_LEFT_OUT = {
    "excluded": ("本表或本单位", "of one's own table or body"),
    "category": ("类别不同", "another category"),
    "uncategorised": ("没有类别", "no category"),
    "unit": ("单位不同，不能换算", "a unit that does not convert"),
    "words": ("定性指标", "qualitative"),
    "date": ("日期", "a date"),
    "range": ("数值区间", "a range"),
    "several": ("多个条件或比例", "several conditions or a ratio"),
    "blank": ("未填写", "blank"),
    "not_understood": ("未能识读", "not understood"),
}


@cache
def columns_of_examples() -> dict[str, tuple[str, str]]:
    """Return the names of an example's columns in Chinese and English, by the names of its fields.

    >>> columns_of_examples()["year"]
    ('年度', 'year')
    """
    known = by_any_name()
    return {
        "value": ("数值", "value"),
        "printed": ("指标值", "target"),
        "project": (known["project"].zh, "project"),
        "body": ("单位", "body"),
        "year": (known["year"].zh, "year"),
        "file": ("文件", "file"),
        "table_number": ("表序号", "table"),
        "project_number": (PROJECT_NUMBER.zh, "project no."),
        "indicator_number": (INDICATOR_NUMBER.zh, "indicator no."),
    }
