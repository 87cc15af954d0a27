"""V06, V09: ratios and satisfaction."""

from __future__ import annotations

from collections.abc import Iterator

from perfmodel.checks import words
from perfmodel.checks.basis import GUIDE_2021, Basis
from perfmodel.checks.rule import Hit, Settings, rule
from perfmodel.checks.views import TargetView
from perfmodel.values.kinds import Quantity, Range, Threshold

__all__ = ["bounded_ratio"]


@rule(
    "V06",
    "warning",
    "bounded-ratio",
    on="target",
    kinds=("threshold", "range"),
    messages={
        "over": (
            "“{name}”是有上限的比率，指标值“{text}”超过 100%",
            "“{name}” is a bounded ratio; its target “{text}” is over 100 %",
        ),
        "at_least_all": (
            "“{name}”最多是 100%，“{text}”应写成“{mended}”",
            "“{name}” can be 100 % at most; “{text}” should be “{mended}”",
        ),
    },
    basis=(Basis(GUIDE_2021, "合理可行", "reasonable and feasible"),),
    suggests=("certain",),
)
def bounded_ratio(target: TargetView, settings: Settings) -> Iterator[Hit]:
    """有上限的比率不超过 100% / a bounded ratio is at most 100 %.

    检查：单位是 %、名称以“率”“度”“比例”结尾的指标（增长率、完成率、执行率等除外），指标值不超过 100%，
    也不写“≥100%”。
    Checks: the target of an indicator in % whose name ends in 率, 度 or 比例 (but 增长率, 完成率, 执行率 and the
    like) is not over 100 %, and not "≥100%".

    缘由：这类比率的分子是分母的一部分，超过 100% 无法实现；“不低于 100%”就是“等于 100%”。
    Why: the part cannot be more than the whole, and "at least 100 %" says no more than "100 %".

    反例：

        1-产出指标；12-质量指标；验收合格率；年度指标值:≥100%。

    正例：

        1-产出指标；12-质量指标；验收合格率；年度指标值:=100%。
    """
    meaning = target.meaning
    assert isinstance(meaning, (Threshold, Range))
    highest = meaning.quantity if isinstance(meaning, Threshold) else meaning.high_quantity
    percent = _percent(highest)
    if percent is None or meaning.change is not None or not words.ends_as(target.indicator.name, "bounded_ratios"):
        return
    if percent.number > 100:
        yield target.hit("over")
    elif percent.number == 100 and isinstance(meaning, Threshold) and meaning.op == ">=":
        yield target.hit("at_least_all", mended="=100%")
    elif percent.number == 100 and isinstance(meaning, Threshold) and meaning.op == ">":
        yield target.hit("over")


def _percent(quantity: Quantity) -> Quantity | None:
    return None if quantity.per is not None else quantity.in_unit("%")
