"""W01 to W05: weights, in forms that have them."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from perfmodel.analysis.evaluated_rows import is_part_row
from perfmodel.analysis.weights import Weights, is_sum, weight_of, weights_of
from perfmodel.checks.context import IndicatorView, ProjectView
from perfmodel.checks.rule import Hit, Settings, Where, rule
from perfmodel.checks.sources import GUIDE_2021, PRACTICE, Basis
from perfmodel.vocabulary import groups

__all__ = ["children_add_up", "not_too_heavy", "split_by_level", "weights_add_up", "weights_are_numbers"]

_SUMS = (Decimal(90), Decimal(100))
_EXECUTION = Decimal(10)


@rule(
    "W01",
    "error",
    "weights-add-up",
    on="project",
    messages={
        "": (
            "项目“{name}”的权重合计应为 {expected}，实为 {sum}",
            "the weights of project “{name}” should add up to {expected}; they add up to {sum}",
        )
    },
    basis=(PRACTICE("90 分加预算执行 10 分，或者合计 100 分", "90 plus 10 for budget execution, or 100 in total"),),
    settings={"sums": _SUMS},
)
def weights_add_up(project: ProjectView, settings: Settings) -> Iterator[Hit]:
    """权重合计为 90 或 100 / weights add up to 90 or 100.

    检查：每一条指标都有权重时，合计等于设置 sums 之一（默认 90 或 100；预算执行率另占 10 分的表合计 90）。以小数印
    的（0.15）按百分数算；自评表印了预算执行率分值的（10 或 20），其余合计应为 100 减去它。四舍五入造成的零头（三个
    33.33）不算错。有指标未识读、缺权重或权重不是正数（W04）、与上级类别印出的分值不符（W03）的，不再检查合计。
    Checks: if every indicator has a weight, the weights add up to one of the values of the setting sums (90 or 100;
    90 in forms that reserve 10 for budget execution; where a self-evaluation prints a weight for execution, 10 or
    20, the remainder of 100). Fractions such as 0.15 count as 15, and rounding differences (three times 33.33) are
    accepted. The sum is not checked if an indicator was not understood, if a weight is missing or not positive
    (W04), or if weights do not match the points printed at their category (W03).

    缘由：权重合计有误，得分无法按百分制计算。
    Why: with another sum the scores are not out of 100.

    反例：

        1、1-产出指标；11-数量指标；会议次数；年度指标值:≥2次；权重:50。
        2、3-满意度指标；31-服务对象满意度指标；参会人员满意度；年度指标值:≥90%；权重:30。

    正例：

        1、1-产出指标；11-数量指标；会议次数；年度指标值:≥2次；权重:50。
        2、3-满意度指标；31-服务对象满意度指标；参会人员满意度；年度指标值:≥90%；权重:40。
    """
    if not project.may_have_weights:
        return
    weights = _weights_of_whole_rows(project)
    numbers = [number for number in weights.numbers if number is not None]
    line = project.project.execution.total
    # A form that prints the weight of execution leaves the rest of 100 to its indicators.
    sums = settings["sums"] if line is None or not line.weight else (100 - line.weight,)
    fits = any(is_sum(numbers, found) for found in sums)
    if weights.complete and not fits and not any(weights.mismatches()):
        expected, expected_en = (word.join(f"{found:f}" for found in sums) for word in (" 或 ", " or "))
        values: dict[str, Any] = {"sum": weights.sum, "expected": expected, "expected_en": expected_en}
        yield project.hit("indicators", name=project.project.name, **values)


def _weights_of_whole_rows(project: ProjectView) -> Weights:
    """The weights without those that rows of 其中 in a self-evaluation lack: they have none of their own."""
    own = project.project
    if not project.weights.lacking or not any(one.score is not None for one in own.indicators):
        return project.weights
    return weights_of([one for one in own.indicators if not is_part_row(one, own)])


@rule(
    "W02",
    "warning",
    "split-by-level",
    on="project",
    messages={
        "": (
            "项目“{name}”的权重分布一般为{expected}，实为{printed}",
            "the weights of project “{name}” are usually distributed as {expected}; they are distributed as {printed}",
        )
    },
    basis=(Basis(GUIDE_2021, "指标权重的分布", "the distribution of indicator weights"),),
    settings={
        "output": Decimal(50),
        "benefit": Decimal(30),
        "satisfaction": Decimal(10),
        "cost": Decimal(20),
        "output_beside_cost": Decimal(40),
        "benefit_beside_cost": Decimal(20),
    },
)
def split_by_level(project: ProjectView, settings: Settings) -> Iterator[Hit]:
    """各类指标的权重分布 / the distribution of weights by level-1 category.

    检查：权重合计 90 的项目，产出 50、效益 30、满意度 10；设成本一级指标的，成本 20、产出 40、效益 20、满意度 10；
    不设满意度的，它的 10 分归效益（均可设置）。合计 100 而其中有预算执行率 10 分的，除去它再看；其余合计 100 的没有
    规定的分法，不检查。有指标类别不明、缺权重或没有效益指标的也不检查。
    Checks: if the weights of a project add up to 90: output 50, benefit 30, satisfaction 10; with a level-1 cost
    category: cost 20, output 40, benefit 20, satisfaction 10; without satisfaction its 10 points go to benefit (all
    of these are settings). If 100 includes 10 for budget execution, these are deducted first; other projects with
    100 have no prescribed distribution. Nothing is reported if a category is unknown, a weight is missing, or there
    is no benefit indicator.

    缘由：权重向产出和效益倾斜，各项目的得分才可比。
    Why: scores of different projects are comparable only if the categories have the same weights.

    反例：

        1、1-产出指标；11-数量指标；会议次数；年度指标值:≥2次；权重:60。
        2、2-效益指标；22-社会效益指标；政策知晓率；年度指标值:≥90%；权重:20。
        3、3-满意度指标；31-服务对象满意度指标；参会人员满意度；年度指标值:≥90%；权重:10。

    正例：

        1、1-产出指标；11-数量指标；会议次数；年度指标值:≥2次；权重:50。
        2、2-效益指标；22-社会效益指标；政策知晓率；年度指标值:≥90%；权重:30。
        3、3-满意度指标；31-服务对象满意度指标；参会人员满意度；年度指标值:≥90%；权重:10。
    """
    if not project.may_have_weights:
        return
    weights = project.weights
    if not weights.complete or weights.sum not in _SUMS:
        return
    split: dict[str, Decimal] = {}
    for indicator, weight in zip(project.indicators, weights.numbers, strict=True):
        assert weight is not None
        executes = weights.sum == 100 and weight == _EXECUTION
        if not (executes and groups.contains(indicator.name, "budget_execution")):
            split[indicator.level1] = split.get(indicator.level1, Decimal(0)) + weight
    if sum(split.values()) != 90 or "" in split or "benefit" not in split or "output" not in split:
        return
    expected = _expected(split, settings)
    if split != expected:
        (printed, printed_en), (usual, usual_en) = _shown(split), _shown(expected)
        values: dict[str, Any] = {
            "printed": printed,
            "printed_en": printed_en,
            "expected": usual,
            "expected_en": usual_en,
        }
        yield project.hit("indicators", name=project.project.name, **values)


def _expected(split: dict[str, Decimal], settings: Settings) -> dict[str, Decimal]:
    beside = "_beside_cost" if "cost" in split else ""
    found = {name: settings[name + beside] for name in ("output", "benefit")}
    if beside:
        found["cost"] = settings["cost"]
    if "satisfaction" in split:
        found["satisfaction"] = settings["satisfaction"]
    else:
        found["benefit"] += settings["satisfaction"]
    return found


def _shown(split: dict[str, Decimal]) -> tuple[str, str]:
    """Return the weights of the categories as a list, in Chinese and English."""
    names = {"cost": "成本", "output": "产出", "benefit": "效益", "satisfaction": "满意度"}
    zh, en = (
        [f"{name} {split[key]:f}" for key, name in pairs if key in split]
        for pairs in (names.items(), zip(names, names, strict=True))
    )
    return "、".join(zh), ", ".join(en)


@rule(
    "W03",
    "error",
    "children-add-up",
    on="project",
    messages={
        "": (
            "“{name}”的分值应为下属合计 {sum} 分，实为 {printed} 分",
            "the points of “{name}” should be {sum}, the sum of its items; they are {printed}",
        )
    },
    basis=(PRACTICE("表内分值合计应当一致", "the points in a table add up"),),
)
def children_add_up(project: ProjectView, settings: Settings) -> Iterator[Hit]:
    """各级分值合计一致 / points add up to those of their category.

    检查：一级、二级指标印有分值的（如“产出指标(50分)”），等于下属之和；一级指标下属的二级指标印有分值的，用那些分值
    相加，否则用指标的权重相加；没有权重、只印了两级分值的，也这样相加。二级指标自己不符的，只报二级。同一类别每次印
    的分值不同、或者与各条指标的权重一一相同的，印的是指标自身的分值，不检查。部分指标缺权重的不检查。
    Checks: points printed at a level-1 or level-2 category, as in 产出指标(50分), are the sum of what belongs to
    it: of the points of the level-2 categories if those are printed (even without weights), otherwise of the
    weights. If a level-2 category is wrong itself, only that is reported. Points that differ each time, or that
    equal the indicator's own weight, are not the category's. Nothing is reported if some weights are missing.

    缘由：上级分值与下属之和不一致，必有一处有误。
    Why: if a category and its items disagree, one of them is wrong.

    反例：

        1、产出指标(50分)；数量指标；会议次数；年度指标值:≥2次；权重:30。
        2、产出指标(50分)；质量指标；会议出勤率；年度指标值:≥90%；权重:15。

    正例：

        1、产出指标(50分)；数量指标；会议次数；年度指标值:≥2次；权重:30。
        2、产出指标(50分)；质量指标；会议出勤率；年度指标值:≥90%；权重:20。
    """
    if not project.may_have_weights and not project.may_have_points:
        return
    for found in project.weights.mismatches():
        indicator = project.indicators[found.at]
        yield indicator.hit(found.level, name=found.name, printed=found.printed, sum=found.sum)


@rule(
    "W04",
    "error",
    "weights-are-numbers",
    on="indicator",
    messages={
        "number": ("权重应为数值，实为“{text}”", "the weight should be a number; it is “{text}”"),
        "positive": ("权重应大于 0，实为 {weight}", "the weight should be above 0; it is {weight}"),
        "missing": (
            "“{name}”未填写权重，同一项目的其他指标已填写",
            "“{name}” has no weight, although other indicators of the project have one",
        ),
    },
    basis=(PRACTICE("未填写权重的无法计分", "an indicator without a weight cannot be scored"),),
    supersedes=("R13",),
    where=(Where(weighed=True),),
)
def weights_are_numbers(indicator: IndicatorView, settings: Settings) -> Iterator[Hit]:
    """权重为大于 0 的数值 / each weight is a number above 0.

    检查：印出的权重（分值）是大于 0 的数；“10分”“10%”算数。同一项目的指标有的有权重、有的没有（空白或“—”），没有的
    要补上；没有的占多数时只在首条报告一次，有的已经合计 90 或 100 时只作警告。整个项目都没有权重的不检查。自评表里
    既没有权重也没有得分的行（其中、合并的单元格）不检查。
    Checks: a printed weight is a number above 0; 10分 and 10% are numbers. If some indicators of a project have a
    weight, those without (blank or —) are reported; if these are the majority, this is reported once, at the first,
    and it is only a warning if the others already add up to 90 or 100. Projects without any weights are not
    checked, nor are rows of a self-evaluation without a score (其中, merged cells).

    缘由：权重不是数值或等于 0，该指标无法计分。
    Why: an indicator whose weight is 0 or not a number cannot be scored.

    反例：

        level1: 产出指标
        level2: 数量指标
        name: 会议次数
        annual: ≥2次
        further: {权重: 十分}

    正例：

        1-产出指标；11-数量指标；会议次数；年度指标值:≥2次；权重:10分。
    """
    weight = weight_of(indicator.indicator)
    if isinstance(weight, str):
        yield indicator.hit("weight", "number", text=weight)
    elif weight is not None:
        if weight <= 0:
            yield indicator.hit("weight", "positive", weight=weight)
    elif indicator.project is not None and not _is_part(indicator, indicator.project):
        weights = indicator.project.weights
        first = indicator is indicator.project.indicators[weights.lacking[0]]
        if weights.given and (first or len(weights.lacking) <= weights.given):
            severity = "warning" if weights.sum in _SUMS else None
            yield indicator.hit("weight", "missing", severity=severity, name=indicator.indicator.name)


def _is_part(indicator: IndicatorView, project: ProjectView) -> bool:
    """Whether it is a part of the row above it in a self-evaluation: it has no points of its own, either."""
    own = project.project
    return any(one.score is not None for one in own.indicators) and is_part_row(indicator.indicator, own)


@rule(
    "W05",
    "warning",
    "not-too-heavy",
    on="indicator",
    messages={
        "": (
            "“{name}”的权重 {weight} 超过 {most}，单条指标的权重过高",
            "the weight of “{name}”, {weight}, exceeds {most}: one indicator counts for too much",
        )
    },
    basis=(PRACTICE("数值为建议，没有文件规定", "the number is a suggestion; no document fixes it"),),
    settings={"most": Decimal(40)},
    where=(Where(weighed=True),),
)
def not_too_heavy(indicator: IndicatorView, settings: Settings) -> Iterator[Hit]:
    """单条指标的权重不宜过大 / no single indicator weighs too much.

    检查：一条指标的权重不超过设置 most（默认 40 分；以小数印的按百分数算）。
    Checks: an indicator weighs no more than the setting most (40 points; fractions such as 0.15 count as 15).

    缘由：一条指标占近半分数，其余指标失去意义。
    Why: next to an indicator with nearly half of the points, the others hardly matter.

    反例：

        1-产出指标；11-数量指标；会议次数；年度指标值:≥2次；权重:50。

    正例：

        1-产出指标；11-数量指标；会议次数；年度指标值:≥2次；权重:20。
    """
    weight = weight_of(indicator.indicator)
    if not isinstance(weight, Decimal):
        return
    points = weight if indicator.project is None else indicator.project.weights.in_points(weight)
    if points > settings["most"]:
        yield indicator.hit("weight", name=indicator.indicator.name, weight=points, most=settings["most"])
