"""S04 to S06: categories that a project should have, by what it does and by the place's rules."""

from __future__ import annotations

import re
from collections.abc import Iterator

from perfmodel.checks.context import ProjectView
from perfmodel.checks.rule import Hit, Settings, rule
from perfmodel.checks.sources import GUIDE_2021, MANAGEMENT_2015, PRACTICE, Basis
from perfmodel.source.characters import fold, squeeze
from perfmodel.vocabulary import groups

__all__ = ["has_cost", "quantity_and_quality", "satisfaction_where_served"]

# 为1.2万户家庭提供…, 惠及居民3.2万人: for how many people something is done, other than those who work there.
_NUMBER_SERVED = re.compile(
    r"(?:为|向|给|面向|服务|惠及|受益)[^,，。;；:：、0-9]{0,10}[0-9][0-9.,]*[万余多]{0,2}(?P<word>户家庭|名|户|人次|人)"
    r"(?!干部|职工|员工|工作人员|民警|辅警|人员|机关|在职|在编|编外|聘用|退休|领导)"
)
_GOAL_SEARCHED = 2000
_NOT_SERVED = re.compile("干部|职工|员工|工作人员|民警|辅警|机关|在职|在编|编外|聘用|退休|领导|企业|单位")


@rule(
    "S04",
    "warning",
    "satisfaction-where-served",
    on="project",
    messages={
        "": (
            "项目“{name}”直接面向服务对象（{word}），未设置满意度指标",
            "project “{name}” serves people directly ({word}) but has no satisfaction indicator",
        )
    },
    basis=(
        Basis(MANAGEMENT_2015, "完整性、相关性", "completeness; relevance"),
        PRACTICE(
            "由名称和绩效目标中的词语判断服务对象", "the people served are inferred from the project's name and goal"
        ),
    ),
)
def satisfaction_where_served(project: ProjectView, settings: Settings) -> Iterator[Hit]:
    """面向服务对象的项目设有满意度指标 / a project that serves people has a satisfaction indicator.

    检查：项目名称或绩效目标涉及服务对象（群众、学生、残疾人……）或给人的帮助（补助、补贴、救助、培训……），或者名称写
    明是服务时，应有满意度指标。单位自身的名称、服务器、运维服务、住房补贴一类不算；满意度写在了其他类别下时，由 C05
    报告。有指标未能识读、或者类别未知时，不作判断。
    Checks: a project whose name or goal mentions people served (群众, 学生, 残疾人, …) or help given to them (补助,
    培训, …), or whose name says that it is a service, has a satisfaction indicator. Names of the bodies themselves,
    servers, maintenance services and staff allowances do not count; C05 reports satisfaction listed under another
    category. A project with an indicator that was not understood or whose category is unknown is not judged.

    缘由：受益对象是否满意，是此类项目效果的组成部分。
    Why: the satisfaction of the people it serves is part of what such a project achieves.

    反例：

        name: 困难学生助学金
        goal: 为全市1200名家庭经济困难学生发放助学金，减轻家庭负担。
        indicators:
        - {level1: 产出指标, level2: 数量指标, name: 资助人数, annual: ≥1200人}
        - {level1: 效益指标, level2: 社会效益指标, name: 因贫辍学人数, annual: 0人}

    正例：

        name: 困难学生助学金
        goal: 为全市1200名家庭经济困难学生发放助学金，减轻家庭负担。
        indicators:
        - {level1: 产出指标, level2: 数量指标, name: 资助人数, annual: ≥1200人}
        - {level1: 效益指标, level2: 社会效益指标, name: 因贫辍学人数, annual: 0人}
        - {level1: 满意度指标, level2: 服务对象满意度指标, name: 受助学生满意度, annual: ≥90%}
    """
    if not project.all_categorised or any(pair.level1 == "satisfaction" for pair in project.categories):
        return
    if any(groups.contains(indicator.name, "satisfaction_names") for indicator in project.indicators):
        return
    name = _without_bodies(project, project.name)
    goal = _without_bodies(project, project.goal)
    found = (
        groups.found_in(name, "served")
        or groups.found_in(goal, "served")
        or groups.found_in(name, "services")
        or _counted(goal[:_GOAL_SEARCHED])
    )
    if found:
        yield project.hit("indicators", name=project.project.name, word=found[0])


@rule(
    "S05",
    "warning",
    "has-cost",
    on="project",
    messages={"": ("项目“{name}”未设置成本指标", "project “{name}” has no cost indicator")},
    basis=(
        Basis(MANAGEMENT_2015, "完整性、相应匹配", "completeness; matched to the budget"),
        Basis(GUIDE_2021, "成本指标的设置", "cost indicators are set"),
    ),
    settings={"works_must": False},
)
def has_cost(project: ProjectView, settings: Settings) -> Iterator[Hit]:
    """设有成本指标 / a cost indicator is present.

    检查：项目有成本指标，2015 年的（产出之下）或 2021 年的（自成一类）都算。设置 works_must 为真时，名称写明是工
    程、修缮、购置的项目没有成本指标算错误。有指标未能识读、或者类别未知时，不作判断。默认方案和广东省方案不用这一
    条。
    Checks: the project has a cost indicator, either that of 2015 (under outputs) or that of 2021 (a level-1
    category). With the setting works_must, a missing one is an error for a project whose name says that it is
    construction, repair or procurement. A project with an indicator that was not understood or whose category is
    unknown is not judged. Off in the profiles default and guangdong.

    缘由：未设置成本指标，无法说明完成产出所需的资金；工程、修缮、购置的成本最便于事先测算。
    Why: without a cost indicator it is unclear what the output may cost; for construction, repair and procurement
    the cost is easiest to estimate in advance.

    反例：

        name: 办公楼修缮
        goal: 修缮办公楼屋面和外墙2100平方米，消除渗漏隐患。
        indicators:
        - {level1: 产出指标, level2: 数量指标, name: 修缮面积, annual: ≥2100平方米}

    正例：

        name: 办公楼修缮
        goal: 修缮办公楼屋面和外墙2100平方米，消除渗漏隐患。
        indicators:
        - {level1: 成本指标, level2: 经济成本指标, name: 修缮费用, annual: ≤160万元}
        - {level1: 产出指标, level2: 数量指标, name: 修缮面积, annual: ≥2100平方米}
    """
    if not project.all_categorised or any(pair.is_cost for pair in project.categories):
        return
    if any(pair.level1 == "output" and not pair.level2 for pair in project.categories):
        return  # an output of an unknown level 2 may be the cost
    must = settings["works_must"] and groups.contains(_without_bodies(project, project.name), "works")
    yield project.hit("indicators", severity="error" if must else None, name=project.project.name)


@rule(
    "S06",
    "warning",
    "quantity-and-quality",
    on="project",
    messages={
        "quantity": (
            "项目“{name}”的产出指标中未设置数量指标",
            "the output indicators of project “{name}” include no quantity indicator",
        ),
        "quality": (
            "项目“{name}”的产出指标中未设置质量指标",
            "the output indicators of project “{name}” include no quality indicator",
        ),
        "both": (
            "项目“{name}”的产出指标中未设置数量指标和质量指标",
            "the output indicators of project “{name}” include neither a quantity nor a quality indicator",
        ),
    },
    basis=(Basis(MANAGEMENT_2015, "完整性、细化量化", "completeness; specific and measurable"),),
)
def quantity_and_quality(project: ProjectView, settings: Settings) -> Iterator[Hit]:
    """数量指标和质量指标齐全 / quantity and quality indicators are both present.

    检查：项目的产出指标里，数量指标和质量指标各至少一条。没有产出指标由 S03 报告；有指标未能识读、或者类别未知时，
    不作判断。广东省方案不用这一条。
    Checks: the outputs of the project include a quantity indicator and a quality indicator. S03 reports a project
    without output indicators. A project with an indicator that was not understood or whose category is unknown is
    not judged. Off in the profile guangdong.

    缘由：产出既要明确数量，也要明确质量。
    Why: an output is defined both by how much is done and by how well.

    反例：

        1、1-产出指标；11-数量指标；培训人次；年度指标值:≥200人次。2、2-效益指标；22-社会效益；新增就业人数；年度指标值:≥50人。

    正例：

        1、1-产出指标；11-数量指标；培训人次；年度指标值:≥200人次。2、1-产出指标；12-质量指标；考核通过率；年度指标值:≥90%。
    """
    if not project.all_categorised:
        return
    found = {pair.level2 for pair in project.categories if pair.level1 == "output"}
    if not found or "" in found:
        return
    missing = [name for name in ("quantity", "quality") if name not in found]
    if missing:
        key = "both" if len(missing) == 2 else missing[0]
        yield project.hit("indicators", key, name=project.project.name)


def _counted(goal: str) -> tuple[str, ...]:
    """For how many people a goal does something: 为1.2万户家庭."""
    return tuple(found[0] for found in _NUMBER_SERVED.finditer(goal) if _NOT_SERVED.search(found[0]) is None)


def _without_bodies(project: ProjectView, text: str) -> str:
    """A text without the names of the bodies around it: 某市残疾人就业培训服务中心 says nothing of its project."""
    bodies = [project.project.spender, project.section.name if project.section else None]
    bodies.append(project.table.table.unit if project.table else None)
    for body in bodies:
        if body and len(body) <= groups.LONGEST_EXAMINED:
            text = text.replace(squeeze(fold(body)), "")
    return text
