"""The columns of the official form: what stands in each for a project or an indicator."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import Any

from attrs import frozen

from perfmodel.model.funding import AMOUNTS, Funding
from perfmodel.model.indicator import Indicator
from perfmodel.model.table import Project
from perfmodel.spreadsheets.cells import as_number, cell_text, number_format, number_text

__all__ = ["INDICATOR", "MONEY", "PROJECT", "Head", "clean", "shown_number", "used"]

# The heads of the columns of money, in the order of `AMOUNTS`.
MONEY = ("总计", "财政拨款", "财政专户拨款", "其他资金")


@frozen
class Head:
    """A column of the form: what stands in it for a project or an indicator. Where ``always`` is not, only if some do."""

    name: str
    width: int
    said: Callable[[Any], str | Decimal | None]
    group: str = ""
    style: str = "text"
    always: bool = True


def _amounts(group: str, said: Callable[[Any], Funding | None], always: bool) -> Iterator[Head]:
    for name, zh in zip(AMOUNTS, MONEY, strict=True):

        def amount(project: Any, name: str = name) -> Decimal | None:
            funding = said(project)
            return None if funding is None else getattr(funding, name)

        yield Head(zh, 15 if name == "special_account" else 12, amount, group, "amount", always)


def _name(project: Project) -> str:
    return project.name if project.spender is None else f"{project.name}（{project.spender}）"


def _category(indicator: Indicator, level: str) -> str:
    category = getattr(indicator, level)
    return getattr(indicator, f"{level}_text") or ("" if category is None else category.label)


PROJECT = (
    Head("项目名称（资金使用单位）", 24, _name),
    Head("项目期限", 14, lambda project: project.period, always=False),
    *_amounts("资金", lambda project: project.funding, True),
    *_amounts("实施周期资金", lambda project: project.whole_period_funding, False),
    Head("绩效目标", 40, lambda project: project.goal),
    Head("实施周期绩效目标", 30, lambda project: project.whole_period_goal, always=False),
)
_GROUP = "绩效指标"
INDICATOR = (
    Head("一级指标", 17, lambda indicator: _category(indicator, "level1"), _GROUP, "category"),
    Head("二级指标", 21, lambda indicator: _category(indicator, "level2"), _GROUP, "category"),
    Head("三级指标", 30, lambda indicator: indicator.name, _GROUP),
    Head("实施周期指标值", 18, lambda indicator: _target(indicator.whole_period), _GROUP, "centred"),
    Head("年度指标值", 18, lambda indicator: _target(indicator.annual), _GROUP, "centred"),
    Head("计量单位", 10, lambda indicator: indicator.unit, _GROUP, "centred", False),
    Head("权重", 8, lambda indicator: indicator.weight, _GROUP, "number", False),
    Head("指标说明", 24, lambda indicator: indicator.explanation, _GROUP, always=False),
    Head("评分标准", 24, lambda indicator: indicator.scoring_standard, _GROUP, always=False),
    Head(
        "其他栏目",
        24,
        lambda indicator: "\n".join(f"{name}：{text}" for name, text in indicator.further),
        _GROUP,
        always=False,
    ),
)


def _target(target: Any) -> str | None:
    return None if target is None else target.text


def used(heads: Sequence[Head], rows: Sequence[Any]) -> tuple[Head, ...]:
    """Return the columns that are always there, and those that say something for one of these rows."""
    kept = {id(head) for head in heads if head.always or any(head.said(row) not in (None, "") for row in rows)}
    # The columns of money go together.
    groups = {head.group for head in heads if id(head) in kept and head.style == "amount"}
    return tuple(head for head in heads if id(head) in kept or (head.style == "amount" and head.group in groups))


def clean(value: str | Decimal | None) -> str | Decimal | None:
    """Return a value as its cell can hold it: an empty text is blank, a number of too many digits is text."""
    if isinstance(value, Decimal):
        return number_text(value) if as_number(value) is None else value
    return None if value is None else cell_text(value) or None


def shown_number(value: object) -> str:
    """Write a number as its cell shows it; text that stands in its place is wrapped, so that its length does not count."""
    if not isinstance(value, Decimal) or as_number(value) is None:
        return ""
    decimals = number_format(value).count("0") - 1
    return format(value, f",.{decimals}f")
