"""G03: the work that a goal names, and the indicators."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from perfmodel.analysis import goal_text
from perfmodel.checks.context import IndicatorView, ProjectView
from perfmodel.checks.rule import Hit, Settings, rule
from perfmodel.checks.sources import MANAGEMENT_2015, PRACTICE, Basis
from perfmodel.values.kinds import Threshold, plain_number
from perfmodel.vocabulary import groups

__all__ = ["work_has_indicator"]

_PUNCTUATION_MARKS = re.compile(r"[\W_]+")


@rule(
    "G03",
    "hint",
    "work-has-indicator",
    on="project",
    messages={
        "works": (
            "绩效目标中的“{work}”没有对应的绩效指标（共 {count} 项没有）",
            "no indicator corresponds to “{work}” in the goal (tasks without an indicator: {count})",
        ),
        "none": (
            "项目“{name}”的产出指标、效益指标与项目名称、绩效目标没有共同内容",
            "the output and benefit indicators of “{name}” have nothing in common with its name or goal",
        ),
    },
    basis=(
        Basis(MANAGEMENT_2015, "完整性、相关性", "completeness; relevance"),
        PRACTICE("按字词是否相同比较，仅作提示", "only words are compared, so this is just a hint"),
    ),
)
def work_has_indicator(project: ProjectView, settings: Settings) -> Iterator[Hit]:
    """绩效目标中的工作有对应的指标 / every task in a goal has an indicator.

    检查：目标逐项列出的工作（1. 2. 3.、一是二是……），各与某个指标的名称或说明有相同的两字词，或有相同的数；没有逐项
    列出的，产出和效益指标至少有一个与项目名称或目标有相同的两字词。逐项列出的工作里，泛词（开展、服务、管理、能力
    ……）不算。
    Checks: each task that a goal lists by number shares two consecutive characters, or a number, with the name or
    explanation of an indicator; if the goal has no list, some output or benefit indicator shares them with the goal
    or the project name. General words in a listed task do not count.

    缘由：指标是目标的细化；目标中的工作未设指标，完成情况无从考核。
    Why: indicators break the goal down; a task without an indicator is not evaluated.

    反例：

        name: 残疾人就业经费
        goal: 1.举办专场招聘会6场；2.为残疾人家庭安装无障碍扶手。
        indicators:
        - {level1: 产出指标, level2: 数量指标, name: 招聘会场次, annual: ≥6场}
        - {level1: 效益指标, level2: 社会效益指标, name: 达成就业意向人数, annual: ≥150人}

    正例：

        name: 残疾人就业经费
        goal: 1.举办专场招聘会6场；2.为残疾人家庭安装无障碍扶手。
        indicators:
        - {level1: 产出指标, level2: 数量指标, name: 招聘会场次, annual: ≥6场}
        - {level1: 产出指标, level2: 数量指标, name: 无障碍扶手安装户数, annual: ≥30户}
    """
    if not project.indicators or not project.all_understood or not 0 < len(project.goal) <= goal_text.LONGEST_GOAL:
        return
    works = goal_text.works(project.goal)
    if works:
        known = _bigrams(_said(project.indicators))
        numbers = _numbers(project.indicators)
        without = [work for work in works if not _answered(work, known, numbers)]
        if without:
            yield project.hit("goal", "works", work=without[0][:30], count=len(without))
        return
    main = [view for view in project.indicators if view.level1 in ("output", "benefit")]
    wanted = f"{project.name[: groups.LONGEST_EXAMINED]}\n{project.goal}"
    if not main or any(_shares(said, wanted) for said in _said(main)):
        return
    if _numbers(main).isdisjoint(goal_text.NUMBER.findall(project.goal)) and _sayable(main, project):
        yield project.hit("goal", "none", name=project.project.name)


def _sayable(main: list[IndicatorView], project: ProjectView) -> bool:
    """Whether there is something to compare: names that say something, and a goal that does."""
    return (
        bool(_bigrams(_said(main)))
        and goal_text.empty_talk(project.name, project.goal, goal_text.SHORTEST_GOAL) is None
    )


def _shares(text: str, wanted: str) -> bool:
    """Whether two characters in a row of a text stand in another one."""
    return any(run[at : at + 2] in wanted for run in _PUNCTUATION_MARKS.split(text) for at in range(len(run) - 1))


def _answered(work: str, known: set[str], numbers: set[str]) -> bool:
    wanted = _bigrams([groups.without(work, "generic", " ")])
    return len(wanted) < 3 or not wanted.isdisjoint(known) or not numbers.isdisjoint(goal_text.NUMBER.findall(work))


def _said(views: Iterable[IndicatorView]) -> Iterator[str]:
    """The names and explanations of indicators."""
    for view in views:
        yield view.name[: groups.LONGEST_EXAMINED]
        if view.indicator.explanation:
            yield view.indicator.explanation[: groups.LONGEST_EXAMINED]


def _bigrams(texts: Iterable[str]) -> set[str]:
    """All two characters in a row; over punctuation, blanks and the ends of texts there are none."""
    return {pair for text in texts for pair in goal_text.pairs_of(text)}


def _numbers(views: Iterable[IndicatorView]) -> set[str]:
    meanings = (target.meaning for view in views for target in view.targets)
    return {plain_number(meaning.number) for meaning in meanings if isinstance(meaning, Threshold)}
