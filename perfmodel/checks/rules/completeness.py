"""S01 to S06: what a project must have."""

from __future__ import annotations

from collections.abc import Iterator

from perfmodel.checks.basis import GUIDE_2021, MANAGEMENT_2015, Basis
from perfmodel.checks.rule import Hit, Settings, rule
from perfmodel.checks.views import ProjectView

__all__ = ["filled", "has_indicators"]


@rule(
    "S01",
    "error",
    "filled",
    on="project",
    messages={
        "name": ("没有项目名称", "the project has no name"),
        "goal": ("项目“{name}”没有绩效目标", "project “{name}” has no goal"),
    },
    basis=(Basis(MANAGEMENT_2015, "指向明确、完整性", "to the point; completeness"),),
)
def filled(project: ProjectView, settings: Settings) -> Iterator[Hit]:
    """项目名称、绩效目标、单位名称均已填写 / project name, goal and unit are filled.

    检查：去掉空白之后，名称、绩效目标、单位名称不为空。
    Checks: name, goal and reporting unit are not blank.

    缘由：没有名称或目标的项目无从审核，也无从评价。
    Why: nobody can review, or later evaluate, a project without a name or a goal.

    反例：

        name: 会议费
        indicators:
        - {level1: 产出指标, level2: 数量指标, name: 会议次数, annual: ≥2次}

    正例：

        name: 会议费
        goal: 召开全市残疾人就业工作会议2次，部署年度任务。
        indicators:
        - {level1: 产出指标, level2: 数量指标, name: 会议次数, annual: ≥2次}
    """
    if not project.name:
        yield project.hit("name", "name")
    if not project.goal:
        yield project.hit("goal", "goal", name=project.project.name)


@rule(
    "S02",
    "error",
    "has-indicators",
    on="project",
    messages={"": ("项目“{name}”没有绩效指标", "project “{name}” has no indicators")},
    basis=(Basis(GUIDE_2021, "完整性", "completeness"),),
)
def has_indicators(project: ProjectView, settings: Settings) -> Iterator[Hit]:
    """项目至少有一条绩效指标 / a project has at least one indicator.

    检查：项目的绩效指标不为空；未能识读的指标也算。
    Checks: the project has an indicator, be it one that could not be understood.

    缘由：绩效目标要细化为指标才能衡量。
    Why: a goal can be measured only by its indicators.

    反例：

        name: 会议费
        goal: 召开全市残疾人就业工作会议2次，部署年度任务。

    正例：

        name: 会议费
        goal: 召开全市残疾人就业工作会议2次，部署年度任务。
        indicators:
        - {level1: 产出指标, level2: 数量指标, name: 会议次数, annual: ≥2次}
    """
    if not project.indicators:
        yield project.hit("indicators", name=project.project.name)
