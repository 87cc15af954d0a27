"""S07 to S09, S16: the categories of indicators."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from attrs import frozen

from perfmodel.analysis.category_pair import deciding_category, without_number
from perfmodel.checks.context import IndicatorView, ProjectView, TableView
from perfmodel.checks.rule import Hit, Settings, Where, rule
from perfmodel.checks.sources import GUIDE_2021, MANAGEMENT_2015, PRACTICE, Basis
from perfmodel.checks.view import join
from perfmodel.model.category import Category
from perfmodel.model.finding import Suggestion
from perfmodel.vocabulary import groups

__all__ = ["both_categories", "code_and_name", "known_and_in_place", "one_tree"]

_CATEGORY_LEVELS = (("level1", 1), ("level2", 2))
_TREES = (
    Basis(MANAGEMENT_2015, "绩效指标的分类", "the classification of indicators"),
    Basis(GUIDE_2021, "绩效指标的分类", "the classification of indicators"),
)


@rule(
    "S07",
    "error",
    "category-in-place",
    on=("whole", "indicator"),
    messages={
        "parent": (
            "“{name}”的二级指标“{level2}”应归入“{parent}”，实际归入“{level1}”",
            "“{name}”: the level-2 category “{level2}” belongs to “{parent}”, not to “{level1}”",
        ),
        "swapped": (
            "“{name}”的一级指标“{level1}”与二级指标“{level2}”填写颠倒",
            "“{name}”: the level-1 and level-2 categories “{level1}” and “{level2}” are swapped",
        ),
        "level1_is_level2": (
            "“{name}”的一级指标栏应为一级指标，实为二级指标“{level1}”",
            "“{name}”: the level-1 cell holds a level-2 category, “{level1}”",
        ),
        "level2_is_level1": (
            "“{name}”的二级指标栏应为二级指标，实为一级指标“{level2}”",
            "“{name}”: the level-2 cell holds a level-1 category, “{level2}”",
        ),
        "repeated": (
            "“{name}”的二级指标栏重复填写一级指标“{level1}”，未填写二级指标",
            "“{name}”: the level-2 cell repeats the level-1 category “{level1}”",
        ),
        "unknown1": ("“{level1}”不是规定的一级指标", "“{level1}” is not a known level-1 category"),
        "unknown2": ("“{level2}”不是规定的二级指标", "“{level2}” is not a known level-2 category"),
        "variant1": (
            "一级指标名称不规范：应为“{mended}”，实为“{level1}”",
            "the level-1 category “{level1}” should be named “{mended}”",
        ),
        "variant2": (
            "二级指标名称不规范：应为“{mended}”，实为“{level2}”",
            "the level-2 category “{level2}” should be named “{mended}”",
        ),
    },
    basis=_TREES,
    supersedes=("R11",),
    suggests=("guess",),
    where=(Where(in_order=False),),
)
def known_and_in_place(view: TableView | ProjectView | IndicatorView, settings: Settings) -> Iterator[Hit]:
    """二级指标属于所填的一级指标，两者均为规定的类别 / the level-2 category belongs to its level-1 category, and both are known.

    检查：一级指标栏写的是一级指标，二级指标栏写的是二级指标，二级指标属于这个一级指标；名称是 2015 年或 2021 年类别
    里的。能够确定类别、只是名称不规范的（产出数量指标、31-受益群众满意度），降为警告。同一个未知的名称在一张表里只
    报告一次；名称前的序号（1.产出指标）不算。代码与名称不符由 S08 报告；没有填写的由 S16 报告。识读时“不是已知的类
    别”（R11）内容相同，不再另报。
    Checks: the level-1 cell holds a level-1 category and the level-2 cell a level-2 category that belongs to it,
    and both are in the classification of 2015 or 2021. An unusual name of a category that is certain (产出数量指标)
    is only a warning. The same unknown name is reported once per table; a number before a name (1.产出指标) is
    accepted. S08 reports codes that do not match their names, S16 reports missing categories. If reading has
    already reported an unknown category (R11), it is not reported again.

    缘由：类别决定指标的衡量内容和权重；归类错误，产出会被当作效益评价。
    Why: the category decides what an indicator measures and how much it weighs; in the wrong category, an output is
    graded as a benefit.

    反例：

        1-产出指标；22-社会效益；政策知晓率；年度指标值:≥85%。

    正例：

        2-效益指标；22-社会效益；政策知晓率；年度指标值:≥85%。
    """
    if isinstance(view, IndicatorView):
        if view.project is None:
            yield from _out_of_place(view, set())
        return
    seen: set[tuple[str, str]] = set()
    for project in view.projects if isinstance(view, TableView) else (view,):
        if all(pair.in_order for pair in project.categories):
            continue
        for indicator in project.indicators:
            if not indicator.categories.in_order and indicator.indicator.understood:
                yield from _out_of_place(indicator, seen)


def _out_of_place(indicator: IndicatorView, seen: set[tuple[str, str]]) -> Iterator[Hit]:
    """Yield what is wrong with the categories of an indicator; names of no category only where not ``seen`` before."""
    one, two = (_Cell.of(indicator, field, level) for field, level in _CATEGORY_LEVELS)
    values: dict[str, Any] = {"name": indicator.indicator.name, "level1": one.label, "level2": two.label}
    if one.level == 2 and two.level == 1:
        yield indicator.hit("level1", "swapped", **values)
        return
    if one.level == 1 and two.level == 2 and one.names(two):
        yield indicator.hit("level2", "repeated", **values)
        return
    if one.level == 2:
        yield indicator.hit("level1", "level1_is_level2", **values)
        one = _Cell()  # nothing belongs to it
    if two.level == 1:
        yield indicator.hit("level2", "level2_is_level1", **values)
        two = _Cell()
    for cell in (one, two):
        if cell.unknown and (cell.field, cell.label) not in seen:
            seen.add((cell.field, cell.label))
            yield _unknown(indicator, cell, one, values)
    parent = _other_parent(one, two)
    if parent is not None:
        mended = Suggestion(parent.label, False, (join(indicator.path, "level1"),))
        yield indicator.hit("level1", "parent", suggestion=mended, parent=parent.name, **values)


def _unknown(indicator: IndicatorView, cell: _Cell, one: _Cell, values: dict[str, Any]) -> Hit:
    """Return the hit for a cell whose name is one of no category; ``one`` is the cell of level 1."""
    level, usual = cell.field[-1], cell.usual
    if usual is not None and usual.parent is not None and one.meant and usual.parent not in one.meant:
        usual = None  # 1-产出指标；24-产出效率: the code is as wrong as the name
    if usual is None:
        return indicator.hit(cell.field, f"unknown{level}", **values)
    mended = Suggestion(usual.label, False, (join(indicator.path, cell.field),))
    return indicator.hit(cell.field, f"variant{level}", severity="warning", suggestion=mended, **values)


def _other_parent(one: _Cell, two: _Cell) -> Category | None:
    """Return the category that a level 2 belongs to where that is surely none that the level 1 may mean, else None."""
    parents = [category.parent for category in two.meant if category.parent is not None]
    if not parents or not one.meant or any(parent in one.meant for parent in parents):
        return None
    return parents[0]


@rule(
    "S08",
    "error",
    "code-and-name",
    on="indicator",
    messages={
        "name": (
            "“{text}”的代码与名称不一致：代码 {code} 为“{by_code}”，“{by_name}”的代码为 {other}",
            "the code and the name in “{text}” disagree: {code} is “{by_code}”, and the code of “{by_name}” is {other}",
        ),
        "code": (
            "“{text}”的代码与名称不一致：“{by_name}”的代码应为 {other}",
            "the code and the name in “{text}” disagree: the code of “{by_name}” is {other}",
        ),
        "parent": (
            "“{text}”的代码应以一级指标的代码 {parent} 开头",
            "the code of “{text}” should begin with {parent}, the code of its level-1 category",
        ),
    },
    basis=(
        *_TREES,
        PRACTICE("代码为广东省各级部门的表所列", "the codes are those printed in the tables of Guangdong"),
    ),
    supersedes=("R11",),
    where=(Where(in_order=False),),
)
def code_and_name(indicator: IndicatorView, settings: Settings) -> Iterator[Hit]:
    """代码与名称一致，二级指标的代码以一级指标的代码开头 / code and name agree, and a level-2 code begins with its level-1 code.

    检查：类别栏印了代码的，代码与名称指的是同一类。名称已知、代码却不是任何类别的（15-质量指标），降为警告：其他地
    区可能用别的代码。没有证实代码的类别（2021 年的成本类）不检查代码。未知的二级指标，代码第一位应是一级指标的代
    码；已知的二级指标放错了一级指标，只由 S07 报告。
    Checks: where a cell has a code, the code and the name mean the same category. A known name with a code that no
    category has (15-质量指标) is only a warning, because other regions may use other codes. Categories whose code
    no source confirms (cost in 2021) are not checked. The code of an unknown level-2 category begins with the code
    of its level-1 category; a known one under the wrong level-1 category is reported by S07 only.

    缘由：系统按代码归类，审核人员按名称判断；两者不一致，同一指标即有两种归类。
    Why: systems classify by code and people read the name; where the two differ, one indicator has two
    classifications.

    反例：

        1-产出指标；11-质量指标；验收合格率；年度指标值:≥95%。

    正例：

        1-产出指标；12-质量指标；验收合格率；年度指标值:≥95%。
    """
    for field, level in _CATEGORY_LEVELS:
        cell = _Cell.of(indicator, field, level)
        if not cell.unknown and not cell.differs:
            continue
        values: dict[str, Any] = {"text": cell.label, "code": cell.code}
        if cell.differs and cell.by_name is not None:
            by_code = cell.by_code.name if cell.by_code is not None else ""
            key, severity = ("name", None) if by_code else ("code", "warning")
            values |= {"by_code": by_code, "by_name": cell.by_name.name, "other": cell.by_name.code or "—"}
            yield indicator.hit(field, key, severity=severity, **values)
        elif level == 2 and cell.code and indicator.indicator.level1 is not None:
            parent = indicator.indicator.level1.code
            if parent is not None and len(parent) == 1 and cell.code[0] != parent:
                yield indicator.hit(field, "parent", parent=parent, **values)


@frozen
class _Cell:
    """What a category's cell says: by its code and by its name."""

    field: str = ""
    label: str = ""
    code: str = ""
    level: int | None = None
    known: Category | None = None
    by_code: Category | None = None
    by_name: Category | None = None

    @classmethod
    def of(cls, indicator: IndicatorView, field: str, level: int) -> _Cell:
        """Read the cell of a level; one that is not filled in says nothing."""
        category: Category | None = without_number(getattr(indicator.indicator, field), level)
        if category is None or not category.label:
            return cls()
        label = getattr(indicator.indicator, f"{field}_text") or category.label
        if category.known:
            return cls(field, label, category.code or "", category.level, category)
        by_name = Category.lookup(category.name, level) or Category.lookup(category.name)
        by_code = Category.lookup(category.code) if category.code is not None else None
        return cls(field, label, category.code or "", None, None, by_code, by_name)

    def names(self, other: _Cell) -> bool:
        """Whether both hold categories of one name, of different levels: 成本指标."""
        return self.known is not None and other.known is not None and self.known.name == other.known.name

    @property
    def differs(self) -> bool:
        """Whether the name is known and has another code; none is confirmed for the costs of 2021."""
        if not self.code or self.by_name is None:
            return False
        return self.by_name.code is not None or (self.by_code is not None and self.by_code.english != "cost")

    @property
    def unknown(self) -> bool:
        """Whether the name is one of no category."""
        return bool(self.label) and self.known is None and self.by_name is None

    @property
    def usual(self) -> Category | None:
        """The category that an unknown name surely means: the one of its code, or the only one that it names."""
        level = int(self.field[-1])
        if self.by_code is not None:
            return self.by_code if self.by_code.level == level else None
        found = {Category.lookup(core, level) for core in groups.found_in(self.label, f"{self.field}_cores")}
        return found.pop() if len(found) == 1 else None

    @property
    def meant(self) -> tuple[Category, ...]:
        """The categories that the cell may mean: its own, or those of code and of name where the two differ."""
        if self.known is not None:
            return (self.known,)
        return tuple(found for found in (self.by_code, self.by_name) if found is not None and self.by_name is not None)


@rule(
    "S09",
    "warning",
    "one-tree",
    on=("table", "project"),
    messages={
        "": (
            "类别前后不一致：“{name}”为 {other} 年的类别（共 {few} 条），本表采用 {most} 年的类别（{many} 条，如“{usual}”）",
            "mixed classifications: “{name}” is a category of {other} (used {few} times), but the table uses those of "
            "{most} (used {many} times, such as “{usual}”)",
        )
    },
    basis=_TREES,
)
def one_tree(view: TableView | ProjectView, settings: Settings) -> Iterator[Hit]:
    """同一张表不混用 2015 年和 2021 年的类别 / the classifications of 2015 and 2021 are not mixed in one table.

    检查：只有 2015 年才有的类别（产出之下的成本指标、可持续影响指标）和只有 2021 年才有的（自成一类的成本指标及其经
    济、社会、生态环境成本）不同时出现。报告较少的那一种第一次出现的地方；数量相同时，以先出现的为准；各一条的，不报
    告。
    Checks: categories that exist only in the classification of 2015 (成本指标 under 产出, 可持续影响指标) and those
    that exist only in that of 2021 (成本指标 as a level-1 category, with 经济成本, 社会成本 and 生态环境成本) do
    not occur in the same table. The finding is at the first occurrence of the less frequent one; if both are
    equally frequent, the one that occurs first counts as the table's own. One against one is not reported.

    缘由：同为成本，有的列为产出，有的单列一类，权重和汇总即无法对应。
    Why: where one cost is an output and another a category of its own, weights and summaries do not match.

    反例：

        1、1-产出指标；14-成本指标；培训成本；年度指标值:≤10万元。2、1-产出指标；14-成本指标；印刷成本；年度指标值:≤2万元。
        3、成本指标；经济成本指标；差旅成本；年度指标值:≤5万元。

    正例：

        1、成本指标；经济成本指标；培训成本；年度指标值:≤10万元。2、成本指标；经济成本指标；差旅成本；年度指标值:≤5万元。
    """
    if isinstance(view, ProjectView) and view.table is not None:
        return  # the table says it
    projects = view.projects if isinstance(view, TableView) else (view,)
    schemes = {pair.scheme for project in projects for pair in project.categories}
    if len(schemes - {None}) < 2:
        return
    marks = [mark for project in projects for indicator in project.indicators if (mark := _mark(indicator)) is not None]
    counts = Counter(category.scheme for _indicator, _field, category in marks)
    # The first of equals is the one that stands first.
    (most, many), (other, few) = counts.most_common()
    if many == 1:
        return  # one against one: which of the two is the table's own is not to be told
    usual = next(category for _indicator, _field, category in marks if category.scheme == most)
    indicator, field, category = next(mark for mark in marks if mark[2].scheme == other)
    values: dict[str, Any] = {"most": most, "many": many, "other": other, "few": few, "usual": usual.name}
    yield indicator.hit(field, name=category.name, **values)


def _mark(indicator: IndicatorView) -> tuple[IndicatorView, str, Category] | None:
    """The category of an indicator that only one tree has, and its field; the level 2 decides where it is known."""
    two = indicator.indicator.level2
    category = deciding_category(indicator.indicator.level1, two)
    if category is None or category.scheme is None:
        return None
    return indicator, "level2" if category is two else "level1", category


@rule(
    "S16",
    "error",
    "both-categories",
    on="indicator",
    messages={
        "level1": ("“{name}”未填写一级指标", "“{name}” has no level-1 category"),
        "level2": ("“{name}”未填写二级指标", "“{name}” has no level-2 category"),
    },
    basis=(*_TREES, Basis(MANAGEMENT_2015, "完整性", "completeness")),
    where=(Where(in_order=False),),
)
def both_categories(indicator: IndicatorView, settings: Settings) -> Iterator[Hit]:
    """一级指标和二级指标均已填写 / both categories of an indicator are filled in.

    检查：每条指标都有一级指标和二级指标。填写但未知、放错位置的由 S07 报告。自评表、监控表没有这两栏的（每条都没
    有）不检查。
    Checks: each indicator has a level-1 and a level-2 category. S07 reports categories that are unknown or
    misplaced. Self-evaluation and monitoring forms without these columns (where no indicator has a category) are
    not checked.

    缘由：未填写类别，无法判断衡量的是产出还是效益，也无法分配权重。
    Why: without its category it is unclear whether an indicator measures an output or a benefit, and how much it
    weighs.

    反例：

        level1: 产出指标
        name: 培训人次
        annual: ≥200人次

    正例：

        level1: 产出指标
        level2: 数量指标
        name: 培训人次
        annual: ≥200人次
    """
    project = indicator.project
    if project is not None and project.has_results and project.has_no_levels:
        return
    for field, _level in _CATEGORY_LEVELS:
        category: Category | None = getattr(indicator.indicator, field)
        if category is None or not category.label:
            yield indicator.hit(field, field, name=indicator.indicator.name)
