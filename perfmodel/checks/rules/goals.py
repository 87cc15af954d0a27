"""G01, G02, G04: what a project's goal says."""

from __future__ import annotations

import re
from collections.abc import Iterator

from perfmodel._internal.caches import remembered
from perfmodel.analysis import goal_text
from perfmodel.checks.context import ProjectView
from perfmodel.checks.rule import Hit, Settings, rule
from perfmodel.checks.sources import MANAGEMENT_2015, PRACTICE, Basis
from perfmodel.model.target import Target
from perfmodel.values import dates, units
from perfmodel.values.kinds import Period, Range, Text, Threshold
from perfmodel.vocabulary import groups

__all__ = ["boilerplate", "goals_differ", "names_something"]

_PUNCTUATION_MARKS = re.compile(r"[\W_]+")


@rule(
    "G01",
    "warning",
    "names-something",
    on="project",
    messages={
        "": (
            "项目“{name}”的绩效目标未明确数量、具体产出或受益对象",
            "the goal of “{name}” names no number, no concrete output and no beneficiaries",
        )
    },
    basis=(Basis(MANAGEMENT_2015, "指向明确、细化量化", "to the point; specific and measurable"),),
)
def names_something(project: ProjectView, settings: Settings) -> Iterator[Hit]:
    """绩效目标明确内容、数量或受益对象 / a goal states what is done, how much of it, or for whom.

    检查：绩效目标里有数目（年份、文号、金额、序号不算），或有具体的事物（培训、设备、道路……，或数量指标所数的），或
    有受益的人。只说职责、责任、底线的（履行执法职责、守住安全底线、维护良好秩序）和口号（以……为指导、擦亮品牌、奋力
    谱写……新篇章）未明确内容。太短的、全是套话的、只重复项目名称的由 G02 报告，本条不再报告。
    Checks: the goal contains a number (other than of a year, a document, an amount of money or a list), a concrete
    output (or what one of the quantity indicators counts), or somebody who benefits. Duties (履行执法职责,
    守住安全底线) and slogans (以…为指导, 擦亮品牌, 谱写…新篇章) name nothing. G02 reports a goal that is too short,
    boilerplate, or a repetition of the project name; this rule does not report it again.

    缘由：未明确内容的目标无法审核和评价；支出金额不等于成果。
    Why: a goal that does not say what is done can be neither reviewed nor evaluated; spending money is not an
    achievement.

    反例：

        name: 业务工作经费
        goal: 以更高站位谋划全局，以更实举措开创新局面，争创一流业绩，塑造特色亮点。
        indicators:
        - {level1: 产出指标, level2: 数量指标, name: 会议次数, annual: ≥2次}

    正例：

        name: 业务工作经费
        goal: 召开残疾人就业工作部署会2次，编印政策汇编500册，方便残疾人了解就业政策。
        indicators:
        - {level1: 产出指标, level2: 数量指标, name: 会议次数, annual: ≥2次}
    """
    goal = project.goal
    if not goal_text.SHORTEST_GOAL <= len(goal) <= goal_text.LONGEST_GOAL or _names_work_or_people(goal):
        return
    if goal_text.empty_talk(project.name, goal, goal_text.SHORTEST_GOAL) is not None:
        return
    if not _names_what_is_counted(project):
        yield project.hit("goal", name=project.project.name)


@remembered(1024)
def _names_work_or_people(goal: str) -> bool:
    """Whether a folded goal has a number, something that is delivered or somebody who benefits."""
    if goal_text.has_number(goal):
        return True
    work = goal_text.without_duties(goal)
    return groups.contains(work, "deliverables") or groups.contains(work, "beneficiaries")


def _names_what_is_counted(project: ProjectView) -> bool:
    """Whether the goal names something that one of the project's quantities counts: what is delivered is no matter of words."""
    # 履行执法职责 does not say what is done: 执法检查次数 counts nothing that it names.
    goal = groups.without_exceptions(goal_text.without_duties(project.goal), "deliverables")
    known = goal_text.pairs_of(goal_text.content(goal, " "))
    return any(
        not known.isdisjoint(
            goal_text.pairs_of(
                groups.without(goal_text.content(view.name[: groups.LONGEST_EXAMINED], " "), "generic", " ")
            )
        )
        for view in project.indicators
        if view.level2 == "quantity"
    )


@rule(
    "G02",
    "warning",
    "boilerplate-goal",
    on="project",
    messages={
        "boilerplate": (
            "项目“{name}”的绩效目标为通用套话，未体现项目内容",
            "the goal of “{name}” is boilerplate that would fit any project",
        ),
        "name": ("项目“{name}”的绩效目标只重复了项目名称", "the goal of “{name}” merely repeats its name"),
        "short": (
            "项目“{name}”的绩效目标应不少于 {shortest} 个字，实为 {count} 个字",
            "the goal of “{name}” should have at least {shortest} characters; it has {count}",
        ),
    },
    basis=(
        Basis(MANAGEMENT_2015, "指向明确", "to the point"),
        PRACTICE(
            "最少字数凭审核经验，可在方案中修改",
            "the minimum length is based on reviewers' experience; a profile can change it",
        ),
    ),
    settings={"shortest": goal_text.SHORTEST_GOAL},
)
def boilerplate(project: ProjectView, settings: Settings) -> Iterator[Hit]:
    """绩效目标不是套话 / a goal is not boilerplate.

    检查：绩效目标去掉适用于任何项目的词（保障、各项、工作、顺利、开展……）之后还有内容，不全是“做好某某工作，加强某某
    管理，提高某某水平，促进某某发展”一类的文字，不只是项目名称，也不少于15 个字（可设置）。
    Checks: after words that fit any project are removed, something is left of the goal; it does not consist only of
    phrases such as 做好…工作，加强…管理，提高…水平，促进…发展; it is more than the project name, and it has at least
    15 characters (a setting).

    缘由：“保障各项工作顺利开展”适用于任何项目，年终无法判断是否完成。
    Why: "ensure that all work proceeds smoothly" is true of every project, so nobody can tell whether it was
    achieved.

    反例：

        name: 残疾人就业工作经费
        goal: 保障单位各项工作顺利开展，圆满完成全年目标任务。
        indicators:
        - {level1: 产出指标, level2: 数量指标, name: 招聘会场次, annual: ≥6场}

    正例：

        name: 残疾人就业工作经费
        goal: 举办残疾人专场招聘会6场，帮助150名残疾人达成就业意向。
        indicators:
        - {level1: 产出指标, level2: 数量指标, name: 招聘会场次, annual: ≥6场}
    """
    shortest = settings["shortest"]
    found = goal_text.empty_talk(project.name, project.goal, shortest)
    if found is not None:
        yield project.hit("goal", found, name=project.project.name, count=len(project.goal), shortest=shortest)


@rule(
    "G04",
    "warning",
    "goals-differ",
    on="project",
    messages={
        "": (
            "项目期限为“{period}”，年度绩效目标与实施周期绩效目标完全相同",
            "the project period is “{period}”, but the annual goal and the whole-period goal are identical",
        )
    },
    basis=(Basis(MANAGEMENT_2015, "细化量化、合理可行", "specific and measurable; reasonable and feasible"),),
)
def goals_differ(project: ProjectView, settings: Settings) -> Iterator[Hit]:
    """跨年项目的年度目标不同于总目标 / the annual goal of a multi-year project differs from its whole-period goal.

    检查：项目期限超过 12 个月的，年度绩效目标与实施周期绩效目标的文字（标点不算）不同。期限没有写明的不作判断。
    Checks: if the project takes more than 12 months, the text of the annual goal (apart from punctuation) differs
    from that of the whole-period goal. Nothing is reported if the period is not given.

    缘由：跨年的工作不可能一年完成，年度目标应明确当年进度。
    Why: work that takes several years is not done in one; the annual goal says how far the year is to get.

    反例：

        name: 城区排水管网改造
        period: 2023-2025年
        goal: 改造城区老旧排水管网30公里，消除内涝点12处。
        whole_period_goal: 改造城区老旧排水管网30公里，消除内涝点12处。
        indicators:
        - {level1: 产出指标, level2: 数量指标, name: 改造管网长度, annual: ≥10公里}

    正例：

        name: 城区排水管网改造
        period: 2023-2025年
        goal: 改造城东片区老旧排水管网10公里，消除内涝点4处。
        whole_period_goal: 改造城区老旧排水管网30公里，消除内涝点12处。
        indicators:
        - {level1: 产出指标, level2: 数量指标, name: 改造管网长度, annual: ≥10公里}
    """
    whole, period = project.project.whole_period_goal, project.project.period
    if not whole or not project.goal or not period or not _several_years(period[:100]):
        return
    if _PUNCTUATION_MARKS.sub("", whole) == _PUNCTUATION_MARKS.sub("", project.project.goal):
        yield project.hit("goal", period=period)


@remembered(1024)
def _several_years(period: str) -> bool:
    """Whether a period surely is longer than 12 months: 2023-2025年, 三年, 2024.01-2025.12."""
    meaning = Target(period).meaning
    if isinstance(meaning, Text):
        meaning = Target(f"{period}年").meaning  # 2023-2025 alone might be numbers, but not as a period
    if isinstance(meaning, Period):
        start, end = dates.year_of(meaning.start), dates.year_of(meaning.end)
        if start is None or end is None:
            return False
        return (end - start) * 12 + (dates.month_of(meaning.end) or 12) - (dates.month_of(meaning.start) or 1) + 1 > 12
    if isinstance(meaning, (Threshold, Range)):
        number = meaning.number if isinstance(meaning, Threshold) else meaning.low
        months = units.convert(number, meaning.unit, "个月")
        return months is not None and months > 12
    return False
