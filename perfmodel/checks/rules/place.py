"""C04 to C06: the right thing in the right category."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from perfmodel.checks.context import IndicatorView, TargetView
from perfmodel.checks.rule import KNOWN, Hit, Settings, Where, rule
from perfmodel.checks.sources import GUIDE_2021, MANAGEMENT_2015, Basis
from perfmodel.data import load
from perfmodel.model.target import Target
from perfmodel.values import units
from perfmodel.values.kinds import Range, Threshold
from perfmodel.vocabulary import groups

__all__ = ["about_environment", "quality_or_benefit", "satisfaction_place"]

_RELEVANT = (
    Basis(MANAGEMENT_2015, "相关性", "relevance"),
    Basis(GUIDE_2021, "绩效指标的分类", "the classification of indicators"),
)


_OTHER_THAN_BENEFIT = ("", *(name for name in KNOWN if name != "benefit"))
_OTHER_THAN_SATISFACTION = [name for name in KNOWN if name != "satisfaction"]


def _is_quality_of_output(name: str) -> bool:
    return groups.ends_as(name, "quality_of_output") or groups.bare(name) in groups.group("quality_bare")["words"]


def _is_quality(name: str) -> bool:
    """Whether a name is the quality of an output, or its faults."""
    return _is_quality_of_output(name) or (groups.ends_as(name, "faults") and not groups.contains(name, "improved"))


@cache
def _output_count() -> re.Pattern[str]:
    works, things, counters = (groups.any_of(name) for name in ("output_works", "output_things", "output_counters"))
    return re.compile(
        f"{works}{things}{{0,2}}的?{counters}$|^{groups.any_of('output_beginnings')}.{{1,8}}{counters}$"
        f"|^{groups.any_of('output_tests')}(?!报告|结果|数据|能力).{{0,8}}(?:台次|批次|件次|台套|次数|场次|期数|份数|件数)$"
    )


# 剧场·接待·演出场次, 社会力量·举办比赛场次
_EVENTS_OF_OTHERS = re.compile("接待|承接|承办|引进|引入|社会|民间|自发|群众性|外来|租用|预约|采访|转播")


@cache
def _events() -> re.Pattern[str]:
    return re.compile(
        f"{groups.any_of('output_activities')}(?:活动|工作|服务|课程|教学|班|会)?的?(?:总|举办|开展)?"
        "(?:场次|场数|期数|期次|班次|班期数|届数|届次|批次|轮次|课次|次数|节数|堂数)$"
    )


def _is_output_count(name: str) -> bool:
    """Whether a name counts what was done: 培训人次, 购置设备数量, 义诊服务场次; not 带动就业人数."""
    name = groups.bare(name)
    events = _events().search(name)
    if events is not None:  # whom 义诊·服务 serves is no matter: its 场次 are those of the project
        before = name[: events.start()]
        return not groups.contains(before, "output_as_benefit") and _EVENTS_OF_OTHERS.search(before) is None
    return _output_count().search(name) is not None and not groups.contains(name, "output_as_benefit")


# X光机购置: what is examined with it afterwards is what it is good for.
_PROVIDES_THINGS = re.compile("购置|采购|购买|配置|配备|更新|换代|建设|新建|扩建|改造|装备|设备")
_USE_OF_THINGS = re.compile(
    "(?:检查|检测|检验|体检|筛查|诊疗|拍片|化验|抽检|采样|监测|考试)(?:服务)?(?:人次|例数|人次数|台次|件次|样次|标本数)$"
)


def _is_use_of_things(indicator: IndicatorView) -> bool:
    """Whether a name counts how often something is used that the project provides, of which use its goal says nothing."""
    project, used = indicator.project, _USE_OF_THINGS.search(indicator.name)
    if project is None or used is None or _PROVIDES_THINGS.search(project.name[: groups.LONGEST_EXAMINED]) is None:
        return False
    return used[0][:2] not in project.goal[: groups.LONGEST_EXAMINED]


_BEHIND_ACTIVITY = ("活动", "工作", "班", "会")
# 宣传·进村, 演出·下基层
_INTO_PLACES = re.compile("[进下][一-鿿]{1,3}$")


def _is_activity(name: str) -> bool:
    """Whether a name ends in what the project itself does, and does not say whom that serves: 救援队员集训, 模范评选."""
    name = groups.bare(name)
    found = groups.ends_as(name, "output_activities")
    if not found and name.endswith(_BEHIND_ACTIVITY):
        found = groups.ends_as(name.removesuffix("活动").removesuffix("工作").rstrip("班会"), "output_activities")
    if not found and ("进" in name or "下" in name):
        found = groups.ends_as(_INTO_PLACES.sub("", name), "output_activities")
    return found and not groups.contains(name, "output_as_benefit")


def _begins_as_output(name: str) -> bool:
    """Whether a name says what is done, and does not say that it serves somebody: 发放培训教材, 农民技术培训."""
    return (
        groups.starts_as(name, "output_beginnings") or _WORK_WITH_PEOPLE_AT_END.search(name) is not None
    ) and not groups.contains(name, "output_as_benefit")


def _is_benefit(name: str) -> bool:
    return groups.ends_as(name, "benefit_words")


@rule(
    "C04",
    "warning",
    "quality-or-benefit",
    on="indicator",
    messages={
        "quality": (
            "“{name}”反映产出质量，不应归入效益指标",
            "“{name}” measures the quality of an output but is listed as a benefit",
        ),
        "benefit": ("“{name}”反映效益，不应归入质量指标", "“{name}” measures a benefit but is listed under quality"),
        "output": (
            "“{name}”反映产出数量，不应归入效益指标",
            "“{name}” measures the quantity of an output but is listed as a benefit",
        ),
    },
    basis=_RELEVANT,
    where=(
        Where(level1=["benefit"], name=_is_quality),
        Where(level1=["benefit"], name=_is_output_count),
        Where(level1=["benefit"], name=_begins_as_output),
        Where(level1=["benefit"], name=_is_activity),
        Where(level1=_OTHER_THAN_BENEFIT, level2=["quality"], name=_is_benefit),
    ),
)
def quality_or_benefit(indicator: IndicatorView, settings: Settings) -> Iterator[Hit]:
    """质量与效益不混淆 / quality and benefit are not confused.

    检查：效益指标里没有验收合格率、工程合格率、故障率等产出质量，也没有培训人次、购置数量、自办活动（队员集训6期、
    义诊服务20场、评选20名）等产出数量，购置的设备用了多少人次的，只作提示；质量指标里没有治愈率、就业率、增长率、增
    产率等效益。降低故障率（名称或指标值说的是变化）是效益；食品、水质、空气等的合格率是公众受益，都不算。故障率写成
    “≥”的由 V08 报告，本条不再报告。
    Checks: benefit indicators are not acceptance, construction pass or failure rates, nor counts of work done
    (培训人次) or of the project's own events (队员集训, 义诊服务场次, 评选; the use of equipment that the project
    buys is a hint), and quality indicators are not cure rates, employment or growth. A reduction of failures is a
    benefit, and so are pass rates of food, water or air. V08 reports a failure rate with ≥.

    缘由：质量反映产出达到的标准，效益反映产出带来的变化，混淆后两者均不清楚。
    Why: quality is the standard that the output meets; benefit is the change that the output brings about.

    反例：

        2-效益指标；22-社会效益指标；工程验收合格率；年度指标值:≥98%。

    正例：

        2-效益指标；22-社会效益指标；改造后道路通行时间缩短率；年度指标值:≥10%。
    """
    among_benefits = indicator.level1 == "benefit"
    if among_benefits and not _is_quality(indicator.name) and not _is_output_count(indicator.name):
        # 发放培训教材 ≥1200册: things that were handed out; people may be those who benefit.
        counted = _is_count if _is_activity(indicator.name) else _counts_things
        if not indicator.is_namesake and any(map(counted, indicator.targets)):
            yield indicator.hit("name", "output", name=indicator.indicator.name)
        return
    if among_benefits and not indicator.is_namesake and _is_output_count(indicator.name):
        if not any(getattr(target.meaning, "change", None) for target in indicator.targets):
            severity = "hint" if _is_use_of_things(indicator) else None
            yield indicator.hit("name", "output", severity=severity, name=indicator.indicator.name)
        return
    if indicator.is_namesake or (among_benefits and _may_be_benefit(indicator)):
        return
    yield indicator.hit("name", "quality" if among_benefits else "benefit", name=indicator.indicator.name)


def _counts_things(target: TargetView) -> bool:
    return _is_count(target) and groups.is_one_of(getattr(target.meaning, "unit", None) or "", "counted_things")


def _may_be_benefit(indicator: IndicatorView) -> bool:
    """Whether faults may be a benefit by their values: a change, or a lower bound, which V08 reports."""
    if _is_quality_of_output(indicator.name):
        return False
    meanings = [target.meaning for target in indicator.targets]
    return any(getattr(meaning, "change", None) for meaning in meanings) or any(
        isinstance(meaning, Threshold) and meaning.op in (">=", ">") for meaning in meanings
    )


def _is_satisfaction(name: str) -> bool:
    return groups.ends_as(name, "satisfaction_endings") and not groups.contains(name, "sense_of_gain")


def _asks_nobody(name: str) -> bool:
    """Whether no word of a name asks what people think."""
    return not groups.contains(name, "satisfaction_signs")


def _is_another(name: str) -> bool:
    return groups.ends_as(name, "other_than_satisfaction") or groups.contains(name, "complaints")


# Points, stars and grades are how people say what they think.
_MARKS_GIVEN = frozenset(("分", "星", "颗星", "级", "档", "等"))


def _is_no_opinion(target: TargetView) -> bool:
    """Whether a value counts something (份, 课时, 万株): satisfaction is a share, or marks that people give."""
    meaning = target.meaning
    if not isinstance(meaning, (Threshold, Range)) or meaning.unit is None or meaning.unit in _MARKS_GIVEN:
        return False
    unit = units.look_up(meaning.unit)
    return unit is not None and not unit.dimension.startswith(("share", "points", "number"))


@rule(
    "C05",
    "warning",
    "satisfaction-place",
    on="indicator",
    messages={
        "misplaced": (
            "“{name}”为满意度，应归入满意度指标，不能代替{category}",
            "“{name}” measures satisfaction: it belongs under satisfaction and does not replace {category}",
        ),
        "other": (
            "满意度指标“{name}”未反映服务对象是否满意",
            "the satisfaction indicator “{name}” does not measure whether anybody is satisfied",
        ),
    },
    basis=_RELEVANT,
    where=(
        Where(level1=_OTHER_THAN_SATISFACTION, name=_is_satisfaction),
        Where(level1=["satisfaction"], name=_asks_nobody),
    ),
)
def satisfaction_place(indicator: IndicatorView, settings: Settings) -> Iterator[Hit]:
    """满意度与其他指标不相互代替 / satisfaction and other indicators do not replace each other.

    检查：产出、效益、成本里没有满意度；满意度里没有完成率、覆盖率、审核率、故障率、人数等，也没有以份、课时、项、株等
    计的数：满意度是比率或分数。能力验证的满意率是检测用语，不算满意度。安全感、获得感、幸福感可以作为社会效益，好评
    率、认可度可以作为满意度；投诉、信访不是调查得出的，只作提示。
    Checks: output, benefit and cost indicators do not measure satisfaction, and satisfaction indicators are not
    completion, coverage, audit or failure rates, numbers of people or anything else that is counted (份, 课时, 项,
    株): satisfaction is a rate or a score. 能力验证结果满意率 is a term of testing, not satisfaction. A sense of safety
    may be a benefit, and praise may be satisfaction; complaints, which are not the result of a survey, are a hint.

    缘由：效益反映客观变化，满意度反映服务对象的感受，两者不能相互代替。
    Why: benefit is an objective change, satisfaction is what the people served think of it.

    反例：

        2-效益指标；22-社会效益指标；服务对象满意度；年度指标值:≥90%。

    正例：

        3-满意度指标；31-服务对象满意度指标；参训学员满意度；年度指标值:≥90%。
    """
    if indicator.is_namesake:
        return
    category = indicator.indicator.level2 or indicator.indicator.level1
    values: dict[str, Any] = {"name": indicator.indicator.name, "category": "" if category is None else category.name}
    if indicator.level1 != "satisfaction":
        yield indicator.hit("name", "misplaced", **values)
    elif _is_another(indicator.name) or any(map(_is_no_opinion, indicator.targets)):
        severity = "hint" if groups.contains(indicator.name, "complaints") else None
        yield indicator.hit("name", "other", severity=severity, **values)


@cache
def _blank_signs() -> re.Pattern[str]:
    signs = {word[0] for word in load("qualitative.json")["none"]}
    return re.compile(f"[{re.escape(''.join(sorted(signs)))}]")


# Training is an output, be it about the environment: 环保培训期数.
_WORK_WITH_PEOPLE = re.compile("培训|会议|讲座|研讨|论坛|座谈")
_WORK_WITH_PEOPLE_AT_END = re.compile(f"(?:{_WORK_WITH_PEOPLE.pattern})(?:班|会|活动)?$")


def _is_count(target: TargetView) -> bool:
    """Whether a value counts times, people or other things, and not by how much."""
    meaning = target.meaning
    if not isinstance(meaning, Threshold) or meaning.unit is None or meaning.change is not None:
        return False
    unit = units.look_up(meaning.unit)
    return unit is not None and unit.dimension.startswith("count:")


def _is_blank(name: str) -> bool:
    """Whether a name says that there is none; most have no sign that such a word begins with."""
    return _blank_signs().search(name) is not None and Target(name).kind == "none"


@rule(
    "C06",
    "hint",
    "about-environment",
    on="indicator",
    messages={
        "": (
            "生态效益指标“{name}”未涉及环境或资源",
            "the ecological-benefit indicator “{name}” does not concern the environment or resources",
        )
    },
    basis=_RELEVANT,
    where=(Where(level2=["ecological_benefit"]),),
)
def about_environment(indicator: IndicatorView, settings: Settings) -> Iterator[Hit]:
    """生态效益指标涉及环境 / an ecological benefit concerns the environment.

    检查：生态效益指标的名称、说明或文字的指标值里有涉及环境、资源、能耗的词；有意留空的（无、/）和环境类项目不算。
    办了多少培训、会议（环保培训期数）是产出，不论说的是什么。
    Checks: the name, the explanation or the wording of the target value of an ecological-benefit indicator refers
    to the environment, resources or energy. Intentional blanks and projects that concern the environment are
    exempt. The number of training courses or meetings is an output, whatever their subject.

    缘由：没有生态效益的项目可以不设此类指标，不必以其他内容代替。
    Why: a project without an ecological benefit need not have such an indicator, and nothing else should take its
    place.

    反例：

        2-效益指标；23-生态效益指标；政务服务水平提升；年度指标值:明显提升。

    正例：

        2-效益指标；23-生态效益指标；纸质材料减少率；年度指标值:≥30%。
    """
    if not indicator.has_sane_name or _is_blank(indicator.name):
        return
    targets = indicator.targets
    if targets and all(target.meaning.kind == "none" for target in targets):
        return
    if (
        _WORK_WITH_PEOPLE.search(indicator.name) is not None
        and not indicator.is_namesake
        and any(map(_is_count, targets))
    ):
        yield indicator.hit("name", name=indicator.indicator.name)
        return
    about = [indicator.name, indicator.indicator.explanation or "", *(target.target.text for target in targets)]
    if indicator.project is not None:
        about.append(indicator.project.name)
    if (
        not any(groups.contains(text[: groups.LONGEST_EXAMINED], "environment") for text in about)
        and not indicator.is_namesake
    ):
        yield indicator.hit("name", name=indicator.indicator.name)
